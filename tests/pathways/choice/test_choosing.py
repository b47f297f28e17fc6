from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.pathways.choice.checks import ChoiceError
from dafeng.pathways.choice.choice_cases import evaluate_choice
from dafeng.pathways.choice.formulation import formulate
from dafeng.pathways.choice.highs import Settings
from dafeng.pathways.choice.records import (
    Build,
    ChoiceProblem,
    Goal,
    Limits,
    Option,
    OwnerLimit,
    Status,
)
from dafeng.pathways.choice.solving import choose, values_of
from tests.pathways.choice.problems import SHARED, brute_force, many, option, problem

EXACT = Settings(gap=0.0)


def whole_options() -> st.SearchStrategy[tuple[Option, ...]]:
    figure = st.integers(1, 30)

    @st.composite
    def options(draw: st.DrawFn) -> tuple[Option, ...]:
        made = []
        for at in range(5):
            before = draw(st.integers(-6, at - 1))
            apart = draw(st.integers(-6, at - 1))
            made.append(
                option(
                    f"m{at}",
                    size=float(draw(st.integers(1, 3))),
                    abatement=np.full(3, float(draw(figure))),
                    investment=float(draw(figure)),
                    running=np.full(3, float(draw(st.integers(-8, 4)))),
                    build=Build.WHOLE,
                    prerequisites=(f"m{before}",) if before >= 0 else (),
                    excludes=(f"m{apart}",) if apart >= 0 else (),
                )
            )
        return tuple(made)

    return options()


def limits() -> st.SearchStrategy[Limits]:
    return st.builds(
        Limits,
        discount=st.just(np.array([1.0, 0.9, 0.81])),
        capital=st.none() | st.integers(10, 80).map(lambda a: np.full(3, float(a))),
        starts=st.none() | st.integers(0, 3),
    )


def goals(penalty: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[Goal, ...]]:
    one = st.builds(
        Goal,
        name=st.just("goal"),
        year=st.integers(2025, 2027),
        amount=st.integers(0, 120).map(float),
        penalty=penalty,
    )
    return st.lists(one, max_size=2).map(tuple)


ELASTIC = st.integers(0, 20).map(float)


def test_the_shared_case_has_its_one_optimum() -> None:
    told = evaluate_choice({"inputs": SHARED})
    assert told["objective"] == pytest.approx(674.23875, abs=1e-9)
    assert told["start_index_1based_0_never"] == [0, 2, 4, 0, 3, 2, 4]
    assert told["status"] == "optimal"


@given(options=whole_options(), limits=limits(), goals=goals(ELASTIC))
@settings(max_examples=25, deadline=None)
def test_the_least_cost_is_that_of_all_choices_tried_one_by_one(
    options: tuple[Option, ...], limits: Limits, goals: tuple[Goal, ...]
) -> None:
    years = (2025, 2026, 2027)
    asked = ChoiceProblem(years=years, options=options, goals=goals, limits=limits)
    assert choose(asked, EXACT).cost == pytest.approx(brute_force(asked), abs=1e-6)


@given(options=whole_options(), limits=limits(), goals=goals(ELASTIC), data=st.data())
@settings(max_examples=20, deadline=None)
def test_the_cost_never_falls_when_a_constraint_is_added(
    options: tuple[Option, ...],
    limits: Limits,
    goals: tuple[Goal, ...],
    data: st.DataObject,
) -> None:
    options = tuple(attrs.evolve(one, build=Build.CONTINUOUS) for one in options)
    years = (2025, 2026, 2027)
    asked = ChoiceProblem(years=years, options=options, goals=goals, limits=limits)
    more = data.draw(
        st.sampled_from(["capital", "starts", "goal", "forbidden", "rate"])
    )
    if more == "capital":
        less = np.full(3, 5.0) if limits.capital is None else limits.capital / 2
        tight = attrs.evolve(asked, limits=attrs.evolve(limits, capital=less))
    elif more == "starts":
        fewer = 1 if limits.starts is None else max(limits.starts - 1, 0)
        tight = attrs.evolve(asked, limits=attrs.evolve(limits, starts=fewer))
    elif more == "forbidden":
        tight = attrs.evolve(asked, limits=attrs.evolve(limits, forbidden=("m0",)))
    elif more == "goal":
        added = Goal(name="added", year=2027, amount=50.0, penalty=7.0)
        tight = attrs.evolve(asked, goals=(*goals, added))
    else:
        slow = tuple(attrs.evolve(one, per_year=one.size / 2) for one in options)
        tight = attrs.evolve(asked, options=slow)
    assert choose(tight, EXACT).cost >= choose(asked, EXACT).cost - 1e-6


def test_a_must_that_cannot_be_met_is_answered_with_its_shortfall() -> None:
    asked = problem(option("a"), goals=(Goal(name="co2", year=2027, amount=25.0),))
    found = choose(asked)
    assert found.status is Status.OPTIMAL
    assert found.reached[0].reached == pytest.approx(10.0, rel=1e-5)
    assert found.reached[0].shortfall == pytest.approx(15.0, rel=1e-5)
    assert [one.code for one in found.findings] == ["choice.shortfall"]


def test_a_goal_with_a_penalty_falls_short_where_that_is_cheaper() -> None:
    cheap = Goal(name="co2", year=2027, amount=5.0, penalty=60.0)
    found = choose(problem(option("a"), goals=(cheap,)))
    assert found.costs.penalty == pytest.approx(300.0)
    assert not found.chosen
    dear = attrs.evolve(cheap, penalty=140.0)
    found = choose(problem(option("a"), goals=(dear,)))
    assert found.costs.investment == pytest.approx(500.0)


def test_a_measure_that_saves_more_than_it_costs_is_done_without_any_goal() -> None:
    found = choose(problem(option("a", running=np.full(3, -40.0))))
    assert found.costs.total == pytest.approx(10 * (100 - 120))


def test_nothing_runs_ahead_of_what_it_needs() -> None:
    first = option("first", per_year=4.0)
    second = option("second", investment=1.0, prerequisites=("first",))
    goal = Goal(name="co2", year=2027, amount=12.0)
    found = choose(problem(first, second, goals=(goal,)))
    shares = np.cumsum(found.built, axis=1) / 10
    assert np.all(shares[1, 1:] <= shares[0, :-1] + 1e-6)
    assert found.built[1].sum() > 0


def test_the_least_share_is_built_or_nothing() -> None:
    goal = Goal(name="co2", year=2027, amount=1.0)
    found = choose(problem(option("a", least=0.5), goals=(goal,)))
    assert found.built.sum() == pytest.approx(5.0)


def test_a_life_that_ends_is_paid_for_again() -> None:
    goal = Goal(name="co2", year=2025, amount=10.0)
    found = choose(problem(option("a", life=2.0), goals=(goal,)))
    assert found.costs.investment == pytest.approx(2000.0)


def test_the_effect_grows_with_the_ramp() -> None:
    goal = Goal(name="co2", year=2027, amount=5.0)
    slow = option("a", ramp=(0.0, 0.25, 0.5))
    found = choose(problem(slow, goals=(goal,)))
    assert found.started == (2025,)
    assert found.built[0].tolist() == pytest.approx([10.0, 0.0, 0.0])


def test_a_unit_keeps_to_its_own_capital_and_starts() -> None:
    goal = Goal(name="co2", year=2027, amount=20.0)
    mine = OwnerLimit(owner="u", capital=np.full(3, 400.0), starts=1)
    a, b = option("a", owner="u"), option("b", owner="u")
    found = choose(problem(a, b, goals=(goal,), owners=(mine,)))
    assert np.all((found.built * 100).sum(axis=0) <= 400 + 1e-3)
    assert len(set(found.started)) == 2
    assert found.reached[0].reached == pytest.approx(12.0, rel=1e-5)


def test_hard_limits_that_contradict_each_other_are_named() -> None:
    a, b = option("a"), option("b", excludes=("a",))
    found = choose(problem(a, b, required=("a", "b")))
    assert found.status is Status.CONTRADICTORY
    [told] = found.findings
    assert (told.code, told.place, told.value) == (
        "choice.contradiction",
        "exclusion",
        "a, b",
    )
    assert np.isnan(found.cost)
    assert not found.built.any()


def test_what_needs_itself_is_never_done_and_is_told() -> None:
    a = option("a", prerequisites=("b",))
    b = option("b", prerequisites=("a",))
    goal = Goal(name="co2", year=2027, amount=1.0)
    found = choose(problem(a, b, goals=(goal,)))
    codes = sorted(one.code for one in found.findings)
    assert codes == ["choice.never", "choice.never", "choice.shortfall"]


def test_a_problem_that_is_not_put_well_names_everything() -> None:
    bad = option("a", size=0.0, abatement=np.ones(2), investment=np.nan)
    late = Goal(name="co2", year=2040, amount=1.0)
    asked = problem(option("b"), bad, bad, goals=(late,), required=("c",))
    with pytest.raises(ChoiceError) as caught:
        choose(asked)
    places = {one.place for one in caught.value.findings}
    assert places == {"a", "co2", "limits"}
    assert any(one.value == "twice" for one in caught.value.findings)


def test_a_goal_to_which_nothing_gives_is_told() -> None:
    goal = Goal(name="re", quantity="generation_tj", year=2027, amount=1.0)
    found = choose(problem(option("a"), goals=(goal,)))
    codes = {one.code for one in found.findings}
    assert codes == {"choice.no_contribution", "choice.shortfall"}


def test_the_same_problem_gives_the_same_bytes() -> None:
    first, second = (choose(many(12, 10, 3)) for _ in range(2))
    assert first.built.tobytes() == second.built.tobytes()
    assert first.status is Status.OPTIMAL


def test_schedules_count_what_stands_already() -> None:
    goal = Goal(name="co2", year=2027, amount=10.0)
    found = choose(problem(option("a", standing=3.0), goals=(goal,)))
    [(measure, sizes)] = found.sizes
    assert measure == "a"
    assert sizes[-1] == (2027, pytest.approx(13.0))


@pytest.mark.parametrize("starts", [None, 4])
def test_a_choice_written_as_columns_keeps_every_row(starts: int | None) -> None:
    """It is what a search begins with, sums over years and begins included."""
    asked = many(25, 9, 3)
    asked = attrs.evolve(asked, limits=attrs.evolve(asked.limits, starts=starts))
    choice = choose(asked)
    form = formulate(asked)
    values = values_of(form, choice)
    for rows in form.families:
        found = rows.matrix @ values
        slack = 5e-6 * np.maximum(np.abs(found), 1.0)
        assert np.all(found >= rows.lower - slack), rows.family
        assert np.all(found <= rows.upper + slack), rows.family
    assert choice.status is Status.OPTIMAL
    assert form.cost @ values == pytest.approx(choice.cost, rel=1e-6)
