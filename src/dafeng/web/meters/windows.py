"""Spans of time over which meters are looked at."""

from __future__ import annotations

from datetime import UTC, datetime

from dafeng.meters.records import Window

FIRST_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)
"""Online monitoring began after it; what claims to be older is a wrong clock."""


def open_window(now: datetime | None = None) -> Window:
    """Return the span from the first possible reading to now."""
    return Window(begin=FIRST_MOMENT, end=now or datetime(2070, 1, 1, tzinfo=UTC))
