"""Sobol indices and tornado: Ishigami, SALib, the small district."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from SALib.analyze import sobol as salib

from dafeng.base.errors import BadInputError
from dafeng.pathways.compiled import central, in_years
from dafeng.pathways.draws import sobol_draws
from dafeng.pathways.projecting import totals
from dafeng.pathways.sensitivity import (
    Output,
    sensitivity,
    tornado,
)
from dafeng.pathways.sobol_indices import sobol_indices
from tests.pathways.building import small_compiled

MODEL = small_compiled()


def ishigami(points: Any) -> Any:
    x = np.pi * (2 * points - 1)
    first = np.sin(x[:, 0])
    return first + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * first


def test_ishigami_has_its_analytic_indices() -> None:
    found = sobol_indices(ishigami, ["x1", "x2", "x3"], count=4096, seed=1)
    first = [one.first for one in found.indices]
    total = [one.total for one in found.indices]
    np.testing.assert_allclose(
        first, [0.31390519114781146, 0.4424111447900409, 0.0], atol=0.02
    )
    np.testing.assert_allclose(
        total, [0.5575888552099592, 0.4424111447900409, 0.24368366406214773], atol=0.02
    )
    assert found.variance == pytest.approx(13.844587940719254, rel=0.02)
    for one, exact in zip(found.indices, (0.3139, 0.4424, 0.0), strict=True):
        assert one.first_low < exact < one.first_high


def test_salib_finds_the_same_of_the_same_runs() -> None:
    asked: list[Any] = []

    def function(points: Any) -> Any:
        asked.append(ishigami(points))
        return asked[-1]

    found = sobol_indices(function, ["x1", "x2", "x3"], count=512, seed=1)
    first, second, mixed = asked[0], asked[1], asked[2].reshape(3, 512)
    outputs = np.column_stack([first, *mixed, second]).reshape(-1)
    problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[0, 1]] * 3}
    peer = salib.analyze(problem, outputs, calc_second_order=False, num_resamples=2)
    np.testing.assert_allclose(
        [one.first for one in found.indices], peer["S1"], atol=1e-6
    )
    np.testing.assert_allclose(
        [one.total for one in found.indices], peer["ST"], atol=1e-6
    )


def test_the_same_seed_gives_the_same_indices_and_many_unknowns_are_all_there() -> None:
    def function(points: Any) -> Any:
        return points @ np.arange(20.0)

    names = [f"x{n}" for n in range(20)]
    found = sobol_indices(function, names, count=256, seed=5)
    assert found == sobol_indices(function, names, count=256, seed=5)
    parts = np.arange(20.0) ** 2 / (np.arange(20.0) ** 2).sum()
    np.testing.assert_allclose([x.total for x in found.indices], parts, atol=0.02)
    assert sum(x.first for x in found.indices) == pytest.approx(1, abs=0.05)


def test_an_output_that_does_not_vary_has_no_indices() -> None:
    found = sobol_indices(lambda points: np.ones(len(points)), ["x"], count=8, seed=1)
    assert (found.variance, found.indices[0].first, found.indices[0].total) == (0, 0, 0)


@pytest.mark.parametrize(
    ("names", "count", "code"),
    [(["x"], 1000, "sobol.count"), (["x"], 2, "sobol.count"), ([], 8, "sobol.names")],
)
def test_bad_questions_are_refused(names: list[str], count: int, code: str) -> None:
    with pytest.raises(BadInputError) as caught:
        sobol_indices(ishigami, names, count=count, seed=1)
    assert caught.value.code == code


def test_some_years_of_a_model_are_those_of_the_whole() -> None:
    draws = sobol_draws(MODEL, count=64, seed=1, place="a")
    part = in_years(MODEL, (2027, 2040))
    np.testing.assert_allclose(
        totals(part, draws), totals(MODEL, draws)[:, [3, 16]], rtol=1e-14
    )
    for years in ((), (2024, 2100)):
        with pytest.raises(BadInputError) as caught:
            in_years(MODEL, years)
        assert caught.value.code == "model.year"


def test_indices_name_what_the_level_hangs_on() -> None:
    found = sensitivity(MODEL, output=Output.LEVEL, year=2030, count=256, resamples=50)
    index = {one.name: one for one in found.indices}
    assert len(index) == len(MODEL.inputs) + len(MODEL.measures)
    strongest = max(found.indices, key=lambda one: one.total)
    assert strongest.name == "measure:efficiency"
    assert index["input:floor"].total < 0.01 < index["input:gdp"].total
    draws = sobol_draws(MODEL, count=4096, seed=1, place="a")
    level = totals(MODEL, draws)[:, 6]
    assert found.mean == pytest.approx(level.mean(), rel=0.002)
    assert found.variance == pytest.approx(level.var(), rel=0.1)


def test_a_cumulation_and_a_peak_year_have_indices_too() -> None:
    sums = sensitivity(MODEL, output="cumulative", year=2026, count=64, resamples=10)
    path = totals(MODEL, central(MODEL))[0]
    assert sums.mean == pytest.approx(path[1:3].sum(), rel=0.02)
    years = sensitivity(MODEL, output="peak-year", count=256, resamples=10)
    assert 2025 < years.mean < 2032
    assert sum(one.first for one in years.indices) < 1, "unknowns act together"
    with pytest.raises(BadInputError) as caught:
        sensitivity(MODEL, output="mood")
    assert caught.value.code == "sensitivity.output"


def test_a_tornado_moves_one_thing_at_a_time_and_shows_the_widest_first() -> None:
    found = tornado(MODEL, year=2030)
    assert found.centre == pytest.approx(totals(MODEL, central(MODEL))[0, 6], rel=1e-14)
    widths = [bar.width for bar in found.bars]
    assert widths == sorted(widths, reverse=True)
    bars = {(bar.kind, bar.code): bar for bar in found.bars}
    assert len(bars) == len(MODEL.inputs) + len(MODEL.measures)
    without = central(MODEL, without=frozenset({"solar"}))
    solar = bars["measure", "solar"]
    assert solar.low == pytest.approx(totals(MODEL, without)[0, 6], rel=1e-14)
    assert solar.high == found.centre
    gdp = bars["input", "gdp"]
    assert gdp.low < found.centre < gdp.high


def test_a_year_outside_is_refused() -> None:
    for output in (Output.LEVEL, Output.CUMULATIVE):
        with pytest.raises(BadInputError) as caught:
            tornado(MODEL, output=output, year=2099)
        assert caught.value.code == "model.year"
