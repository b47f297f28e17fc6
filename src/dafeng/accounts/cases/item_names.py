"""What a case calls an item or a set, and what the factor tables call it."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from dafeng.base.errors import UnitError
from dafeng.base.tables import packaged_rows
from dafeng.base.units import convert

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.factors import FactorBook


@cache
def _names() -> Mapping[str, str]:
    rows = packaged_rows("dafeng.accounts.cases", "names.csv")
    return {row["name"]: row["code"] for row in rows}


def code_of(book: FactorBook, name: str) -> str | None:
    """Return the code of a fuel or material by code, Chinese or English name."""
    plain = name.strip().casefold().replace("_", " ")
    if plain in _names():
        return _names()[plain]
    for row in book.rows:
        if name in {row.code, row.name_zh} or plain == row.name_en.casefold():
            return row.code
    return None


def set_of(book: FactorBook, name: str) -> str:
    """Return the set that a case means: blanks and slashes do not tell sets apart.

    ``GB/T 32151.34-2024`` is ``GBT32151.34-2024``; what no set is called stays.
    """
    plain = _bare(name)
    known = {row.factor_set for row in book.rows if row.factor_set}
    return next((each for each in sorted(known) if _bare(each) == plain), name)


def _bare(name: str) -> str:
    return "".join(each for each in name.casefold() if each not in " /_()（）《》")


def heating_values(book: FactorBook, fuel: str, unit: str) -> tuple[Fraction, ...]:
    """Return the heating values that the tables have for a fuel, in a unit."""
    code = code_of(book, fuel) if fuel else None
    found = []
    for row in book.rows:
        if row.code == code and row.parameter == "ncv":
            try:
                found.append(convert(Fraction(row.value), row.unit, unit))
            except UnitError:
                continue
    return tuple(found)
