"""What a unit used month by month: from days of meters or from statements."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs

from dafeng.enterprises.errors import BudgetError

MONTHS = 12


class UseSource(StrEnum):
    """Where the use of a month comes from."""

    METERS = "meters"
    STATEMENT = "statement"


@attrs.frozen(kw_only=True)
class DayUse:
    """What was used on a day; None is unknown."""

    on: date
    tce: Decimal | None


@attrs.frozen(kw_only=True)
class MonthUse:
    """What was used in a month, as far as it is known.

    Attributes
    ----------
    tce : Decimal or None
        None is unknown, and never taken as zero.
    days : int
        Days that ``tce`` covers; fewer than the month has while it goes on, or where
        days are missing.
    lacks : tuple of str
        Carriers for which something lacks, when it is over and not known whole.
    """

    year: int
    month: int
    tce: Decimal | None
    days: int
    source: UseSource = UseSource.STATEMENT
    lacks: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.month <= MONTHS:
            msg = f"{self.month} is no month."
            raise BudgetError(msg, code="budget.month", month=self.month)
        if self.tce is not None and (not self.tce.is_finite() or self.tce < 0):
            msg = f"Use cannot be below zero, and is {self.tce} tce."
            raise BudgetError(msg, code="budget.negative", value=str(self.tce))

    @property
    def due_days(self) -> int:
        """Days that the month has."""
        return monthrange(self.year, self.month)[1]

    @property
    def whole(self) -> bool:
        """Whether every day of it is known."""
        return self.tce is not None and self.days >= self.due_days


def months_of_days(
    days: Iterable[DayUse], *, source: UseSource = UseSource.METERS
) -> tuple[MonthUse, ...]:
    """Add up days to months; a month without a known day is unknown.

    Examples
    --------
    >>> first = DayUse(on=date(2025, 1, 1), tce=Decimal("1.5"))
    >>> second = DayUse(on=date(2025, 1, 2), tce=None)
    >>> (month,) = months_of_days([first, second])
    >>> month.tce, month.days, month.whole
    (Decimal('1.5'), 1, False)
    """
    found: dict[tuple[int, int], list[DayUse]] = defaultdict(list)
    for day in days:
        found[day.on.year, day.on.month].append(day)
    months = []
    for (year, month), those in sorted(found.items()):
        known = {one.on: one.tce for one in those if one.tce is not None}
        tce = sum(known.values(), Decimal()) if known else None
        months.append(
            MonthUse(year=year, month=month, tce=tce, days=len(known), source=source)
        )
    return tuple(months)


def by_year(
    months: Iterable[MonthUse],
) -> Mapping[int, tuple[MonthUse | None, ...]]:
    """Lay months out by year; each year has twelve places, an absent month is None."""
    found: dict[int, list[MonthUse | None]] = {}
    for one in months:
        found.setdefault(one.year, [None] * MONTHS)[one.month - 1] = one
    return {year: tuple(row) for year, row in sorted(found.items())}


def joined(
    metered: Iterable[MonthUse], stated: Iterable[MonthUse]
) -> tuple[MonthUse, ...]:
    """Take a month from the meters, and from the statement where they do not know it.

    A month that the meters know in part gives way to a statement of the whole month.
    """
    told = {(one.year, one.month): one for one in stated if one.tce is not None}
    for one in metered:
        other = told.get((one.year, one.month))
        if other is None or (one.tce is not None and (one.whole or not other.whole)):
            told[one.year, one.month] = one
    return tuple(told[key] for key in sorted(told))
