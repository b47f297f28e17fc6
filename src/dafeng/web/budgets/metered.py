"""Days of enterprises by carrier, from the day sums of their meters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.enterprises.budgets import DayUse
from dafeng.meters import Amount, Conversion, carriers_by_code
from dafeng.web.meters.selectors.energy_amounts import Steps, by_group
from dafeng.web.meters.selectors.energy_days import day_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters import Meter, MeterTree, Sums

    Marks = NDArray[np.bool_]
    Ints = NDArray[np.int64]

_DAY_S = 86400
_KNOWN_PERCENT = 90
"""From this part of its seconds on a day of a meter is known (the official measure)."""


def counted_days(
    tree: MeterTree,
    sums: Sums,
    codes: Iterable[str],
    *,
    first: date,
    count: int,
    amount: Amount,
    factors: Sequence[Conversion],
) -> dict[str, dict[str, tuple[DayUse, ...]]]:
    """Turn day sums of meters into days of enterprises by carrier.

    A day of a carrier is known when each of its meters that is in force on it is; where
    none is in force, the carrier has no day.
    """
    wanted = set(codes)
    keys = [
        (one.enterprise, one.carrier)
        if one.enterprise in wanted and counts_as_energy(one)
        else None
        for one in tree
    ]
    pairs = list(dict.fromkeys(key for key in keys if key is not None))
    places = {pair: number for number, pair in enumerate(pairs)}
    groups = np.array([-1 if key is None else places[key] for key in keys], np.int64)
    grid = _Days(first=first, count=count, forces=_in_force(tree, first, count))
    days = grid.of(tree, sums, groups, factors, amount, len(pairs))
    found: dict[str, dict[str, tuple[DayUse, ...]]] = defaultdict(dict)
    for (code, carrier), row in zip(pairs, days, strict=True):
        if row:
            found[code][carrier] = row
    return found


def counts_as_energy(meter: Meter) -> bool:
    """Whether a meter adds to the energy of its enterprise."""
    carrier = carriers_by_code().get(meter.carrier)
    return meter.counts and carrier is not None and carrier.is_energy


def _in_force(tree: MeterTree, first: date, count: int) -> Marks:
    """On which days each meter of the tree is in force."""
    steps = np.arange(count)
    begins = [_step(one.valid_from, first, 0) for one in tree]
    ends = [_step(one.valid_to, first, count) for one in tree]
    after: Marks = steps >= np.array(begins, np.int64)[:, None]
    marks: Marks = after & (steps <= np.array(ends, np.int64)[:, None])
    return marks


def _step(day: date | None, first: date, default: int) -> int:
    return default if day is None else (day - first).days


@attrs.frozen(kw_only=True, eq=False)
class _Days:
    """The days of a year, and which meters are in force on them."""

    first: date
    count: int
    forces: Marks

    def of(
        self,
        tree: MeterTree,
        sums: Sums,
        groups: Ints,
        factors: Sequence[Conversion],
        amount: Amount,
        size: int,
    ) -> list[tuple[DayUse, ...]]:
        """Days of each group of meters; without those on which none is in force."""
        place = Steps(first=day_number(self.first), count=self.count).place(sums.number)
        # What a meter shows outside of its life is not its enterprise's.
        place[~self.forces[sums.meter, np.maximum(place, 0)]] = -1
        grid = by_group(tree, sums, factors, groups, place, (size, self.count))
        due, heard = self._heard(sums, groups, place, size)
        known = grid.known[amount] & heard
        values = grid.values[amount]
        return [
            tuple(
                DayUse(
                    on=self.first + timedelta(days=step),
                    tce=Decimal(int(values[group, step])).scaleb(-6)
                    if known[group, step]
                    else None,
                )
                for step in np.flatnonzero(due[group]).tolist()
            )
            for group in range(size)
        ]

    def _heard(
        self, sums: Sums, groups: Ints, place: Ints, size: int
    ) -> tuple[Marks, Marks]:
        """On which days a group has a meter in force, and is each of them known."""
        seconds = np.zeros(self.forces.shape, np.int64)
        inside = place >= 0
        np.add.at(seconds, (sums.meter[inside], place[inside]), sums.seconds[inside])
        silent = self.forces & (seconds * 100 < _DAY_S * _KNOWN_PERCENT)
        due = np.zeros((size, self.count), np.int64)
        lost = np.zeros((size, self.count), np.int64)
        mine = groups >= 0
        np.add.at(due, groups[mine], self.forces[mine].astype(np.int64))
        np.add.at(lost, groups[mine], silent[mine].astype(np.int64))
        return due > 0, lost == 0
