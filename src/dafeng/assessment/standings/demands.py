"""What a target asks for: the plan's own figure, or the one that the city handed down.

The base year of a change that names none is the last year before the five-year plan
in which the target falls due: 2020 for the years to 2025, 2025 for those to 2030
(国发〔2026〕22号).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.base.periods import Period
from dafeng.indicators import Demand

if TYPE_CHECKING:
    from dafeng.assessment.records import Decree, Goal, PathPoint

REPORTED = {
    "plan.state": (">=", Decimal(1)),
    "plan.progress": (">=", Decimal(100)),
    "plan.breaches": ("<=", Decimal(0)),
}
"""What is asked of targets without a measure of their own: reached, done, no breach."""


@attrs.frozen(kw_only=True)
class Asked:
    """The demand on one target, as it holds on a day.

    Attributes
    ----------
    comparator : str
        ``>=``, ``>``, ``<=``, ``<``, ``=`` or ``~``; empty without a figure.
    value, value_max : Decimal or None
    unit : str
    year : int or None
        None where the plan says none.
    base_year : int or None
    path : tuple of PathPoint
    source : str
        The clause, or number and day of the city's letter.
    decree : Decree or None
    """

    comparator: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    year: int | None
    base_year: int | None
    path: tuple[PathPoint, ...]
    source: str
    decree: Decree | None = None

    @property
    def demand(self) -> Demand | None:
        """What a figure must be; None without a figure to reach."""
        if self.value is None:
            return None
        return Demand(
            comparator=self.comparator or "=",
            value=self.value,
            value_max=self.value_max,
        )


def asked_of(goal: Goal, decrees: Sequence[Decree], on: date) -> Asked:
    """Return what holds on a day: of the city's letters the newest, else the plan."""
    letters = [d for d in decrees if d.goal == goal.id and d.issued_on <= on]
    letter = max(letters, key=lambda d: (d.issued_on, d.number), default=None)
    if goal.definition in REPORTED:
        comparator, value = REPORTED[goal.definition]
        return Asked(
            comparator=comparator,
            value=value,
            value_max=None,
            unit="",
            year=goal.year,
            base_year=goal.base_year,
            path=goal.path,
            source=goal.clause,
        )
    if letter is None:
        return Asked(
            comparator=goal.comparator,
            value=goal.value,
            value_max=goal.value_max,
            unit=goal.unit,
            year=goal.year,
            base_year=goal.base_year,
            path=goal.path,
            source=goal.clause,
        )
    return Asked(
        comparator=letter.comparator,
        value=letter.value,
        value_max=None,
        unit=letter.unit,
        year=letter.year or goal.year,
        base_year=letter.base_year or goal.base_year,
        path=letter.path or goal.path,
        source=f"{letter.number}({letter.issued_on:%Y-%m-%d})",
        decree=letter,
    )


def base_year_before(year: int) -> int:
    """Return the last year before the five-year plan that holds a year."""
    return Period.year(year).base_year


def wants_less(comparator: str) -> bool:
    """Whether the figure should not exceed the value."""
    return comparator in ("<=", "<")


def wants_both(comparator: str) -> bool:
    """Whether the figure must be hit: more is as wrong as less."""
    return comparator not in (">=", ">", "<=", "<")
