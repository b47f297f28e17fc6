"""Draws: even, replayable one by one, national shocks shared by all districts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest
from scipy.stats import qmc

from dafeng.base.errors import BadInputError
from dafeng.base.tables import packaged_rows
from dafeng.pathways.case import OutlookCase
from dafeng.pathways.draws import (
    draws_at,
    one_draw,
    random_draws,
    sobol_draws,
    triangle_share,
    triangle_values,
)
from dafeng.pathways.explaining import Came, explain_draw
from dafeng.pathways.projecting import project, totals
from dafeng.pathways.streams import (
    RESERVED,
    WIDTH,
    Sobol,
    _scrambled,
    national_dimensions,
    scrambled_by_scipy,
)
from tests.pathways.building import EMISSION_G, small_compiled, small_inputs

if TYPE_CHECKING:
    from dafeng.pathways.compiled import Draws


def sobol(count: int = 256, **changes: object) -> Draws:
    """Draws of the small district."""
    return sobol_draws(small_compiled(**changes), count=count, seed=7, place="a")


def test_the_packaged_net_is_that_of_scipy() -> None:
    seed = attrs.fields(OutlookCase).seed.default
    rows = packaged_rows("dafeng.pathways", "sobol_net.csv")
    assert {int(row["seed"]) for row in rows} == {seed}
    for ours, own in zip(_scrambled(seed), scrambled_by_scipy(seed), strict=True):
        np.testing.assert_array_equal(ours, own)


@pytest.mark.parametrize("method", ["sobol", "random"])
def test_a_draw_alone_is_the_same_to_the_last_byte(method: str) -> None:
    model = small_compiled()
    draw = sobol_draws if method == "sobol" else random_draws
    many = draw(model, count=2048, seed=7, place="a")
    outcome = totals(model, many)
    for index in (0, 1, 255, 256, 1024, 2047):
        alone = one_draw(model, index, seed=7, place="a", method=method)
        assert alone.inputs.tobytes() == many.inputs[index].tobytes()
        assert alone.delivered.tobytes() == many.delivered[index].tobytes()
        assert totals(model, alone).tobytes() == outcome[index].tobytes()
        company = project(model, many.part(slice(index, index + 3)))
        assert company.total_g[0].tobytes() == outcome[index].tobytes()


def test_the_base_year_is_the_account_in_every_draw() -> None:
    model = small_compiled()
    assert (totals(model, sobol())[:, 0] == EMISSION_G.sum()).all()


def test_more_draws_begin_with_the_fewer() -> None:
    few, many = sobol(64), sobol(1024)
    np.testing.assert_array_equal(few.inputs, many.inputs[:64])
    np.testing.assert_array_equal(few.delivered, many.delivered[:64])


def test_seed_and_place_decide() -> None:
    model = small_compiled()
    again = sobol_draws(model, count=256, seed=7, place="a")
    np.testing.assert_array_equal(again.inputs, sobol().inputs)
    other = sobol_draws(model, count=256, seed=8, place="a")
    assert not np.isclose(other.inputs, sobol().inputs).all(axis=0).any()


@pytest.mark.parametrize("draw", [sobol_draws, random_draws])
def test_districts_share_national_shocks_whatever_else_they_hold(draw: object) -> None:
    model = small_compiled()
    # Another district: its inputs in another order, one missing, one of its own.
    own = attrs.evolve(small_inputs()[3], code="harbour")
    turned = (own, *reversed(small_inputs()[:4]))
    other = small_compiled(inputs=turned, deliveries=model.deliveries[:3])
    here = draw(model, count=256, seed=7, place="a")  # type: ignore[operator]
    there = draw(other, count=256, seed=7, place="b")  # type: ignore[operator]
    codes = [one.code for one in turned]
    for at, one in enumerate(small_inputs()[:4]):
        same = np.array_equal(
            here.inputs[:, at], there.inputs[:, codes.index(one.code)]
        )
        assert same == one.national


def test_a_national_input_that_no_list_names_is_shared_too() -> None:
    first, *rest = small_inputs()
    named = (attrs.evolve(first, code="hail", national=True), *rest)
    model = small_compiled(inputs=named)
    here = sobol_draws(model, count=64, seed=7, place="a")
    there = sobol_draws(model, count=64, seed=7, place="b")
    np.testing.assert_array_equal(here.inputs[:, 0], there.inputs[:, 0])


def test_listed_dimensions_are_apart_and_below_those_of_districts() -> None:
    dimensions = sorted(national_dimensions().values())
    assert len(set(dimensions)) == len(dimensions)
    assert 0 <= dimensions[0] <= dimensions[-1] < RESERVED < WIDTH


def test_a_stream_is_the_sobol_sequence_of_scipy() -> None:
    engine = qmc.Sobol(WIDTH, scramble=True, bits=30, rng=np.random.default_rng(7))
    points = engine.random(2048)
    for dimension in (0, 5, 200):
        ours = Sobol(seed=7).numbers(dimension, (), 0, 2048)
        np.testing.assert_allclose(ours, points[:, dimension], rtol=0, atol=2.0**-30)


def test_shifted_streams_fill_every_interval_once() -> None:
    numbers = Sobol(seed=7).numbers(40, ("a", "industry"), 0, 1024)
    assert sorted((numbers * 1024).astype(int)) == list(range(1024))


def test_dimensions_beyond_the_sequence_are_random() -> None:
    one = small_inputs()[3]
    many = tuple(attrs.evolve(one, code=f"n{n}") for n in range(WIDTH))
    model = small_compiled(
        inputs=many,
        log_sector_inputs=np.zeros((WIDTH, 22, 3)),
        log_driver_inputs=np.zeros((WIDTH, 2, 22)),
        log_grid_inputs=np.zeros((WIDTH, 22)),
    )
    draws = sobol_draws(model, count=256, seed=7, place="a")
    last = draws.inputs[:, -1]
    assert one.low < last.min() < last.max() < one.high


def test_inputs_follow_their_triangle() -> None:
    for at, one in enumerate(small_inputs()):
        drawn = sobol(4096).inputs[:, at]
        assert one.low <= drawn.min()
        assert drawn.max() <= one.high
        assert drawn.mean() == pytest.approx(
            (one.low + one.mode + one.high) / 3, abs=1e-5
        )


def test_triangle_and_its_share_undo_each_other() -> None:
    one = small_inputs()[4]
    for share in (0.0, 0.05, 0.5, 0.8, 1.0):
        (value,) = triangle_values(one, np.array([share]))
        assert triangle_share(one, float(value)) == pytest.approx(share, abs=1e-12)


def test_an_input_without_width_is_its_mode() -> None:
    sure = attrs.evolve(small_inputs()[0], low=0.01, mode=0.01, high=0.01)
    drawn = sobol(inputs=(sure, *small_inputs()[1:])).inputs[:, 0]
    assert (drawn == 0.01).all()


def test_deliveries_come_as_often_as_they_are_probable_and_one_at_a_time() -> None:
    model, draws = small_compiled(), sobol(4096)
    shares = draws.delivered.mean(axis=0)
    expected = [one.probability for one in model.deliveries]
    np.testing.assert_allclose(shares, expected, atol=1e-3)
    for measure in model.measures:
        mine = [one.measure == measure for one in model.deliveries]
        assert draws.delivered[:, mine].sum(axis=1).max() == 1
    assert set(np.unique(draws.delivered)) == {0.0, 1.0}


def test_numbers_can_be_given() -> None:
    model = small_compiled()
    low = draws_at(model, np.full((1, 9), 1e-12))
    np.testing.assert_allclose(
        low.inputs[0], [one.low for one in model.inputs], atol=1e-6
    )
    assert low.delivered[0].tolist() == [1, 0, 1, 0, 1, 0, 1]
    assert not draws_at(model, np.full((1, 9), 1 - 1e-12)).delivered[0, :4].any()


@pytest.mark.parametrize(
    ("count", "after"), [(1000, 1024), (0, 1), (3, 4), (2**21, 2**20)]
)
def test_a_count_that_is_no_power_of_two_says_the_next(count: int, after: int) -> None:
    with pytest.raises(BadInputError, match=f"Take {after}") as caught:
        sobol(count)
    assert caught.value.code == "draws.count"


def test_other_bad_questions_are_refused() -> None:
    model = small_compiled()
    with pytest.raises(BadInputError) as caught:
        random_draws(model, count=0, seed=1, place="a")
    assert caught.value.code == "draws.count"
    with pytest.raises(BadInputError) as caught:
        one_draw(model, 0, seed=1, place="a", method="dice")
    assert caught.value.code == "draws.method"
    with pytest.raises(BadInputError) as caught:
        one_draw(model, -1, seed=1, place="a")
    assert caught.value.code == "draws.index"
    sure = tuple(attrs.evolve(one, probability=0.6) for one in model.deliveries)
    with pytest.raises(BadInputError, match="efficiency") as caught:
        sobol(deliveries=sure)
    assert caught.value.code == "draws.probability"
    with pytest.raises(BadInputError) as caught:
        explain_draw(model, sobol(), 256)
    assert caught.value.code == "draws.index"


def test_a_draw_can_be_opened() -> None:
    model, draws = small_compiled(), sobol()
    paths = totals(model, draws)
    seen = set()
    for index in range(64):
        opened = explain_draw(model, draws, index)
        assert tuple(grams for _, grams in opened.years) == tuple(paths[index])
        assert [one.measure for one in opened.measures] == list(model.measures)
        highest = model.years[int(paths[index].argmax())]
        assert opened.peak_year == (None if highest == model.years[-1] else highest)
        strange = [abs(one.percentile - 0.5) for one in opened.inputs]
        assert strange == sorted(strange, reverse=True)
        for one in opened.measures:
            seen.add((one.came, one.delay))
    assert {came for came, _ in seen} == set(Came)
    assert (Came.LATE, 3) in seen
    assert (Came.NOT, None) in seen


def test_a_draw_that_still_rises_has_no_peak_year() -> None:
    growing = small_compiled(log_grid=0.2 * np.arange(22.0))
    draws = sobol_draws(growing, count=2, seed=7, place="a")
    assert explain_draw(growing, draws, 0).peak_year is None
