"""Late and corrected readings: which meter-days change, and their new rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.base.errors import BadInputError
from dafeng.meters.hours import Hours, Rolled, roll_up
from dafeng.meters.sums import Sums, day_sums
from dafeng.meters.tariffs import CHINA_HOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters.readings import Int32, Int64, Readings
    from dafeng.meters.records import Window
    from dafeng.meters.tariffs import TariffCalendar
    from dafeng.meters.tree import MeterTree

_HOUR_S, _DAY_S = 3600, 86_400
_FIELDS = ("energy", "estimated", "seconds", "estimated_s")


@attrs.frozen(kw_only=True, eq=False)
class Replaced:
    """Rows that take the place of all former rows of the same meter-days.

    Attributes
    ----------
    meter, day : array of int32
        The meter-days that change, in order; one without hours now has no rows.
    hours : Hours
    days : Sums
    rolled : Rolled
        The pass that found them, with the new flags.
    """

    meter: Int32
    day: Int32
    hours: Hours
    days: Sums
    rolled: Rolled


def roll_up_again(
    tree: MeterTree,
    readings: Readings,
    window: Window,
    *,
    before: Hours,
    calendar: TariffCalendar,
) -> Replaced:
    """Roll up the meters that were touched, and keep only what changed.

    A reading acts on the readings beside it, across gaps and runs of equal values, so
    how far it reaches is known after the pass only. The pass takes a few milliseconds
    for years of one meter: it goes over all of the window, and rows are compared.

    Parameters
    ----------
    tree, window
        As for :func:`~dafeng.meters.hours.roll_up`.
    readings : Readings
        All readings in the window of the meters that were touched.
    before : Hours
        What is stored of these meters in the window.
    calendar : TariffCalendar

    Raises
    ------
    BadInputError
        ``meter.window``: the window does not begin at midnight in China; whole days
        take the place of whole days.
    """
    _see_it_begins_a_day(window)
    rolled = roll_up(tree, readings, window)
    after = rolled.hours
    changed = np.unique(
        np.append(_unlike(before, after), _unlike(after, before)), axis=None
    )
    kept = after[np.isin(_days(after), changed)]
    return Replaced(
        meter=(changed >> 32).astype(np.int32),
        day=(changed & 0xFFFFFFFF).astype(np.int32),
        hours=kept,
        days=day_sums(kept, calendar),
        rolled=rolled,
    )


def _see_it_begins_a_day(window: Window) -> None:
    seconds = int(window.begin.timestamp()) + CHINA_HOURS * _HOUR_S
    if seconds % _DAY_S:
        msg = f"{window.begin} is not midnight in China: late data replaces whole days."
        raise BadInputError(msg, code="meter.window")


def _unlike(some: Hours, others: Hours) -> Int64:
    """Meter-days of rows that the others do not have, or have with other numbers."""
    keys, other_keys = _keys(some), _keys(others)
    if not len(other_keys):
        return _days(some)
    place = np.minimum(np.searchsorted(other_keys, keys), len(other_keys) - 1)
    same = other_keys[place] == keys
    for name in _FIELDS:
        same &= getattr(some, name) == getattr(others, name)[place]
    return _days(some[np.flatnonzero(~same)])


def _keys(hours: Hours) -> Int64:
    return (hours.meter.astype(np.int64) << 32) + hours.hour


def _days(hours: Hours) -> NDArray[np.int64]:
    day = (hours.hour.astype(np.int64) + CHINA_HOURS) // 24
    return (hours.meter.astype(np.int64) << 32) + day
