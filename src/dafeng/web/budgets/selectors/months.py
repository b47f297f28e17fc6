"""The months of a unit: what its budget gives them, and what is known of their use."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from dafeng.enterprises.budgets import MONTHS, MonthUse, missing_months
from dafeng.web.budgets.models import KeyUser, UnitMonth


@attrs.frozen(kw_only=True)
class MonthLine:
    """One month of a year.

    Attributes
    ----------
    budget : Decimal or None
        What the curve of the year gives it, tce.
    used : Decimal or None
        What is known, before deductions; None is unknown.
    expected : Decimal or None
        What is known and what is expected of its rest.
    days, due_days : int
        Days that are known, and those that it has.
    lacks : tuple of str
        Carriers for which something lacks.
    begun : bool
        Whether it has begun on the day that is asked about.
    """

    month: int
    budget: Decimal | None
    used: Decimal | None
    expected: Decimal | None
    days: int
    due_days: int
    source: str
    lacks: tuple[str, ...]
    begun: bool

    @property
    def whole(self) -> bool:
        """Whether every day of it is known."""
        return self.used is not None and self.days >= self.due_days


def month_lines(
    row: KeyUser, months: Iterable[UnitMonth], *, on: date
) -> list[MonthLine]:
    """Return the twelve months of a unit."""
    known = {one.month: one for one in months}
    budget = _numbers(row.forecast, "budget")
    expected = _numbers(row.forecast, "months")
    year = row.ledger.year
    return [
        MonthLine(
            month=month,
            budget=budget[month - 1] if budget else None,
            used=None if (one := known.get(month)) is None else one.tce,
            expected=expected[month - 1] if expected else None,
            days=0 if one is None else one.days,
            due_days=monthrange(year, month)[1],
            source="" if one is None or one.quanta is None else one.source,
            lacks=() if one is None else tuple(one.lacks),
            begun=date(year, month, 1) <= on,
        )
        for month in range(1, MONTHS + 1)
    ]


def unknown_months(row: KeyUser, *, on: date) -> tuple[int, ...]:
    """Months of a unit that are over on a day and not known whole, as kept now."""
    year = row.ledger.year
    known = {
        one.month: MonthUse(year=year, month=one.month, tce=one.tce, days=one.days)
        for one in row.months.all()
    }
    months = [known.get(month) for month in range(1, MONTHS + 1)]
    return missing_months(year, months, on=on)


def line_of_now(lines: Sequence[MonthLine], *, year: int, on: date) -> MonthLine | None:
    """The month that goes on; None when the year does not."""
    return lines[on.month - 1] if on.year == year else None


def _numbers(forecast: Mapping[str, Any], name: str) -> list[Decimal]:
    return [Decimal(one) for one in forecast.get(name) or ()]
