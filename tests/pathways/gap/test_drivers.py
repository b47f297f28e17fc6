from __future__ import annotations

import numpy as np
import pytest

from dafeng.pathways.compiled import central
from dafeng.pathways.gap.drivers import gap_by_drivers
from dafeng.pathways.gap.units import gap_by_units
from dafeng.pathways.projecting import totals
from dafeng.pathways.records import Sector
from tests.pathways.building import AGE, small_compiled


def sector(code: str, driver: str, elasticity: float = 1.0) -> Sector:
    return Sector(
        code=code,
        name_zh=code,
        name_en=code,
        covers=(code,),
        driver=driver,
        elasticity=elasticity,
    )


SECTORS = (
    sector("industry", "gdp"),
    sector("buildings", "floor"),
    sector("transport", "gdp", 0.6),
)


def test_the_parts_of_the_drivers_sum_to_the_gap() -> None:
    path, frozen = small_compiled(), small_compiled(log_grid=-0.03 * AGE)
    frozen_power = small_compiled().power_g * 1.1
    outlook = small_compiled(log_grid=-0.005 * AGE, power_g=frozen_power)
    for one in (frozen, outlook):
        found = gap_by_drivers(path, one, SECTORS, year=2035)
        at = path.years.index(2035)
        gap = totals(one, central(one))[0, at] - totals(path, central(path))[0, at]
        assert sum(p.grams for p in found.parts) == pytest.approx(gap, rel=1e-9)


def test_faster_growth_is_activity_and_nothing_else() -> None:
    path = small_compiled()
    more = np.stack([0.01 * AGE, 0.0 * AGE])
    outlook = small_compiled(
        log_driver=path.log_driver + more,
        log_sector=path.log_sector
        + np.stack([0.01 * AGE, 0.0 * AGE, 0.006 * AGE], axis=1),
    )
    found = gap_by_drivers(path, outlook, SECTORS, year=2030)
    told = dict(found.by_driver())
    whole = found.outlook_g - found.path_g
    assert told["activity"] == pytest.approx(whole, rel=1e-9)
    assert {p.sector for p in found.parts if abs(p.grams) > 1e-6 * whole} == {
        "industry",
        "transport",
    }
    owners = {"industry": "u1", "transport": "u2"}
    units = gap_by_units(found.parts, owners)
    assert units[0].unit == "u1"
    assert sum(one.grams for one in units) == pytest.approx(whole, rel=1e-9)


def test_power_that_is_sold_and_generation_have_their_parts_too() -> None:
    sold = small_compiled().power_g.copy()
    sold[:, 2] = -1e11
    path = small_compiled(power_g=sold)
    less = small_compiled().generation_g * 0.5
    turned = small_compiled().power_g
    outlook = small_compiled(power_g=turned, generation_g=less)
    found = gap_by_drivers(path, outlook, SECTORS, year=2035)
    told = dict(found.by_driver())
    assert told["generation"] > 0
    whole = found.outlook_g - found.path_g
    assert sum(told.values()) == pytest.approx(whole, rel=1e-9)
    mixes = {p.sector: p.grams for p in found.parts if p.driver == "mix"}
    assert mixes["transport"] > 1e11
