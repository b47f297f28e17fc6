"""Readings of the key energy users: register of meters, arrivals, pages."""
