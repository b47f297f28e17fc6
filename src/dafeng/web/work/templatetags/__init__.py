"""Filters and tags of this room's pages."""
