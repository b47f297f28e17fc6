"""A plan for one enterprise: exclusions, interaction, order; and the diagnosis."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.enterprises.steps import (
    LeftOut,
    Load,
    MeterDays,
    PowerDays,
    StepPlan,
    Topic,
    Wishes,
    bill_change,
    diagnose_meter,
    diagnose_power_factor,
    diagnose_ratios,
    draft_steps,
    factor_months,
    runs_through,
)
from dafeng.measures import (
    Cost,
    Effect,
    Measure,
    Ramp,
    combined_strength,
    measure_library,
)

SECTOR = "industry.steel.pipe"
LIBRARY = tuple(measure_library(date(2026, 1, 1)))
LOADS = (
    Load(sector=SECTOR, carrier="natural-gas", tce=8000.0, co2=13000.0),
    Load(sector=SECTOR, carrier="electricity", tce=6000.0, co2=28000.0),
)
WISHES = Wishes(begins=2027, sizes={"pv-roof-industry": 6.0})


def measure(
    key: str, strength: float, *, investment: float = 1000.0, **more: object
) -> Measure:
    """A measure that cuts the gas of the works."""
    facts: dict[str, object] = {
        "id": key,
        "name_zh": key,
        "name_en": key,
        "field": "industry",
        "effects": (
            Effect(
                action="efficiency",
                sectors=(SECTOR,),
                carrier="natural-gas",
                strength=strength,
            ),
        ),
        "unit": "tce/a",
        "cost": Cost(
            investment=investment,
            operation=10.0,
            saving=2400.0,
            life=10.0,
            price_year=2024,
        ),
        "ramp": Ramp(),
        "build_years": 1.0,
    }
    return Measure(**(facts | more))  # type: ignore[arg-type]


def ids(plan: StepPlan) -> list[str]:
    return [step.measure.id for step in plan.steps]


def test_two_measures_on_one_load_save_less_than_their_sum() -> None:
    plan = draft_steps(LOADS, [measure("a", 0.2), measure("b", 0.1)], WISHES)
    assert plan.plain_tce == pytest.approx(8000 * 0.3)
    assert plan.saved_tce == pytest.approx(8000 * (1 - 0.8 * 0.9))
    assert plan.saved_co2 == pytest.approx(13000 * (1 - 0.8 * 0.9))


def test_the_cheapest_step_comes_first_and_the_dearer_of_two_that_exclude_is_out() -> (
    None
):
    some = [
        measure("dear", 0.1, investment=9000.0, excludes=("cheap",)),
        measure("cheap", 0.1, investment=500.0, excludes=("dear",)),
        measure("middle", 0.1, investment=3000.0),
    ]
    plan = draft_steps(LOADS, some, WISHES)
    assert ids(plan) == ["cheap", "middle"]
    [out] = plan.absent
    assert (out.measure.id, out.reason, out.because_of) == (
        "dear",
        LeftOut.EXCLUDED,
        "cheap",
    )


def test_what_must_come_before_is_built_before() -> None:
    some = [
        measure("late", 0.1, investment=100.0, prerequisites=("first",)),
        measure("first", 0.1, investment=5000.0, build_years=2.0),
        measure("never", 0.1, prerequisites=("elsewhere",)),
    ]
    plan = draft_steps(LOADS, some, WISHES)
    assert [(one.measure.id, one.begins, one.ends) for one in plan.steps] == [
        ("first", 2027, 2028),
        ("late", 2029, 2029),
    ]
    assert [(one.reason, one.because_of) for one in plan.absent] == [
        (LeftOut.LACKS, "elsewhere")
    ]


def test_a_year_carries_what_it_can() -> None:
    some = [measure(f"m{number}", 0.05) for number in range(3)]
    wishes = attrs.evolve(WISHES, yearly_investment=500_000.0)
    begins = [step.begins for step in draft_steps(LOADS, some, wishes).steps]
    assert begins == [2027, 2028, 2029]


def test_what_acts_on_nothing_has_no_size_or_costs_too_much_is_told() -> None:
    elsewhere = Effect(action="efficiency", sectors=("services",), strength=0.1)
    some = [
        measure("none", 0.1, effects=(elsewhere,)),
        measure("unsized", 0.1, unit="万t/a"),
        measure("dear", 0.1, investment=90000.0),
    ]
    plan = draft_steps(LOADS, some, attrs.evolve(WISHES, most_per_tonne=1000.0))
    assert ids(plan) == []
    assert {one.measure.id: one.reason for one in plan.absent} == {
        "none": LeftOut.NO_LOAD,
        "unsized": LeftOut.NO_SIZE,
        "dear": LeftOut.TOO_DEAR,
    }


def test_a_switch_moves_energy_and_emissions_to_the_other_carrier() -> None:
    switch = Effect(
        action="switch",
        sectors=(SECTOR,),
        carrier="natural-gas",
        to_carrier="electricity",
        ratio=0.5,
        strength=0.25,
    )
    wishes = attrs.evolve(WISHES, co2_per_tce={"electricity": 2.0})
    plan = draft_steps(LOADS, [measure("pump", 0, effects=(switch,))], wishes)
    assert plan.saved_tce == pytest.approx(8000 * 0.25 * 0.5)
    assert plan.saved_co2 == pytest.approx(13000 * 0.25 - 8000 * 0.25 * 0.5 * 2)


def switch_to(carrier: str, ratio: float) -> Effect:
    return Effect(
        action="switch",
        sectors=(SECTOR,),
        carrier="natural-gas",
        to_carrier=carrier,
        ratio=ratio,
        strength=0.25,
    )


def test_a_measure_that_raises_emissions_is_no_step() -> None:
    wishes = attrs.evolve(WISHES, co2_per_tce={"electricity": 4.0, "coke": 1.625})
    some = [
        measure("worse", 0, effects=(switch_to("electricity", 0.9),)),
        measure("same", 0, effects=(switch_to("coke", 1.0),)),
        measure("unknown", 0, effects=(switch_to("hydrogen", 0.9),)),
    ]
    plan = draft_steps(LOADS, some, wishes)
    assert (ids(plan), plan.saved_co2) == ([], 0.0)
    assert {one.measure.id: one.reason for one in plan.absent} == {
        "worse": LeftOut.ADDS_CO2,
        "same": LeftOut.NO_EFFECT,
        "unknown": LeftOut.NO_FACTOR,
    }


def test_what_nothing_is_left_for_is_not_ranked_by_its_rounding() -> None:
    whole = [measure(f"m{number}", 1.0, investment=1.0) for number in range(3)]
    plan = draft_steps(LOADS, whole, WISHES)
    assert ids(plan) == ["m0"]
    assert {one.reason for one in plan.absent} == {LeftOut.NO_EFFECT}
    assert all(
        step.cost_per_tonne is not None
        for step in draft_steps(LOADS, LIBRARY, WISHES).steps
    )


def test_own_power_saves_no_more_than_is_bought() -> None:
    roof = [one for one in LIBRARY if one.id == "pv-roof-industry"]
    some = draft_steps(LOADS, roof, WISHES)
    assert 0 < some.saved_tce < 6000
    much = draft_steps(
        LOADS, roof, attrs.evolve(WISHES, sizes={"pv-roof-industry": 1e6})
    )
    assert much.saved_tce == pytest.approx(6000)


@given(
    st.lists(st.sampled_from(LIBRARY), unique_by=lambda one: one.id, max_size=25),
    st.floats(0, 1e5),
    st.floats(0, 1e5),
)
def test_no_plan_of_the_library_saves_more_than_there_is(
    some: list[Measure], gas: float, power: float
) -> None:
    loads = (
        attrs.evolve(LOADS[0], tce=gas, co2=1.6 * gas),
        attrs.evolve(LOADS[1], tce=power, co2=4.6 * power),
    )
    plan = draft_steps(loads, some, WISHES)
    chosen = {step.measure.id: step.measure for step in plan.steps}
    assert plan.saved_tce <= plan.tce * (1 + 1e-9)
    for one in chosen.values():
        assert not chosen.keys() & set(one.excludes)
        assert set(one.prerequisites) <= chosen.keys()
    assert len(chosen) + len(plan.absent) == len(some)
    plain = [one for one in chosen.values() if _cuts_alone(one)]
    if len(plain) == len(chosen):
        for load in loads:
            share = combined_strength(plain, sector=SECTOR, carrier=load.carrier)
            left = load.tce * (1 - share)
            assert left >= -1e-6
        expected = sum(
            load.tce * combined_strength(plain, sector=SECTOR, carrier=load.carrier)
            for load in loads
        )
        assert plan.saved_tce == pytest.approx(expected, abs=1e-6)


def _cuts_alone(one: Measure) -> bool:
    return all(each.action in ("efficiency", "activity") for each in one.effects)


def test_costs_are_reckoned_on_what_is_really_saved() -> None:
    plan = draft_steps(LOADS, [measure("a", 0.5), measure("b", 0.5)], WISHES)
    first, second = plan.steps
    assert second.tce == pytest.approx(first.tce / 2)
    assert second.investment == first.investment
    assert second.cost_per_tonne is not None
    assert first.cost_per_tonne is not None
    assert second.cost_per_tonne > first.cost_per_tonne
    assert math.isclose(
        second.yearly_cost - first.yearly_cost, 4000 * 2400 / 2, rel_tol=1e-9
    )


HOURS = np.array([2.0, 6.0, 8.0, 8.0, 0.0])


def load_days(night: float, rest_share: float, peak: float) -> MeterDays:
    """Sixty days; night and peak are mean power against the flat hours."""
    days = 60
    rest = (np.arange(days) + 3) % 7 >= 5
    power = np.array([peak, peak, 1.0, night, 0.0])
    by_period = np.outer(np.where(rest, rest_share, 1.0), power * HOURS)
    return MeterDays(
        meter="M1",
        first=date(2026, 1, 1),
        energy=by_period.sum(axis=1),
        by_period=by_period,
        hours=HOURS,
        rest=rest,
        prices=np.array([1.4, 1.1, 0.7, 0.35, 0.2]),
    )


@pytest.mark.parametrize(
    ("days", "topics"),
    [
        (load_days(0.2, 0.2, 1.0), set()),
        (load_days(0.9, 0.2, 1.0), {Topic.NIGHT_BASE}),
        (load_days(0.2, 0.8, 1.0), {Topic.REST_BASE}),
        (load_days(0.2, 0.2, 2.0), {Topic.PEAK_SHARE}),
    ],
)
def test_each_topic_is_told_by_its_rule_alone(
    days: MeterDays, topics: set[Topic]
) -> None:
    peak_usual = {Topic.PEAK_SHARE} if not topics & {Topic.NIGHT_BASE} else set()
    told = {one.topic for one in diagnose_meter(days)}
    assert topics <= told <= topics | peak_usual


def test_an_item_carries_readings_and_what_it_is_worth() -> None:
    items = {one.topic: one for one in diagnose_meter(load_days(0.9, 0.2, 2.0))}
    night = items[Topic.NIGHT_BASE]
    assert night.found >= night.bound
    assert len(night.days) == 10
    assert night.days[-1].day <= date(2026, 3, 1)
    assert night.money == pytest.approx(night.energy * 0.35)  # type: ignore[operator]


def test_works_that_run_through_have_no_night_and_no_day_off() -> None:
    mill = load_days(1.0, 1.0, 1.0)
    assert runs_through(mill)
    assert diagnose_meter(mill) == ()
    shifts = load_days(1.0, 0.3, 1.0)
    assert not runs_through(shifts)
    assert {one.topic for one in diagnose_meter(shifts)} == {Topic.NIGHT_BASE}


def test_a_meter_that_stands_still_is_not_diagnosed_and_warns_of_nothing() -> None:
    still = load_days(0.9, 0.9, 2.0)
    nothing = attrs.evolve(
        still,
        energy=np.zeros_like(still.energy),
        by_period=np.zeros_like(still.by_period),
    )
    assert not runs_through(nothing)
    assert diagnose_meter(nothing) == ()
    nights = attrs.evolve(still, hours=np.array([2.0, 6.0, 16.0, 0.0, 0.0]))
    assert Topic.NIGHT_BASE not in {one.topic for one in diagnose_meter(nights)}


def test_a_meter_with_few_days_is_not_diagnosed() -> None:
    days = load_days(0.9, 0.9, 2.0)
    energy = np.where(np.arange(60) < 10, days.energy, np.nan)
    assert diagnose_meter(attrs.evolve(days, energy=energy)) == ()


def test_ratios_below_their_bound_are_told_and_unknown_ones_are_not() -> None:
    told = diagnose_ratios(
        [
            (Topic.COMPLETENESS, "M1", 0.86),
            (Topic.COMPLETENESS, "M2", 0.95),
            (Topic.COMPLETENESS, "M3", None),
            (Topic.SUB_SHARE, "M4", 0.4),
        ]
    )
    assert [(one.topic, one.subject, one.bound) for one in told] == [
        (Topic.COMPLETENESS, "M1", 0.9),
        (Topic.SUB_SHARE, "M4", 0.7),
    ]


@given(st.integers(0, 100), st.sampled_from(["0.90", "0.85"]))
def test_a_lower_power_factor_never_makes_a_bill_cheaper(
    hundredths: int, standard: str
) -> None:
    day, bound = date(2026, 1, 1), Decimal(standard)
    here = bill_change(Decimal(hundredths) / 100, bound, day)
    above = bill_change(Decimal(min(hundredths + 1, 100)) / 100, bound, day)
    assert here is not None
    assert above is not None
    assert here >= above
    assert (here > 0) == (Decimal(hundredths) / 100 < bound)


@pytest.mark.parametrize(
    ("factor", "standard", "percent"),
    [("0.60", "0.90", 25), ("0.70", "0.90", 10), ("0.65", "0.90", 15),
     ("0.89", "0.90", "0.5"), ("0.90", "0.90", 0), ("0.91", "0.90", "-0.15"),
     ("1.00", "0.90", "-0.75"), ("0.60", "0.85", 15), ("0.94", "0.85", "-1.1")],
)  # fmt: skip
def test_bills_change_as_the_table_says(
    factor: str, standard: str, percent: str
) -> None:
    day = date(2026, 1, 1)
    found = bill_change(Decimal(factor), Decimal(standard), day)
    assert found == Decimal(percent)
    assert bill_change(Decimal(factor), Decimal(standard), date(1980, 1, 1)) is None


def test_a_poor_power_factor_is_told_with_its_money_and_a_good_one_is_not() -> None:
    active = np.full(120, 1000.0)
    days = PowerDays(
        subject="R1",
        first=date(2026, 1, 1),
        active=active,
        reactive=active * 0.75,
        bill=np.full(120, 700.0),
    )
    item = diagnose_power_factor(days)
    assert item is not None
    assert (item.found, item.bound) == (0.8, 0.9)
    # Five per cent of the bills of a year.
    assert item.money == pytest.approx(0.05 * 700 * 365)
    assert item.days[-1].value == 750.0
    good = attrs.evolve(days, reactive=active * 0.3)
    assert diagnose_power_factor(good) is None
    gaps = attrs.evolve(days, reactive=np.where(np.arange(120) % 2, np.nan, 750.0))
    assert factor_months(gaps) == ()
    assert diagnose_power_factor(gaps) is None
    assert [one.percent for one in factor_months(days)] == [Decimal(5)] * 4
