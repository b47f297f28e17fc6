from __future__ import annotations

import attrs
import numpy as np
import pytest

from dafeng.pathways.choice.checks import ChoiceError
from dafeng.pathways.choice.records import Goal
from dafeng.pathways.choice.robust import GoalDraws, choose_robust, quantile_floor
from dafeng.pathways.choice.solving import choose
from dafeng.pathways.choice.verifying import below, verify
from dafeng.pathways.compiled import Draws, central
from dafeng.pathways.projecting import totals
from tests.pathways.building import small_compiled
from tests.pathways.choice.problems import option, problem

GOAL = Goal(name="co2", year=2027, amount=10.0)


def draws(needs: list[float], probability: float, options: int = 1) -> GoalDraws:
    return GoalDraws(
        goal="co2",
        factor=np.ones((len(needs), options)),
        need=np.array(needs),
        probability=probability,
    )


def test_as_much_is_built_as_the_probability_asks_for() -> None:
    asked = problem(option("a"), goals=(GOAL,))
    needs = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]
    for probability, built in ((0.5, 5.0), (0.8, 8.0), (1.0, 10.0)):
        found = choose_robust(asked, (draws(needs, probability),))
        assert found.choice.built.sum() == pytest.approx(built, rel=1e-4)
        assert found.met == (("co2", pytest.approx(probability)),)


def test_two_that_may_fail_are_built_instead_of_one() -> None:
    asked = problem(option("a"), option("b", investment=150.0), goals=(GOAL,))
    factor = np.ones((10, 2))
    factor[:4, 0] = 0.0
    factor[6:, 1] = 0.0
    sample = GoalDraws(
        goal="co2", factor=factor, need=np.full(10, 6.0), probability=0.9
    )
    found = choose_robust(asked, (sample,))
    assert set(found.choice.chosen) == {"a", "b"}
    assert dict(found.met)["co2"] >= 0.9
    one = choose_robust(asked, (attrs.evolve(sample, probability=0.6),))
    assert one.choice.chosen == ("a",)


def test_draws_that_no_set_can_serve_are_told() -> None:
    asked = problem(option("a"), goals=(GOAL,))
    found = choose_robust(asked, (draws([5.0, 8.0, 20.0, 30.0], 0.9),))
    assert found.met == (("co2", 0.5),)
    assert "choice.not_robust" in {one.code for one in found.choice.findings}
    assert found.choice.built.sum() == pytest.approx(8.0, rel=1e-4)


def test_a_draw_without_need_is_met_by_nothing() -> None:
    asked = problem(option("a"), goals=(GOAL,))
    found = choose_robust(asked, (draws([-1.0, -2.0, 4.0], 0.6),))
    assert found.met == (("co2", pytest.approx(2 / 3)),)
    assert not found.choice.chosen


def test_draws_of_another_shape_are_refused() -> None:
    asked = problem(option("a"), goals=(GOAL,))
    with pytest.raises(ChoiceError) as caught:
        choose_robust(asked, (draws([1.0], 0.5, options=2),))
    assert caught.value.findings[0].code == "choice.draws"


def test_no_set_that_serves_enough_draws_goes_below_the_quantile_floor() -> None:
    chance = np.random.default_rng(1)
    gives = chance.uniform(0.0, 1.0, (20, 6))
    sure = quantile_floor(gives, 4)
    for values in chance.uniform(0.0, 1.0, (2000, 6)):
        served = gives @ values
        if (served >= 1).sum() >= 16:
            assert np.all(served >= sure - 1e-12)


def test_a_set_is_verified_on_the_whole_model() -> None:
    seen = []
    compiled = small_compiled()
    centre = central(compiled)
    count = 50
    inputs = np.linspace(-0.01, 0.01, count)[:, None] * np.ones(len(compiled.inputs))
    fresh = Draws(
        inputs=inputs, delivered=np.repeat(centre.delivered, count, axis=0), seed=7
    )
    choice = choose(problem(option("a"), goals=(GOAL,)))
    at = compiled.years.index(2035)
    limit = float(np.median(totals(compiled, fresh)[:, at]))

    def compile_sizes(sizes: object) -> object:
        seen.append(sizes)
        return compiled

    found = verify(compile_sizes, choice, lambda _: fresh, below(2035, limit))
    assert seen == [choice.sizes]
    assert (found.met, found.draws, found.probability) == (25, 50, 0.5)
    assert found.error == pytest.approx(0.5 / np.sqrt(50))
