"""The carbon identity: every factor has its own effect, and power one of its own."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.accounts.change.checks import DecompositionError
from dafeng.accounts.change.identity import CarbonYear, EnergyUse, carbon_identity

SECTORS = (("industry", "steel"), ("industry", "glass"), ("transport", "road"))
CARRIERS = ("coal", "gas", "power")


def use(path, carrier, energy, emission) -> EnergyUse:
    return EnergyUse(
        path=path,
        carrier=carrier,
        energy=energy,
        emission=emission,
        is_power=carrier == "power",
    )


BEFORE = CarbonYear(
    activity={SECTORS[0]: 100.0, SECTORS[1]: 50.0, SECTORS[2]: 30.0},
    uses=(
        use(SECTORS[0], "coal", 40, 100),
        use(SECTORS[0], "power", 10, 60),
        use(SECTORS[1], "gas", 9, 15),
        use(SECTORS[2], "gas", 8, 14),
    ),
)


@st.composite
def carbon_years(draw):
    """A year in which any carrier of any sector may be missing."""
    amounts = st.floats(0.1, 100)
    uses = [
        use(path, carrier, draw(amounts), draw(amounts))
        for path in SECTORS
        for carrier in CARRIERS
        if draw(st.booleans())
    ] or [use(SECTORS[0], "gas", 1, 1)]
    return CarbonYear(activity={p: draw(amounts) for p in SECTORS}, uses=tuple(uses))


def effects(before: CarbonYear, after: CarbonYear) -> dict[str, float]:
    change = carbon_identity(before, after).decompose()
    return dict(zip(change.factors, change.whole.effects, strict=True))


def emission(year: CarbonYear) -> float:
    return sum(each.emission for each in year.uses)


@given(carbon_years(), carbon_years())
def test_effects_add_up_to_the_change_of_the_emission(before, after) -> None:
    change = emission(after) - emission(before)
    largest = max(emission(before), emission(after))
    total = sum(effects(before, after).values())
    assert total == pytest.approx(change, abs=1e-12 * largest)


def test_names_say_activity_structure_intensity_mix_and_both_factors() -> None:
    assert tuple(effects(BEFORE, BEFORE)) == (
        "activity",
        "structure.1",
        "structure.2",
        "intensity",
        "fuel-mix",
        "emission-factor",
        "electricity-factor",
    )
    assert not any(effects(BEFORE, BEFORE).values())


def test_a_cleaner_grid_is_the_effect_of_the_electricity_factor_alone() -> None:
    cleaner = attrs.evolve(
        BEFORE,
        uses=tuple(
            attrs.evolve(each, emission=48) if each.is_power else each
            for each in BEFORE.uses
        ),
    )
    found = effects(BEFORE, cleaner)
    assert found.pop("electricity-factor") == pytest.approx(-12)
    assert not any(found.values())


def test_a_cleaner_fuel_is_the_effect_of_the_emission_factor_alone() -> None:
    cleaner = attrs.evolve(
        BEFORE, uses=(use(SECTORS[0], "coal", 40, 90), *BEFORE.uses[1:])
    )
    found = effects(BEFORE, cleaner)
    assert found.pop("emission-factor") == pytest.approx(-10)
    assert not any(found.values())


def test_growth_of_everything_is_activity_alone() -> None:
    larger = CarbonYear(
        activity={path: 2 * amount for path, amount in BEFORE.activity.items()},
        uses=tuple(
            attrs.evolve(each, energy=2 * each.energy, emission=2 * each.emission)
            for each in BEFORE.uses
        ),
    )
    found = effects(BEFORE, larger)
    assert found.pop("activity") == pytest.approx(emission(BEFORE))
    assert not any(abs(effect) > 1e-12 for effect in found.values())


def test_coal_that_goes_is_an_effect_of_the_mix() -> None:
    cleared = attrs.evolve(
        BEFORE, uses=(use(SECTORS[0], "gas", 40, 70), *BEFORE.uses[1:])
    )
    change = carbon_identity(BEFORE, cleared).decompose()
    found = dict(zip(change.factors, change.whole.effects, strict=True))
    assert found.pop("fuel-mix") == pytest.approx(-30)
    assert not any(found.values())
    coal = [group for group in change.level(3) if group.path[2] == "coal"]
    assert [group.change for group in coal] == [-100]


def test_a_sector_that_closes_is_an_effect_of_structure() -> None:
    closed = CarbonYear(
        activity={SECTORS[0]: 100.0, SECTORS[1]: 0.0, SECTORS[2]: 80.0},
        uses=(
            *BEFORE.uses[:2],
            use(SECTORS[2], "gas", 8 * 80 / 30, 14 * 80 / 30),
        ),
    )
    found = effects(BEFORE, closed)
    assert found["structure.2"] == pytest.approx(
        -15
        # Steel is then all of industry: its part within industry grew.
        + sum_of_steel(BEFORE, closed)
    )
    assert found["intensity"] == pytest.approx(0, abs=1e-12)


def sum_of_steel(before: CarbonYear, after: CarbonYear) -> float:
    change = carbon_identity(before, after).decompose()
    place = change.factors.index("structure.2")
    return next(g for g in change.level(2) if g.path == SECTORS[0]).effects[place]


@pytest.mark.parametrize(
    ("year", "code"),
    [
        (CarbonYear(activity={}, uses=()), "lmdi.depth"),
        (CarbonYear(activity={("a",): 1.0}, uses=BEFORE.uses), "lmdi.depth"),
        (CarbonYear(activity={}, uses=BEFORE.uses), "lmdi.no_activity"),
        (
            attrs.evolve(BEFORE, uses=(use(SECTORS[0], "gas", 0, 5),)),
            "lmdi.no_energy",
        ),
        (
            attrs.evolve(
                BEFORE,
                uses=(
                    EnergyUse(
                        path=SECTORS[0],
                        carrier="coal",
                        energy=1,
                        emission=1,
                        is_power=True,
                    ),
                ),
            ),
            "lmdi.power",
        ),
    ],
)
def test_a_year_that_contradicts_itself_is_refused(year: CarbonYear, code) -> None:
    other = year if code == "lmdi.depth" and not year.uses else BEFORE
    with pytest.raises(DecompositionError) as caught:
        carbon_identity(other, year)
    assert code in {finding.code for finding in caught.value.findings}
