"""Which months are closed: what changes them afterwards needs a second person.

A month is closed when it is over and its measures are reckoned no more: this month and
the last are open. The verification of emissions closes a month earlier, as soon as an
enterprise has deposited evidence for it. Nothing else closes months: a budget, a saving
or a report that was settled does not, unless its room registers so here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TypeAlias

from django.utils import timezone

from dafeng.web.core.models import Organisation

COUNTED_MONTHS = 2
"""So many months are reckoned again each night, the one that runs included."""

Closes: TypeAlias = Callable[[Organisation, tuple[date, ...]], Iterable[date]]
"""From an enterprise and months, by their first days, to those that are closed."""

_closings: dict[str, Closes] = {}


def register_closing(name: str, closes: Closes) -> None:
    """Add what closes months of an enterprise; call it from ``AppConfig.ready``."""
    _closings[name] = closes


def months_between(first: date, last: date) -> tuple[date, ...]:
    """First days of the months of a stretch of days."""
    found = [first.replace(day=1)]
    while (following := next_month(found[-1])) <= last:
        found.append(following)
    return tuple(found)


def next_month(month: date) -> date:
    """First day of the month after one."""
    return (month + timedelta(days=31)).replace(day=1)


def first_open_month(on: date) -> date:
    """First day of the earliest month that is still reckoned again."""
    month = on.replace(day=1)
    for _number in range(COUNTED_MONTHS - 1):
        month = (month - timedelta(days=1)).replace(day=1)
    return month


def is_closed(enterprise: Organisation, day: date) -> bool:
    """Whether the month of a day is closed today."""
    month = day.replace(day=1)
    return bool(closed_months(enterprise, (month,), on=timezone.localdate()))


def closed_months(
    enterprise: Organisation, months: tuple[date, ...], *, on: date
) -> tuple[date, ...]:
    """Those of some months that are closed on a day."""
    found = {month for month in months if month < first_open_month(on)}
    for closes in _closings.values():
        found |= set(closes(enterprise, months)) & set(months)
    return tuple(sorted(found))
