"""The plain calendar of a task: planned progress, how far behind, how long overdue.

All figures are exact; days are counted whole, at the end of the day.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from dafeng.assessment.records import Progress, Work

_WAITING = (Progress.ASSIGNED, Progress.ACCEPTED)
_UNDER_WAY = (Progress.IN_PROGRESS, Progress.RETURNED, Progress.EXTENDED)
_HANDED_IN = (Progress.SUBMITTED, Progress.VERIFIED)
_STOPPED = (Progress.SUSPENDED, Progress.CANCELLED)
_WHOLE = Decimal(100)


def not_started(work: Work) -> bool:
    """Whether work was handed out and has not begun.

    An approved extension or suspension is a good reason, and no waiting.
    """
    return work.state in _WAITING and not work.percent


def progress_made(work: Work) -> Decimal | None:
    """Return the progress that counts, 0 to 100; None is unknown.

    Work that has not begun stands at 0. A report that was returned does not count.
    """
    if work.state is Progress.RETURNED:
        return None
    if not_started(work):
        return Decimal(0)
    return work.percent


def planned_percent(work: Work, as_of: date) -> Fraction | None:
    """Return what the plain calendar asks for at the end of a day, 0 to 100.

    Days count from the first to the last, both included: of a task of ten days the
    first day asks for 10. None when a day is not known, the last comes before the
    first, or the work was stopped.

    Examples
    --------
    >>> ten_days = Work(id="t", clause="t", title="t",
    ...     begins_on=date(2025, 1, 1), due_on=date(2025, 1, 10))
    >>> planned_percent(ten_days, date(2025, 1, 3))
    Fraction(30, 1)
    """
    if work.begins_on is None or work.due_on is None or work.state in _STOPPED:
        return None
    gone = (as_of - work.begins_on).days + 1
    days = (work.due_on - work.begins_on).days + 1
    if days <= 0:
        return None
    if gone <= 0:
        return Fraction()
    if as_of >= work.due_on:
        return Fraction(100)
    return Fraction(100 * gone, days)


def behind_schedule(work: Work, as_of: date) -> Fraction | None:
    """Return percentage points behind the calendar; negative is ahead, None unknown.

    Work whose first day has not come is neither behind nor ahead: None, unless
    somebody reported that it began.
    """
    planned, made = planned_percent(work, as_of), progress_made(work)
    if planned is None or made is None or (planned == 0 and not_started(work)):
        return None
    return planned - Fraction(made)


def pace_needed(work: Work, as_of: date) -> Fraction | None:
    """Return how many times faster than planned the rest must go to be in time.

    (100 - made) / (100 - planned): 1 is as planned. The last day itself counts as one
    day that is left. None when unknown or when no day is left.
    """
    planned, behind = planned_percent(work, as_of), behind_schedule(work, as_of)
    if planned is None or behind is None:
        return None
    if work.begins_on is None or work.due_on is None or as_of > work.due_on:
        return None
    one_day = Fraction(100, (work.due_on - work.begins_on).days + 1)
    return (100 - planned + behind) / max(100 - planned, one_day)


def months_waiting(work: Work, as_of: date) -> int | None:
    """Return whole months since the planned start of work that has not begun.

    None when it has begun, or its first day has not come or is not known.
    """
    if work.begins_on is None or as_of < work.begins_on or not not_started(work):
        return None
    start = work.begins_on
    months = 12 * (as_of.year - start.year) + as_of.month - start.month
    return months if as_of.day >= start.day or _last_day(as_of) else months - 1


def _last_day(day: date) -> bool:
    """Whether a day is the last of its month: a month from 31 January ends with it."""
    following = date.fromordinal(day.toordinal() + 1)
    return following.month != day.month


def overdue_days(work: Work, as_of: date) -> int:
    """Return days past the due day of work that was not handed in; 0 is not overdue.

    Handed in is what was submitted or verified as done. A draft, stopped or closed
    task is never overdue.
    """
    if work.due_on is None or as_of <= work.due_on:
        return 0
    partial = work.percent is not None and work.percent < _WHOLE
    waiting = work.state in (*_WAITING, *_UNDER_WAY)
    if waiting or (work.state in _HANDED_IN and partial):
        return (as_of - work.due_on).days
    return 0
