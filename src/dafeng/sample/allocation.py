"""A case of sharing out: the district's energy and carbon of 2030 over its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from dafeng.assessment.allocation import (
    AllocationCase,
    Budget,
    FuelFactor,
    FuelUse,
    Parameters,
    Party,
    PartyKind,
    Stake,
    YearFigure,
    rule_of,
)
from dafeng.base.rounding import round_half_even
from dafeng.sample.district import SAMPLE_PLACE_CODE, sample_organisations
from dafeng.sample.synthetic.district_years import DISTRICT_SEED
from dafeng.sample.synthetic.part_energy import EnergyOf, part_energy, part_output
from dafeng.sample.synthetic.part_statements import PART_YEARS

BASE_YEAR, YEAR = 2025, 2030
ENERGY_PERCENT, CARBON_PERCENT = 106, 94
"""Totals of 2030 against 2025; invented, no city handed them down."""
CONVERGED_BY = 2035
RESERVE_SHARE = Decimal("0.02")
_FUELS = {
    "BITUMINOUS": "coal",
    "BRIQUETTE": "coal",
    "COKE": "coke",
    "DIESEL": "oil",
    "GASOLINE": "oil",
    "LPG": "oil",
    "LNG": "gas",
    "NATURAL_GAS": "gas",
    "ELECTRICITY": "electricity",
    "HEAT": "heat",
}
_BOUGHT = {"electricity": "ELECTRICITY", "heat": "HEAT"}
"""Their packaged factors hold for calorific standard coal only."""
_PLACES = 4


@cache
def sample_allocation(rule: str = "equal-rate") -> AllocationCase:
    """Return the case of 2030 over 18 towns and 5 parks.

    Energy is counted at equal value, so power and heat bring factors of their own.

    Parameters
    ----------
    rule : str
        Id in the register of rules; ``entropy`` and ``mixture`` need parameters, which
        the case does not set.

    Raises
    ------
    NotFoundError
        ``allocation.rule``: there is no such rule.
    """
    known = part_energy(DISTRICT_SEED, BASE_YEAR)
    energy = sum((one.total_tce for one in known), Decimal())
    carbon = sum((one.total_co2_t for one in known), Decimal())
    return AllocationCase(
        place=SAMPLE_PLACE_CODE,
        title="2030年能源消费和碳排放分解（示范数据）",
        year=YEAR,
        base_year=BASE_YEAR,
        energy=_budget(energy, ENERGY_PERCENT, "tce等价"),
        carbon=_budget(carbon, CARBON_PERCENT, "tCO2"),
        rule=rule_of(rule).id,
        parameters=Parameters(
            converge_year=CONVERGED_BY,
            fuels=tuple(_factor(fuel, item, known) for fuel, item in _BOUGHT.items()),
        ),
        parties=tuple(_party(one) for one in known),
        synthetic=True,
    )


def _factor(fuel: str, item: str, known: tuple[EnergyOf, ...]) -> FuelFactor:
    """Carbon of power or heat per standard coal at equal value, in the base year."""
    carbon = sum((one.co2_t.get(item, Decimal()) for one in known), Decimal())
    energy = sum((one.energy_tce.get(item, Decimal()) for one in known), Decimal())
    return FuelFactor(
        fuel=fuel,
        factor=round_half_even(carbon / energy, _PLACES),
        source=f"示范碳账{BASE_YEAR}",
    )


def _budget(total: Decimal, percent: int, unit: str) -> Budget:
    return Budget(
        total=round_half_even(total * percent / 100, 0),
        reserve_share=RESERVE_SHARE,
        unit=unit,
    )


def _party(one: EnergyOf) -> Party:
    unit = next(o for o in sample_organisations() if o.code == one.unit)
    output = part_output(DISTRICT_SEED, BASE_YEAR)[one.unit]
    years = {year: _of_part(one.unit, year) for year in PART_YEARS}
    fuels: dict[str, Decimal] = defaultdict(Decimal)
    for item, amount in one.energy_tce.items():
        fuels[_FUELS[item]] += amount
    return Party(
        unit=unit.name_zh,
        kind=PartyKind.PARK if unit.kind == "park" else PartyKind.TOWN,
        energy=_stake({year: each.total_tce for year, each in years.items()}),
        carbon=_stake({year: each.total_co2_t for year, each in years.items()}),
        value_added=Decimal(output.gdp),
        population=Decimal(output.population),
        fuels=tuple(FuelUse(fuel=f, amount=a) for f, a in sorted(fuels.items()) if a),
    )


def _stake(amounts: Mapping[int, Decimal]) -> Stake:
    return Stake(history=tuple(YearFigure(year=y, value=v) for y, v in amounts.items()))


def _of_part(code: str, year: int) -> EnergyOf:
    return next(e for e in part_energy(DISTRICT_SEED, year) if e.unit == code)
