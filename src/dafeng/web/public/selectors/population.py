"""How many people live in the district: what was stated for a year."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import pyarrow.compute as pc

from dafeng.indicators import OBSERVATIONS, Basis
from dafeng.web.accounts.lakes import house_lake

SERIES = "economy.population.resident"
MILLIONTHS = Decimal(10**6)
BEST_FIRST = tuple(Basis)


def population_of(place: str, year: int) -> Decimal | None:
    """Return the residents at the end of a year; None where nobody stated them."""
    lake = house_lake()
    version = lake.version(OBSERVATIONS.name)
    if version is None:
        return None
    return _by_year(str(lake.folder), version, place).get(str(year))


@lru_cache(maxsize=16)
def _by_year(_folder: str, version: int, place: str) -> dict[str, Decimal]:
    """Kept for a version of the table, which never changes.

    The district's own rows alone: a scope is one of its towns. Of two the better known.
    """
    rows = house_lake().current(OBSERVATIONS.name, version=version)
    found = rows.filter((pc.field("place") == place) & (pc.field("series") == SERIES))
    stated = [one for one in found.to_pylist() if not one["scope"]]
    stated.sort(key=lambda one: BEST_FIRST.index(Basis(one["basis"])), reverse=True)
    return {one["period"]: Decimal(one["value_e6"]) / MILLIONTHS for one in stated}
