"""The energy balance of a year as the official table shows it, under three measures."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

import attrs
import pyarrow.compute as pc

from dafeng.accounts.balance import (
    BalanceLine,
    Basis,
    Carrier,
    Closure,
    EnergyBalance,
    Nature,
    Totals,
    balance_cells,
    energy_balance,
)
from dafeng.base.rounding import round_half_even
from dafeng.base.units import convert
from dafeng.factors import factor_book
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.accounts.models import AccountRun

TABLE = "balance"
PLACES = 2
SHOWN_PLACES = 4
CONSUMPTION, DIFFERENCE = "consumption", "difference"


class Measure(StrEnum):
    """How the cells are measured."""

    PHYSICAL = "physical"
    CALORIFIC = "calorific"
    EQUAL = "equal"


@attrs.frozen(kw_only=True)
class BalanceRow:
    """One row; a cell that nobody stated and no part adds up to is None."""

    line: BalanceLine
    depth: int
    cells: tuple[Decimal | None, ...]
    total: Decimal | None

    @property
    def head(self) -> bool:
        """Whether it heads a part."""
        return self.line.nature is Nature.TOTAL


@attrs.frozen(kw_only=True)
class BalanceTable:
    """The table of one measure.

    Attributes
    ----------
    units : tuple of str
        One for each carrier; tce for all under the measures of standard coal.
    totals : Totals or None
        All carriers together; None in physical units.
    """

    balance: EnergyBalance
    measure: Measure
    carriers: tuple[Carrier, ...]
    units: tuple[str, ...]
    rows: tuple[BalanceRow, ...]
    totals: Totals | None


def balance_of(run: AccountRun, measure: Measure) -> BalanceTable | None:
    """The balance that the account was made with; None when nobody stated one."""
    versions = dict(run.tables)
    if TABLE not in versions:
        return None
    balance = _balance(str(house_lake().folder), versions[TABLE], run.place, run.year)
    return _table(balance, measure) if balance.entries else None


@lru_cache(maxsize=32)
def _balance(folder: str, version: int, place: str, year: int) -> EnergyBalance:  # noqa: ARG001 - the folder tells houses apart
    table = house_lake().current(TABLE, version=version)
    rows = table.filter(pc.equal(table["year"], year))
    return energy_balance(balance_cells(rows), factor_book(), year, place=place)


def _table(balance: EnergyBalance, measure: Measure) -> BalanceTable:
    physical = measure is Measure.PHYSICAL
    closures = {closure.item: closure for closure in balance.closures}
    rates = _rates(balance, measure)
    rows = []
    for line in balance.lines:
        cells = tuple(
            _cell(balance, closures[one.code], line, one, rates)
            for one in balance.carriers
        )
        shown = tuple(
            None
            if value is None
            else round_half_even(value, SHOWN_PLACES if physical else PLACES)
            for value in cells
        )
        known = [value for value in cells if value is not None]
        total = None if physical or not known else sum(known, Fraction())
        rows.append(
            BalanceRow(
                line=line,
                depth=line.code.count("."),
                cells=shown,
                total=None if total is None else round_half_even(total, PLACES),
            )
        )
    return BalanceTable(
        balance=balance,
        measure=measure,
        carriers=balance.carriers,
        units=tuple(one.shown_unit if physical else "tce" for one in balance.carriers),
        rows=tuple(rows),
        totals={
            Measure.PHYSICAL: None,
            Measure.CALORIFIC: balance.calorific,
            Measure.EQUAL: balance.equal,
        }[measure],
    )


def _rates(balance: EnergyBalance, measure: Measure) -> dict[str, Fraction | None]:
    """What one canonical unit of each carrier is in the measure; None is unknown."""
    if measure is Measure.PHYSICAL:
        return {
            one.code: Fraction(convert(1, one.unit, one.shown_unit))
            for one in balance.carriers
        }
    basis = Basis.CALORIFIC if measure is Measure.CALORIFIC else Basis.EQUAL_VALUE
    known: dict[str, Fraction | None] = {one.code: None for one in balance.carriers}
    return known | {rate.item: rate.of(basis) for rate in balance.coefficients}


def _cell(
    balance: EnergyBalance,
    closure: Closure,
    line: BalanceLine,
    carrier: Carrier,
    rates: dict[str, Fraction | None],
) -> Fraction | None:
    rate = rates[carrier.code]
    if line.code == DIFFERENCE:
        amount: Fraction | None = closure.difference
    elif line.code == CONSUMPTION:
        amount = closure.consumption
    else:
        stated = balance.quantity(line.code, carrier.code)
        amount = None if stated is None else Fraction(stated)
    return None if amount is None or rate is None else amount * rate
