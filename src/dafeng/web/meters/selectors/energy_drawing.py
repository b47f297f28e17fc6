"""The picture of a meter: as many points as its columns can show, all of them real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.meters import SCALE, Flag, State, drawn_rows, gaps_before
from dafeng.web.meters.selectors.energy_days import CHINA_S, midnight
from dafeng.web.meters.selectors.energy_meter import MeterSeries

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters.readings import Int64

MILLI = 1000
HOUR_MS = 3600 * MILLI
MARKED_MOST = 400
"""Marked readings that a picture shows at most, spread over its span."""
COLUMNS_LEAST, COLUMNS_MOST = 50, 2000
_ANEW = Flag.RESET | Flag.ROLLOVER
"""Where the register begins again there is no way from one value to the next."""
TELLING = ~(Flag.MANUAL | Flag.LATE)
"""Marks that a picture shows; the table has all."""


@attrs.frozen(kw_only=True)
class Line:
    """A line of a picture: moments in milliseconds of local time; None is a gap."""

    t: list[int]
    v: list[float | None]


@attrs.frozen(kw_only=True)
class Drawn:
    """What the picture of a stretch needs, and no more.

    Attributes
    ----------
    raw : Line
        Readings as they came.
    used : Line
        Readings that energy is taken from; broken where a register begins again.
    marked : tuple of (int, float, int)
        Moment, value and marks of readings that somebody should look at.
    hours, estimated : Line
        Energy of hours that are wholly known: all, and those that were spread.
    readings, unknown : int
        How many readings there are, and how many hours are not wholly known.
    """

    begin: int
    end: int
    unit: str
    raw: Line
    used: Line
    marked: list[tuple[int, float, int]]
    hours: Line
    estimated: Line
    readings: int
    unknown: int


def drawn_series(series: MeterSeries, columns: int) -> Drawn:
    """Choose what a picture of so many columns shows."""
    width = min(max(columns, COLUMNS_LEAST), COLUMNS_MOST)
    begin = _local_ms(int(midnight(series.stretch.first).timestamp()) * MILLI)
    profile_unknown = series.profile.unknown
    hours = series.hours
    whole = (hours.state == State.MEASURED) | (hours.state == State.ESTIMATED)
    guessed = hours.state == State.ESTIMATED
    return Drawn(
        begin=begin,
        end=begin + series.stretch.days * 24 * HOUR_MS,
        unit=series.carrier.unit,
        raw=_raw_line(series, width),
        used=_used_line(series, width),
        marked=_marked(series, width),
        hours=_hour_line(series, whole, width),
        estimated=_hour_line(series, guessed, width),
        readings=len(series.readings),
        unknown=profile_unknown,
    )


def _local_ms(milliseconds: int) -> int:
    return milliseconds + CHINA_S * MILLI


def _raw_line(series: MeterSeries, width: int) -> Line:
    readings = series.readings
    # What cannot be of its time, and doubles, would draw a line back and forth.
    rows = np.flatnonzero((series.flags & (Flag.CLOCK | Flag.DUPLICATE)) == 0)
    at, value = readings.at[rows], readings.value[rows]
    return _line(at // MILLI, value / SCALE, width, _gap_ms(series))


def _used_line(series: MeterSeries, width: int) -> Line:
    rows = np.flatnonzero(series.used)
    at, value = series.readings.at[rows], series.readings.value[rows]
    anew = (series.flags[rows] & int(_ANEW)) != 0
    return _line(at // MILLI, value / SCALE, width, _gap_ms(series), anew)


def _gap_ms(series: MeterSeries) -> int:
    return series.tree.meters[0].limits.gap_s * MILLI


def _hour_line(series: MeterSeries, kept: NDArray[np.bool_], width: int) -> Line:
    hour = series.hours.hour[kept].astype(np.int64) * HOUR_MS
    energy = series.hours.energy[kept] * series.in_unit
    return _line(hour, energy, width, HOUR_MS)


def _line(
    at: Int64,
    value: NDArray[np.floating],
    width: int,
    gap: int,
    anew: NDArray[np.bool_] | None = None,
) -> Line:
    rows = drawn_rows(at, value, width)
    moments = (at[rows] + CHINA_S * MILLI).tolist()
    values: list[float | None] = np.round(value[rows], 6).tolist()
    broken = gaps_before(at, rows, gap)
    if anew is not None:
        broken[1:] |= np.diff(np.cumsum(anew)[rows]) > 0
    breaks = np.flatnonzero(broken)
    for place in breaks[::-1].tolist():
        moments.insert(place, moments[place] - 1)
        values.insert(place, None)
    return Line(t=moments, v=values)


def _marked(series: MeterSeries, width: int) -> list[tuple[int, float, int]]:
    telling = np.flatnonzero(series.flags & int(TELLING))
    at, value = series.readings.at[telling], series.readings.value[telling]
    few = min(width, MARKED_MOST) // 4
    rows = drawn_rows(at, value, few)
    return list(
        zip(
            (at[rows] // MILLI + CHINA_S * MILLI).tolist(),
            (value[rows] / SCALE).tolist(),
            series.flags[telling][rows].tolist(),
            strict=True,
        )
    )
