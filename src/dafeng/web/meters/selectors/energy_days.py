"""Local days, their numbers and their midnights."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from dafeng.base.days import CHINA

CHINA_S = 8 * 3600
"""Seconds that it is ahead of UTC."""
_EPOCH = date(1970, 1, 1)
_LEAP_DAY = (2, 29)


def midnight(day: date) -> datetime:
    """The moment at which a local day begins."""
    return datetime.combine(day, time.min, CHINA)


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - _EPOCH).days


def number_day(number: int) -> date:
    """The day of a number."""
    return _EPOCH + timedelta(days=number)


def first_hour(day: date) -> int:
    """The first hour of a local day, hours since 1970 of UTC."""
    return int(midnight(day).timestamp()) // 3600


def hour_moment(hour: int) -> datetime:
    """The moment at which an hour since 1970 of UTC begins."""
    return datetime.fromtimestamp(hour * 3600, UTC).astimezone(CHINA)


def same_day_last_year(day: date) -> date:
    """The day a year before; of a leap day the one before it."""
    if (day.month, day.day) == _LEAP_DAY:
        return day.replace(year=day.year - 1, day=28)
    return day.replace(year=day.year - 1)
