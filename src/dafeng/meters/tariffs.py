"""Time-of-use calendars: which price an hour of the day has, as rows with validity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.base.days import day_or_none
from dafeng.base.errors import NotFoundError
from dafeng.base.findings import Finding, Severity
from dafeng.base.tables import packaged_rows
from dafeng.meters.errors import MeterError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters.readings import UInt8

CHINA_HOURS = 8
_EPOCH = date(1970, 1, 1)
_FIRST, _LAST = -(10**6), 10**6


class TariffPeriod(IntEnum):
    """Kinds of hours that a tariff tells apart, from dear to cheap."""

    SHARP = 0
    """尖峰"""
    PEAK = 1
    """高峰"""
    FLAT = 2
    """平段"""
    VALLEY = 3
    """低谷"""
    DEEP_VALLEY = 4
    """深谷"""


@attrs.frozen(kw_only=True)
class TariffHours:
    """Some hours of the day in some months, and their kind.

    Attributes
    ----------
    first_month, last_month : int
        Both included.
    from_hour, to_hour : int
        Local hours, the second not included.
    period : TariffPeriod
    valid_from, valid_to : date or None
    source, verified : str
    """

    first_month: int = 1
    last_month: int = 12
    from_hour: int = 0
    to_hour: int = 24
    period: TariffPeriod
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    verified: str = "U"

    def __attrs_post_init__(self) -> None:
        months = 1 <= self.first_month <= self.last_month <= 12
        if not months or not 0 <= self.from_hour < self.to_hour <= 24:
            finding = Finding(
                code="tariff.bad",
                severity=Severity.ERROR,
                place="tariff hours",
                value=f"months {self.first_month} to {self.last_month}, "
                f"hours {self.from_hour} to {self.to_hour}",
                rule="Months lie in 1 to 12 and hours in 0 to 24, from before to.",
            )
            raise MeterError([finding])


@attrs.frozen
class TariffCalendar:
    """Rows of hours; of two that cover an hour the later row holds.

    Hours that no row covers are ``FLAT``.
    """

    rows: tuple[TariffHours, ...]

    def periods(self, hours: NDArray[np.integer]) -> UInt8:
        """Return the :class:`TariffPeriod` of hours since 1970 in UTC."""
        local = np.asarray(hours, np.int64) + CHINA_HOURS
        if not len(local):
            return np.zeros(0, np.uint8)
        first = int(local.min()) // 24
        days = np.arange(first, int(local.max()) // 24 + 1)
        months = months_of(days) % 12 + 1
        table = np.full((len(days), 24), TariffPeriod.FLAT, np.uint8)
        for row in self.rows:
            begin, end = day_span(row.valid_from, row.valid_to)
            held = (days >= begin) & (days <= end)
            held &= (months >= row.first_month) & (months <= row.last_month)
            table[held, row.from_hour : row.to_hour] = row.period
        made: UInt8 = table.ravel()[local - first * 24]
        return made


@cache
def tariff_calendar(name: str) -> TariffCalendar:
    """Return a packaged calendar.

    Raises
    ------
    NotFoundError
        ``calendar.unknown``: there is no such calendar.
    """
    every = list(packaged_rows("dafeng.meters", "calendars.csv"))
    rows = [row for row in every if row["calendar"] == name]
    if not rows:
        have = ", ".join(sorted({row["calendar"] for row in every}))
        msg = f"There is no calendar {name!r}; there are {have}."
        raise NotFoundError(msg, code="calendar.unknown", name=name)
    return calendar_of(rows)


def calendar_of(rows: Iterable[Mapping[str, str]]) -> TariffCalendar:
    """Read a calendar from rows as ``calendars.csv`` has them."""
    return TariffCalendar(
        tuple(
            TariffHours(
                first_month=int(row["first_month"]),
                last_month=int(row["last_month"]),
                from_hour=int(row["from_hour"]),
                to_hour=int(row["to_hour"]),
                period=TariffPeriod[row["period"].upper()],
                valid_from=day_or_none(row["effective_from"]),
                valid_to=day_or_none(row["effective_to"]),
                source=row["source"],
                verified=row["verified"],
            )
            for row in rows
        )
    )


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - _EPOCH).days


def day_span(first: date | None, last: date | None) -> tuple[int, int]:
    """Numbers of the first and last day; far away where open."""
    return (
        _FIRST if first is None else day_number(first),
        _LAST if last is None else day_number(last),
    )


def months_of(days: NDArray[np.integer] | Sequence[int]) -> NDArray[np.int64]:
    """Months since 1970 of days since 1970."""
    months: NDArray[np.int64] = (
        np.asarray(days)
        .astype("datetime64[D]")
        .astype("datetime64[M]")
        .astype(np.int64)
    )
    return months
