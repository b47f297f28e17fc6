"""From which midnight on a meter must be passed over again, when new rows came.

The pass carries a state along a meter. Where a register has grown calmly for more than
a day, each reading following the one before, that state forgets what was before: no
reading is a spike or behind, whatever stood there, and a value that grew ends every run
of equal values. If then one reading stands at or before midnight and a larger one after
it, still older than anything new, the hours from that midnight on depend only on rows
since the calm began, and the hours before it on no new row. An interval meter forgets
at once, with two unlike values around midnight: it carries a remainder inside a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.meters import kernel
from dafeng.meters.hours import CHINA_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters.dials import Dials
    from dafeng.meters.readings import Int64, Readings

_DAY_S = 86400
_MICRO = 10**6


@attrs.frozen(kw_only=True, eq=False)
class _Series:
    """Usable readings of one meter, one a second: the last learned."""

    second: Int64
    value: Int64


def cut_of(
    dials: Dials, place: int, readings: Readings, *, since_us: int
) -> int | None:
    """Return the latest midnight from which a pass gives what a whole pass would.

    Parameters
    ----------
    dials : Dials
    place : int
        Row of the meter in the dials.
    readings : Readings
        Rows of the meter from some moment on, old and new, sorted.
    since_us : int
        Time of the first row that is new.

    Returns
    -------
    int or None
        Second of UTC of a midnight in China; None where these rows prove none.
    """
    dial = dials.rows[place]
    series = _usable(dials, dial, readings)
    if len(series.second) < 2:
        return None
    second, value = series.second, series.value
    midnight = (second[1:] - 1 + CHINA_S) // _DAY_S * _DAY_S - CHINA_S
    fits = (second[:-1] <= midnight) & (second[1:] < since_us // _MICRO)
    if dial[kernel.KIND] == kernel.IS_INTERVAL:
        fits &= value[1:] != value[:-1]
    else:
        fits &= value[1:] > value[:-1]
        fits &= _calm_for_a_day(dial, second, value)
    found = np.flatnonzero(fits)
    return int(midnight[found[-1]]) if len(found) else None


def _usable(dials: Dials, dial: Int64, readings: Readings) -> _Series:
    second, value = readings.at // _MICRO, readings.value
    kept = (second >= dial[kernel.FROM]) & (second < dial[kernel.UNTIL])
    kept &= (value >= 0) & (value <= dial[kernel.MOST])
    second, value = second[kept], value[kept]
    last = np.append(second[1:] != second[:-1], True)[: len(second)]
    second, value = second[last], value[last]
    first, end = dial[kernel.EXCHANGES_FROM], dial[kernel.EXCHANGES_UNTIL]
    if end > first:
        sums = np.append(0, dials.exchange_sum[first:end])
        moments = dials.exchange_s[first:end]
        value = value + sums[np.searchsorted(moments, second, side="right")]
    return _Series(second=second, value=value)


def _calm_for_a_day(dial: Int64, second: Int64, value: Int64) -> NDArray[np.bool_]:
    """Whether each reading but the first ends a calm stretch with a day behind it.

    The stretch begins with two readings of which nothing is known; for a day after the
    second of them an older reading may still have marked what follows as behind.
    """
    passed, between = np.diff(value), np.diff(second)
    rate = dial[kernel.RATE]
    hours, rest = between // kernel.HOUR, between % kernel.HOUR
    follows = (passed >= 0) & (passed <= rate * hours + rate * rest // kernel.HOUR)
    rows = np.arange(1, len(second))
    begin = np.maximum.accumulate(np.where(follows, 0, rows))
    settled = np.minimum(begin + 1, len(second) - 1)
    before = rows - 1
    calm = second[before] >= second[settled] + _DAY_S
    made: NDArray[np.bool_] = calm & (settled <= before)
    return made
