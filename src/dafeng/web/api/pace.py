"""How fast one key may send readings: counted by each worker, in memory.

The other limits of the site are counted in the database, a row written for each act.
At the pace of gateways that would cost more than the readings.
"""

from __future__ import annotations

from math import ceil
from threading import Lock
from time import monotonic

from django.conf import settings

NAME = "readings"
_MOST_KEYS = 10_000


class Pace:
    """Counts the acts of each key in a window of time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: dict[str, tuple[float, int]] = {}

    def spend(self, key: str) -> int:
        """Count one act; return 0, or how many seconds until the next is allowed."""
        rate, now = settings.RATES[NAME], monotonic()
        with self._lock:
            since, count = self._seen.get(key, (now, 0))
            if now - since >= rate.seconds:
                since, count = now, 0
            if len(self._seen) > _MOST_KEYS:
                self._seen.clear()
            self._seen[key] = (since, count + 1)
        return 0 if count < rate.acts else ceil(since + rate.seconds - now)


PACE = Pace()
