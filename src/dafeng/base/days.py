"""Days of a district as moments in UTC: China keeps one time for the whole country."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""Beijing time; there has been no summer time since 1992."""


def end_of_day(day: date) -> datetime:
    """Return the last microsecond of a day in China, in UTC.

    Examples
    --------
    >>> end_of_day(date(2024, 3, 1)).isoformat()
    '2024-03-01T15:59:59.999999+00:00'
    """
    return datetime.combine(day, time.max, CHINA).astimezone(UTC)
