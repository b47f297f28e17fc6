"""What a meter showed in a stretch of days, corrected by a factor found afterwards.

A day is corrected as a whole and rounded down once; its hours share that, so that they
add up to it. So a pass that begins at any midnight gives the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.meters.records import FACTOR_PARTS, Correction
from dafeng.meters.tariffs import CHINA_HOURS, day_span

if TYPE_CHECKING:
    from dafeng.meters.hours import Hours
    from dafeng.meters.readings import Int64
    from dafeng.meters.tree import MeterTree

_DAY = 24


def corrected_hours(tree: MeterTree, hours: Hours) -> Hours:
    """Return hours with the corrections of their meters; those without any stay.

    Parameters
    ----------
    tree : MeterTree
    hours : Hours
        As the readings show them, by meter and time.
    """
    places = [place for place, meter in enumerate(tree) if meter.corrections]
    if not places or not len(hours):
        return hours
    energy, estimated = hours.energy.copy(), hours.estimated.copy()
    for place in places:
        begin, end = np.searchsorted(hours.meter, [place, place + 1]).tolist()
        day = _days(hours, slice(begin, end))
        for one in tree.meters[place].corrections:
            first, last = day_span(one.first, one.last)
            ends = np.searchsorted(day, [first, last + 1]) + begin
            rows = slice(*ends.tolist())
            part = _times(estimated[rows], _days(hours, rows), one)
            # An hour that was spread as a whole stays so; rounding makes no more of it.
            whole = estimated[rows] == energy[rows]
            energy[rows] = _times(energy[rows], _days(hours, rows), one)
            part = np.where(whole, energy[rows], np.minimum(part, energy[rows]))
            estimated[rows] = part
    return attrs.evolve(hours, energy=energy, estimated=estimated)


def _days(hours: Hours, rows: slice) -> Int64:
    return (hours.hour[rows].astype(np.int64) + CHINA_HOURS) // _DAY


def _times(amount: Int64, day: Int64, correction: Correction) -> Int64:
    """Amounts times the factor; those of a day add up to the day times the factor."""
    if not len(amount):
        return amount
    passed = np.cumsum(amount)
    begins = np.flatnonzero(np.append(True, day[1:] != day[:-1]))
    before = np.append(0, passed)[begins]
    lengths = np.diff(np.append(begins, len(amount)))
    inside = passed - np.repeat(before, lengths)
    times = int(correction.factor * FACTOR_PARTS)
    whole, rest = np.divmod(inside, FACTOR_PARTS)
    told = whole * times + rest * times // FACTOR_PARTS
    made: Int64 = np.diff(told, prepend=0)
    made[begins] = told[begins]
    return made
