from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from dafeng.measures import ASSUMED_RATE, Effect, annual_cost
from dafeng.pathways import central, compiled_of, outlook_of, totals
from dafeng.pathways.attribution import cost_curve, yearly_costs
from dafeng.pathways.compiling import named_scenario
from tests.pathways.whole_case import whole_case

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.pathways import Compiled, Outlook, OutlookCase

YEARS = range(2024, 2041)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> OutlookCase:
    folder: Path = tmp_path_factory.mktemp("district")
    return whole_case(folder, draws=64)


@pytest.fixture(scope="module")
def outlook(case: OutlookCase) -> Outlook:
    return outlook_of(case)


def planned(case: OutlookCase, delivery: float) -> Compiled:
    way = named_scenario(case.model, "plan")
    return compiled_of(case, attrs.evolve(way, delivery=delivery), "average", {})


def grams(compiled: Compiled) -> list[float]:
    return [float(one) for one in totals(compiled, central(compiled))[0]]


def test_wedges_add_up_to_what_the_plan_takes_off_in_every_year(
    case: OutlookCase, outlook: Outlook
) -> None:
    frozen, plan = grams(planned(case, 0.0)), grams(planned(case, 1.0))
    assert {one.measure for one in outlook.wedges} == {one.id for one in case.measures}
    for at, _year in enumerate(YEARS):
        summed = sum(one.grams[at] for one in outlook.wedges)
        assert summed == pytest.approx(frozen[at] - plan[at], abs=len(outlook.wedges))
    assert sum(one.grams[-1] for one in outlook.wedges) > 0


def test_parts_of_the_gap_add_up_to_it(case: OutlookCase, outlook: Outlook) -> None:
    at = YEARS.index(case.by)
    gap = grams(planned(case, 0.5))[at] - grams(planned(case, 1.0))[at]
    parts = [one.grams for one in outlook.gap]
    assert sum(parts) == pytest.approx(gap, abs=len(parts))
    assert parts == sorted(parts, reverse=True)
    assert {one.owner for one in outlook.gap} == {one.owner for one in case.potentials}


def test_steps_of_the_cost_curve_add_up_and_rise(
    case: OutlookCase, outlook: Outlook
) -> None:
    at = YEARS.index(case.by)
    whole = grams(planned(case, 0.0))[at] - grams(planned(case, 1.0))[at]
    steps = outlook.steps
    assert sum(one.grams for one in steps) == pytest.approx(whole, abs=len(steps))
    prices = [one.yuan_per_tonne for one in steps]
    assert prices == sorted(prices)
    # Lamps pay for themselves.
    assert (steps[0].measure, steps[0].yuan_per_tonne < 0) == ("lamps", True)


def test_a_measure_costs_what_has_been_built_of_it_and_no_more(
    case: OutlookCase,
) -> None:
    costs = yearly_costs(case, planned(case, 1.0))
    unit = {one.id: annual_cost(one.cost, ASSUMED_RATE) for one in case.measures}
    # Half of the way from 2025 to 2035; lamps less what stood in the base year.
    assert costs == pytest.approx(
        {
            "boilers": 80 * unit["boilers"],
            "lamps": 60 * unit["lamps"],
            "sorting": 100 * unit["sorting"],
            "sun": 50 * unit["sun"],
        }
    )


def test_what_is_not_built_by_then_is_no_step(case: OutlookCase) -> None:
    late = tuple(
        attrs.evolve(one, planned=((2031, 0.0), (2035, 100.0)))
        if one.measure == "sun"
        else one
        for one in case.potentials
    )
    other = attrs.evolve(case, potentials=late)
    steps = cost_curve(other, planned(other, 1.0)).steps
    assert {one.measure for one in steps} == {"boilers", "lamps", "sorting"}


def test_a_measure_without_a_step_in_the_cost_curve_is_told_with_what_it_costs(
    case: OutlookCase,
) -> None:
    idle = attrs.evolve(
        next(one for one in case.measures if one.id == "lamps"),
        id="idle",
        name_zh="空转",
        effects=(
            Effect(
                action="efficiency",
                sectors=("transport",),
                strength=0.1,
            ),
        ),
    )
    size = next(one for one in case.potentials if one.measure == "lamps")
    here = attrs.evolve(size, measure="idle")
    other = attrs.evolve(
        case,
        measures=(*case.measures, idle),
        potentials=(*case.potentials, here),
    )
    curve = cost_curve(other, planned(other, 1.0))
    (told,) = curve.unpriced
    assert (told.measure, told.name_zh, told.grams) == ("idle", "空转", 0)
    costs = yearly_costs(other, planned(other, 1.0))
    assert float(told.yuan_a_year) == pytest.approx(costs["idle"])
    assert "idle" not in {one.measure for one in curve.steps}


def test_every_unknown_has_a_row_and_its_ends(
    case: OutlookCase, outlook: Outlook
) -> None:
    rows = {one.code: one for one in outlook.sensitivity}
    inputs = {one.code for one in case.model.inputs}
    assert set(rows) == inputs | {one.id for one in case.measures}
    widths = [abs(one.high_g - one.low_g) for one in outlook.sensitivity]
    assert widths == sorted(widths, reverse=True)
    assert rows["lamps"].low_g > rows["lamps"].high_g
    assert rows["gdp"].low_g < rows["gdp"].high_g
    assert (rows["gdp"].name_zh, rows["gdp"].name_en) == ("增长", "Growth")
    # It begins to act after the promised year.
    assert (rows["plants"].total, widths[-1]) == (0, 0)
