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
    """The last day of a term of working days, with what is not sure about it."""

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


@attrs.frozen(kw_only=True)
class DepositException:
    """Months of a branch whose evidence a notice gave more time."""

    branch: str
    first: str
    last: str
    due_on: date
    text_zh: str
    text_en: str
    source: str
    mark: str


@cache
def deposit_exceptions() -> tuple[DepositException, ...]:
    """Return every exception, in the order of the table."""
    return tuple(
        DepositException(
            branch=row["branch"],
            first=row["first_month"],
            last=row["last_month"],
            due_on=date.fromisoformat(row["due_on"]),
            text_zh=row["text_zh"],
            text_en=row["text_en"],
            source=row["source"],
            mark=row["mark"],
        )
        for row in packaged_rows(ROOM, "deposit_exceptions.csv")
    )


def deposit_due(month: Period, branch: str = "") -> date:
    """Return the last day to deposit the evidence of a month.

    Parameters
    ----------
    month : Period
    branch : str
        Code of the branch, which may have been given more time; empty: of any branch.

    Examples
    --------
    >>> from dafeng.base.periods import Period
    >>> deposit_due(Period.month(2026, 1))
    datetime.date(2026, 3, 12)
    >>> deposit_due(Period.month(2025, 6), "steel")
    datetime.date(2025, 10, 31)
    """
    for one in deposit_exceptions():
        if one.branch == branch and one.first <= month.code <= one.last:
            return one.due_on
    end = month.end
    return end + timedelta(days=int(report_rule("deposit.days", end).value))


def told_by(ended_on: date) -> ToldBy:
    """Return the last day to tell the result of a verification that ended on a day.

    Examples
    --------
    >>> told_by(date(2026, 6, 30)).due_on
    datetime.date(2026, 7, 9)
    """
    return _working(ended_on, "told.days")


def review_by(objected_on: date) -> ToldBy:
    """Return the last day to decide on an objection that was raised on a day.

    Examples
    --------
    >>> review_by(date(2026, 7, 3)).due_on
    datetime.date(2026, 7, 17)
    """
    return _working(objected_on, "review.days")


def approve_by(written_on: date) -> ToldBy:
    """Return the last day to approve a control plan that was written on a day.

    Examples
    --------
    >>> approve_by(date(2026, 7, 3)).due_on
    datetime.date(2026, 7, 24)
    """
    return _working(written_on, "plan.days")


def _working(begin: date, rule: str) -> ToldBy:
    calendar = work_calendar()
    due = calendar.after(begin, int(report_rule(rule, begin).value))
    return ToldBy(due_on=due, findings=calendar.unsure(begin, due))


def keep_until(on: date) -> date:
    """Return the day until which raw records of a day are kept at least."""
    years = int(report_rule("keep.years", on).value)
    try:
        return on.replace(year=on.year + years)
    except ValueError:  # 29 February
        return on.replace(year=on.year + years, month=3, day=1)
