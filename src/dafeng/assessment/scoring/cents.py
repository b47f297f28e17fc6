"""Rounded parts that add up to the rounded whole: largest remainder, to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

PLACES = 2
_CENTS = 100


def rounded_parts(parts: Sequence[Fraction]) -> tuple[Decimal, ...]:
    """Round parts to two decimals so that their sum is the rounded exact sum.

    Every part is cut to whole cents; the cents that are left go one by one to the parts
    with the largest remainders, the earlier of equal ones first. A part of nothing
    stays nothing, and no part moves by a cent or more. The sum is rounded half to even,
    as :func:`dafeng.base.rounding.round_half_even` does.

    Parameters
    ----------
    parts : sequence of Fraction
        At least 0.

    Examples
    --------
    >>> rounded_parts([Fraction(100, 3)] * 3)
    (Decimal('33.34'), Decimal('33.33'), Decimal('33.33'))
    """
    # Whole numbers over one denominator: the same as fractions, many times as fast.
    one = lcm(*(part.denominator for part in parts))
    scaled = [part.numerator * (one // part.denominator) * _CENTS for part in parts]
    cents = [each // one for each in scaled]
    left = round(Fraction(sum(scaled), one)) - sum(cents)
    order = sorted(range(len(parts)), key=lambda i: (-(scaled[i] % one), i))
    for i in order[:left]:
        cents[i] += 1
    return tuple(Decimal(each).scaleb(-PLACES) for each in cents)
