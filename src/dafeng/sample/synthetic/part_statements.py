"""What is stated of towns and parks, and of enterprises' own accounts."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from dafeng.indicators import series_of
from dafeng.sample.synthetic.anchors import E6
from dafeng.sample.synthetic.observations import learned_on, stated_row
from dafeng.sample.synthetic.part_energy import (
    EnergyOf,
    enterprise_energy,
    part_energy,
    part_output,
)
from dafeng.sample.synthetic.stated import Statement

PART_YEARS = tuple(range(2020, 2026))
ENTERPRISE_YEARS = (2023, 2024, 2025)
_CLEAN_PERCENT = {2020: 9, 2021: 12, 2022: 16, 2023: 20, 2024: 24, 2025: 28}
"""Part of a place's energy that is clean, in per cent."""
_SITE_PERCENT = 7
"""Part of a factory's power that comes from its own roof, in per cent."""


def part_statements(seed: int) -> Iterator[Statement]:
    """Yield output, people, energy and carbon, scope by scope.

    The series ``park.*`` hold of towns as well: a town is surveyed on the same form.
    """
    for year in PART_YEARS:
        for part, made in part_output(seed, year).items():
            output = {
                "economy.population.resident": made.population,
                "economy.gdp.2020prices": made.gdp,
                "economy.value_added.industry.2020prices": made.industry,
            }
            yield from _statements(output, part, year, "C")
        for one in part_energy(seed, year):
            yield from _statements(_of_part(one, year), one.unit, year, "B")
    for year in ENTERPRISE_YEARS:
        for one in enterprise_energy(seed, year):
            yield from _statements(_of_enterprise(one), one.unit, year, "B")


def _of_part(one: EnergyOf, year: int) -> dict[str, int]:
    energy = int(one.total_tce)
    return {
        "park.co2": int(one.total_co2_t),
        "park.energy": energy,
        "park.energy.clean": energy * _CLEAN_PERCENT[year] // 100,
    }


def _of_enterprise(one: EnergyOf) -> dict[str, int]:
    return {
        "factory.co2": int(one.total_co2_t),
        "factory.energy": int(one.total_tce),
        "factory.power": one.power_kwh,
        "factory.power.physical": one.power_kwh * _SITE_PERCENT // 100,
    }


def _statements(
    amounts: dict[str, int], scope: str, year: int, quality: str
) -> Iterator[Statement]:
    for code, amount in amounts.items():
        series = series_of(code)
        row = stated_row(series, str(year), amount * E6, quality, 4)
        evidence = f"示范{series.form}{year} {scope[-6:]}"
        yield Statement(
            learned_on=learned_on(series, year),
            row=attrs.evolve(row, scope=scope, evidence=evidence),
        )
