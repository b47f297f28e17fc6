"""Enterprise, town and district from the hours of the meters that count."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.meters.records import Meter, State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters.hours import Hours
    from dafeng.meters.readings import Int32, Int64
    from dafeng.meters.tree import MeterTree


@attrs.frozen(eq=False)
class Grouping:
    """Which group each meter adds to.

    Attributes
    ----------
    names : tuple
        Of the groups, by number.
    of_meter : array of int64
        Number of the group of each meter of the tree; -1 is none.
    """

    names: tuple[Hashable, ...]
    of_meter: Int64

    @property
    def sizes(self) -> Int64:
        """Meters in each group."""
        return np.bincount(
            self.of_meter[self.of_meter >= 0], minlength=len(self.names)
        ).astype(np.int64)


@attrs.frozen(kw_only=True, eq=False)
class GroupHours:
    """Hours of groups, by group and time.

    Attributes
    ----------
    group, hour : array of int32
    energy, estimated : array of int64
        Of the meters that are known; read ``meters`` against ``due`` before it.
    meters, due : array of int32
        Meters with a whole hour, and all meters of the group.
    """

    group: Int32
    hour: Int32
    energy: Int64
    estimated: Int64
    meters: Int32
    due: Int32


def grouped(tree: MeterTree, key: Callable[[Meter], Hashable]) -> Grouping:
    """Sort the meters that count into groups.

    Parameters
    ----------
    tree : MeterTree
    key : callable
        Names the group of a meter, for example its enterprise and carrier: carriers are
        not added up, only what they amount to.
    """
    keys = [key(meter) if meter.counts else None for meter in tree]
    names = tuple(dict.fromkeys(one for one in keys if one is not None))
    places = {name: place for place, name in enumerate(names)}
    numbers = [-1 if one is None else places[one] for one in keys]
    return Grouping(names, np.array(numbers, np.int64))


def group_hours(grouping: Grouping, hours: Hours) -> GroupHours:
    """Add hours of meters up; an hour that nobody knows has no row."""
    group = grouping.of_meter[hours.meter]
    kept = (group >= 0) & (hours.state != State.MISSING)
    if not kept.any():
        none32, none64 = np.zeros(0, np.int32), np.zeros(0, np.int64)
        return GroupHours(
            group=none32,
            hour=none32,
            energy=none64,
            estimated=none64,
            meters=none32,
            due=none32,
        )
    first = int(hours.hour[kept].min())
    width = int(hours.hour[kept].max()) + 1 - first
    cell = group[kept] * width + hours.hour[kept] - first
    size = len(grouping.names) * width
    energy = _added(cell, hours.energy[kept], size)
    estimated = _added(cell, hours.estimated[kept], size)
    whole = np.bincount(
        cell[hours.state[kept] != State.PARTIAL], minlength=size
    ).astype(np.int32)
    there = np.flatnonzero(np.bincount(cell, minlength=size))
    return GroupHours(
        group=(there // width).astype(np.int32),
        hour=(there % width + first).astype(np.int32),
        energy=energy[there],
        estimated=estimated[there],
        meters=whole[there],
        due=grouping.sizes[there // width].astype(np.int32),
    )


def _added(cell: NDArray[np.int64], values: Int64, size: int) -> Int64:
    total = np.zeros(size, np.int64)
    np.add.at(total, cell, values)
    return total
