"""Targets that the model sees: quantities, stated figures, and what it cannot see."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from dafeng.accounts import Boundary
from dafeng.base.errors import BadInputError
from dafeng.base.tables import packaged_rows
from dafeng.indicators import Demand, definition_register
from dafeng.pathways.compiled import central
from dafeng.pathways.draws import sobol_draws
from dafeng.pathways.projecting import BLOCK, energy, project, totals
from dafeng.pathways.quantities import (
    TCE_PER_TJ,
    power_worth,
    quantities,
)
from dafeng.pathways.targets import (
    Asked,
    TargetChance,
    figures_needed,
    seen_definitions,
    target_chances,
    why_unseen,
)
from tests.pathways.building import small_compiled

MODEL = small_compiled()
DRAWS = sobol_draws(MODEL, count=512, seed=3, place="a")
RATE = power_worth(2024)


def ask(definition: str, *, year: int = 2030, **more: object) -> Asked:
    return Asked(target=definition, definition=definition, year=year, **more)  # type: ignore[arg-type]


def one(asked: Asked, **stated: str) -> TargetChance:
    """The chance of one target, all stated figures being of 2024."""
    figures = {(name.replace("_", "."), 2024): Decimal(v) for name, v in stated.items()}
    (found,) = target_chances(MODEL, DRAWS, [asked], stated=figures)
    return found


def at_least(value: str) -> Demand:
    return Demand(comparator=">=", value=Decimal(value))


def at_most(value: str) -> Demand:
    return Demand(comparator="<=", value=Decimal(value))


def test_quantities_are_sums_of_the_energy_of_sectors_and_carriers() -> None:
    draws = sobol_draws(MODEL, count=2 * BLOCK, seed=3, place="a")
    found = quantities(MODEL, draws, [2024, 2030])[2030]
    used = energy(MODEL, draws, project(MODEL, draws), 2030) * TCE_PER_TJ
    coal, gas, power = (used[:, :, at].sum(axis=1) for at in range(3))
    np.testing.assert_allclose(found.coal, coal)
    np.testing.assert_allclose(found.gas, gas)
    np.testing.assert_allclose(found.power, power)
    np.testing.assert_allclose(found.energy, coal + gas + power)
    np.testing.assert_allclose(found.energy_equal, coal + gas + power * RATE)
    np.testing.assert_allclose(found.final, found.energy)
    made = draws.delivered @ MODEL.generation_tj[:, 6] * TCE_PER_TJ
    np.testing.assert_allclose(found.added_equal, made * RATE)
    np.testing.assert_allclose(found.fossil_equal, found.energy_equal - made * RATE)
    np.testing.assert_allclose(found.generated_kwh, made / TCE_PER_TJ / 3.6 * 1e6)
    np.testing.assert_allclose(found.co2_t, totals(MODEL, draws)[:, 6] / 1e6)
    assert (found.oil == 0).all()


def test_standard_coal_is_that_of_the_account() -> None:
    assert pytest.approx(1 / 0.0293076) == TCE_PER_TJ  # GB/T 2589: 29,307.6 kJ
    assert pytest.approx(0.3015 / 0.1229, rel=1e-3) == RATE  # kgce per kWh


def test_a_sector_that_sells_power_is_no_final_use() -> None:
    base = MODEL.energy.copy()
    base[:, 1, 2] = -100.0
    seller = small_compiled(energy=base)
    found = quantities(seller, central(seller), [2024])[2024]
    all_but = base[0, [0, 2]].sum() * TCE_PER_TJ
    assert found.final[0] == pytest.approx(all_but)
    assert found.final_power[0] == pytest.approx(base[0, [0, 2], 2].sum() * TCE_PER_TJ)


def test_drivers_and_unknown_names() -> None:
    found = quantities(MODEL, central(MODEL), [2030])[2030]
    assert found.of("driver:gdp")[0] == pytest.approx(5e6 * 1.05**6)
    for name in ("driver:ships", "drivers", "other:coal", "nothing"):
        with pytest.raises(KeyError):
            found.of(name)


def test_a_year_before_power_was_priced_is_told() -> None:
    with pytest.raises(BadInputError) as caught:
        power_worth(1900)
    assert caught.value.code == "quantities.power"


def test_a_total_needs_no_figure_and_counts_the_draws_that_meet_it() -> None:
    tonnes = totals(MODEL, DRAWS)[:, 6] / 1e10
    found = one(ask("A01", demand=at_most("660")))
    assert found.probability == pytest.approx((tonnes <= 660).mean())
    assert found.median == pytest.approx(np.median(tonnes))
    assert found.low < found.median < found.high
    assert found.error is not None
    assert 0 < found.error < 0.05


def test_a_stated_total_is_moved_by_the_model() -> None:
    doubled = one(ask("A01"), A01="1260")
    assert doubled.median == pytest.approx(2 * one(ask("A01")).median)


def test_a_decrease_chains_what_was_stated_with_what_the_model_says() -> None:
    asked = ask("A02", base_year=2020, demand=at_least("20"))
    stated = {
        ("A02.intensity", 2020): Decimal("1.6"),
        ("A02.intensity", 2024): Decimal("1.4"),
    }
    (found,) = target_chances(MODEL, DRAWS, [asked], stated=stated)
    year = quantities(MODEL, DRAWS, [2024, 2030])
    ratio = [year[y].co2_t / year[y].of("driver:gdp") for y in (2030, 2024)]
    fell = 100 * (1 - 1.4 / 1.6 * ratio[0] / ratio[1])
    assert found.median == pytest.approx(np.median(fell))
    assert found.probability == pytest.approx((fell >= 20).mean())
    since_base = one(ask("A02", base_year=2024))
    assert since_base.median == pytest.approx(
        np.median(100 * (1 - ratio[0] / ratio[1]))
    )


def test_the_account_itself_stands_in_for_a_stated_total() -> None:
    found = one(ask("A01.decrease", base_year=2020))
    fell = 100 * (1 - totals(MODEL, DRAWS)[:, 6] / 5.48e12)
    assert found.median == pytest.approx(np.median(fell))
    assert why_unseen(MODEL, ask("A01.decrease", base_year=2005), {}) == "figure"
    stated = {("A01", 2005): Decimal(800)}
    (mixed,) = target_chances(
        MODEL, DRAWS, [ask("A01.decrease", base_year=2005)], stated=stated
    )
    fell = 100 * (1 - totals(MODEL, DRAWS)[:, 6] / 8e12)
    assert mixed.median == pytest.approx(np.median(fell))


def test_growth_is_over_the_year_before() -> None:
    found = one(ask("A08", demand=at_most("0")))
    path = totals(MODEL, DRAWS)
    grows = 100 * (path[:, 6] / path[:, 5] - 1)
    assert found.probability == pytest.approx((grows <= 0).mean())
    assert one(ask("A08", year=2025)).median > 0


def test_what_is_built_comes_on_top_of_what_stands() -> None:
    built = one(ask("B05", demand=at_least("60")), B05="40")
    assert (built.median, built.high) == (72.0, 72.0), "480 MW of four years of six"
    assert built.probability == pytest.approx(DRAWS.delivered[:, 4].mean())
    share = one(ask("A05.equal-value"), **{"A05_equal-value": "6"})
    year = quantities(MODEL, DRAWS, [2024, 2030])
    part = 0.06 * year[2024].energy_equal + year[2030].added_equal
    assert share.median == pytest.approx(
        np.median(100 * part / year[2030].energy_equal)
    )


def test_a_share_starts_where_it_stood_and_stays_below_all() -> None:
    found = one(ask("B03", year=2045), B03="95")
    assert 95 < found.median < 100
    year = quantities(MODEL, DRAWS, [2024])[2024]
    own = str(round(float(100 * year.final_power[0] / year.final[0]), 9))
    same = one(ask("B03", year=2045), B03=own)
    model = quantities(MODEL, DRAWS, [2045])[2045]
    assert same.median == pytest.approx(
        np.median(100 * model.final_power / model.final)
    )


@pytest.mark.parametrize("comparator", [">=", ">", "<=", "<", "=", "~"])
def test_a_demand_is_met_as_indicators_judge_it(comparator: str) -> None:
    tonnes = totals(MODEL, DRAWS)[:, 6] / 1e10
    value = Decimal(repr(float(np.sort(tonnes)[200])))
    for top in (None, value + 30):
        demand = Demand(comparator=comparator, value=value, value_max=top)
        met = [demand.met_by(Decimal(repr(float(x)))) for x in tonnes]
        found = one(ask("A01", demand=demand))
        assert found.probability == pytest.approx(np.mean(met), abs=2 / 512)


def test_a_target_without_a_figure_stays_unknown() -> None:
    found = one(ask("A01"))
    assert (found.probability, found.error) == (None, None)
    assert found.median > 0


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (ask("Z01"), "definition"),
        (ask("A06"), "boundary"),
        (ask("A07"), "driver"),
        (ask("A01", year=2024), "year"),
        (ask("A01", year=2046), "year"),
        (ask("A02"), "base-year"),
        (ask("B05"), "figure"),
        (ask("A02", base_year=2020), "figure"),
        (ask("A04"), "quantity"),
        (ask("B72"), "quantity"),
    ],
)
def test_what_the_model_does_not_see_is_left_to_others(asked: Asked, why: str) -> None:
    stated = {("A04", 2024): Decimal(5), ("B72", 2024): Decimal(5)}
    assert why_unseen(MODEL, asked, stated) == why
    assert target_chances(MODEL, DRAWS, [asked], stated=stated) == ()


def test_nothing_falls_from_zero() -> None:
    stated = {
        ("A02.intensity", 2020): Decimal(0),
        ("A02.intensity", 2024): Decimal(1),
    }
    assert why_unseen(MODEL, ask("A02", base_year=2020), stated) == "figure"


def test_a_district_without_coal_keeps_to_a_limit_of_coal() -> None:
    nothing = MODEL.energy.copy()
    nothing[..., 0] = 0
    model = small_compiled(
        energy=nothing, energy_delivered=np.zeros_like(MODEL.energy_delivered)
    )
    asked = ask("A03", demand=at_most("10"))
    (found,) = target_chances(model, DRAWS, [asked], stated={("A03", 2024): Decimal(0)})
    assert (found.median, found.probability) == (0, 1)
    told = {("A03", 2024): Decimal(3)}
    assert why_unseen(model, asked, told) == "quantity", "stated, but not in the model"


def test_another_boundary_sees_other_totals() -> None:
    whole = small_compiled(boundary=Boundary.TERRITORIAL)
    assert why_unseen(whole, ask("A06"), {}) == ""
    assert why_unseen(whole, ask("A01"), {}) == "boundary"


def test_figures_that_are_needed_are_named() -> None:
    assert figures_needed(MODEL, ask("B03")) == (("B03", 2024),)
    assert figures_needed(MODEL, ask("A01")) == ()
    assert figures_needed(MODEL, ask("A08")) == ()
    assert figures_needed(MODEL, ask("Z01")) == ()
    assert figures_needed(MODEL, ask("A02", base_year=2024)) == ()
    assert figures_needed(MODEL, ask("A02", base_year=2020)) == (
        ("A02.intensity", 2020),
        ("A02.intensity", 2024),
    )


def test_every_seen_definition_stands_in_the_register() -> None:
    register = definition_register()
    year = quantities(MODEL, central(MODEL), [2024])[2024]
    for seen in seen_definitions().values():
        definition = register.get(seen.definition)
        for name in seen.quantity.split("/"):
            if name != "driver:population":
                assert year.of(name).shape == (1,)
        if seen.kind in ("share", "added-share", "decrease", "growth"):
            assert definition.unit == "%"
            assert seen.scale == 100
        if seen.kind == "decrease":
            assert definition.inputs["base"] == f"={seen.level}@base"
        if seen.kind in ("share", "added-share"):
            assert definition.bounded
    kinds = {row["kind"] for row in packaged_rows("dafeng.pathways", "targets.csv")}
    assert kinds == {"level", "share", "added", "added-share", "decrease", "growth"}
