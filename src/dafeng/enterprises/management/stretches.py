"""Whole months after a baseline, and the years that they make."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TypeAlias

Stretch: TypeAlias = tuple[date, date]
"""First and last day."""
_DAY = timedelta(days=1)


def whole_months(after: date, until: date) -> tuple[Stretch, ...]:
    """Months that begin after a day and are over by another.

    Examples
    --------
    >>> [first.isoformat() for first, _ in whole_months(date(2025, 10, 31),
    ...                                                date(2026, 1, 30))]
    ['2025-11-01', '2025-12-01']
    """
    made: list[Stretch] = []
    first = after + _DAY
    if first.day > 1:
        first = _month_end(first) + _DAY
    while (last := _month_end(first)) <= until:
        made.append((first, last))
        first = last + _DAY
    return tuple(made)


def years_of(months: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """First and last day of the months of each calendar year, in order."""
    made = []
    for _year, group in groupby(months, key=lambda month: month[0].year):
        kept = list(group)
        made.append((kept[0][0], kept[-1][1]))
    return tuple(made)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
