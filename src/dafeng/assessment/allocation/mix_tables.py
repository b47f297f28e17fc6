"""Packaged factors of fuels, and how fast one fuel can be replaced by another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

import attrs

from dafeng.assessment.allocation.records import Replacement
from dafeng.base.errors import BadInputError
from dafeng.base.tables import packaged_rows

_PACKAGE = "dafeng.assessment.allocation"


@attrs.frozen(kw_only=True)
class MixFuel:
    """A fuel of the packaged table (``data/fuels.csv``).

    Attributes
    ----------
    fuel, name_zh, name_en : str
    factor : Decimal
        tCO2 per tce.
    basis : str
        ``calorific`` where the factor holds for calorific standard coal only.
    source : str
    """

    fuel: str
    name_zh: str
    name_en: str
    factor: Decimal
    basis: str
    source: str


@cache
def packaged_fuels(year: int) -> Mapping[str, MixFuel]:
    """Return the packaged fuels by code whose factors hold for mixes of a year.

    Raises
    ------
    BadInputError
        ``allocation.table``: a fuel has two factors for the year.
    """
    made = (
        MixFuel(
            fuel=row["fuel"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            factor=Decimal(row["factor_t_per_tce"]),
            basis=row["basis"],
            source=row["source"],
        )
        for row in _in_force("fuels.csv", year, "fuel")
    )
    return MappingProxyType({one.fuel: one for one in made})


@cache
def packaged_replacements(year: int) -> tuple[Replacement, ...]:
    """Return how much of each fuel can be replaced in a year, unless a case says so.

    Parameters
    ----------
    year : int
        Of the split.

    Raises
    ------
    BadInputError
        ``allocation.table``: a replacement has two shares for the year.
    """
    return tuple(
        Replacement(
            fuel=row["fuel"],
            by=row["by"],
            share=Decimal(row["share"]),
            source=row["source"],
        )
        for row in _in_force("replacements.csv", year, "fuel", "by")
    )


def _in_force(table: str, year: int, *key: str) -> Iterator[Mapping[str, str]]:
    """Rows of a table that hold in a year, each key once."""
    return in_force(packaged_rows(_PACKAGE, table), year, *key)


def in_force(
    rows: Iterable[Mapping[str, str]], year: int, *key: str
) -> Iterator[Mapping[str, str]]:
    """Yield the rows that hold from ``effective_from`` to ``effective_to``, both years.

    Parameters
    ----------
    rows : iterable of mapping
    year : int
    *key : str
        Columns that name a row.

    Raises
    ------
    BadInputError
        ``allocation.table``: two rows of one key hold.
    """
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        if (
            not int(row["effective_from"] or year)
            <= year
            <= int(row["effective_to"] or year)
        ):
            continue
        named = tuple(row[column] for column in key)
        if named in seen:
            msg = f"{' by '.join(named)} stands twice for {year}: end the earlier row."
            raise BadInputError(msg, code="allocation.table", key=named, year=year)
        seen.add(named)
        yield row
