"""Standard coal, CO2 and cost from day sums, with what is valid on the day.

Energy is added up in whole quanta per group and per stretch of validity; each figure is
rounded once, half to even, from that exact sum. So a new edition of factors or a new
tariff needs the day table only, and a year is never a sum of rounded days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import numpy as np

from dafeng.base.findings import Finding, Severity
from dafeng.meters.carriers import carriers_by_code
from dafeng.meters.errors import MeterError
from dafeng.meters.tariffs import TariffPeriod, day_span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.meters.readings import Int64
    from dafeng.meters.sums import Sums
    from dafeng.meters.tree import MeterTree

    Weights: TypeAlias = NDArray[Any]


class Amount(StrEnum):
    """What energy is turned into, and in which smallest unit it is given."""

    TCE = "tce"
    """Standard coal by calorific value (当量值), grams."""
    TCE_EQUAL = "tce_equal"
    """Standard coal by equal value (等价值), grams."""
    CO2 = "co2"
    """Carbon dioxide, grams."""
    COST = "cost"
    """Money, 0.01 yuan."""


SMALLEST = {
    Amount.TCE: Fraction(1, 10**6),
    Amount.TCE_EQUAL: Fraction(1, 10**6),
    Amount.CO2: Fraction(1, 10**6),
    Amount.COST: Fraction(1, 100),
}
"""The unit of a result, in t or yuan."""


@attrs.frozen(kw_only=True)
class Conversion:
    """How much of something one unit of a carrier stands for, from a day to a day.

    Attributes
    ----------
    amount : Amount
    carrier : str
    per_unit : Fraction
        Tonnes or yuan for one unit of the carrier as ``carriers.csv`` names it.
    period : TariffPeriod or None
        Of a price: the hours that it is for; None is all.
    valid_from, valid_to : date or None
        First and last local day.
    source : str
        The factor's id, or the tariff's document.
    """

    amount: Amount = attrs.field(converter=Amount)
    carrier: str
    per_unit: Fraction
    period: TariffPeriod | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


@attrs.frozen(kw_only=True, eq=False)
class Amounts:
    """Figures of groups.

    Attributes
    ----------
    values : dict of Amount to array of int64
        In the unit of :data:`SMALLEST`; 0 where unknown.
    known : dict of Amount to array of bool
        False where a day with energy has no conversion, or nothing at all is known
        of the group: the figure is unknown.
    """

    values: dict[Amount, Int64]
    known: dict[Amount, NDArray[np.bool_]]


def amounts_of(
    tree: MeterTree,
    days: Sums,
    conversions: Sequence[Conversion],
    groups: NDArray[np.integer],
    *,
    count: int,
) -> Amounts:
    """Turn day sums into amounts of groups.

    Parameters
    ----------
    tree : MeterTree
    days : Sums
        Days of meters, with their sums per tariff period.
    conversions : sequence of Conversion
        Of two that hold on a day the later one in the sequence is taken.
    groups : array of int
        Group of each row of ``days``, from 0; below 0 is none.
    count : int
        Number of groups.

    Raises
    ------
    MeterError
        ``conversion.bad``: a conversion is of no known carrier, or below zero.
    """
    _check(conversions)
    names = list(carriers_by_code())
    edges = _edges(conversions)
    cells = len(names) * (len(edges) + 1)
    of_meter = np.array([names.index(meter.carrier) for meter in tree], np.int64)
    key = np.searchsorted(edges, np.arange(_low(days), _high(days)), side="right")[
        days.number - _low(days)
    ]
    key += of_meter[days.meter] * (len(edges) + 1) + np.asarray(groups) * cells
    used, energy = _summed(key, days.by_period)
    energy, used = energy[used >= 0], used[used >= 0]
    values, known, heard = {}, {}, _heard(days, groups, count)
    for amount in Amount:
        weights = _weights(amount, conversions, names, edges)
        values[amount], known[amount] = _weigh(
            energy, weights, used % cells, (used // cells, count)
        )
        known[amount] &= heard
    return Amounts(values=values, known=known)


def _heard(days: Sums, groups: NDArray[np.integer], count: int) -> NDArray[np.bool_]:
    """Whether anything is known of a group: no reading is no zero."""
    heard = np.zeros(count, np.bool_)
    group = np.asarray(groups)
    heard[group[(group >= 0) & (days.seconds > 0)]] = True
    return heard


def _low(days: Sums) -> int:
    return int(days.number.min()) if len(days) else 0


def _high(days: Sums) -> int:
    return int(days.number.max()) + 1 if len(days) else 0


def _summed(key: Int64, parts: Int64) -> tuple[Int64, Int64]:
    """Keys that occur, each once, and the sums of their rows."""
    if not len(key):
        return key, parts
    # Rows of one meter stand together, so most keys come in runs.
    starts = np.append(0, np.flatnonzero(key[1:] != key[:-1]) + 1)
    runs = np.add.reduceat(parts, starts, axis=0)
    used, place = np.unique(key[starts], return_inverse=True)
    energy = np.zeros((len(used), parts.shape[1]), np.int64)
    np.add.at(energy, place, runs)
    return used, energy


def _check(conversions: Sequence[Conversion]) -> None:
    found = []
    for place, one in enumerate(conversions):
        wrong = []
        if one.carrier not in carriers_by_code():
            wrong.append(f"The carrier is one of {', '.join(carriers_by_code())}.")
        if one.per_unit < 0:
            wrong.append("What a unit stands for is not below zero.")
        found += [
            Finding(
                code="conversion.bad",
                severity=Severity.ERROR,
                place=f"factors[{place}]",
                value=f"{one.carrier} {one.per_unit}",
                rule=rule,
            )
            for rule in wrong
        ]
    if found:
        raise MeterError(found)


def _edges(conversions: Sequence[Conversion]) -> Int64:
    """Days on which something begins to hold or holds no more."""
    edges = set()
    for one in conversions:
        first, last = day_span(one.valid_from, one.valid_to)
        edges |= {first, last + 1}
    return np.array(sorted(edges), np.int64)


def _weights(
    amount: Amount, conversions: Sequence[Conversion], names: list[str], edges: Int64
) -> Weights:
    """What a quantum stands for, by carrier and stretch, and period."""
    table = np.full((len(names), len(edges) + 1, len(TariffPeriod)), None, object)
    if amount is not Amount.COST:
        table[[not carriers_by_code()[name].is_energy for name in names]] = Fraction(0)
    for one in conversions:
        if one.amount is not amount:
            continue
        first, last = day_span(one.valid_from, one.valid_to)
        begin, end = np.searchsorted(edges, [first, last + 1]) + 1
        carrier = carriers_by_code()[one.carrier]
        weight = one.per_unit * carrier.quantum / SMALLEST[amount]
        every = slice(None) if one.period is None else one.period
        table[names.index(one.carrier), begin:end, every] = weight
    return table.reshape(-1, len(TariffPeriod))


def _weigh(
    energy: Int64, weights: Weights, cells: Int64, where: tuple[Int64, int]
) -> tuple[Int64, NDArray[np.bool_]]:
    """Multiply exactly, add up per group and round once, half to even."""
    group, count = where
    shape, every = weights.shape, weights.ravel().tolist()
    unknown = np.array([one is None for one in every]).reshape(shape)
    known = np.ones(count, np.bool_)
    known[group[(unknown[cells] & (energy != 0)).any(axis=1)]] = False
    plain = [one or Fraction(0) for one in every]
    bottom = lcm(*(one.denominator for one in plain))
    whole = np.array([int(one * bottom) for one in plain], object).reshape(shape)
    exact = energy.astype(object) * whole[cells]
    total = np.zeros(count, object)
    np.add.at(total, group, exact.sum(axis=1))
    result, rest = total // bottom, 2 * (total % bottom)
    result += (rest > bottom) | ((rest == bottom) & (result % 2 == 1))
    return np.where(known, result, 0).astype(np.int64), known
