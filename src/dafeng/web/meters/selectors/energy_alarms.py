"""What the pass noticed about readings, counted by meter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.meters import Flag, MeterTree
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.selectors.energy_days import midnight

if TYPE_CHECKING:
    from dafeng.meters.store import MeterStore
    from dafeng.meters.store.records import Marks

ALARM_DAYS = 7
ALARMING = (
    *(Flag.RANGE, Flag.SPIKE, Flag.STUCK, Flag.GAP, Flag.RESET),
    *(Flag.CLOCK, Flag.UNCALIBRATED),
)
"""Marks that somebody should look at, in this order."""


@attrs.frozen(kw_only=True)
class Alarm:
    """So many readings of a meter have a mark."""

    point: MeterPoint
    flag: Flag
    count: int


def marks_of(store: MeterStore, tree: MeterTree, day: date) -> Marks:
    """Counts of marks of the last days, up to one."""
    begin = midnight(day - timedelta(days=ALARM_DAYS - 1))
    end = midnight(day + timedelta(days=1))
    return store.marks(tree, [one.id for one in tree], begin, end)


def alarms_of(points: Sequence[MeterPoint], found: Marks) -> tuple[Alarm, ...]:
    """Marks that somebody should look at, the most frequent first.

    Parameters
    ----------
    points : sequence of MeterPoint
        In the order of the tree.
    found : Marks
        As :func:`marks_of` gives them.
    """
    bits = [int(flag).bit_length() - 1 for flag in ALARMING]
    counts = np.zeros((len(points), len(ALARMING)), np.int64)
    np.add.at(counts, found.meter, found.flags[:, bits])
    alarms = [
        Alarm(point=points[place], flag=ALARMING[kind], count=int(counts[place, kind]))
        for place, kind in np.argwhere(counts)
    ]
    return tuple(sorted(alarms, key=lambda one: -one.count))
