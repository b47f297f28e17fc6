"""Energy: what each year's official balance says, as observations.

Standard coal is stated under both conventions: ``calorific`` (当量值) and
``equal_value`` (等价值); they never mix.

Source
------
国家统计局, 能源统计报表制度; the balance itself is the room ``accounts``'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.balance import (
    Basis as Convention,
)
from dafeng.accounts.balance import (
    CarrierKind,
    balance_cells,
    energy_balance,
    energy_mix,
)
from dafeng.base.rounding import round_half_even, without_zeros
from dafeng.factors import factor_book
from dafeng.indicators.records import Basis, Observation, Quality

if TYPE_CHECKING:
    import pyarrow as pa

    from dafeng.accounts.balance import BalanceCell, EnergyBalance

BOUGHT = "power.bought.nonfossil"
"""Series that says how much of the power from outside is non-fossil, kWh."""
_PLACES = 6
_INDUSTRY, _FINAL = "final.industry", "final"


def energy_observations(
    table: pa.Table | None, place: str, stated: Iterable[Observation]
) -> Iterator[Observation]:
    """Yield the figures of every year that has a balance.

    Parameters
    ----------
    table : pyarrow.Table or None
        Rows of the table ``balance`` of the place; None where the lake has none.
    place : str
    stated : iterable of Observation
        Where the non-fossil part of bought power is looked up.
    """
    if table is None or not table.num_rows:
        return
    bought = {o.period: o.value for o in stated if o.series == BOUGHT and not o.scope}
    years: dict[int, list[BalanceCell]] = defaultdict(list)
    for cell in balance_cells(table):
        years[cell.year].append(cell)
    learned = _learned(table)
    for year, cells in sorted(years.items()):
        balance = energy_balance(cells, factor_book(), year, place=place)
        made_up = any(cell.synthetic for cell in cells)
        for series, amount in _figures(balance, bought.get(str(year))).items():
            if amount is None:
                continue
            yield Observation(
                series=series,
                period=str(year),
                value=without_zeros(round_half_even(amount, _PLACES)),
                basis=Basis.STATISTICAL,
                quality=Quality.C,
                evidence=f"能源平衡表 {year}",
                entered_by="dafeng",
                learned_on=learned[year],
                synthetic=made_up,
            )


def _learned(table: pa.Table) -> Mapping[int, date]:
    """Return for each year the day on which its newest cell was learned."""
    newest: dict[int, date] = {}
    for row in table.select(["year", "learned_at"]).to_pylist():
        day = row["learned_at"].date()
        newest[row["year"]] = max(day, newest.get(row["year"], day))
    return newest


def _figures(
    balance: EnergyBalance, bought_kwh: Decimal | None
) -> Mapping[str, Fraction | None]:
    """Return each series' figure in its unit; None where the balance cannot tell."""
    mix = energy_mix(balance, nonfossil_bought_kwh=bought_kwh)
    electricity = (
        None
        if mix.final is None or mix.electricity_share is None
        else mix.final * mix.electricity_share
    )
    heat, worth = mix.calorific, mix.equal
    return {
        "energy.consumption.calorific": None if heat is None else heat.total,
        "energy.consumption.equal_value": None if worth is None else worth.total,
        "energy.nonfossil.calorific": None if heat is None else heat.nonfossil,
        "energy.nonfossil.equal_value": None if worth is None else worth.nonfossil,
        "energy.coal": None if heat is None else heat.coal,
        "energy.oil": None if heat is None else heat.oil,
        "energy.gas": None if heat is None else heat.gas,
        "energy.final": mix.final,
        "energy.final.electricity": electricity,
        "energy.industry.calorific": balance.row_total(_INDUSTRY, Convention.CALORIFIC),
        "energy.industry.equal_value": balance.row_total(
            _INDUSTRY, Convention.EQUAL_VALUE
        ),
        "energy.coal.physical": _consumed(balance, CarrierKind.COAL, "t"),
        "energy.oil.physical": _consumed(balance, CarrierKind.OIL, "t"),
        "energy.gas.physical": _consumed(balance, CarrierKind.GAS, "m3"),
        "energy.power.consumed": _used(balance, CarrierKind.POWER),
    }


def _consumed(balance: EnergyBalance, kind: CarrierKind, unit: str) -> Fraction:
    """Consumption of carriers of a kind that are counted in a unit.

    A kind without any cell in the balance is stated as not used: an official balance
    has a column for every carrier that was used.
    """
    kinds = {one.code for one in balance.carriers if one.kind is kind}
    return sum(
        (
            closure.consumption
            for closure in balance.closures
            if closure.item in kinds and closure.unit == unit
        ),
        Fraction(),
    )


def _used(balance: EnergyBalance, kind: CarrierKind) -> Fraction:
    """Final use and losses of a kind, wherever it was made."""
    kinds = {one.code for one in balance.carriers if one.kind is kind}
    used = [one for one in balance.closures if one.item in kinds]
    return sum((one.final + one.losses for one in used), Fraction())
