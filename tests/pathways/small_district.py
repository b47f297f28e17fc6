"""A small district for the tests: its model as files, its account line by line."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.accounts import (
    Account,
    FactorUse,
    Grade,
    Line,
    Settings,
    Stream,
)
from dafeng.measures import Cost, Effect, Measure, Potential, Ramp
from dafeng.pathways.model import load_model

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.pathways.records import Model

FILES = {
    "model.yaml": """\
name: 小区
base_year: 2024
horizon: 2040
boundary: control
""",
    "drivers.yaml": """\
- code: gdp
  name: {zh: 产值, en: Output}
  value: 100 亿元
  growth:
    - {until: 2030, rate: 4 %/a}
    - {until: 2040, rate: 2 %/a}
  source: yearbook 2024
- code: industry
  name: {zh: 工业, en: Industry}
  value: 400000
  unit: 万元
  follows: gdp
  elasticity: 0.5
  assumed: half as fast
""",
    "carriers.yaml": """\
- code: natural-gas
  name: {zh: 天然气, en: Gas}
  kind: fuel
  group: gas
  items: [NATURAL_GAS]
- code: coal
  name: {zh: 煤, en: Coal}
  kind: fuel
  group: coal
  items: [BITUMINOUS]
  factor: 89.27 tCO2/TJ
  source: ENT24-A
- code: electricity
  name: {zh: 电, en: Power}
  kind: power
  group: power
  flows: [power.bought]
- code: electricity-sold
  name: {zh: 售电, en: Power sold}
  kind: power
  flows: power.sold
- code: heat
  name: {zh: 热, en: Heat}
  kind: fuel
  group: heat
  flows: [heat.bought]
- code: heat-sold
  name: {zh: 售热, en: Heat sold}
  kind: fuel
  group: heat
  flows: [heat.sold]
- code: waste
  name: {zh: 垃圾, en: Waste}
  kind: process
  flows: [waste]
""",
    "sectors.yaml": """\
- code: plants
  name: {zh: 工业, en: Industry}
  covers: [industry]
  driver: industry
  intensity:
    - {until: 2040, rate: -1 %/a}
  source: yearbook 2024
- code: heat-supply
  name: {zh: 供热, en: Heat supply}
  covers: [industry.heat]
  follows: heat
  assumed: in proportion
- code: heat-sold
  name: {zh: 售热, en: Heat sold}
  covers: [industry.heat]
  flows: [heat.sold]
  follows: heat
  assumed: in proportion
- code: power-sold
  name: {zh: 售电, en: Power sold}
  covers: [industry.power]
  flows: [power.sold]
  driver: gdp
  elasticity: 0
  assumed: what stands stays
- code: town
  name: {zh: 城镇, en: Town}
  covers: [services, public, households]
  driver: gdp
  elasticity: 0.8
  mix:
    - {from: natural-gas, to: electricity, per_year: 1 %/a, ratio: 0.5, until: 2034}
  source: yearbook 2024
- code: waste
  name: {zh: 垃圾, en: Waste}
  covers: [waste]
  driver: gdp
  assumed: with output
""",
    "grid.yaml": """\
- code: average
  name: {zh: 平均, en: Average}
  change:
    - {until: 2040, rate: -3 %/a}
  assumed: a trend
- code: fixed
  name: {zh: 固定, en: Fixed}
  change:
    - {until: 2040, rate: 0 %/a}
  source: rule
""",
    "inputs.yaml": """\
- code: gdp
  name: {zh: 增长, en: Growth}
  acts: driver
  of: gdp
  unit: "%/a"
  low: -1
  mode: 0
  high: 0.5
  since: 2024
  until: 2030
  national: true
  assumed: spread
- code: plants
  name: {zh: 强度, en: Intensity}
  acts: intensity
  of: plants
  low: -1 %/a
  mode: 0 %/a
  high: 1 %/a
  since: 2030
  until: 2040
  assumed: spread
- code: grid
  name: {zh: 电网, en: Grid}
  acts: grid
  low: -10 ‰/a
  mode: 0 %/a
  high: 1 %/a
  since: 2024
  until: 2040
  assumed: spread
""",
    "scenarios.yaml": """\
- code: frozen
  name: {zh: 冻结, en: Frozen}
  delivery: 0 %
  assumed: nothing more
- code: plan
  name: {zh: 方案, en: Plan}
  delivery: 1
  assumed: all of it
- code: fast
  name: {zh: 加速, en: Fast}
  delivery: 100 %
  pull_forward: 2
  potential: 50 %
  growth:
    gdp:
      - {until: 2040, rate: 1 %/a}
  sizes:
    boilers: {2026: 10, 2030: 60}
  assumed: sooner
""",
}


def written(folder: Path, **changes: str) -> Path:
    """Write the files; a change is named by its file without the ending."""
    folder.mkdir(exist_ok=True)
    for name, text in FILES.items():
        changed = changes.get(name.removesuffix(".yaml"), text)
        (folder / name).write_text(changed, "utf-8")
    return folder


def small_model(folder: Path) -> Model:
    """The model of these files."""
    return load_model(written(folder / "model"))


_EF = {"ELECTRICITY": "0.6", "HEAT": "0.11", "WASTE": "0.3"}
_NCV = {"NATURAL_GAS": ("0.0389", "GJ/m3", "m3"), "BITUMINOUS": ("23.2", "GJ/t", "t")}
_UNITS = {"ELECTRICITY": "kWh", "HEAT": "GJ", "WASTE": "t"}


def line(
    sector: str,
    flow: str,
    item: str,
    activity: int,
    grams: int,
    *,
    gas: str = "CO2",
    year: int = 2024,
) -> Line:
    """One line; power and heat by their factor, fuels by their heating value."""
    if item in _NCV:
        value, per, unit = _NCV[item]
        use = FactorUse(
            symbol="NCV", factor_id=f"{item}.ncv", value=Decimal(value), unit=per
        )
    else:
        unit = _UNITS[item]
        use = FactorUse(
            symbol="EF", factor_id=f"{item}.ef", value=Decimal(_EF[item]), unit="1"
        )
    return Line(
        id=f"{sector}|{flow}|{item}|{gas}",
        flow=flow,
        sector=sector,
        item=item,
        place="990000",
        owner="",
        year=year,
        activity=Decimal(activity),
        unit=unit,
        method="test",
        gas=gas,
        mass_g=grams,
        co2e_g=grams,
        low_g=0,
        high_g=0,
        uses=(use,),
        rule="test",
        stream=Stream.STATISTICS,
        grade=Grade.C,
    )


def small_lines(year: int = 2024, *, scale: int = 1) -> tuple[Line, ...]:
    """Lines of a year, all activities and grams times ``scale``."""
    power, heat = 600, 110_000
    rows = (
        ("industry.steel.pipe", "fuel.stationary", "NATURAL_GAS", 1_000_000, 2.16e9),
        ("industry.glass", "fuel.stationary", "NATURAL_GAS", 500_000, 1.08e9),
        ("industry.glass", "power.bought", "ELECTRICITY", 9_000_000, 9e6 * power),
        ("industry.food", "heat.bought", "HEAT", 40_000, 4e4 * heat),
        ("industry.heat", "fuel.heat", "NATURAL_GAS", 3_000_000, 6.48e9),
        ("industry.heat", "heat.sold", "HEAT", -100_000, -1e5 * heat),
        ("industry.power", "power.sold", "ELECTRICITY", -5_000_000, -5e6 * power),
        ("services", "power.bought", "ELECTRICITY", 6_000_000, 6e6 * power),
        ("public", "power.bought", "ELECTRICITY", 2_000_000, 2e6 * power),
        ("households.urban", "heat.bought", "HEAT", 60_000, 6e4 * heat),
        ("households.urban", "fuel.stationary", "NATURAL_GAS", 400_000, 0.864e9),
        ("waste", "waste.incineration-power", "WASTE", 1000, 0.3e9),
    )
    return tuple(
        line(sector, flow, item, amount * scale, int(grams) * scale, year=year)
        for sector, flow, item, amount, grams in rows
    )


def small_account(
    lines: tuple[Line, ...] | None = None, *, year: int = 2024
) -> Account:
    """An account of these lines; its totals are not used."""
    return Account(
        settings=Settings(place="990000", year=year, regions=("CN",)),
        lines=small_lines(year) if lines is None else lines,
        findings=(),
        reconciliations=(),
        bridge=None,
        totals=(),
        factor_edition="test",
        tables=(),
    )


def measure(
    name: str,
    *effects: Effect,
    needs: tuple[str, ...] = (),
    excludes: tuple[str, ...] = (),
    unit: str = "MW",
    ramp: float = 0.0,
) -> Measure:
    """A measure that costs nothing."""
    return Measure(
        id=name,
        name_zh=name,
        name_en=name,
        field="industry",
        effects=effects,
        unit=unit,
        cost=Cost(investment=0, operation=0, saving=0, life=20, price_year=2024),
        ramp=Ramp(years=ramp),
        build_years=1,
        prerequisites=needs,
        excludes=excludes,
    )


def potential(
    name: str,
    *planned: tuple[int, float],
    size: float = 100,
    per_year: float = 20,
    delay: tuple[tuple[int, float], ...] = ((0, 1.0),),
) -> Potential:
    """A potential with a plan, the whole of it by 2030 when none is given."""
    return Potential(
        measure=name,
        place="990000",
        size=size,
        per_year=per_year,
        planned=planned or ((2025, 0.0), (2030, size)),
        delay=delay,
    )
