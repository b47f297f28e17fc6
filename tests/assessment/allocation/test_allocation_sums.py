"""What holds for every rule: exact sums, kept limits, no effect of order and scale."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dafeng.assessment.allocation import (
    RULES,
    AllocationCase,
    AllocationError,
    CutStep,
    Index,
    Ingredient,
    NamedFigure,
    Parameters,
    Party,
    Quantity,
    allocate,
)
from dafeng.assessment.allocation.water_filling import (
    Vessel,
    least,
    most,
    water_level,
    whole_steps,
)
from tests.assessment.allocation.allocating_cases import (
    energy_case,
    limited_parties,
    number,
    stake_of,
    values,
)

SETTINGS = Parameters(
    converge_year=2030,
    indices=(Index(name="population"), Index(name="x", direction="down")),
    mixture=(
        Ingredient(rule="history", share=Decimal("0.3")),
        Ingredient(rule="benchmark", share=Decimal("0.7")),
    ),
)


def full_party(unit: str, draw: st.DrawFn) -> Party:
    """A party with every figure that a rule may ask for."""
    some = st.integers(1, 10_000)
    history = {2024: draw(some), 2025: draw(some)}
    energy = stake_of(history, benchmark=draw(st.sampled_from(["0.2", "1.75"])))
    cut = CutStep(amount=number(draw(some)), price=number(draw(st.integers(-9, 99))))
    return Party(
        unit=unit,
        energy=attrs.evolve(energy, cuts=(cut,)),
        value_added=number(draw(some)),
        output=number(draw(some)),
        population=number(draw(some)),
        figures=(NamedFigure(name="x", value=number(draw(some))),),
    )


@st.composite
def full_cases(draw: st.DrawFn) -> AllocationCase:
    count = draw(st.integers(1, 6))
    parties = [full_party(f"u{at}", draw) for at in range(count)]
    return energy_case(
        draw(st.integers(50, 100_000)),
        parties,
        rule=draw(st.sampled_from(sorted(RULES))),
        reserve=draw(st.integers(0, 49)),  # something is left to split
        parameters=SETTINGS,
    )


@given(full_cases())
def test_allotted_and_reserve_add_up_for_every_rule(case: AllocationCase) -> None:
    done = allocate(case)
    total = done.total(Quantity.ENERGY)
    assert sum(values(done).values()) == total.allotted
    assert total.allotted + total.reserve == case.energy.total
    assert sum(line.energy.share for line in done.lines) == 1
    assert sum(line.energy.weight for line in done.lines) == 1


@given(full_cases(), st.randoms(use_true_random=False))
def test_the_order_of_parties_changes_nothing(
    case: AllocationCase, chance: object
) -> None:
    shuffled = list(case.parties)
    chance.shuffle(shuffled)
    other = attrs.evolve(case, parties=tuple(shuffled))
    assert allocate(other) == allocate(case)
    assert allocate(other).digest == allocate(case).digest


@given(full_cases(), st.integers(2, 9))
def test_scaling_everybody_changes_nothing(case: AllocationCase, by: int) -> None:
    assume(case.rule != "least-cost")  # it asks by how much the total lies below
    scaled = tuple(
        attrs.evolve(
            party,
            energy=attrs.evolve(
                party.energy,
                history=tuple(
                    attrs.evolve(one, value=one.value * by)
                    for one in party.energy.history
                ),
                benchmark=party.energy.benchmark * by,
            ),
            value_added=party.value_added * by,
            population=party.population * by,
            figures=tuple(
                attrs.evolve(one, value=one.value * by) for one in party.figures
            ),
        )
        for party in case.parties
    )
    assert values(allocate(attrs.evolve(case, parties=scaled))) == values(
        allocate(case)
    )


@given(full_cases().filter(lambda case: case.rule != "entropy"))
def test_a_party_without_weight_takes_nothing_from_the_others(
    case: AllocationCase,
) -> None:
    # Under entropy the number of parties itself is part of the weights.
    idle = Party(
        unit="idle",
        energy=stake_of({2024: 0, 2025: 0}, benchmark=1),
        value_added=Decimal(0),
        output=Decimal(0),
        population=Decimal(0),
    )
    done = values(allocate(attrs.evolve(case, parties=(*case.parties, idle))))
    assert done.pop("idle") == 0
    assert done == values(allocate(case))


@given(limited_parties(), st.integers(0, 2500))
def test_limits_are_kept_and_nobody_with_room_stays_behind(
    parties: list[Party], total: int
) -> None:
    done = allocate(energy_case(total, parties))
    if not done.lines:
        assert done.findings
        assert done.relaxations
        return
    level = done.total(Quantity.ENERGY).level
    assert sum(values(done).values()) == total
    for party in parties:
        stake, got = party.energy, values(done)[party.unit]
        if stake.fixed is not None:
            assert got == stake.fixed
            continue
        assert got >= max(stake.lower or 0, stake.exempt)
        assert stake.upper is None or got <= stake.upper
        # Independent formulation: what stands strictly between its limits stands
        # within one step of exempt + level x (base - exempt).
        low = max(stake.lower or 0, ceil(stake.exempt))
        if low < got and (stake.upper is None or got < stake.upper):
            counted = max(stake.history[0].value - stake.exempt, Decimal(0))
            free = Fraction(stake.exempt) + level * Fraction(counted)
            assert abs(Fraction(got) - free) < 1


@given(full_cases(), st.sampled_from(["0.1", "0.01", "5"]))
def test_any_step_adds_up(case: AllocationCase, step: str) -> None:
    total = Decimal(step) * int(case.energy.total)
    budget = attrs.evolve(
        case.energy, total=total, reserve=Decimal(0), step=Decimal(step)
    )
    done = allocate(attrs.evolve(case, energy=budget))
    assert sum(values(done).values()) == total
    assert all(value % Decimal(step) == 0 for value in values(done).values())


@pytest.mark.parametrize(("share", "reserve"), [("0.05", 50), ("0.0505", 50), ("0", 0)])
def test_a_reserve_can_be_a_share_of_the_total(share: str, reserve: int) -> None:
    # 0.0505 x 1000 = 50.5: half to even.
    parties = [Party(unit="A", energy=stake_of({2025: 10}))]
    done = allocate(energy_case(1000, parties, reserve_share=share))
    assert done.total(Quantity.ENERGY).reserve == reserve
    assert values(done) == {"A": 1000 - reserve}


def test_equal_remainders_go_by_name() -> None:
    # 100 over three equals: 33 1/3 each; the one step left goes to the first name.
    parties = [Party(unit=name, energy=stake_of({2025: 5})) for name in "CAB"]
    assert values(allocate(energy_case(100, parties))) == {"A": 34, "B": 33, "C": 33}


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9), st.integers(0, 9))),
    st.integers(0, 60),
)
def test_the_level_holds_the_amount_exactly(
    rows: list[tuple[int, int, int]], amount: int
) -> None:
    vessels = [
        Vessel(unit=str(at), weight=Fraction(weight, 7), low=low, high=low + room)
        for at, (weight, low, room) in enumerate(rows)
    ]
    if not least(vessels) <= amount <= most(vessels):
        return
    level = water_level(vessels, amount)
    filled = {vessel.unit: vessel.at(level) for vessel in vessels}
    assert sum(filled.values()) == amount
    steps = whole_steps(filled, amount)
    assert sum(steps.values()) == amount
    for vessel in vessels:
        assert vessel.low <= steps[vessel.unit] <= vessel.most
        assert abs(steps[vessel.unit] - filled[vessel.unit]) < 1


def test_everything_wrong_with_a_case_is_told_at_once() -> None:
    parties = [
        Party(unit="A", energy=stake_of({2025: 10}, lower=9, upper=8)),
        Party(unit="B", energy=stake_of({2025: -1}, fixed="0.5", exempt=3)),
    ]
    with pytest.raises(AllocationError) as caught:
        allocate(energy_case(100, parties))
    told = "\n".join(caught.value.problems)
    assert "parties 'A'.energy: nothing lies between lower 9" in told
    assert "parties 'B'.energy.history.2025: -1 is not a number of 0 or more" in told
    assert "parties 'B'.energy.fixed: 0.5 is no whole number of steps" in told
    assert "parties 'B'.energy: fixed and exempt are both given" in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"energy": None}, "neither has a total"),
        ({"parties": ()}, "there is none"),
        ({"year": 2024}, "year: 2024 is before base_year 2025"),
        ({"parties": (Party(unit="A"), Party(unit="A"))}, "'A' stands 2 times"),
        ({"parties": (Party(unit=" "),)}, "has no unit"),
    ],
)
def test_a_case_that_is_none_is_refused(change: dict, told: str) -> None:
    case = energy_case(100, [Party(unit="A", energy=stake_of({2025: 10}))])
    with pytest.raises(AllocationError, match=told):
        allocate(attrs.evolve(case, **change))


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        ({"total": "100.5"}, "no whole number of steps of 1 tce当量"),
        ({"step": "0"}, "energy.step: 0 is not above 0"),
        ({"reserve": "101"}, "reserve: 101 is more than 100"),
        ({"reserve_share": "1"}, "not from 0 to below 1"),
        ({"reserve": "1", "reserve_share": "0.1"}, "both given"),
        ({"total": "-5"}, "energy.total: -5 is not a number of 0 or more"),
    ],
)
def test_a_total_that_is_none_is_refused(budget: dict, told: str) -> None:
    case = energy_case(100, [Party(unit="A", energy=stake_of({2025: 10}))])
    changed = {name: Decimal(value) for name, value in budget.items()}
    with pytest.raises(AllocationError, match=told):
        allocate(attrs.evolve(case, energy=attrs.evolve(case.energy, **changed)))


@pytest.mark.parametrize("unit", ["tCO2", "km", "what", "t"])
def test_energy_is_stated_in_standard_coal(unit: str) -> None:
    case = energy_case(100, [Party(unit="A", energy=stake_of({2025: 10}))])
    with pytest.raises(AllocationError, match="none of tce, tce当量, tce等价"):
        allocate(attrs.evolve(case, energy=attrs.evolve(case.energy, unit=unit)))


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Parameters(drop_lowest=-1), "drop_lowest: -1 is below 0"),
        (Parameters(tilt=Decimal(2)), "tilt: 2 is not from 0 to 1"),
        (Parameters(dirtier=Decimal(-1)), "dirtier: -1 is below 0"),
        (Parameters(years=(2024, 2024)), "2024 stands 2 times"),
        (
            Parameters(mixture=(Ingredient(rule="output", share=Decimal(2)),)),
            "mixture output: 2 is not from 0 to 1",
        ),
    ],
)
def test_a_parameter_that_is_none_is_refused(settings: Parameters, told: str) -> None:
    parties = [Party(unit="A", energy=stake_of({2025: 10}))]
    with pytest.raises(AllocationError, match=told):
        allocate(energy_case(100, parties, parameters=settings))


def test_an_exempt_part_above_the_base_is_told() -> None:
    parties = [
        Party(unit="A", energy=stake_of({2025: 10}, exempt=12)),
        Party(unit="B", energy=stake_of({2025: 10})),
    ]
    done = allocate(energy_case(100, parties))
    assert values(done) == {"A": 12, "B": 88}
    assert [finding.code for finding in done.findings] == [
        "allocation.exempt_above_base"
    ]
