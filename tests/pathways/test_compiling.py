from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.base.errors import NotFoundError
from dafeng.measures import Effect
from dafeng.pathways import base_year_of, central, compile_model, project, totals
from dafeng.pathways.model import load_model
from dafeng.pathways.projecting import energy
from tests.pathways.small_district import (
    measure,
    potential,
    small_account,
    small_lines,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.measures import Measure, Potential
    from dafeng.pathways import Compilation, Compiled
    from dafeng.pathways.records import BaseYear, Model, Scenario

YEARS = range(2024, 2041)
SAVE_GAS = Effect(
    action="efficiency", sectors=("industry",), carrier="natural-gas", strength=0.4
)
SAVE_ALL = Effect(action="efficiency", sectors=("industry",), strength=0.2)
SAVE_HEAT = Effect(
    action="efficiency", sectors=("households",), carrier="heat", strength=0.5
)
LESS = Effect(action="activity", sectors=("services", "public"), strength=0.3)
SWITCH = Effect(
    action="switch",
    sectors=("industry",),
    carrier="natural-gas",
    to_carrier="electricity",
    ratio=0.5,
    strength=0.6,
)
BURN_COAL = attrs.evolve(SWITCH, to_carrier="coal", ratio=1.1)
LESS_WASTE = Effect(
    action="process", sectors=("waste",), carrier="process", strength=0.5
)
SUN = Effect(action="generation", sectors=("industry.power",), strength=1200)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    folder: Path = tmp_path_factory.mktemp("district") / "model"
    return load_model(written(folder))


@pytest.fixture(scope="module")
def base(model: Model) -> BaseYear:
    return base_year_of(small_account(), model, seal="", history=[]).base


def compiled(
    model: Model,
    base: BaseYear,
    *ones: tuple[Measure, Potential],
    scenario: Scenario | str = "plan",
    convention: str = "",
) -> Compilation:
    measures, potentials = zip(*ones, strict=True) if ones else ((), ())
    return compile_model(
        model, base, measures, potentials, scenario=scenario, convention=convention
    )


def one(name: str, *effects: Effect, **more: object) -> tuple[Measure, Potential]:
    return measure(name, *effects, **more), potential(name)  # type: ignore[arg-type]


def sector_g(made: Compiled, sector: str, year: int) -> float:
    block = project(made, central(made))
    at = made.years.index(year), made.sectors.index(sector)
    return float(block.sector_g[0, *at])


def use(made: Compiled, sector: str, carrier: str, year: int) -> float:
    draws = central(made)
    found = energy(made, draws, project(made, draws), year)
    return float(found[0, made.sectors.index(sector), made.carriers.index(carrier)])


def test_the_base_year_is_the_account_bit_for_bit(model: Model, base: BaseYear) -> None:
    for scenario in ("frozen", "plan", "fast"):
        made = compiled(
            model, base, one("gas", SAVE_GAS), one("sun", SUN), scenario=scenario
        ).compiled
        assert totals(made, central(made))[0, 0] == base.history[-1][1]


def test_drivers_grow_and_pass_it_on(model: Model, base: BaseYear) -> None:
    made = compiled(model, base).compiled
    gdp, industry = made.log_driver
    assert gdp[6] == pytest.approx(6 * np.log(1.04))
    assert gdp[-1] == pytest.approx(6 * np.log(1.04) + 10 * np.log(1.02))
    assert industry == pytest.approx(0.5 * gdp)
    assert made.log_driver_inputs[0, 1, -1] == pytest.approx(0.5 * 6)


def test_a_sector_is_activity_times_intensity(model: Model, base: BaseYear) -> None:
    made = compiled(model, base).compiled
    plants = made.log_sector[:, made.sectors.index("plants")]
    assert plants[6] == pytest.approx(3 * np.log(1.04) + 6 * np.log(0.99))
    inputs = made.log_sector_inputs[:, -1, made.sectors.index("plants")]
    assert inputs == pytest.approx([3, 10, 0])


def test_a_scenario_may_grow_otherwise(model: Model, base: BaseYear) -> None:
    made = compiled(model, base, scenario="fast").compiled
    assert made.log_driver[0, -1] == pytest.approx(16 * np.log(1.01))


def test_the_grid_follows_its_convention(model: Model, base: BaseYear) -> None:
    average = compiled(model, base).compiled
    fixed = compiled(model, base, convention="fixed").compiled
    assert average.log_grid[-1] == pytest.approx(16 * np.log(0.97))
    assert not fixed.log_grid.any()
    assert average.log_grid_inputs[2, -1] == 16


def test_shares_move_without_measures(model: Model, base: BaseYear) -> None:
    made = compiled(model, base, convention="fixed").compiled
    town = made.sectors.index("town")
    gas, power = (made.carriers.index(c) for c in ("natural-gas", "electricity"))
    assert made.energy[6, town, gas] == pytest.approx(0.94 * made.energy[0, town, gas])
    moved = made.energy[6, town, power] - made.energy[0, town, power]
    assert moved == pytest.approx(0.06 * made.energy[0, town, gas] * 0.5)
    assert made.energy[-1, town] == pytest.approx(made.energy[10, town])
    grams = made.power_g[6, town] - made.power_g[0, town]
    assert grams == pytest.approx(moved * 600 / 3.6e-6)


def test_a_cut_of_a_carrier_takes_its_strength(model: Model, base: BaseYear) -> None:
    frozen = compiled(model, base, scenario="frozen").compiled
    plan = compiled(model, base, one("gas", SAVE_GAS)).compiled
    for sector in ("plants", "heat-supply"):
        before = use(frozen, sector, "natural-gas", 2030)
        assert use(plan, sector, "natural-gas", 2030) == pytest.approx(0.6 * before)
    assert sector_g(plan, "town", 2030) == sector_g(frozen, "town", 2030)


def test_a_cut_of_all_energy_is_a_factor(model: Model, base: BaseYear) -> None:
    frozen = compiled(model, base, scenario="frozen").compiled
    plan = compiled(model, base, one("all", SAVE_ALL)).compiled
    before = sector_g(frozen, "plants", 2035)
    assert sector_g(plan, "plants", 2035) == pytest.approx(0.8 * before)
    assert sector_g(plan, "power-sold", 2035) == sector_g(frozen, "power-sold", 2035)


def test_a_measure_for_a_part_of_a_sector_acts_on_that_part(
    model: Model, base: BaseYear
) -> None:
    shops = attrs.evolve(LESS, sectors=("services",))
    frozen = compiled(model, base, scenario="frozen").compiled
    plan = compiled(model, base, one("shops", shops)).compiled
    left = {
        carrier: use(plan, "town", carrier, 2030) / use(frozen, "town", carrier, 2030)
        for carrier in ("electricity", "heat")
    }
    mixed = frozen.energy[6, 4, 2] / frozen.energy[0, 4, 2]
    assert mixed > 1
    assert left == pytest.approx({"electricity": 1 - 0.3 * 0.75, "heat": 1.0})


def test_heat_that_is_saved_is_not_made(model: Model, base: BaseYear) -> None:
    frozen = compiled(model, base, scenario="frozen").compiled
    plan = compiled(model, base, one("heat", SAVE_HEAT)).compiled
    for sector in ("heat-supply", "heat-sold"):
        left = sector_g(plan, sector, 2030) / sector_g(frozen, sector, 2030)
        saved = use(frozen, "town", "heat", 2030) * 0.5
        whole = use(frozen, "town", "heat", 2030) + use(frozen, "plants", "heat", 2030)
        assert left == pytest.approx(1 - saved / whole)


def test_heat_supply_moves_with_the_use_of_heat(model: Model, base: BaseYear) -> None:
    made = compiled(model, base, scenario="frozen").compiled
    used = [
        use(made, "town", "heat", year) + use(made, "plants", "heat", year)
        for year in (2024, 2035)
    ]
    supply = sector_g(made, "heat-supply", 2035) / sector_g(made, "heat-supply", 2024)
    assert supply == pytest.approx(used[1] / used[0])


@given(st.floats(0.05, 1), st.floats(0.1, 1.5))
@settings(max_examples=25)
def test_a_switch_keeps_energy_times_its_ratio(
    model: Model, base: BaseYear, strength: float, ratio: float
) -> None:
    effect = attrs.evolve(SWITCH, strength=strength, ratio=ratio)
    frozen = compiled(model, base, scenario="frozen").compiled
    plan = compiled(model, base, one("switch", effect)).compiled
    for year in (2026, 2030, 2040):
        less = use(frozen, "plants", "natural-gas", year) - use(
            plan, "plants", "natural-gas", year
        )
        more = use(plan, "plants", "electricity", year) - use(
            frozen, "plants", "electricity", year
        )
        assert more == pytest.approx(less * ratio, abs=1e-9)


def test_a_carrier_that_is_new_has_the_factor_of_the_model(
    model: Model, base: BaseYear
) -> None:
    made = compiled(model, base, one("coal", BURN_COAL)).compiled
    plants, coal = made.sectors.index("plants"), made.carriers.index("coal")
    gas = made.carriers.index("natural-gas")
    moved = made.energy_delivered[0, -1, plants, coal]
    assert moved == pytest.approx(0.6 * 1.1 * made.energy[-1, plants, gas])
    lost = 0.6 * made.emission[-1, plants, gas]
    grams = moved * 89.27e6 - lost
    assert made.fuel_delivered_g[0, -1, plants] == pytest.approx(grams)


def test_power_that_is_new_has_the_factor_of_bought_power(
    model: Model, base: BaseYear
) -> None:
    made = compiled(model, base, one("switch", SWITCH)).compiled
    supply = made.sectors.index("heat-supply")
    power = made.energy_delivered[0, -1, supply, made.carriers.index("electricity")]
    grams = made.power_delivered_g[0, -1, supply]
    assert grams == pytest.approx(power * 600 / 3.6e-6)


def test_process_gases_are_cut(model: Model, base: BaseYear) -> None:
    frozen = compiled(model, base, scenario="frozen").compiled
    plan = compiled(model, base, one("waste", LESS_WASTE)).compiled
    left = sector_g(plan, "waste", 2030) / sector_g(frozen, "waste", 2030)
    assert left == pytest.approx(0.5)


def test_generation_takes_off_power_at_the_grid(model: Model, base: BaseYear) -> None:
    made = compiled(model, base, one("sun", SUN)).compiled
    tj = 100 * 1200 * 3.6e-3
    assert made.generation_tj[0, -1] == pytest.approx(tj)
    assert made.generation_g[0, -1] == pytest.approx(tj * 600 / 3.6e-6)
    assert made.capacity_mw[0, -1] == 100
    block = project(made, central(made))
    grid = 0.97**6
    assert block.generation_g[0, 6] == pytest.approx(made.generation_g[0, 6] * grid)


def test_a_store_is_no_plant(model: Model, base: BaseYear) -> None:
    store = attrs.evolve(SUN, strength=100)
    made = compiled(model, base, one("store", store)).compiled
    assert not made.capacity_mw.any()
    assert made.generation_tj.any()


def test_the_ramp_and_the_delay_shift_the_effect(model: Model, base: BaseYear) -> None:
    slow = measure("sun", SUN, ramp=2.0)
    late = potential("sun", (2024, 0), (2025, 100), delay=((0, 0.6), (3, 0.4)))
    made = compiled(model, base, (slow, late)).compiled
    soon, later = made.generation_tj / (1200 * 3.6e-3)
    assert soon[:5] == pytest.approx([0, 0, 50, 100, 100])
    assert later[:7] == pytest.approx([0, 0, 0, 0, 0, 50, 100])
    assert made.capacity_mw[1, :6] == pytest.approx([0, 0, 0, 0, 100, 100])
    assert [(d.delay, d.probability) for d in made.deliveries] == [(0, 0.6), (3, 0.4)]


def test_what_stands_in_the_base_year_is_in_the_account(
    model: Model, base: BaseYear
) -> None:
    planned = potential("sun", (2022, 10), (2024, 40), (2030, 100))
    made = compiled(model, base, (measure("sun", SUN), planned)).compiled
    units = made.generation_tj[0] / (1200 * 3.6e-3)
    assert units[:3] == pytest.approx([0, 10, 20])
    assert units[-1] == pytest.approx(60)
    half = attrs.evolve(model.scenarios[1], delivery=0.5)
    made = compiled(model, base, (measure("sun", SUN), planned), scenario=half).compiled
    assert made.generation_tj[0, -1] / (1200 * 3.6e-3) == pytest.approx(30)


def test_pulling_forward_keeps_to_what_can_be_built(
    model: Model, base: BaseYear
) -> None:
    fast = attrs.evolve(model.scenarios[1], pull_forward=3)
    planned = potential("sun", (2027, 0), (2030, 30), per_year=8)
    made = compiled(model, base, (measure("sun", SUN), planned), scenario=fast).compiled
    units = made.generation_tj[0] / (1200 * 3.6e-3)
    assert units[:5] == pytest.approx([0, 10, 20, 30, 30])


def test_potential_beyond_the_plan_is_reached_by_the_horizon(
    model: Model, base: BaseYear
) -> None:
    more = attrs.evolve(model.scenarios[1], potential=0.5)
    planned = potential("sun", (2025, 20), per_year=20)
    made = compiled(model, base, (measure("sun", SUN), planned), scenario=more).compiled
    units = made.generation_tj[0] / (1200 * 3.6e-3)
    assert units[-1] == pytest.approx(20 + 0.5 * 80)
    slow = attrs.evolve(planned, per_year=1.0, planned=((2025, 1.0),))
    made = compiled(model, base, (measure("sun", SUN), slow), scenario=more).compiled
    assert made.generation_tj[0, -1] / (1200 * 3.6e-3) == pytest.approx(16)


def test_sizes_of_a_scenario_go_before_the_plan(model: Model, base: BaseYear) -> None:
    own = attrs.evolve(
        model.scenarios[0], sizes=(("sun", ((2026, 50.0), (2030, 500.0))),)
    )
    made = compiled(model, base, one("sun", SUN), scenario=own).compiled
    units = made.generation_tj[0] / (1200 * 3.6e-3)
    assert units[:3] == pytest.approx([0, 25, 50])
    assert units[-1] == pytest.approx(100)


def test_measures_never_take_more_than_all(model: Model, base: BaseYear) -> None:
    greedy = attrs.evolve(SAVE_GAS, strength=0.8)
    made = compiled(
        model,
        base,
        one("save", greedy),
        one("switch", SWITCH),
        one("third", attrs.evolve(greedy, sectors=("industry.glass",))),
    )
    places = {f.place for f in made.findings if f.code == "model.overlap"}
    assert places == {"plants natural-gas", "heat-supply natural-gas"}
    assert use(made.compiled, "plants", "natural-gas", 2030) == pytest.approx(
        0, abs=1e-9
    )
    assert use(made.compiled, "plants", "natural-gas", 2026) > 0


def test_of_two_that_exclude_each_other_the_earlier_acts(
    model: Model, base: BaseYear
) -> None:
    late = measure("late", SAVE_GAS), potential("late", (2026, 0), (2030, 100))
    soon = measure("soon", SWITCH, excludes=("late",)), potential("soon")
    made = compiled(model, base, late, soon)
    assert made.compiled.measures == ("soon",)
    assert [(f.code, f.place) for f in made.findings] == [("model.excluded", "late")]


def test_what_lacks_a_prerequisite_is_not_built(model: Model, base: BaseYear) -> None:
    made = compiled(
        model,
        base,
        one("top", SUN, needs=("middle",)),
        one("middle", SUN, needs=("ground",)),
        one("free", SUN),
    )
    assert made.compiled.measures == ("free",)
    assert {(f.code, f.place) for f in made.findings} == {
        ("model.prerequisite", "top"),
        ("model.prerequisite", "middle"),
    }


def test_a_prerequisite_that_stands_is_enough(model: Model, base: BaseYear) -> None:
    ground = measure("ground", SUN), potential("ground", (2020, 10), (2030, 10))
    made = compiled(model, base, one("top", SUN, needs=("ground",)), ground)
    assert made.compiled.measures == ("top",)
    assert made.findings == ()


def test_a_measure_that_acts_on_nothing_is_told(model: Model, base: BaseYear) -> None:
    coal = attrs.evolve(SAVE_GAS, carrier="coal")
    farms = attrs.evolve(SAVE_ALL, sectors=("farming",))
    strange = attrs.evolve(SAVE_GAS, carrier="peat")
    made = compiled(
        model, base, one("coal", coal), one("farms", farms), one("peat", strange)
    )
    assert made.compiled.deliveries == ()
    assert [(f.code, f.place) for f in made.findings] == [
        ("model.unknown_carrier", "peat"),
        ("model.idle_measure", "coal"),
        ("model.idle_measure", "farms"),
        ("model.idle_measure", "peat"),
    ]
    assert np.isfinite(totals(made.compiled, central(made.compiled))).all()


def test_a_potential_of_no_measure_is_told(model: Model, base: BaseYear) -> None:
    made = compile_model(model, base, (), (potential("ghost"),), scenario="plan")
    assert [(f.code, f.value) for f in made.findings] == [
        ("model.unknown_measure", "ghost")
    ]


def test_a_district_without_heat_has_no_heat_to_follow(model: Model) -> None:
    lines = tuple(one for one in small_lines() if one.item != "HEAT")
    reading = base_year_of(small_account(lines), model, seal="", history=[])
    made = compiled(model, reading.base, one("heat", SAVE_HEAT)).compiled
    grams = totals(made, central(made))
    assert np.isfinite(grams).all()
    assert sector_g(made, "heat-supply", 2040) == sector_g(made, "heat-supply", 2024)


def test_leftover_lines_stay_as_they_are(model: Model) -> None:
    lost = attrs.evolve(small_lines()[0], sector="farming", id="lost")
    account = small_account((*small_lines(), lost))
    base = base_year_of(account, model, seal="", history=[]).base
    made = compiled(model, base).compiled
    assert made.sectors[-1] == "other"
    assert sector_g(made, "other", 2040) == lost.co2e_g


@pytest.mark.parametrize(
    ("scenario", "convention", "code"),
    [("plna", "", "scenario.unknown"), ("plan", "fixd", "convention.unknown")],
)
def test_unknown_names_say_what_is_near(
    model: Model, base: BaseYear, scenario: str, convention: str, code: str
) -> None:
    with pytest.raises(NotFoundError, match="Did you mean") as caught:
        compiled(model, base, scenario=scenario, convention=convention)
    assert caught.value.code == code


EFFECTS = st.sampled_from([SAVE_GAS, SAVE_ALL, LESS, LESS_WASTE, SUN, SAVE_HEAT])


@st.composite
def chosen(draw: st.DrawFn, strongest: float = 1.0) -> list[tuple[Measure, Potential]]:
    count = draw(st.integers(1, 5))
    found = []
    for at in range(count):
        effect = draw(EFFECTS)
        if effect is not SUN:
            effect = attrs.evolve(effect, strength=draw(st.floats(0, strongest)))
        built = draw(st.floats(0, 100))
        delay = draw(st.integers(0, 6))
        found.append(
            (
                measure(f"m{at}", effect, ramp=draw(st.floats(0, 6))),
                potential(f"m{at}", (2030, built), delay=((delay, 1.0),)),
            )
        )
    return found


@given(chosen())
@settings(max_examples=30)
def test_nothing_delivered_is_frozen_policy(
    model: Model, base: BaseYear, ones: list[tuple[Measure, Potential]]
) -> None:
    none = attrs.evolve(model.scenarios[1], delivery=0.0)
    bare = compiled(model, base, scenario="frozen").compiled
    made = compiled(model, base, *ones, scenario=none).compiled
    assert (totals(made, central(made)) == totals(bare, central(bare))).all()
    full = compiled(model, base, *ones).compiled
    without = central(full, without=frozenset(full.measures))
    assert (totals(full, without) == totals(bare, central(bare))).all()


@given(chosen())
@settings(max_examples=40)
def test_one_measure_more_never_raises_what_it_acts_on(
    model: Model, base: BaseYear, ones: list[tuple[Measure, Potential]]
) -> None:
    made = compiled(model, base, *ones).compiled
    acted = [made.sectors.index(code) for code in ("plants", "town", "waste")]
    before = project(made, central(made)).sector_g[:, :, acted]
    for name in made.measures:
        fewer = central(made, without=frozenset({name}))
        less = project(made, fewer).sector_g[:, :, acted]
        assert (before <= less * (1 + 1e-12) + 1).all()


@given(chosen(strongest=0.1))
@settings(max_examples=30)
def test_one_measure_more_never_raises_the_total(
    model: Model, base: BaseYear, ones: list[tuple[Measure, Potential]]
) -> None:
    """Heat that is saved is sold no more, but it is not made either."""
    made = compiled(model, base, *ones).compiled
    before = totals(made, central(made))
    for name in made.measures:
        less = totals(made, central(made, without=frozenset({name})))
        assert (before <= less * (1 + 1e-12) + 1).all()


@given(chosen())
@settings(max_examples=30)
def test_no_carrier_becomes_negative(
    model: Model, base: BaseYear, ones: list[tuple[Measure, Potential]]
) -> None:
    made = compiled(model, base, *ones, one("switch", SWITCH)).compiled
    left = made.energy + made.energy_delivered.sum(axis=0)
    assert (left[made.energy >= 0] >= -1e-9).all()
