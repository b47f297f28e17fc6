from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest

from dafeng.base.errors import NotFoundError
from dafeng.pathways import answer, outlook_of, start_of
from dafeng.pathways.compiling import compile_model, named_scenario
from dafeng.pathways.draws import sobol_draws
from dafeng.pathways.levers import MOST, with_levers
from dafeng.pathways.paths import fan_of
from dafeng.pathways.projecting import totals
from tests.pathways.whole_case import quick, whole_case

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.pathways import Outlook, OutlookCase


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> OutlookCase:
    folder: Path = tmp_path_factory.mktemp("district")
    return whole_case(folder, draws=64)


@pytest.fixture(scope="module")
def outlook(case: OutlookCase) -> Outlook:
    return outlook_of(case)


def levels(case: OutlookCase, scenario: str = "plan", **settings: str) -> list[int]:
    fan = answer(start_of(case, scenario, "average"), quick(settings)).fan
    return [one.p50_g for one in fan]


def test_levers_name_who_holds_them_the_strongest_first(outlook: Outlook) -> None:
    effects = [one.effect_g for one in outlook.levers]
    assert effects == sorted(effects, reverse=True)
    levers = {one.code: one for one in outlook.levers}
    boilers, gdp = levers["boilers"], levers["gdp"]
    assert (boilers.owner, boilers.clause) == ("unit-boilers", "c-boilers")
    assert (boilers.low, boilers.at, boilers.high) == (0, 1, MOST)
    assert (gdp.owner, gdp.clause, gdp.kind) == ("", "", "input")
    assert (gdp.low, gdp.at, gdp.high) == (Decimal("-0.01"), 0, Decimal("0.005"))


@pytest.mark.parametrize("scenario", ["plan", "frozen", "fast"])
def test_levers_at_their_start_give_the_scenario_itself(
    case: OutlookCase, outlook: Outlook, scenario: str
) -> None:
    start = {one.code: one.at for one in outlook.levers}
    for convention in ("average", "fixed"):
        own = outlook.path(scenario, convention)
        for settings in ({}, start):
            found = answer(start_of(case, scenario, convention), settings)
            assert (found.fan, found.peak) == (own.fan, own.peak)
            assert found.targets == own.targets


@pytest.mark.parametrize("scenario", ["plan", "fast"])
@pytest.mark.parametrize("code", ["boilers", "lamps", "sorting", "sun"])
def test_more_of_a_measure_never_raises_emissions(
    case: OutlookCase, scenario: str, code: str
) -> None:
    before = levels(case, scenario, **{code: "0"})
    for share in ("0.5", "0.999", "1", "1.5"):
        now = levels(case, scenario, **{code: share})
        assert all(one <= other for one, other in zip(now, before, strict=True))
        before = now
    assert now[-1] < levels(case, scenario, **{code: "0"})[-1]


def test_a_little_less_is_near_the_scenario(case: OutlookCase) -> None:
    every = dict.fromkeys(("boilers", "lamps", "sorting", "sun"), "0.999999")
    for scenario in ("plan", "fast"):
        near = levels(case, scenario, **every)
        assert near == pytest.approx(levels(case, scenario), rel=1e-5)


def test_all_measures_at_nothing_are_frozen_policy(
    case: OutlookCase, outlook: Outlook
) -> None:
    none = dict.fromkeys(("boilers", "lamps", "sorting", "sun"), Decimal(0))
    found = answer(start_of(case, "plan", "average"), none)
    assert found.fan == outlook.path("frozen", "average").fan


def test_faster_growth_raises_emissions(case: OutlookCase) -> None:
    low, middle, high = (levels(case, gdp=to) for to in ("-0.01", "0", "0.005"))
    assert low[-1] < middle[-1] < high[-1]
    assert low[0] == middle[0] == high[0]


def test_a_code_that_is_no_lever_is_refused(case: OutlookCase) -> None:
    with pytest.raises(NotFoundError, match="'windmills'") as caught:
        answer(start_of(case, "plan", "average"), quick({"windmills": "1", "gdp": "0"}))
    assert caught.value.code == "lever.unknown"
    # A potential without its measure is no lever either.
    bare = attrs.evolve(case, measures=case.measures[1:])
    with pytest.raises(NotFoundError, match="'boilers'"):
        answer(start_of(bare, "plan", "average"), quick({"boilers": "1"}))


def test_sizes_of_the_scenario_that_nobody_moved_stay(case: OutlookCase) -> None:
    fast = named_scenario(case.model, "fast")
    moved = with_levers(case, fast, quick({"lamps": "0.5"}))
    assert moved.sizes[0] == fast.sizes[0]
    assert [code for code, _path in moved.sizes] == ["boilers", "lamps"]
    other = with_levers(case, fast, quick({"boilers": "0.5"}))
    # Half of what the scenario itself has named, not half of the plan.
    [(_code, path)] = other.sizes
    assert dict(path)[2030] == pytest.approx(30.0)


@pytest.mark.parametrize("code", ["boilers", "sun"])
def test_what_a_start_holds_ready_changes_no_digit(
    case: OutlookCase, code: str
) -> None:
    """Levers moved one after the other on one start, and each on a new one."""
    held = start_of(case, "plan", "average")
    for share in ("0.5", "0", "1.5", "0.5"):
        settings = quick({code: share})
        alone = answer(start_of(case, "plan", "average"), settings)
        assert answer(held, settings) == alone
        way = with_levers(case, named_scenario(case.model, "plan"), settings)
        whole = compile_model(
            case.model,
            case.base,
            case.measures,
            case.potentials,
            scenario=way,
            convention="average",
        ).compiled
        draws = sobol_draws(
            whole, count=case.draws, seed=case.seed, place=case.base.place
        )
        assert alone.fan == fan_of(whole.years, totals(whole, draws))
