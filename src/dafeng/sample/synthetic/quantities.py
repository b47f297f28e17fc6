"""What the synthetic years hold already, so that no observation contradicts them.

Output and people come from ``year_facts``, power and heat from the balance and the
plants, waste from the works that took it in. Standard coal is reckoned with the
coefficients of the balance. Everything is in millionths.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from math import floor
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from dafeng.sample.synthetic.anchors import E6
from dafeng.sample.synthetic.chance import Chance
from dafeng.sample.synthetic.district_years import synthetic_district
from dafeng.sample.synthetic.energy_use import Supply, final_uses, supplies
from dafeng.sample.synthetic.other_flows import decaying_per_mille, landfill_deposits
from dafeng.sample.synthetic.standard_coal import standard_coal

if TYPE_CHECKING:
    from dafeng.accounts.balance import Coefficient
    from dafeng.sample.synthetic.records import District, YearFacts

_E3 = 1000
_PER_MILLE = 1000
_POWER = "ELECTRICITY"
_HUNDRED = 100
_TERTIARY = ("transport", "services", "public")
_FINAL = (
    "final.farming",
    "final.industry",
    "final.construction",
    "final.transport",
    "final.services",
    "final.public",
    "final.households.urban",
    "final.households.rural",
)

Quantities = Mapping[tuple[str, int], int]
Coal: TypeAlias = "Mapping[str, Coefficient]"


@cache
def quantities(seed: int) -> Quantities:
    """Return named quantities of every year, by name and year, in millionths."""
    district, chance = synthetic_district(seed), Chance(seed)
    found: dict[tuple[str, int], int] = {}
    gdp_before = 0
    for facts in district.facts:
        found |= {(name, facts.year): n for name, n in _economy(facts, gdp_before)}
        gdp_before = facts.gdp
    for supply in supplies(chance, final_uses(chance)):
        coal = standard_coal(seed, supply.year)
        found |= {(name, supply.year): n for name, n in _plants(supply, coal)}
    for year in district.years:
        coal = standard_coal(seed, year)
        found |= {(name, year): n for name, n in _balance(district, year, coal)}
        found["landfilled", year] = 0
        found["composted", year] = _composted(district, year)
    decaying = decaying_per_mille()
    for deposit in landfill_deposits(chance):
        if ("landfilled", deposit.year) in found:
            mass = deposit.quantity_e3 * _E3 * _PER_MILLE // decaying
            found["landfilled", deposit.year] += mass
    return MappingProxyType(found)


def _economy(facts: YearFacts, gdp_before: int) -> Iterator[tuple[str, int]]:
    added = dict(facts.value_added)
    yield "gdp", facts.gdp * E6
    yield "population", facts.population * E6
    yield "va.industry", added["industry"] * E6
    yield "va.tertiary", sum(added[name] for name in _TERTIARY) * E6
    if gdp_before:
        yield "gdp_index", facts.gdp * _HUNDRED * E6 // gdp_before


def _plants(supply: Supply, coal: Coal) -> Iterator[tuple[str, int]]:
    new = supply.pv + supply.wind
    renewable = new + supply.waste_power
    yield "new_energy", new * _E3
    yield "renewable_made", renewable * _E3
    yield "generated", (renewable + supply.chp_power) * _E3
    worth = coal[_POWER].equal_value
    if worth is not None:
        yield "renewable_worth", floor(renewable * _E3 * worth)
    yield "incinerated", supply.incinerated * _E3


def _balance(district: District, year: int, coal: Coal) -> Iterator[tuple[str, int]]:
    cells: dict[tuple[str, str], int] = defaultdict(int)
    for cell in district.balance:
        if cell.year == year:
            cells[cell.row, cell.item] = cell.quantity_e3 * _E3
    used = sum(cells[row, _POWER] for row in _FINAL)
    yield "power_sold", used
    yield "power", used + cells["losses", _POWER]
    yield "bought_power", cells["supply.in", _POWER]
    industry = cells["final.industry", _POWER]
    yield "industry_power_tce", floor(industry * coal[_POWER].calorific)
    heat = cells["transformation.heat", "HEAT"]
    yield "heat_in", heat
    yield "heat_tce", floor(heat * coal["HEAT"].calorific)
    feedstock = cells["final.industry.feedstock", "LUBRICANT"]
    yield "feedstock", floor(feedstock * coal["LUBRICANT"].calorific)


def _composted(district: District, year: int) -> int:
    return sum(
        row.quantity_e3 * _E3
        for row in district.activity
        if row.year == year and row.flow in {"waste.compost", "waste.digestion"}
    )
