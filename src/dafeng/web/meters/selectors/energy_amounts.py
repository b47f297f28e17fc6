"""Standard coal, CO2 and cost of enterprises by day and hour, from sums of meters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.meters import (
    Amount,
    Conversion,
    Hours,
    MeterTree,
    Span,
    Sums,
    TariffPeriod,
    amounts_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Marks = NDArray[np.bool_]

CHINA_HOURS = 8
DAY = 24


@attrs.frozen(kw_only=True, eq=False)
class Grid:
    """Amounts of groups over steps of time.

    Attributes
    ----------
    values : dict of Amount to array, shape (groups, steps)
        In the smallest unit of the amount.
    known : dict of Amount to array of bool
        False: nothing is known, or no factor is.
    """

    values: dict[Amount, Ints]
    known: dict[Amount, Marks]

    def cell(self, amount: Amount, group: int, step: int) -> int | None:
        """One amount; None where it is unknown."""
        if not self.known[amount][group, step]:
            return None
        return int(self.values[amount][group, step])

    def row(self, amount: Amount, group: int) -> list[int | None]:
        """All steps of a group."""
        pairs = zip(
            self.values[amount][group].tolist(),
            self.known[amount][group].tolist(),
            strict=True,
        )
        return [value if known else None for value, known in pairs]


@attrs.frozen(kw_only=True, eq=False)
class Steps:
    """Steps of time that amounts are put in: days, or hours since 1970 of UTC."""

    first: int
    count: int

    def place(self, numbers: NDArray[np.integer]) -> Ints:
        """Step of each number; below 0 is outside."""
        place = np.asarray(numbers, np.int64) - self.first
        return np.where((place >= 0) & (place < self.count), place, -1)


def by_group(
    tree: MeterTree,
    sums: Sums,
    conversions: Sequence[Conversion],
    group_of_meter: Ints,
    place: Ints,
    shape: tuple[int, int],
) -> Grid:
    """Add sums up per group and step and turn them into amounts.

    Parameters
    ----------
    tree : MeterTree
    sums : Sums
        Of days, or of hours made into them by :func:`as_sums`.
    conversions : sequence of Conversion
    group_of_meter : array of int64
        Group of each meter of the tree; below 0 is none.
    place : array of int64
        Step of each row; below 0 is outside.
    shape : tuple of int
        Groups and steps.
    """
    groups, steps = shape
    group = group_of_meter[sums.meter]
    where = np.where((group >= 0) & (place >= 0), group * steps + place, -1)
    made = amounts_of(tree, sums, conversions, where, count=groups * steps)
    return Grid(
        values={name: one.reshape(shape) for name, one in made.values.items()},
        known={name: one.reshape(shape) for name, one in made.known.items()},
    )


def as_sums(hours: Hours, periods: NDArray[np.integer] | None = None) -> Sums:
    """Hours in the shape of day sums, each of its own day, so that factors hold.

    Parameters
    ----------
    hours : Hours
    periods : array of int, optional
        Tariff period of each hour; default none is told apart.
    """
    by_period = np.zeros((len(hours), len(TariffPeriod)), np.int64)
    column = TariffPeriod.FLAT if periods is None else periods
    by_period[np.arange(len(hours)), column] = hours.energy
    return Sums(
        span=Span.DAY,
        meter=hours.meter,
        number=((hours.hour.astype(np.int64) + CHINA_HOURS) // DAY).astype(np.int32),
        energy=hours.energy,
        estimated=hours.estimated,
        seconds=hours.seconds.astype(np.int64),
        estimated_s=hours.estimated_s.astype(np.int64),
        by_period=by_period,
    )


def enterprise_groups(tree: MeterTree, codes: Sequence[str]) -> Ints:
    """Number of the enterprise that each meter adds to; -1 for those that do not."""
    places = {code: number for number, code in enumerate(codes)}
    return np.array(
        [places.get(one.enterprise, -1) if one.counts else -1 for one in tree], np.int64
    )
