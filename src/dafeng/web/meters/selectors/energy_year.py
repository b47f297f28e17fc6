"""A year of days of an enterprise, by carrier."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import attrs
import numpy as np

from dafeng.meters import Amount, Carrier, carriers_by_code
from dafeng.web.core.models import Organisation
from dafeng.web.meters.convert import tree_of
from dafeng.web.meters.selectors.energy import digest_of
from dafeng.web.meters.selectors.energy_amounts import Steps, by_group
from dafeng.web.meters.selectors.energy_days import (
    day_number,
    midnight,
    same_day_last_year,
)
from dafeng.web.meters.selectors.energy_factors import (
    conversions_of_years,
    regions_here,
)
from dafeng.web.meters.selectors.energy_page import points_of
from dafeng.web.meters.stores import house_meters

_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class DayLine:
    """One carrier of one day."""

    day: date
    carrier: Carrier
    used: Fraction
    tce_g: int | None
    equal_g: int | None
    co2_g: int | None
    known: Decimal


def energy_days(enterprise: Organisation) -> Iterator[DayLine]:
    """Days of a year up to the newest, by carrier; unknown ones have no line."""
    digest = digest_of(enterprise)
    if digest is None:
        return
    tree = tree_of(points_of(enterprise))
    ids = [one.id for one in tree if one.counts]
    first = same_day_last_year(digest.day)
    span = Steps(first=day_number(first), count=(digest.day - first).days + 1)
    store = house_meters()
    days = store.days(tree, ids, midnight(first), midnight(digest.day + _DAY))
    factors = conversions_of_years(regions_here(), first.year, digest.day.year)
    carriers = sorted({one.carrier for one in tree}, key=list(carriers_by_code()).index)
    group = np.array(
        [carriers.index(one.carrier) if one.counts else -1 for one in tree], np.int64
    )
    shape = (len(carriers), span.count)
    place = span.place(days.number)
    grid = by_group(tree, days, factors, group, place, shape)
    cell = group[days.meter] * span.count + place
    inside = (group[days.meter] >= 0) & (place >= 0)
    energy, seconds = (np.zeros(shape[0] * shape[1], np.int64) for _ in range(2))
    np.add.at(energy, cell[inside], days.energy[inside])
    np.add.at(seconds, cell[inside], days.seconds[inside])
    meters = np.bincount(group[group >= 0], minlength=len(carriers))
    for step in range(span.count):
        for number, code in enumerate(carriers):
            at = number * span.count + step
            if not seconds[at]:
                continue
            carrier = carriers_by_code()[code]
            yield DayLine(
                day=first + timedelta(days=step),
                carrier=carrier,
                used=int(energy[at]) * carrier.quantum,
                tce_g=grid.cell(Amount.TCE, number, step),
                equal_g=grid.cell(Amount.TCE_EQUAL, number, step),
                co2_g=grid.cell(Amount.CO2, number, step),
                known=Decimal(int(seconds[at])) / (int(meters[number]) * 86400),
            )
