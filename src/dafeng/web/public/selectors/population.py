"""How many people live in the district: what was stated for a year."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import pyarrow.compute as pc

from dafeng.indicators import OBSERVATIONS
from dafeng.web.accounts.lakes import house_lake

SERIES = "economy.population.resident"
MILLIONTHS = Decimal(10**6)


def population_of(place: str, year: int) -> Decimal | None:
    """Return the residents at the end of a year; None where nobody stated them."""
    lake = house_lake()
    version = lake.version(OBSERVATIONS.name)
    return None if version is None else _read(str(lake.folder), version, place, year)


@lru_cache(maxsize=16)
def _read(_folder: str, _version: int, place: str, year: int) -> Decimal | None:
    """Kept for a version of the table, which never changes."""
    rows = house_lake().current(OBSERVATIONS.name)
    found = rows.filter(
        (pc.field("place") == place)
        & (pc.field("series") == SERIES)
        & (pc.field("period") == str(year))
    )
    if not found.num_rows:
        return None
    return Decimal(found["value_e6"][0].as_py()) / MILLIONTHS
