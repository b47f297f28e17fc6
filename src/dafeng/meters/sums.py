"""Day, month and year from hours, with the sums of each tariff period kept apart."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from dafeng.meters.records import State
from dafeng.meters.tariffs import CHINA_HOURS, TariffCalendar, TariffPeriod, months_of

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from dafeng.meters.hours import Hours
    from dafeng.meters.readings import Int32, Int64, UInt8

_DAY_S = 86400


class Span(StrEnum):
    """How long a sum is; local time."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@attrs.frozen(kw_only=True, eq=False)
class Sums:
    """Energy of meters by day, month or year, by meter and time.

    Attributes
    ----------
    span : Span
    meter : array of int32
        Index in the tree.
    number : array of int32
        Days, months or years since 1970 of local time.
    energy, estimated : array of int64
        Quanta; the energy of hours that are missing is in no sum.
    seconds, estimated_s : array of int64
        Seconds that are covered, and those of them that are estimated.
    by_period : array of int64, shape (n, 5)
        Energy by :class:`~dafeng.meters.tariffs.TariffPeriod`.
    """

    span: Span
    meter: Int32
    number: Int32
    energy: Int64
    estimated: Int64
    seconds: Int64
    estimated_s: Int64
    by_period: Int64

    def __len__(self) -> int:
        return len(self.number)

    def __getitem__(self, rows: slice | NDArray[Any]) -> Sums:
        names = [each.name for each in attrs.fields(Sums) if each.name != "span"]
        return Sums(
            span=self.span, **{name: getattr(self, name)[rows] for name in names}
        )

    @property
    def due_s(self) -> Int64:
        """Seconds that each span has."""
        return _due_s(self.span, self.number)

    @property
    def state(self) -> UInt8:
        """How well each sum is known, a :class:`~dafeng.meters.records.State`."""
        state = np.full(len(self), State.MEASURED, np.uint8)
        state[self.estimated_s > 0] = State.ESTIMATED
        state[self.seconds < self.due_s] = State.PARTIAL
        state[self.seconds == 0] = State.MISSING
        return state

    def table(self) -> pa.Table:
        """Return Arrow columns; what is missing is null."""
        import pyarrow as pa

        state = self.state
        missing = state == State.MISSING
        columns = {
            "meter": pa.array(self.meter),
            self.span.value: pa.array(self.number),
            "energy": pa.array(self.energy, mask=missing),
            "estimated": pa.array(self.estimated, mask=missing),
            "seconds": pa.array(self.seconds),
            "state": pa.array(state),
        }
        for period in TariffPeriod:
            parts = np.ascontiguousarray(self.by_period[:, period])
            columns[period.name.lower()] = pa.array(parts, mask=missing)
        return pa.table(columns)


def day_sums(hours: Hours, calendar: TariffCalendar) -> Sums:
    """Add hours up to local days.

    Parameters
    ----------
    hours : Hours
        By meter and time.
    calendar : TariffCalendar
        Sorts the hours into tariff periods.
    """
    day = ((hours.hour.astype(np.int64) + CHINA_HOURS) // 24).astype(np.int32)
    starts = _starts(hours.meter, day)
    periods = calendar.periods(hours.hour)
    by_period = np.zeros((len(starts), len(TariffPeriod)), np.int64)
    for period in TariffPeriod:
        mine = periods == period
        if mine.any():
            by_period[:, period] = _add(np.where(mine, hours.energy, 0), starts)
    return Sums(
        span=Span.DAY,
        meter=hours.meter[starts],
        number=day[starts],
        energy=_add(hours.energy, starts),
        estimated=_add(hours.estimated, starts),
        seconds=_add(hours.seconds.astype(np.int64), starts),
        estimated_s=_add(hours.estimated_s.astype(np.int64), starts),
        by_period=by_period,
    )


def longer_sums(days: Sums, span: Span) -> Sums:
    """Add days up to months or years."""
    months = months_of(days.number)
    number = (months // 12 if span is Span.YEAR else months).astype(np.int32)
    starts = _starts(days.meter, number)
    return Sums(
        span=span,
        meter=days.meter[starts],
        number=number[starts],
        energy=_add(days.energy, starts),
        estimated=_add(days.estimated, starts),
        seconds=_add(days.seconds, starts),
        estimated_s=_add(days.estimated_s, starts),
        by_period=_add(days.by_period, starts),
    )


def _due_s(span: Span, number: Int32) -> Int64:
    if span is Span.DAY:
        return np.full(len(number), _DAY_S, np.int64)
    kind = "datetime64[M]" if span is Span.MONTH else "datetime64[Y]"
    first = number.astype(np.int64).astype(kind)
    days: Int64 = (
        (first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")
    ).astype(np.int64)
    return days * _DAY_S


def _starts(meter: Int32, number: Int32) -> NDArray[np.intp]:
    """First row of each pair of meter and number."""
    if not len(meter):
        return np.zeros(0, np.intp)
    moved = (meter[1:] != meter[:-1]) | (number[1:] != number[:-1])
    return np.append(0, np.flatnonzero(moved) + 1)


def _add(values: Int64, starts: NDArray[np.intp]) -> Int64:
    if not len(starts):
        return values[:0]
    made: Int64 = np.add.reduceat(values, starts, axis=0)
    return made
