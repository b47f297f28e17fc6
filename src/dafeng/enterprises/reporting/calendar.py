"""The yearly calendar: who has to do what by which day, as rows with source."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.enterprises.reporting.rules import ROOM, Branch, report_rule
from dafeng.work import work_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.base.findings import Finding
    from dafeng.base.periods import Period


@attrs.frozen(kw_only=True)
class ReportDay:
    """A last day of the calendar of a report year.

    Attributes
    ----------
    event : str
        ``report``, ``verification``, ``surrender`` and so on.
    who : str
        ``unit`` or ``province``.
    sure : bool
        Whether a notice names the day; else it is taken over from another year.
    """

    report_year: int
    group: str
    event: str
    who: str
    due_on: date
    text_zh: str
    text_en: str
    source: str
    sure: bool


@attrs.frozen(kw_only=True)
class ToldBy:
    """The last day to tell a result, with what is not sure about it."""

    due_on: date
    findings: tuple[Finding, ...]


@cache
def report_days() -> tuple[ReportDay, ...]:
    """Return every row of the calendar."""
    return tuple(
        ReportDay(
            report_year=int(row["report_year"]),
            group=row["group"],
            event=row["event"],
            who=row["who"],
            due_on=date.fromisoformat(row["due_on"]),
            text_zh=row["text_zh"],
            text_en=row["text_en"],
            source=row["source"],
            sure=row["mark"] == "V",
        )
        for row in packaged_rows(ROOM, "report_calendar.csv")
    )


def days_of(
    branch: Branch, report_year: int, *, rows: Iterable[ReportDay] | None = None
) -> tuple[ReportDay, ...]:
    """Return the last days of a branch for a report year, by day.

    A year without rows has none: nothing is taken over silently.
    """
    held = report_days() if rows is None else rows
    mine = (
        one
        for one in held
        if one.report_year == report_year and one.group in branch.groups
    )
    return tuple(sorted(mine, key=lambda one: (one.due_on, one.event)))


def day_for(branch: Branch, report_year: int, event: str) -> ReportDay | None:
    """Return the last day of one event; None where the calendar says nothing."""
    found = (one for one in days_of(branch, report_year) if one.event == event)
    return next(found, None)


def deposit_due(month: Period) -> date:
    """Return the last day to deposit the evidence of a month.

    Examples
    --------
    >>> from dafeng.base.periods import Period
    >>> deposit_due(Period.month(2026, 1))
    datetime.date(2026, 3, 12)
    """
    end = month.end
    return end + timedelta(days=int(report_rule("deposit.days", end).value))


def told_by(ended_on: date) -> ToldBy:
    """Return the last day to tell the result of a verification that ended on a day.

    Examples
    --------
    >>> told_by(date(2026, 6, 30)).due_on
    datetime.date(2026, 7, 9)
    """
    calendar = work_calendar()
    due = calendar.after(ended_on, int(report_rule("told.days", ended_on).value))
    return ToldBy(due_on=due, findings=calendar.unsure(ended_on, due))


def keep_until(on: date) -> date:
    """Return the day until which raw records of a day are kept at least."""
    years = int(report_rule("keep.years", on).value)
    try:
        return on.replace(year=on.year + years)
    except ValueError:  # 29 February
        return on.replace(year=on.year + years, month=3, day=1)
