from __future__ import annotations

import attrs
import numpy as np
import pytest

from dafeng.base.errors import NotFoundError
from dafeng.pathways.compiled import central, in_years
from dafeng.pathways.macc import macc
from dafeng.pathways.projecting import totals
from dafeng.pathways.wedges import PATHS, ordered_wedges, shapley_wedges
from tests.pathways.building import AGE, small_compiled

COSTS = {"efficiency": -5e8, "switch": 4e8, "solar": 2e8, "transit": 1e8}
DELIVERED = (
    "log_sector_delivered",
    "energy_delivered",
    "fuel_delivered_g",
    "power_delivered_g",
    "generation_g",
    "generation_tj",
    "capacity_mw",
)


def frozen() -> object:
    plan = small_compiled()
    none = {name: getattr(plan, name) * 0.0 for name in DELIVERED}
    return attrs.evolve(plan, **none)


@pytest.mark.parametrize("make", [ordered_wedges, shapley_wedges])
def test_the_wedges_sum_to_the_difference_in_every_year(make: object) -> None:
    plan = small_compiled(log_grid=-0.04 * AGE)
    found = make(frozen(), plan)
    np.testing.assert_allclose(
        found.grams.sum(axis=0), found.start - found.end, rtol=1e-12, atol=1e-3
    )
    np.testing.assert_allclose(found.end, totals(plan, central(plan))[0], rtol=1e-12)
    assert found.names[0] == PATHS
    assert set(found.names[1:]) == set(plan.measures)
    assert np.all(found.grams[:, 0] == 0)
    assert np.all(found.grams[1:, -1] > 0)


def test_without_another_path_there_is_no_wedge_of_paths() -> None:
    found = ordered_wedges(frozen(), small_compiled(), ["solar", "transit"])
    assert found.names == ("solar", "transit", "efficiency", "switch")


def test_wedges_add_up_over_fields() -> None:
    found = shapley_wedges(frozen(), small_compiled())
    fields = found.by({"efficiency": "industry", "switch": "industry"})
    assert fields.names == ("industry", "solar", "transit")
    np.testing.assert_allclose(
        fields.grams.sum(axis=0), found.grams.sum(axis=0), rtol=1e-12, atol=1e-3
    )


def test_an_unknown_measure_in_the_order_is_named() -> None:
    with pytest.raises(NotFoundError, match="windmill"):
        ordered_wedges(frozen(), small_compiled(), ["windmill"])


def test_the_bars_in_order_sum_to_what_all_do_together() -> None:
    plan = small_compiled()
    found = macc(plan, COSTS, 2035)
    none = central(plan, without=frozenset(plan.measures))
    at = plan.years.index(2035)
    both = totals(plan, none)[0, at] - totals(plan, central(plan))[0, at]
    assert found.total_t == pytest.approx(both / 1e6, rel=1e-9)
    assert sum(b.in_order_t for b in found.bars) == pytest.approx(found.total_t)
    prices = [bar.alone_cost for bar in found.bars]
    assert prices == sorted(prices)
    assert found.bars[0].measure == "efficiency"
    assert found.bars[0].alone_t == pytest.approx(found.bars[0].in_order_t)
    assert sum(b.alone_t for b in found.bars) != pytest.approx(found.total_t, rel=1e-6)


def test_no_bar_stands_before_what_it_needs() -> None:
    needs = {"efficiency": ("switch",), "switch": ("efficiency", "solar")}
    free = macc(
        small_compiled(), COSTS, 2035, prerequisites={"efficiency": ("switch",)}
    )
    names = [bar.measure for bar in free.bars]
    assert names.index("switch") < names.index("efficiency")
    ring = macc(small_compiled(), COSTS, 2035, prerequisites=needs)
    assert len(ring.bars) == 4


def test_a_bar_without_effect_has_no_cost_per_tonne() -> None:
    found = macc(small_compiled(), COSTS, 2025)
    assert {bar.alone_cost for bar in found.bars} == {None}


def test_some_years_of_a_compilation_give_the_same_totals() -> None:
    plan = small_compiled()
    some = in_years(plan, (2030, 2040))
    whole = totals(plan, central(plan))[0]
    at = [plan.years.index(year) for year in (2030, 2040)]
    np.testing.assert_allclose(totals(some, central(some))[0], whole[at], rtol=1e-14)
