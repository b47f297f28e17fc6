"""Everything that the page of one enterprise shows of its readings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs
import numpy as np
from django.db.models import QuerySet

from dafeng.meters import (
    Amount,
    Carrier,
    Conversion,
    MeterTree,
    Sums,
    carriers_by_code,
)
from dafeng.web.core.models import Organisation
from dafeng.web.meters.convert import in_full, tree_of
from dafeng.web.meters.models import EnergyDigest, MeterPoint, MonthQuality
from dafeng.web.meters.selectors.energy import (
    HUNDRED,
    change_of,
    compared_quality,
    digest_of,
)
from dafeng.web.meters.selectors.energy_alarms import Alarm, alarms_of, marks_of
from dafeng.web.meters.selectors.energy_amounts import Grid, Steps, by_group
from dafeng.web.meters.selectors.energy_days import (
    day_number,
    midnight,
    same_day_last_year,
)
from dafeng.web.meters.selectors.energy_factors import (
    conversions_of_years,
    prices_for,
    regions_here,
)
from dafeng.web.meters.selectors.energy_shares import (
    MeterLine,
    meter_lines,
    used_by_meter,
)
from dafeng.web.meters.stores import house_meters

if TYPE_CHECKING:
    from dafeng.meters.store import MeterStore
    from dafeng.meters.store.records import Marks

KEPT = 64
"""Enterprises whose days a process keeps, until they are rolled up again."""
_DAY, _DRAWN = timedelta(days=1), timedelta(days=30)
"""Days before the newest one that the picture of days shows."""
_YEAR = timedelta(days=364)
"""A year ago on the same day of the week."""


@attrs.frozen(kw_only=True)
class CarrierLine:
    """What an enterprise used of one carrier in the month; None is unknown.

    Attributes
    ----------
    used : Fraction or None
        In the unit of the carrier.
    tce_g, equal_g, co2_g : int or None
        Grams of standard coal, calorific and equal value, and of CO2.
    cost_fen : int or None
    """

    carrier: Carrier
    used: Fraction | None
    tce_g: int | None
    equal_g: int | None
    co2_g: int | None
    cost_fen: int | None
    share: Decimal | None


@attrs.frozen(kw_only=True)
class Totals:
    """Sums of the month to date over all carriers, in smallest units."""

    tce_g: int | None
    equal_g: int | None
    co2_g: int | None
    cost_fen: int | None


@attrs.frozen(kw_only=True)
class EnterpriseEnergy:
    """The page.

    Attributes
    ----------
    quality, compared : MonthQuality or None
        Of the newest month, and of the newest one with a statement.
    day : date
        The last day of which anything is known in the house.
    days_now, days_before : tuple of int or None
        Grams of each of the last 31 days, and of those 52 weeks before.
    hours_now, hours_compared : int or None
        Grams of the day so far and of the same hours a week ago, over the hours that
        are known of both.
    """

    enterprise: Organisation
    digest: EnergyDigest
    quality: MonthQuality | None
    compared: MonthQuality | None
    day: date
    today_g: int | None
    hours_now: int | None
    hours_compared: int | None
    total: Totals
    carriers: tuple[CarrierLine, ...]
    days_now: tuple[int | None, ...]
    days_before: tuple[int | None, ...]
    meters: tuple[MeterLine, ...]
    alarms: tuple[Alarm, ...]
    sources: tuple[str, ...]

    @property
    def priced_fen(self) -> int | None:
        """Cost of the carriers that have a price."""
        known = [one.cost_fen for one in self.carriers if one.cost_fen is not None]
        return sum(known) if known else None

    @property
    def change_week(self) -> Decimal | None:
        """Percent from the same hours a week ago."""
        return change_of(self.hours_now, self.hours_compared)

    @property
    def change_year(self) -> Decimal | None:
        """Percent from the same days a year ago."""
        return change_of(self.digest.compared_g, self.digest.last_year_g)

    @property
    def known(self) -> Decimal | None:
        """Share of the month's seconds that are known, in percent."""
        if not self.digest.due_s:
            return None
        return Decimal(self.digest.known_s) / self.digest.due_s * HUNDRED


def points_of(enterprise: Organisation) -> QuerySet[MeterPoint]:
    """Its meters, fetched in full."""
    return in_full(MeterPoint.objects.filter(enterprise=enterprise)).order_by("code")


def enterprise_energy(enterprise: Organisation) -> EnterpriseEnergy | None:
    """Gather the page; None while nothing of it was ever measured."""
    digest = digest_of(enterprise)
    if digest is None:
        return None
    points = list(points_of(enterprise))
    tree = tree_of(points)
    ids = tuple(one.id for one in tree)
    day = digest.day
    first, ago = day.replace(day=1), same_day_last_year(day)
    asked = _Asked(
        store=house_meters(), ids=ids, made_at=digest.made_at, day=day, tree=tree
    )
    both, marks = _stored(asked)
    now = both[both.number >= day_number(first)]
    factors = conversions_of_years(regions_here(), ago.year, day.year)
    conversions = (*factors, *prices_for(enterprise))
    carriers = sorted({one.carrier for one in tree}, key=_order)
    by_carrier = _month_by_carrier(tree, now, conversions, carriers)
    alike = _both(digest)
    quality = MonthQuality.objects.filter(enterprise=enterprise).first()
    return EnterpriseEnergy(
        enterprise=enterprise,
        digest=digest,
        quality=quality,
        compared=compared_quality(quality),
        day=day,
        today_g=_sum(digest.hours.get("today", ())),
        hours_now=alike[0],
        hours_compared=alike[1],
        total=_totals(by_carrier),
        carriers=_carrier_lines(tree, now, by_carrier, carriers),
        days_now=_days(tree, both, factors, day - _DRAWN, day),
        days_before=_days(tree, both, factors, day - _DRAWN - _YEAR, day - _YEAR),
        meters=tuple(meter_lines(points, tree, now, _due(digest))),
        alarms=alarms_of(points, marks),
        sources=_sources(factors, carriers, day),
    )


@attrs.frozen(kw_only=True)
class _Asked:
    """What the lake is asked; the same until readings are rolled up again."""

    store: MeterStore
    ids: tuple[str, ...]
    made_at: datetime
    day: date
    tree: MeterTree = attrs.field(eq=False)


@lru_cache(maxsize=KEPT)
def _stored(asked: _Asked) -> tuple[Sums, Marks]:
    """Days of a year and a month, and the marks of the last days."""
    begin = midnight(asked.day - _DRAWN - _YEAR)
    end = midnight(asked.day + _DAY)
    days = asked.store.days(asked.tree, asked.ids, begin, end)
    return days, marks_of(asked.store, asked.tree, asked.day)


def _totals(grid: Grid) -> Totals:
    return Totals(
        tce_g=_total(grid, Amount.TCE),
        equal_g=_total(grid, Amount.TCE_EQUAL),
        co2_g=_total(grid, Amount.CO2),
        cost_fen=_total(grid, Amount.COST),
    )


def _order(code: str) -> int:
    return list(carriers_by_code()).index(code)


def _sum(values: Sequence[int | None]) -> int | None:
    known = [one for one in values if one is not None]
    return sum(known) if known else None


def _both(digest: EnergyDigest) -> tuple[int | None, int | None]:
    """The day and the same day a week ago, over the hours that are known of both."""
    pairs = [
        (now, ago)
        for now, ago in zip(
            digest.hours.get("today", ()), digest.hours.get("week", ()), strict=False
        )
        if now is not None and ago is not None
    ]
    if not pairs:
        return None, None
    return sum(now for now, _ago in pairs), sum(ago for _now, ago in pairs)


def _month_by_carrier(
    tree: MeterTree,
    days: Sums,
    conversions: Sequence[Conversion],
    carriers: Sequence[str],
) -> Grid:
    group = np.array(
        [carriers.index(one.carrier) if one.counts else -1 for one in tree], np.int64
    )
    place = np.zeros(len(days), np.int64)
    return by_group(tree, days, conversions, group, place, (len(carriers), 1))


def _total(grid: Grid, amount: Amount) -> int | None:
    """The sum of the carriers; unknown where it is unknown of one that was used."""
    heard = grid.known[Amount.TCE] | grid.known[amount]
    values, known = grid.values[amount][:, 0], grid.known[amount][:, 0]
    if not known.any() or (heard[:, 0] & ~known).any():
        return None
    return int(values[known].sum())


def _carrier_lines(
    tree: MeterTree, days: Sums, grid: Grid, carriers: Sequence[str]
) -> tuple[CarrierLine, ...]:
    used = used_by_meter(tree, days)
    total = _total(grid, Amount.TCE)
    lines = []
    for number, code in enumerate(carriers):
        mine = [
            used[place]
            for place, one in enumerate(tree)
            if one.counts and one.carrier == code and used[place] is not None
        ]
        carrier = carriers_by_code()[code]
        # Water is metered and burns nothing: it has no standard coal, not zero of it.
        coal = [
            grid.cell(amount, number, 0) if carrier.is_energy else None
            for amount in (Amount.TCE, Amount.TCE_EQUAL, Amount.CO2)
        ]
        tce = coal[0]
        lines.append(
            CarrierLine(
                carrier=carrier,
                used=sum(map(Fraction, filter(None, mine)), Fraction())
                if mine
                else None,
                tce_g=tce,
                equal_g=coal[1],
                co2_g=coal[2],
                cost_fen=grid.cell(Amount.COST, number, 0),
                share=Decimal(tce) / total * HUNDRED
                if tce is not None and total
                else None,
            )
        )
    return tuple(sorted(lines, key=lambda line: -(line.tce_g or 0)))


def _days(
    tree: MeterTree, days: Sums, factors: Sequence[Conversion], first: date, last: date
) -> tuple[int | None, ...]:
    steps = Steps(first=day_number(first), count=(last - first).days + 1)
    group = np.array([0 if one.counts else -1 for one in tree], np.int64)
    shape = (1, steps.count)
    grid = by_group(tree, days, factors, group, steps.place(days.number), shape)
    return tuple(grid.row(Amount.TCE, 0))


def _due(digest: EnergyDigest) -> int:
    """Seconds of the month so far."""
    return digest.due_s // digest.meters if digest.meters else 0


def _sources(
    factors: Sequence[Conversion], carriers: Sequence[str], day: date
) -> tuple[str, ...]:
    """Which rows of the book answered for the year of the day."""
    found = [
        one.source
        for one in factors
        if one.carrier in carriers
        and one.valid_from
        and one.valid_from.year == day.year
    ]
    return tuple(dict.fromkeys(part for text in found for part in text.split(", ")))
