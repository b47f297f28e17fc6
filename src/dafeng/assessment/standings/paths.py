"""The path to a target: what each year on the way asks for.

Source
------
The plan's or the city's own yearly figures come first. Between two of them, and where
there are none, the way is straight (``linear``: start + (target - start) * n / N) or of
equal rate (``1 - (1 - T)^(n/N)`` for a cumulative decrease of T per cent after n of N
years); which one a city takes is a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from dafeng.assessment.standings.rules import PathShape
from dafeng.base.rounding import round_half_even, without_zeros

if TYPE_CHECKING:
    from dafeng.assessment.records import PathPoint

PLACES = 6
_DIGITS = 40
_HUNDRED = Decimal(100)


def expected_at(
    year: int, points: Sequence[PathPoint], shape: PathShape = PathShape.LINEAR
) -> Decimal | None:
    """Return what the path asks for in a year.

    Parameters
    ----------
    year : int
    points : sequence of PathPoint
        Start, steps and target in any order; at least one.
    shape : PathShape
        ``EQUAL_RATE`` reads values as percentages of decrease.

    Returns
    -------
    Decimal or None
        Six decimals; None before the first point. Behind the last point it asks for
        that point's value: a target reached must be kept.
    """
    ordered = sorted(points, key=lambda point: point.year)
    before = [point for point in ordered if point.year <= year]
    behind = [point for point in ordered if point.year > year]
    if not before:
        return None
    start = before[-1]
    if not behind or start.year == year:
        return start.value
    end = behind[0]
    share = Decimal(year - start.year) / Decimal(end.year - start.year)
    if shape is PathShape.EQUAL_RATE:
        return without_zeros(_equal_rate(start.value, end.value, share))
    way = round_half_even(start.value + (end.value - start.value) * share, PLACES)
    return without_zeros(way)


def _equal_rate(start: Decimal, end: Decimal, share: Decimal) -> Decimal:
    """Cut what is left of the quantity by the same rate every year."""
    with localcontext() as context:
        context.prec = _DIGITS
        left_at_start, left_at_end = 1 - start / _HUNDRED, 1 - end / _HUNDRED
        left = left_at_start * (left_at_end / left_at_start) ** share
        return round_half_even((1 - left) * _HUNDRED, PLACES)
