from __future__ import annotations

import numpy as np
import pytest

from dafeng.measures import Action, Cost, Effect, Measure, Potential, Ramp
from dafeng.pathways.choice.from_model import (
    everything,
    options_alone,
    options_of,
    unbound,
)
from dafeng.pathways.compiled import central
from dafeng.pathways.projecting import totals
from dafeng.pathways.schedules import Schedule
from tests.pathways.building import DELIVERIES, YEARS, ramp, small_compiled

SIZE = {"efficiency": 100.0, "switch": 40.0, "solar": 480.0, "transit": 900.0}


def measure(name: str) -> Measure:
    return Measure(
        id=name,
        name_zh=name,
        name_en=name,
        field="industry",
        effects=(Effect(action=Action.EFFICIENCY, strength=0.1),),
        unit="MW",
        cost=Cost(
            investment=1000.0, operation=30.0, saving=50.0, life=20.0, price_year=2024
        ),
        ramp=Ramp(),
        build_years=1.0,
        prerequisites=("solar",) if name == "switch" else (),
        excludes=("transit",) if name == "efficiency" else (),
    )


MEASURES = {name: measure(name) for name in SIZE}


def schedules() -> list[Schedule]:
    first = {one.measure: one for one in reversed(DELIVERIES) if one.delay == 0}
    return [
        Schedule(
            measure=MEASURES[name],
            potential=Potential(
                measure=name,
                place="120000",
                size=size + 5.0,
                per_year=size / 5,
                owner=f"unit of {name}",
            ),
            standing=5.0,
            built=size * ramp(first[name]),
        )
        for name, size in SIZE.items()
    ]


def test_an_option_gives_per_unit_what_the_model_says_of_its_measure_alone() -> None:
    compiled, years = small_compiled(), YEARS[1:]
    made = options_of(compiled, schedules(), MEASURES, years=years)
    options = {one.measure: one for one in made}
    assert list(options) == list(compiled.measures)
    names = frozenset(compiled.measures)
    frozen = totals(compiled, central(compiled, without=names))[0]
    for name, one in options.items():
        alone = totals(compiled, central(compiled, without=names - {name}))[0]
        whole = (frozen - alone)[-1] / 1e6
        assert one.abatement[-1] * SIZE[name] == pytest.approx(whole, rel=1e-9)
        assert (one.size, one.standing) == (SIZE[name], 5.0)
        assert one.running.tolist() == [-20.0] * len(years)
        assert one.owner == f"unit of {name}"
    assert options["switch"].prerequisites == ("solar",)
    assert options["efficiency"].excludes == ("transit",)
    # Before it can act, a measure has the effect of its first year.
    assert options["transit"].abatement[0] == options["transit"].abatement[4]


def test_other_quantities_come_along() -> None:
    options = options_of(small_compiled(), schedules(), MEASURES, years=YEARS[1:])
    solar = next(one for one in options if one.measure == "solar")
    assert solar.effect("capacity_mw")[-1] == pytest.approx(1.0)
    assert solar.effect("generation_tj")[-1] == pytest.approx(2000 / 480)
    switch = next(one for one in options if one.measure == "switch")
    assert switch.effect("coal_tj")[-1] > 0 > switch.effect("power_tj")[-1]
    assert not switch.effect("capacity_mw").any()


def test_in_the_presence_of_others_a_measure_gives_what_is_left() -> None:
    compiled = small_compiled()
    alone = options_of(compiled, schedules(), MEASURES, years=(2040,))
    among = options_of(
        compiled, schedules(), MEASURES, years=(2040,), present=compiled.measures
    )
    by_name = {one.measure: one.abatement[0] for one in among}
    for one in alone:
        if one.measure in ("efficiency", "switch"):
            assert by_name[one.measure] < one.abatement[0]
        else:
            assert by_name[one.measure] == pytest.approx(one.abatement[0])
    at = compiled.years.index(2040)
    every = totals(compiled, central(compiled))[0, at]
    fewer = totals(compiled, central(compiled, without=frozenset({"switch"})))[0, at]
    assert by_name["switch"] * SIZE["switch"] == pytest.approx((fewer - every) / 1e6)


def test_what_has_no_room_left_is_no_option() -> None:
    made = schedules()
    full = Schedule(
        measure=made[0].measure,
        potential=made[0].potential,
        standing=made[0].potential.size,
        built=made[0].built,
    )
    found = options_of(small_compiled(), [full, *made[1:]], MEASURES, years=(2040,))
    assert "efficiency" not in {one.measure for one in found}


def test_what_to_measure_with_is_everything_at_once() -> None:
    potentials = [one.potential for one in schedules()]
    assert everything(potentials, 2025)[0] == ("efficiency", ((2025, 105.0),))
    free = unbound(list(MEASURES.values()))
    assert not any(one.prerequisites or one.excludes for one in free)
    assert np.all([one.cost.investment == 1000.0 for one in free])


def test_each_measure_may_be_compiled_by_itself() -> None:
    by_name = {one.measure.id: one for one in schedules()}
    asked = []

    def compile_one(one: Measure, sizes: object) -> tuple[object, list[Schedule]]:
        asked.append((one.id, one.prerequisites, one.excludes, sizes))
        return small_compiled(), [by_name[one.id]]

    potentials = [one.potential for one in by_name.values()]
    found = options_alone(
        compile_one, list(MEASURES.values()), potentials, years=(2040,)
    )
    at_once = options_of(small_compiled(), schedules(), MEASURES, years=(2040,))
    for one, other in zip(found, at_once, strict=True):
        assert one.measure == other.measure
        assert one.abatement.tolist() == other.abatement.tolist()
    assert asked[1] == ("switch", (), (), (("switch", ((2040, 45.0),)),))
