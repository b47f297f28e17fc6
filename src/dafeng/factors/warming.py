"""Warming potentials: which number turns a gas into CO2 equivalent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.factors.errors import UnknownFactorError

if TYPE_CHECKING:
    from dafeng.factors.books import FactorBook
    from dafeng.factors.records import Factor

PARAMETER = "gwp100"


def gwp(book: FactorBook, gas: str, factor_set: str) -> Factor:
    """Return the warming potential of a gas over 100 years.

    Parameters
    ----------
    book : FactorBook
    gas : str
        ``CO2``, ``CH4``, ``N2O``, ``SF6``, ``HFC134a``, …
    factor_set : str
        ``SARGWP100``, ``AR4GWP100``, ``AR5GWP100`` or ``AR6GWP100``; sets are never
        mixed in one account.

    Raises
    ------
    UnknownFactorError
        The set does not hold the gas; ``.have`` names what there is.
    """
    rows = book.all_of(PARAMETER)
    for row in rows:
        if row.gas == gas and row.factor_set == factor_set:
            return row
    have = [r.id for r in rows if gas == r.gas or factor_set == r.factor_set]
    asked = f"{gas}@{factor_set}"
    raise UnknownFactorError(
        asked,
        what="warming potential",
        have=have or sorted({r.factor_set for r in rows}),
    )
