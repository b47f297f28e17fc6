"""Deadlines: what is overdue, what is due soon, and when a recurring task is due next.

No function knows what day it is: the day is an argument.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol, TypeVar

from dafeng.base.errors import BadInputError
from dafeng.work.records import Recurrence, TaskState
from dafeng.work.states import RUNNING

SOON_DAYS = 7
"""A deadline is near from a week before; callers may say otherwise."""
_MONTHS_OF_A_YEAR = 12

MONTHS: Mapping[Recurrence, int] = MappingProxyType(
    {
        Recurrence.MONTHLY: 1,
        Recurrence.QUARTERLY: 3,
        Recurrence.HALF_YEARLY: 6,
        Recurrence.YEARLY: 12,
    }
)


class Urgency(StrEnum):
    """How a deadline stands to a day."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    NONE = "none"
    """The lead unit has nothing to do: handed in, stopped or ended."""


class Dated(Protocol):
    """What has a state and a deadline."""

    @property
    def state(self) -> str: ...  # noqa: D102 - a state's value

    @property
    def due_on(self) -> date: ...  # noqa: D102 - the last day


D = TypeVar("D", bound=Dated)


def urgency(
    state: TaskState | str, due_on: date, on: date, *, soon_days: int = SOON_DAYS
) -> Urgency:
    """Say how a task's deadline stands to a day; its last day is still in time.

    Examples
    --------
    >>> urgency(TaskState.IN_PROGRESS, date(2025, 6, 30), date(2025, 7, 1)).value
    'overdue'
    >>> urgency(TaskState.SUBMITTED, date(2025, 6, 30), date(2025, 7, 1)).value
    'none'
    """
    if TaskState(state) not in RUNNING:
        return Urgency.NONE
    if due_on < on:
        return Urgency.OVERDUE
    if due_on <= on + timedelta(days=soon_days):
        return Urgency.SOON
    return Urgency.LATER


def overdue(tasks: Iterable[D], on: date) -> list[D]:
    """Tasks that should have been handed in before a day and were not."""
    return [
        one for one in tasks if urgency(one.state, one.due_on, on) is Urgency.OVERDUE
    ]


def due_soon(tasks: Iterable[D], on: date, *, soon_days: int = SOON_DAYS) -> list[D]:
    """Tasks that are due on the day or within ``soon_days`` after it."""
    return [
        one
        for one in tasks
        if urgency(one.state, one.due_on, on, soon_days=soon_days) is Urgency.SOON
    ]


def next_due(first: date, recurrence: Recurrence, *, after: date) -> date:
    """Return the first due day of a recurring task that lies after a day.

    Days are counted from the first due day: what is due on the 31st is due on the last
    day of a shorter month and on the 31st again after it.

    Raises
    ------
    BadInputError
        ``task.not_recurring``: the task comes once.

    Examples
    --------
    >>> next_due(date(2025, 1, 31), Recurrence.MONTHLY, after=date(2025, 1, 31))
    datetime.date(2025, 2, 28)
    >>> next_due(date(2025, 1, 31), Recurrence.MONTHLY, after=date(2025, 2, 28))
    datetime.date(2025, 3, 31)
    """
    if recurrence not in MONTHS:
        msg = f"A task that comes {recurrence} has no next due day."
        raise BadInputError(msg, code="task.not_recurring", recurrence=str(recurrence))
    step = MONTHS[recurrence]
    apart = (after.year - first.year) * _MONTHS_OF_A_YEAR + after.month - first.month
    turn = max(apart // step, 0)
    day = _months_later(first, turn * step)
    while day <= after:
        turn += 1
        day = _months_later(first, turn * step)
    return day


def _months_later(day: date, months: int) -> date:
    whole = day.year * _MONTHS_OF_A_YEAR + day.month - 1 + months
    year, month = divmod(whole, _MONTHS_OF_A_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
