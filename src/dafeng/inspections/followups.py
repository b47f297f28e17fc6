"""When something has to be put right, and when somebody looks again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs

from dafeng.work import WorkCalendar, work_calendar

if TYPE_CHECKING:
    from dafeng.inspections.records import NoticeForm, Severity
    from dafeng.inspections.rules import Rules


@attrs.frozen(kw_only=True)
class Dates:
    """What a finding calls for.

    Attributes
    ----------
    due_on : date
        Until then it has to be put right.
    recheck_on : date
        Then somebody looks again.
    """

    notice: NoticeForm
    due_on: date
    recheck_on: date


def follow_up_dates(
    severity: Severity, rules: Rules, *, found_on: date, due_on: date | None = None
) -> Dates:
    """Return the dates of a finding; a day that is not worked moves to the next.

    Parameters
    ----------
    due_on : date, optional
        A term that somebody set; the rules' own where none is given.
    """
    rule = rules.follow_up(severity)
    due = due_on or _worked(found_on + timedelta(days=rule.demand_days))
    return Dates(
        notice=rule.notice,
        due_on=due,
        recheck_on=_worked(due + timedelta(days=rule.recheck_days)),
    )


def next_recheck(severity: Severity, rules: Rules, *, looked_on: date) -> date:
    """Return when to look again after a re-check that found it not put right."""
    days = rules.follow_up(severity).again_days
    return _worked(looked_on + timedelta(days=days))


def _worked(day: date, calendar: WorkCalendar | None = None) -> date:
    known = calendar or work_calendar()
    return day if known.works(day) else known.after(day, 1)
