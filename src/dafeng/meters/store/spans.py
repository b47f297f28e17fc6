"""Moments as the numbers of months, days and hours that tables are kept by."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import numpy as np

from dafeng.base.days import CHINA
from dafeng.base.errors import BadInputError
from dafeng.meters.hours import CHINA_S
from dafeng.meters.tariffs import CHINA_HOURS, months_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

MICRO = 10**6
DAY_S = 86400
HOUR_S = 3600
MONTHS = 12


def moment_us(moment: date | datetime) -> int:
    """Microseconds of UTC of a moment; a date is its midnight in China.

    Raises
    ------
    BadInputError
        ``store.naive_time``: the moment has no zone.
    """
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), CHINA)
    if moment.utcoffset() is None:
        msg = f"The moment {moment} has no zone. Give one, or give a date."
        raise BadInputError(msg, code="store.naive_time", value=moment)
    return int(moment.timestamp()) * MICRO + moment.microsecond


def months_of_us(at: NDArray[np.int64]) -> NDArray[np.int64]:
    """China's months since 1970 of moments in microseconds."""
    return months_of((at // MICRO + CHINA_S) // DAY_S)


def month_of_us(at: int) -> int:
    """China's month since 1970 of one moment."""
    return int(months_of_us(np.array([at], np.int64))[0])


def months_of_hours(hours: NDArray[np.integer]) -> NDArray[np.int32]:
    """China's months since 1970 of hours."""
    return months_of((hours.astype(np.int64) + CHINA_HOURS) // 24).astype(np.int32)


def years_of_days(days: NDArray[np.integer]) -> NDArray[np.int32]:
    """Years since 1970 of days."""
    return (months_of(days) // MONTHS).astype(np.int32)


def first_hour(at_us: int) -> int:
    """First whole hour that does not begin before a moment."""
    return -(-at_us // (HOUR_S * MICRO))


def first_day(at_us: int) -> int:
    """First day in China that does not begin before a moment."""
    return -(-(at_us + CHINA_S * MICRO) // (DAY_S * MICRO))


def day_of_us(at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Day that a reading closes: one at midnight belongs to the day before."""
    return (at // MICRO - 1 + CHINA_S) // DAY_S
