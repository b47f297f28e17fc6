"""Days of a district as moments in UTC: China keeps one time for the whole country."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""Beijing time; there has been no summer time since 1992."""


def holds_on(first: date | None, last: date | None, day: date) -> bool:
    """Whether something holds on a day; its last day counts, None is open.

    Examples
    --------
    >>> holds_on(None, date(2024, 3, 1), date(2024, 3, 1))
    True
    """
    return (first is None or first <= day) and (last is None or day <= last)


def day_or_none(text: str) -> date | None:
    """Read an ISO day; an empty text is none."""
    return date.fromisoformat(text) if text else None


def end_of_day(day: date) -> datetime:
    """Return the last microsecond of a day in China, in UTC.

    Examples
    --------
    >>> end_of_day(date(2024, 3, 1)).isoformat()
    '2024-03-01T15:59:59.999999+00:00'
    """
    return datetime.combine(day, time.max, CHINA).astimezone(UTC)
