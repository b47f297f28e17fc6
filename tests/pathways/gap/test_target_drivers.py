"""The gap of each target over drivers: adds up, in its own unit, and by hand."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from math import log

import numpy as np
import pytest

from dafeng.indicators import Demand
from dafeng.pathways import Asked, OutlookCase, StatedFigure, TargetGap
from dafeng.pathways.attribution import _names
from dafeng.pathways.compiled import Compiled, central
from dafeng.pathways.gap.cells import PARTS, Future, futures
from dafeng.pathways.gap.logarithms import log_mean, ratio_parts
from dafeng.pathways.outlook import HALF, _scaled, compiled_of
from dafeng.pathways.quantities import Quantities, quantities
from dafeng.pathways.target_gaps import target_gaps
from tests.pathways.small_case import changed

BASE, YEAR = 2024, 2030
STATED = {
    "A02.intensity": "1.5",
    "A05.equal-value": "10",
    "B01.calorific.intensity": "0.6",
    "B02.equal-value": "2.1",
    "B03": "30",
    "B05": "2",
    "B08": "1.2",
    "B20": "25",
    "B32": "0.1",
}
BY_ITSELF = ("A01", "A01.decrease", "A01.growth")
NAMES = (
    *("co2_t", "energy", "energy_equal", "fossil_equal", "coal", "oil", "gas", "power"),
    *("final", "final_power", "added", "added_equal", "generated_kwh", "capacity_mw"),
)


@cache
def case() -> OutlookCase:
    demand = Demand(comparator=">=", value=Decimal(1))
    return changed(
        asked=tuple(
            Asked(target=of, definition=of, year=YEAR, base_year=BASE, demand=demand)
            for of in (*BY_ITSELF, *STATED)
        ),
        stated=tuple(
            StatedFigure(definition=of, year=BASE, value=Decimal(value))
            for of, value in STATED.items()
        ),
    )


@cache
def ends() -> tuple[Compiled, Compiled]:
    """The plan delivered, and half of it."""
    given, found = case(), dict[object, None]()
    grid = given.model.grid[0].code
    planned = compiled_of(given, given.headline, grid, found)
    return planned, _scaled(given, HALF, found)


@cache
def gaps() -> dict[str, TargetGap]:
    return {one.key: one for one in target_gaps(case(), *ends(), _names(case()))}


def at(compiled: Compiled, year: int) -> tuple[Future, Quantities]:
    years = (BASE, YEAR - 1, YEAR)
    told = quantities(compiled, central(compiled), years)[year]
    return futures(compiled, case().model.sectors, years)[year], told


@pytest.mark.parametrize("year", [BASE, YEAR])
def test_the_cells_hold_what_the_model_says_of_every_quantity(year: int) -> None:
    for compiled in ends():
        future, told = at(compiled, year)
        names = (*NAMES, *(f"driver:{code}" for code in compiled.drivers))
        for name in names:
            assert future.of(name).total == pytest.approx(
                float(told.of(name)[0]), rel=1e-12, abs=1e-9
            ), name


def test_the_parts_of_every_target_add_up_in_its_unit() -> None:
    assert set(gaps()) == {*BY_ITSELF, *STATED}
    for key, gap in gaps().items():
        way = float(gap.planned - gap.expected)
        told = float(sum(one.amount for one in gap.drivers))
        assert told == pytest.approx(way, abs=3e-6), key
        assert {one.driver for one in gap.drivers} <= set(PARTS)
    assert sum(bool(one.drivers) for one in gaps().values()) >= 9


def test_a_ratio_is_split_as_its_logarithm_by_hand() -> None:
    """Sector by sector with scalars: emissions per output, power and fuel apart."""
    weighed = dict.fromkeys(PARTS, 0.0)
    (first, was), (second, now) = (at(one, YEAR) for one in ends())
    total = float(was.co2_t[0]), float(now.co2_t[0])
    mean = (total[1] - total[0]) / log(total[1] / total[0])
    for s in range(len(first.activity)):
        for name in ("fuel_g", "power_g"):
            two = [
                {
                    "activity": one.activity[s],
                    "intensity": one.intensity[s],
                    "mix": getattr(one, name)[s] / 1e6,
                    "grid": one.grid if name == "power_g" else 1.0,
                }
                for one in (first, second)
            ]
            v0, v1 = (float(np.prod(list(one.values()))) for one in two)
            if v0 == v1 == 0:
                continue
            weight = v0 if v0 == v1 else (v1 - v0) / log(v1 / v0)
            for part in two[0]:
                weighed[part] += weight * log(two[1][part] / two[0][part])
    weighed["generation"] = (first.generated_g - second.generated_g) / 1e6
    gap = gaps()["A02.intensity"]
    ratio = float(gap.expected / gap.planned)
    figure = float(gap.expected - gap.planned) / log(ratio)
    for one in gap.drivers:
        by_hand = weighed[one.driver] / mean * figure
        assert float(one.amount) == pytest.approx(-by_hand, abs=2e-6), one.driver
    product = np.exp(sum(weighed.values()) / mean)
    assert product == pytest.approx(ratio, rel=1e-5)


def test_what_is_built_is_all_generation_and_a_share_moves_with_both() -> None:
    assert [one.driver for one in gaps()["B05"].drivers] == ["generation"]
    assert [one.driver for one in gaps()["B32"].drivers] == ["generation"]
    share = {one.driver for one in gaps()["A05.equal-value"].drivers}
    assert {"generation", "mix"} <= share


def test_ratios_without_a_logarithm_are_split_at_the_means() -> None:
    above, below = (0.0, 2.0, np.array([2.0, 0])), (1.0, 4.0, np.array([0, 3.0]))
    found = ratio_parts(above, below)
    assert found.sum() == pytest.approx(2 / 4 - 0)
    assert found == pytest.approx([1.25, -0.75])
    assert log_mean(3.0, 3.0) == 3.0
