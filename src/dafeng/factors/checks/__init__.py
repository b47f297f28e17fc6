"""Checks of factor rows before anyone counts with them."""

from __future__ import annotations
