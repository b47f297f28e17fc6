from __future__ import annotations

from itertools import permutations
from math import fsum

import attrs
import numpy as np
import pytest

from dafeng.base.errors import BadInputError
from dafeng.pathways.compiled import central
from dafeng.pathways.gap.measures import Part, gap_by_measures
from dafeng.pathways.gap.shapley import shapley_shares
from dafeng.pathways.gap.units import gap_by_units
from dafeng.pathways.projecting import totals
from tests.pathways.building import small_compiled


def late(measure: str, share: float) -> object:
    """The small district with a measure delivered in part."""
    compiled = small_compiled()
    of = np.array([one.measure == measure for one in compiled.deliveries])
    names = (
        "log_sector_delivered",
        "energy_delivered",
        "fuel_delivered_g",
        "power_delivered_g",
        "generation_g",
        "generation_tj",
        "capacity_mw",
    )
    changed = {}
    for name in names:
        array = getattr(compiled, name).copy()
        array[of] *= share
        changed[name] = array
    return attrs.evolve(compiled, **changed)


def rough(sets: np.ndarray) -> np.ndarray:
    """A value in which players help and hinder each other."""
    weights = np.arange(1.0, sets.shape[1] + 1)
    sums = sets @ weights
    return np.stack([sums**1.5, np.sqrt(sums) - sets[:, 0] * sets[:, -1]], axis=1)


def test_exact_parts_are_the_mean_over_all_orders() -> None:
    count = 4
    parts = np.zeros((count, 2))
    for order in permutations(range(count)):
        sets = np.zeros((count + 1, count), dtype=bool)
        for step, one in enumerate(order):
            sets[step + 1 :, one] = True
        parts[list(order)] += np.diff(rough(sets), axis=0) / 24
    found = shapley_shares(rough, count)
    np.testing.assert_allclose(found.parts, parts, rtol=1e-12)
    assert not found.error.any()


def test_sampled_parts_add_up_and_lie_within_their_error() -> None:
    exact = shapley_shares(rough, 12)
    drawn = shapley_shares(rough, 12, exact=0, orders=400, seed=3)
    assert np.abs(drawn.residual).max() < 1e-9 * np.abs(drawn.whole).max()
    assert np.all(np.abs(drawn.parts - exact.parts) <= 5 * drawn.error + 1e-9)
    again = shapley_shares(rough, 12, exact=0, orders=400, seed=3)
    assert again.parts.tobytes() == drawn.parts.tobytes()
    more = shapley_shares(rough, 12, exact=0, orders=6400, seed=3)
    assert more.error.max() < drawn.error.max() / 2


def test_nobody_has_no_part() -> None:
    assert shapley_shares(lambda sets: np.ones((len(sets), 1)), 0).parts.shape == (0, 1)


def test_the_parts_of_a_gap_sum_to_it() -> None:
    planned = small_compiled()
    none = small_compiled(deliveries=())
    empty = {
        name: getattr(planned, name)[:0]
        for name in (
            "log_sector_delivered",
            "energy_delivered",
            "fuel_delivered_g",
            "power_delivered_g",
            "generation_g",
            "generation_tj",
            "capacity_mw",
        )
    }
    none = attrs.evolve(none, **empty)
    found = gap_by_measures(planned, none, year=2035, target_g=4e12)
    parts = [one.grams for one in found.parts]
    assert all(part > 0 for part in parts)
    assert {one.name for one in found.parts} == set(planned.measures)
    together = fsum([*parts, found.paths_g, found.uncovered_g])
    assert together == pytest.approx(found.gap_g, rel=1e-14)
    assert abs(found.residual_g) <= 1e-15 * found.outlook_g
    at = planned.years.index(2035)
    frozen = totals(planned, central(planned, without=frozenset(planned.measures)))
    assert found.outlook_g == pytest.approx(frozen[0, at], rel=1e-12)


def test_what_comes_as_planned_has_no_part() -> None:
    found = gap_by_measures(
        small_compiled(), late("switch", 0.5), year=2035, target_g=0
    )
    [part] = found.parts
    assert part.name == "switch"
    assert found.paths_g == 0.0
    assert found.uncovered_g + part.grams == pytest.approx(found.gap_g, rel=1e-12)


def test_futures_of_different_models_are_refused() -> None:
    other = small_compiled(sectors=("a", "b", "c"))
    with pytest.raises(BadInputError, match="sectors differ"):
        gap_by_measures(small_compiled(), other, year=2035, target_g=0)


def test_units_take_the_parts_of_their_measures() -> None:
    parts = [
        Part(name="a", grams=5.0, error=3.0),
        Part(name="b", grams=-2.0, error=4.0),
        Part(name="c", grams=9.0),
    ]
    nobody, mine = gap_by_units(parts, {"a": "u", "b": "u"})
    assert (nobody.unit, nobody.grams, nobody.of) == ("", 9.0, ("c",))
    assert (mine.unit, mine.grams, mine.error) == ("u", 3.0, 5.0)
