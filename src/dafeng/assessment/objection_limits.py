"""Time limits of objections: rows with source and validity, days by the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.errors import NotFoundError
from dafeng.base.tables import packaged_rows
from dafeng.work import WorkCalendar, work_calendar


@attrs.frozen(kw_only=True)
class Limit:
    """How long something may take (``data/objection_limits.csv``).

    Attributes
    ----------
    act : str
        ``file``, ``accept``, ``answer``, ``appeal`` or ``review``.
    days : int
    working : bool
        Working days, or days of the calendar.
    source, verified : str
    effective_from, effective_to : date or None
    """

    act: str
    days: int
    working: bool
    source: str
    verified: str
    effective_from: date | None = None
    effective_to: date | None = None

    def end(self, start: date, calendar: WorkCalendar) -> date:
        """Return the last day in time; the day of the start does not count."""
        if self.working:
            return calendar.after(start, self.days)
        return start + timedelta(days=self.days)


@cache
def packaged_limits() -> tuple[Limit, ...]:
    """Return the packaged time limits, read once."""
    return tuple(
        Limit(
            act=row["act"],
            days=int(row["days"]),
            working=row["day_kind"] == "working",
            source=row["source"],
            verified=row["verified"],
            effective_from=day_or_none(row["effective_from"]),
            effective_to=day_or_none(row["effective_to"]),
        )
        for row in packaged_rows("dafeng.assessment", "objection_limits.csv")
    )


@attrs.frozen(kw_only=True)
class Limits:
    """The time limits, and the calendar that counts their days."""

    rows: tuple[Limit, ...] = attrs.field(factory=packaged_limits)
    calendar: WorkCalendar = attrs.field(factory=work_calendar)

    def end(self, act: str, start: date) -> date:
        """Return the last day for an act, by the limit in force at its start.

        Raises
        ------
        NotFoundError
            ``objection.no_limit``: no row is in force.
        """
        for row in self.rows:
            held = holds_on(row.effective_from, row.effective_to, start)
            if held and row.act == act:
                return row.end(start, self.calendar)
        msg = (
            f"No time limit for {act!r} is in force on {start}. Add a row with source."
        )
        raise NotFoundError(msg, code="objection.no_limit", act=act)
