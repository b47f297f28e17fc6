"""Energy of an enterprise in a year, by carrier, from the days that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs

from dafeng.enterprises.steps import Load
from dafeng.meters import Amount
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.selectors.energy_factors import (
    conversions_of_years,
    regions_here,
)
from dafeng.web.savings.selectors.series import MeterDays, main_points, meter_days

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CARRIERS = {"natural_gas": "natural-gas", "gasoline": "petrol", "steam": "heat"}
"""Carriers of meters that measures name in another way."""
LEAST_OF_SEASON = 15
"""Known days of each season, at least: a year is not told from one of them."""
_SEASONS, _MONTHS = 4, 12


@attrs.frozen(kw_only=True)
class YearLoads:
    """Loads of a year, and what they stand on.

    Attributes
    ----------
    loads : tuple of Load
        Each season is its mean known day, times its days.
    known : mapping of carrier to days
        How many days of the year are known.
    unknown : tuple of str
        Carriers with too few known days in some season: they take no part.
    unfactored : tuple of str
        Carriers whose standard coal or CO2 is not known: neither is zero.
    """

    loads: tuple[Load, ...]
    known: Mapping[str, int]
    unknown: tuple[str, ...]
    unfactored: tuple[str, ...]


def factors_of(year: int) -> Mapping[str, tuple[float, float]]:
    """Standard coal and CO2 of a unit of each carrier of which both are known."""
    found: dict[str, dict[Amount, float]] = {}
    for one in conversions_of_years(regions_here(), year, year):
        name = CARRIERS.get(one.carrier, one.carrier)
        found.setdefault(name, {})[one.amount] = float(one.per_unit)
    return {
        name: (amounts[Amount.TCE], amounts[Amount.CO2])
        for name, amounts in found.items()
        if Amount.TCE in amounts and Amount.CO2 in amounts
    }


def year_loads(
    enterprise: Organisation,
    sector: str,
    first: date,
    last: date,
    factors: Mapping[str, tuple[float, float]],
) -> YearLoads:
    """Energy of a year by carrier; a carrier without all seasons is unknown."""
    points = [one for one in main_points([enterprise]) if one.carrier not in _NO_ENERGY]
    days = meter_days(points, first, last)
    by_carrier: dict[str, list[MeterPoint]] = {}
    for one in points:
        if one.code in days.codes:
            by_carrier.setdefault(one.carrier, []).append(one)
    loads, known = [], {}
    unknown, unfactored = [], []
    for carrier, mine in sorted(by_carrier.items()):
        name = CARRIERS.get(carrier, carrier)
        if name not in factors:
            unfactored.append(carrier)
            continue
        amount, count = _year(_of_carrier(mine, days), first)
        if amount is None:
            unknown.append(carrier)
            continue
        known[name] = count
        tce, co2 = (amount * one for one in factors[name])
        loads.append(
            Load(sector=sector, carrier=name, tce=max(tce, 0.0), co2=max(co2, 0.0))
        )
    return YearLoads(
        loads=tuple(loads),
        known=known,
        unknown=tuple(unknown),
        unfactored=tuple(unfactored),
    )


_NO_ENERGY = frozenset({"reactive"})


def _of_carrier(points: Sequence[MeterPoint], days: MeterDays) -> Floats:
    """Energy of a carrier by day, over all its main meters.

    A meter and the one that replaced it are one: what either counts of a day. A day is
    known when every meter that lives on it is.
    """
    import numpy as np  # noqa: PLC0415 - only what looks needs it

    count = days.energy.shape[1]
    total, due = np.zeros(count), np.zeros(count, bool)
    for chain in _chains(points):
        rows = days.energy[[days.codes.index(one.code) for one in chain]]
        lives = np.array(
            [
                any(one.lives_on(days.first + timedelta(days=at)) for one in chain)
                for at in range(count)
            ]
        )
        known = np.isfinite(rows).any(axis=0)
        mine = np.where(known, np.nansum(rows, axis=0), np.nan)
        total = total + np.where(lives | known, mine, 0.0)
        due |= lives | known
    made: Floats = np.where(due, total, np.nan)
    return made


def _chains(points: Sequence[MeterPoint]) -> list[list[MeterPoint]]:
    """Meters with those that they replaced."""
    before = {one.pk: one.replaces_id for one in points}
    found: dict[int, list[MeterPoint]] = {}
    for one in points:
        root, seen = one.pk, {one.pk}
        while (older := before.get(root)) in before and older not in seen:
            seen.add(older)
            root = older
        found.setdefault(root, []).append(one)
    return list(found.values())


def _year(energy: Floats, first: date) -> tuple[float | None, int]:
    """Energy of all days from the known ones of each season; and how many are known."""
    import numpy as np  # noqa: PLC0415 - only what looks needs it

    seasons = np.array(
        [
            (first + timedelta(days=at)).month % _MONTHS // (_MONTHS // _SEASONS)
            for at in range(len(energy))
        ]
    )
    known = np.isfinite(energy)
    amount = 0.0
    for season in range(_SEASONS):
        mine = seasons == season
        if (known & mine).sum() < LEAST_OF_SEASON:
            return None, int(known.sum())
        amount += float(energy[known & mine].mean()) * int(mine.sum())
    return amount, int(known.sum())
