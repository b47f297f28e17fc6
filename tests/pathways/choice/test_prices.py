from __future__ import annotations

import numpy as np
import pytest

from dafeng.pathways.choice.alternatives import alternatives_of
from dafeng.pathways.choice.prices import relaxations, shadow_prices
from dafeng.pathways.choice.records import Goal
from dafeng.pathways.choice.solving import choose
from tests.pathways.choice.problems import option, problem

GOAL = Goal(name="co2", year=2027, amount=15.0)


def test_the_price_of_a_goal_is_the_dearest_unit_that_it_needs() -> None:
    asked = problem(option("a"), option("b", investment=250.0), goals=(GOAL,))
    prices = {(p.family, p.name): p.price for p in shadow_prices(choose(asked))}
    assert prices["goal", "co2"] == pytest.approx(250.0)
    assert prices["size", "a"] == pytest.approx(150.0)


def test_the_price_of_capital_is_what_a_yuan_more_saves() -> None:
    dear = option("b", investment=250.0, running=np.full(3, 1.0))
    discount = np.array([1.0, 0.9, 0.8])
    goal = Goal(name="co2", year=2025, amount=12.0, penalty=1000.0)
    asked = problem(
        option("a"), dear, goals=(goal,), discount=discount, capital=np.full(3, 1100.0)
    )
    choice = choose(asked)
    prices = {(p.family, p.name): p.price for p in shadow_prices(choice)}
    running = 1.0 + 0.9 + 0.8
    assert prices["capital", "2025"] == pytest.approx((1000 - 250 - running) / 250)


def test_the_cheapest_relaxation_comes_first() -> None:
    a = option("a", excludes=("b",))
    b = option("b", investment=120.0)
    c = option("c", investment=900.0)
    goal = Goal(name="co2", year=2027, amount=15.0)
    found = relaxations(choose(problem(a, b, c, goals=(goal,))))
    assert (found[0].family, found[0].name) == ("exclusion", "a or b")
    assert found[0].saved == pytest.approx(5 * (900 - 120))
    assert ("goal", "co2") in {(one.family, one.name) for one in found}
    savings = [one.saved for one in found]
    assert savings == sorted(savings, reverse=True)


def test_a_relaxation_tells_the_shortfall_that_goes_away() -> None:
    goal = Goal(name="co2", year=2027, amount=10.0)
    asked = problem(option("a"), goals=(goal,), capital=np.full(3, 200.0))
    found = relaxations(choose(asked))
    told = {one.family: one for one in found}
    assert told["capital"].step == pytest.approx(30.0)
    assert told["capital"].shortfall == pytest.approx(0.03, rel=1e-3)


def test_alternatives_differ_and_cost_nearly_the_same() -> None:
    options = [option(f"m{at}", investment=100.0 + at / 2) for at in range(4)]
    choice = choose(problem(*options, goals=(GOAL,)))
    found = alternatives_of(choice, within=0.02, count=4)
    sets = [frozenset(one.chosen) for one in (choice, *found)]
    assert len(found) >= 2
    assert len(set(sets)) == len(sets)
    for one in found:
        assert one.cost <= choice.cost * 1.02 + 1e-6
        assert one.reached[0].shortfall == 0.0


def test_there_is_no_alternative_to_the_only_set() -> None:
    choice = choose(
        problem(option("a"), goals=(Goal(name="g", year=2027, amount=9.0),))
    )
    assert alternatives_of(choice) == ()


def test_what_contradicts_itself_has_neither_price_nor_alternative() -> None:
    a, b = option("a"), option("b", excludes=("a",))
    choice = choose(problem(a, b, required=("a", "b")))
    assert shadow_prices(choice) == ()
    assert alternatives_of(choice) == ()
