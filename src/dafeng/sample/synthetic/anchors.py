"""Straight lines between the stated years, in millionths."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

STATED_YEARS = (2015, 2017, 2019, 2021, 2023, 2025)
E6 = 10**6
PLACES = 6


def in_millionths(text: str) -> int:
    """Read a number of at most six decimals.

    Examples
    --------
    >>> in_millionths("10.5")
    10500000
    """
    return int(Decimal(text).scaleb(PLACES))


def line_e6(row: Mapping[str, str], year: int) -> int:
    """Read a year between the columns ``y2015`` … ``y2025`` of a row, in millionths."""
    before = max(y for y in STATED_YEARS if y <= year)
    after = min(y for y in STATED_YEARS if y >= year)
    low, high = in_millionths(row[f"y{before}"]), in_millionths(row[f"y{after}"])
    if before == after:
        return low
    return low + (high - low) * (year - before) // (after - before)


def rounded_down(value_e6: int, digits: int) -> int:
    """Cut a number in millionths after so many decimals.

    Examples
    --------
    >>> rounded_down(1_239_999, 2)
    1230000
    """
    step: int = 10 ** (PLACES - digits)
    return value_e6 // step * step
