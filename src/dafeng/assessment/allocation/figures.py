"""Exact numbers, written so that a person can follow the arithmetic."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dafeng.base.rounding import plain_number, round_half_even, without_zeros

PLACES = 9
"""Decimals of a figure that is kept beside its exact value."""
SHOWN = 6
"""Decimals of a figure in a formula."""


def plain(value: Decimal | Fraction | int) -> str:
    """A number without needless zeros, at most six decimals.

    Examples
    --------
    >>> plain(Fraction(1, 3)), plain(Decimal("1200.50"))
    ('0.333333', '1200.5')
    """
    return plain_number(round_half_even(value, SHOWN))


def kept(value: Decimal | Fraction | int) -> Decimal:
    """A number with at most nine decimals."""
    return without_zeros(round_half_even(value, PLACES))
