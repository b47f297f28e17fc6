"""Dates and numbers as the pages show them."""
