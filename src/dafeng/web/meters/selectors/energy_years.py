"""What an enterprise used in each of the last years, as far as it is known."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

import attrs
import numpy as np

from dafeng.meters import Amount, MeterTree, Sums
from dafeng.web.core.models import Organisation
from dafeng.web.meters.convert import tree_of
from dafeng.web.meters.models import EnergyDigest
from dafeng.web.meters.selectors.energy_amounts import by_group
from dafeng.web.meters.selectors.energy_days import day_number, midnight, number_day
from dafeng.web.meters.selectors.energy_factors import (
    conversions_of_years,
    regions_here,
)
from dafeng.web.meters.selectors.energy_page import points_of
from dafeng.web.meters.stores import house_meters

SHOWN_YEARS = 5
KEPT = 64
_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class YearUse:
    """A year of an enterprise.

    Attributes
    ----------
    tce_g : int or None
        Grams of standard coal, calorific; None is unknown.
    first, last : date
        First and last day of the year of which something is known.
    """

    year: int
    tce_g: int | None
    first: date
    last: date

    @property
    def is_whole(self) -> bool:
        """Whether readings reach from the first day of the year to the last."""
        ends = (date(self.year, 1, 1), date(self.year, 12, 31))
        return (self.first, self.last) == ends


def enterprise_years(digest: EnergyDigest) -> tuple[YearUse, ...]:
    """The last years of an enterprise, oldest first; one without readings is left out.

    Kept by each process until readings are rolled up again.
    """
    return _years(digest.enterprise, digest.made_at, digest.day)


@lru_cache(maxsize=KEPT)
def _years(
    enterprise: Organisation,
    made_at: datetime,  # noqa: ARG001 - another roll-up may know other days
    day: date,
) -> tuple[YearUse, ...]:
    tree = tree_of(points_of(enterprise))
    ids = [one.id for one in tree if one.counts]
    first = day.year - SHOWN_YEARS + 1
    begin, end = midnight(date(first, 1, 1)), midnight(day + _DAY)
    return _summed(tree, house_meters().days(tree, ids, begin, end), first)


def _summed(tree: MeterTree, days: Sums, first: int) -> tuple[YearUse, ...]:
    starts = [day_number(date(first + n, 1, 1)) for n in range(SHOWN_YEARS)]
    place = np.searchsorted(starts, days.number, "right") - 1
    factors = conversions_of_years(regions_here(), first, first + SHOWN_YEARS - 1)
    group = np.array([0 if one.counts else -1 for one in tree], np.int64)
    grid = by_group(tree, days, factors, group, place, (1, SHOWN_YEARS))
    found = []
    for number in range(SHOWN_YEARS):
        known = days.number[(place == number) & (days.seconds > 0)]
        if len(known):
            found.append(
                YearUse(
                    year=first + number,
                    tce_g=grid.cell(Amount.TCE, 0, number),
                    first=number_day(int(known.min())),
                    last=number_day(int(known.max())),
                )
            )
    return tuple(found)
