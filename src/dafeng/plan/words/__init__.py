"""Targets without a printed figure: handed down, forbidden, all, a state."""

from __future__ import annotations
