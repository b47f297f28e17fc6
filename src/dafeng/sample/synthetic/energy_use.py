"""What energy the district truly used, year by year.

Calibrated to a district of heavy pipe rolling with some 0.8 million people: 1.5 billion
m3 of gas in 2025 (the figure that the plan names), 7 to 11 billion kWh of power, coal
gone from industry after 2018 and from every hearth by 2020, 4 to 6 million tce at equal
value. Figures between the stated years lie on a straight line, moved by up to 0.8 %.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.sample.synthetic.records import TrueUse

if TYPE_CHECKING:
    from dafeng.sample.synthetic.chance import Chance

YEARS = tuple(range(2015, 2026))
LAST_COAL_BOILER, WASTE_PLANT_OPENED = 2018, 2019
THOUSANDTHS = 1000
UNITS = {"NATURAL_GAS": "m3", "ELECTRICITY": "kWh", "HEAT": "GJ"}
"""Canonical units of the carriers that are not counted in tonnes."""
_MULTIPLE = {"NATURAL_GAS": 10_000, "ELECTRICITY": 10_000}
_STATED_YEARS = (2015, 2017, 2019, 2021, 2023, 2025)
_WOBBLE = 8000
_PER_MILLE = 1000

# Net calorific values and efficiencies of the plants, as whole numbers.
_GAS_KJ_PER_M3 = 38_931
_COAL_KJ_PER_KG = 20_908
_GAS_BOILER, _COAL_BOILER = 920, 750
_CHP_POWER, _CHP_HEAT, _CHP_HEAT_SHARE = 420, 400, 440
_KJ_PER_KWH = 3600
_HEAT_LOSS = 50
_KWH_PER_T_WASTE = 300


@attrs.frozen(kw_only=True)
class Supply:
    """Where power and heat of a year came from; thousandths of kWh, GJ, m3, t.

    ``power_loss`` and ``gas_loss`` are per mille of what was used.
    """

    year: int
    pv: int
    wind: int
    chp_power: int
    chp_heat: int
    chp_gas_power: int
    chp_gas_heat: int
    boiler_heat: int
    boiler_gas: int
    boiler_coal: int
    heat_loss: int
    incinerated: int
    waste_power: int
    power_loss: int
    power_lost: int
    gas_loss: int


def unit_of(item: str) -> str:
    """Return the canonical unit of an energy carrier."""
    return UNITS.get(item, "t")


def on_the_line(row: Mapping[str, str], year: int) -> int:
    """Read a year between the stated years ``y2015`` … ``y2025`` of a row."""
    before = max(y for y in _STATED_YEARS if y <= year)
    after = min(y for y in _STATED_YEARS if y >= year)
    low, high = int(row[f"y{before}"]), int(row[f"y{after}"])
    if before == after:
        return low
    return low + (high - low) * (year - before) // (after - before)


def final_uses(chance: Chance) -> tuple[TrueUse, ...]:
    """Return what branches, people and vehicles used."""
    return tuple(use for year in YEARS for use in _final_uses(chance, year))


def _final_uses(chance: Chance, year: int) -> Iterator[TrueUse]:
    for row in packaged_rows("dafeng.sample", "energy_use.csv"):
        if row["zero_from"] and year >= int(row["zero_from"]):
            continue
        flow, sector, item = row["flow"], row["sector"], row["item"]
        amount = on_the_line(row, year) * _MULTIPLE.get(item, 1) * THOUSANDTHS
        if amount:
            yield TrueUse(
                year=year,
                flow=flow,
                sector=sector,
                item=item,
                quantity_e3=chance.vary(amount, _WOBBLE, "use", year, sector, item),
                unit=unit_of(item),
            )


def supplies(chance: Chance, uses: tuple[TrueUse, ...]) -> tuple[Supply, ...]:
    """Return how power and heat were made, from what was used of them."""
    used: dict[tuple[int, str], int] = defaultdict(int)
    for use in uses:
        used[use.year, use.item] += use.quantity_e3
    rows = {row["name"]: row for row in packaged_rows("dafeng.sample", "supply.csv")}
    return tuple(
        _supply(chance, year, used[year, "HEAT"], used[year, "ELECTRICITY"], rows)
        for year in YEARS
    )


def _supply(
    chance: Chance,
    year: int,
    heat: int,
    power: int,
    rows: Mapping[str, Mapping[str, str]],
) -> Supply:
    def amount(name: str, multiple: int) -> int:
        exact = on_the_line(rows[name], year) * multiple * THOUSANDTHS
        return chance.vary(exact, _WOBBLE, "supply", year, name)

    gas = amount("chp_gas", 10_000)
    chp_heat = gas * _GAS_KJ_PER_M3 * _CHP_HEAT // _PER_MILLE // 10**6
    gas_heat = gas * _CHP_HEAT_SHARE // _PER_MILLE
    made = heat * _PER_MILLE // (_PER_MILLE - _HEAT_LOSS)
    boiler = made - chp_heat
    coal_heat = boiler * on_the_line(rows["coal_boiler_share"], year) // _PER_MILLE
    if year > LAST_COAL_BOILER:
        coal_heat = 0
    incinerated = amount("incinerated", 1)
    if year < WASTE_PLANT_OPENED:
        incinerated = 0
    return Supply(
        year=year,
        pv=amount("pv", 10_000),
        wind=amount("wind", 10_000),
        chp_power=gas * _GAS_KJ_PER_M3 * _CHP_POWER // _PER_MILLE // _KJ_PER_KWH,
        chp_heat=chp_heat,
        chp_gas_power=gas - gas_heat,
        chp_gas_heat=gas_heat,
        boiler_heat=boiler,
        boiler_gas=_fuel(boiler - coal_heat, _GAS_KJ_PER_M3, _GAS_BOILER),
        boiler_coal=_fuel(coal_heat, _COAL_KJ_PER_KG * 1000, _COAL_BOILER),
        heat_loss=made - heat,
        incinerated=incinerated,
        waste_power=incinerated * _KWH_PER_T_WASTE,
        power_loss=on_the_line(rows["power_loss"], year),
        power_lost=power * on_the_line(rows["power_loss"], year) // _PER_MILLE,
        gas_loss=on_the_line(rows["gas_loss"], year),
    )


def _fuel(heat_gj: int, kj_per_unit: int, efficiency: int) -> int:
    """Fuel behind an amount of heat."""
    return heat_gj * 10**6 * _PER_MILLE // (kj_per_unit * efficiency)


def transformed(supply: Supply) -> Iterator[TrueUse]:
    """Yield the fuels that were burned for power and heat."""
    burned = (
        ("fuel.power", "industry.power", "NATURAL_GAS", supply.chp_gas_power),
        (
            "fuel.heat",
            "industry.heat",
            "NATURAL_GAS",
            supply.chp_gas_heat + supply.boiler_gas,
        ),
        ("fuel.heat", "industry.heat", "BITUMINOUS", supply.boiler_coal),
    )
    for flow, sector, item, quantity in burned:
        if quantity:
            yield TrueUse(
                year=supply.year,
                flow=flow,
                sector=sector,
                item=item,
                quantity_e3=quantity,
                unit=unit_of(item),
            )
