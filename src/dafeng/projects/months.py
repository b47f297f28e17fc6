"""The same day some months later."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day.

    Examples
    --------
    >>> months_later(date(2024, 2, 29), 24), months_later(date(2026, 8, 31), 6)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 28))
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
