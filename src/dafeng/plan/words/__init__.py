"""Targets without a printed figure: handed down, forbidden, all, a state, a direction."""

from __future__ import annotations
