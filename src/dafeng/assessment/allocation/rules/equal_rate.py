"""Equal rate (等比例): everybody is cut by the same percentage of the base year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.assessment.allocation.weighing import (
    Lack,
    Question,
    Weighing,
    Weight,
    counted_base,
    weigh_each,
)

if TYPE_CHECKING:
    from dafeng.assessment.allocation.records import Party


def equal_rate(asked: Question) -> Weighing:
    """Weigh by the figure of the base year, without its exempt part.

    Amount = base x (1 - r) with one rate r for all, which makes the sum right.

    Source
    ------
    House rule; the plain way in which control figures are handed down by one rate.
    """
    return weigh_each(asked, _weight)


def _weight(party: Party, asked: Question) -> Weight | Lack:
    base = counted_base(party, asked)
    if isinstance(base, Lack):
        return base
    value, step = base
    return Weight(unit=party.unit, value=value, steps=(step,))
