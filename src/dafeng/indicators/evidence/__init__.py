"""Evidence: every number that indicators are reckoned from, out of the lake."""

from __future__ import annotations
