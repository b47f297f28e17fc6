"""Working days in China: weekdays, less public holidays, plus make-up days.

The State Council announces each year's holidays in the autumn before; a year without
a table counts its weekdays, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.base.tables import packaged_rows

_SATURDAY = 5
_KINDS = ("holiday", "workday")


@attrs.frozen(kw_only=True)
class WorkCalendar:
    """Which days are worked.

    Attributes
    ----------
    holidays : frozenset of date
        Days off, weekends among them where the notice names them.
    workdays : frozenset of date
        Days of a weekend that are worked instead.
    years : tuple of int
        Years that have a table.
    """

    holidays: frozenset[date]
    workdays: frozenset[date]
    years: tuple[int, ...]

    def works(self, day: date) -> bool:
        """Whether a day is worked."""
        if day in self.workdays:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays

    def after(self, start: date, days: int) -> date:
        """Return the working day that lies ``days`` working days after ``start``.

        The day of the start does not count.

        Raises
        ------
        BadInputError
            ``workdays.bad``: ``days`` is not positive.

        Examples
        --------
        >>> work_calendar().after(date(2025, 9, 30), 1)
        datetime.date(2025, 10, 9)
        """
        if days < 1:
            msg = f"{days} working days is no time to answer; give 1 or more."
            raise BadInputError(msg, code="workdays.bad", days=days)
        day = start
        while days:
            day += timedelta(days=1)
            days -= self.works(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Count working days after ``start`` up to ``end``, which is included."""
        span = range(1, (end - start).days + 1)
        return sum(self.works(start + timedelta(days=n)) for n in span)

    def unsure(self, start: date, end: date) -> tuple[Finding, ...]:
        """Return a finding for each year of a span that has no table."""
        years = [y for y in range(start.year, end.year + 1) if y not in self.years]
        return tuple(_without_table(year) for year in years)


def _without_table(year: int) -> Finding:
    return Finding(
        code="calendar.no_year",
        severity=Severity.WARNING,
        place=f"{year}",
        value="",
        rule="Reply dates in working days leave public holidays out.",
        hint=(
            f"{year}年节假日安排尚未录入，暂按周一至周五计算；"
            "公布后录入 workdays.csv 并重新计算。"
        ),
    )


def calendar_of(rows: Iterable[Mapping[str, str]]) -> WorkCalendar:
    """Build a calendar from rows as ``data/workdays.csv`` has them.

    Raises
    ------
    BadInputError
        ``workdays.bad``: a row cannot be read, stands twice over, runs backwards or
        over the end of a year, or makes a weekday of what is one already.
    """
    days: dict[date, str] = {}
    for number, row in enumerate(rows, start=2):
        for day in _span(number, row):
            if day in days:
                raise _bad(number, f"{day} stands in the table already")
            if row["kind"] == "workday" and day.weekday() < _SATURDAY:
                raise _bad(number, f"{day} is a weekday, which is worked anyway")
            days[day] = row["kind"]
    by_kind = {
        kind: frozenset(day for day, own in days.items() if own == kind)
        for kind in _KINDS
    }
    return WorkCalendar(
        holidays=by_kind["holiday"],
        workdays=by_kind["workday"],
        years=tuple(sorted({day.year for day in days})),
    )


def _span(number: int, row: Mapping[str, str]) -> list[date]:
    if row.get("kind") not in _KINDS:
        raise _bad(number, f"kind {row.get('kind')!r} is none of {', '.join(_KINDS)}")
    try:
        first, last = (date.fromisoformat(row[name]) for name in ("first", "last"))
    except (KeyError, ValueError) as error:
        raise _bad(number, f"first and last must be days: {error}") from error
    if last < first or first.year != last.year:
        raise _bad(number, f"{first} to {last} is no span within one year")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _bad(number: int, told: str) -> BadInputError:
    msg = f"workdays.csv, line {number}: {told}."
    return BadInputError(msg, code="workdays.bad", line=number)


@cache
def work_calendar() -> WorkCalendar:
    """Return the packaged calendar, read once."""
    return calendar_of(packaged_rows("dafeng.work", "workdays.csv"))
