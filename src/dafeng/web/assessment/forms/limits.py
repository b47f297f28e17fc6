"""Limits that several forms share."""

from __future__ import annotations

FIRST_YEAR, LAST_YEAR = 2005, 2100
LONG = 1000
