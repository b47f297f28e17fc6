"""Least cost: worked by hand, against a linear programme, and against one price."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from dafeng.assessment.allocation import (
    Allocation,
    AllocationCase,
    AllocationError,
    Budget,
    CutStep,
    Ground,
    Parameters,
    Party,
    Pricing,
    Quantity,
    allocate,
    case_from_json,
    case_to_json,
)
from tests.assessment.allocation.allocating_cases import energy_case, stake, values


def party(unit: str, base: object, *cuts: tuple[object, object], **limits: object):
    """A party with steps of (amount, price)."""
    steps = tuple(
        CutStep(amount=Decimal(str(amount)), price=Decimal(str(price)))
        for amount, price in cuts
    )
    held = stake(base, **limits)
    return Party(unit=unit, energy=type(held)(**_fields(held) | {"cuts": steps}))


def _fields(held: object) -> dict[str, object]:
    names = ("history", "lower", "upper", "fixed", "exempt", "benchmark")
    return {name: getattr(held, name) for name in names}


def case(total: object, *parties: Party, cap: object = None) -> AllocationCase:
    """A case of least cost."""
    limit = None if cap is None else Decimal(str(cap))
    return energy_case(
        total, list(parties), rule="least-cost", parameters=Parameters(cut_cap=limit)
    )


def pricing(done: Allocation) -> Pricing:
    """What the split costs."""
    total = done.total(Quantity.ENERGY)
    assert total is not None
    assert total.pricing is not None
    return total.pricing


A = ("A", 100, (20, 50), (30, 200))
B = ("B", 200, (30, 100), (50, 300))


def test_the_cheapest_steps_are_taken_first() -> None:
    # 300 to 240: 60 to cut. By price: A 20 at 50, B 30 at 100, 10 of A's 30 at 200.
    # A cuts 30 and keeps 70, B cuts 30 and keeps 170: 1,000 + 3,000 + 2,000 yuan.
    done = allocate(case(240, party(*A), party(*B)))
    assert values(done) == {"A": 70, "B": 170}
    assert pricing(done) == Pricing(
        price=Decimal(200), cost=Decimal(6000), cut=Decimal(60), beyond=Decimal(0)
    )
    told = {step.what: step for step in done.line("A").energy.steps}
    assert told["cut"].value == 30
    assert told["cut_price"].formula == "3000 / 30"
    assert told["left"].formula == "100 − 30"


def test_steps_of_one_price_are_used_in_proportion() -> None:
    # 12 to cut; both offer at 100: 20 and 40, so a third and two thirds of it.
    done = allocate(case(288, party("A", 100, (20, 100)), party("B", 200, (40, 100))))
    assert values(done) == {"A": 96, "B": 192}


def test_a_cap_of_one_is_an_equal_rate_and_none_is_the_cheapest() -> None:
    # 60 of 300 are 20 %: 20 of A and 40 of B. A pays 20 x 50; B 30 x 100 + 10 x 300.
    one = allocate(case(240, party(*A), party(*B), cap=1))
    assert values(one) == {"A": 80, "B": 160}
    assert pricing(one).cost == 7000
    # Half as much again: A at most 30, which is the least cost anyway.
    half = allocate(case(240, party(*A), party(*B), cap="1.5"))
    assert values(half) == {"A": 70, "B": 170}


def test_limits_of_a_party_hold() -> None:
    # A keeps 85 at least: cuts 15 at 50; B 30 at 100 and 15 at 300.
    floor = allocate(case(240, party(*A, lower=85), party(*B)))
    assert values(floor) == {"A": 85, "B": 155}
    assert pricing(floor).cost == 15 * 50 + 30 * 100 + 15 * 300
    # B may have 160 at most: 40 of it are cut first (30 at 100, 10 at 300), A cuts 20.
    top = allocate(case(240, party(*A), party(*B, upper=160)))
    assert values(top) == {"A": 80, "B": 160}
    assert pricing(top).cost == 20 * 50 + 30 * 100 + 10 * 300
    # What is fixed is out of it, what is exempt is not cut.
    held = allocate(case(240, party(*A, exempt=90), party(*B)))
    assert values(held)["A"] == 90


def test_what_no_step_reaches_is_shared_by_base_and_told() -> None:
    # 300 to 150: 150 to cut, 130 known; 20 by base: A 6.67, B 13.33.
    done = allocate(case(150, party(*A), party(*B)))
    assert values(done) == {"A": 43, "B": 107}
    assert pricing(done).price is None
    assert pricing(done).beyond == 20
    (finding,) = [one for one in done.findings if one.code == "allocation.beyond"]
    assert finding.value == "20 of 150"


def test_where_nothing_is_to_be_cut_everybody_moves_by_one_rate() -> None:
    done = allocate(case(330, party(*A), party(*B)))
    assert values(done) == {"A": 110, "B": 220}
    assert [one.code for one in done.findings] == ["allocation.no_cut"]
    assert done.total(Quantity.ENERGY).pricing is None


def test_a_party_without_steps_cuts_nothing_and_without_any_the_rule_lacks() -> None:
    done = allocate(case(290, party("A", 100), party(*B)))
    assert values(done) == {"A": 100, "B": 190}
    none = allocate(case(290, party("A", 100), party("B", 200)))
    assert none.lines == ()
    assert {one.value for one in none.findings} == {"energy.cuts"}


def test_limits_that_leave_no_room_are_told_with_ways_out() -> None:
    done = allocate(case(100, party(*A, lower=90), party(*B, lower=150)))
    assert done.lines == ()
    assert done.relaxations


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"cap": "0.5"}, "cut_cap: 0.5 is below 1"),
        ({"amount": -1}, "cuts: -1 is not a number of 0 or more"),
        ({"price": "NaN"}, "price NaN is not a number"),
    ],
)
def test_steps_that_make_no_sense_are_refused(
    changed: dict[str, object], words: str
) -> None:
    step = (changed.get("amount", 20), changed.get("price", 50))
    wrong = case(240, party("A", 100, step), party(*B), cap=changed.get("cap"))
    with pytest.raises(AllocationError, match=words):
        allocate(wrong)


def test_a_case_with_steps_is_written_and_read_back() -> None:
    wanted = case(240, party(*A), party(*B), cap="1.5")
    assert case_from_json(case_to_json(wanted)) == wanted


curves = st.lists(
    st.tuples(st.integers(0, 60), st.integers(-50, 400)), min_size=0, max_size=4
)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 300), curves), min_size=2, max_size=5),
    st.floats(0.3, 0.99),
    st.none() | st.sampled_from(["1", "1.5", "3"]),
)
def test_it_costs_what_a_linear_programme_costs(
    drawn: list[tuple[int, list[tuple[int, int]]]], share: float, cap: str | None
) -> None:
    """The second formulation: HiGHS chooses every step of every party at once."""
    known = [(base, [one for one in steps if one[0]]) for base, steps in drawn]
    whole = sum(base for base, _steps in known)
    total = round(whole * share)
    need = whole - total
    rows = [party(f"u{at}", base, *steps) for at, (base, steps) in enumerate(known)]
    wanted = case(total, *rows, cap=cap)
    if need <= 0 or not any(steps for _base, steps in known):
        return
    top = [
        min(base, base * need / whole * float(cap)) if cap else base
        for base, _steps in known
    ]
    flat = [(at, *step) for at, (_b, steps) in enumerate(known) for step in steps]
    member = np.array(
        [[float(at == one[0]) for one in flat] for at in range(len(known))]
    )
    found = linprog(
        [one[2] for one in flat],
        A_ub=member,
        b_ub=top,
        A_eq=np.ones((1, len(flat))),
        b_eq=[need],
        bounds=[(0, one[1]) for one in flat],
        method="highs",
    )
    told = allocate(wanted).total(Quantity.ENERGY).pricing
    assert told is not None
    if found.status != 0:
        assert told.beyond > 0
        return
    assert told.beyond == 0
    assert float(told.cost) == pytest.approx(found.fun, abs=1e-6)
    # One common price: the programme's own, up to ties.
    assert told.price is not None
    dearest = max(
        (one[2] for one, used in zip(flat, found.x, strict=True) if used > 1e-7),
    )
    assert float(told.price) <= dearest + 1e-9


def test_every_party_cuts_up_to_one_common_price() -> None:
    """Linear curves p = a·x in fine steps: equal marginal cost gives x as 1/a."""
    slopes = {"A": 1, "B": 2, "C": 4}
    fine = 1000
    rows = [
        party(
            unit,
            1000,
            *(
                (Decimal("0.4"), Decimal(a) * Decimal("0.4") * n)
                for n in range(1, fine)
            ),
        )
        for unit, a in slopes.items()
    ]
    # 350 to cut: x = p (1 + 1/2 + 1/4), so p = 200, x = 200, 100, 50.
    done = allocate(case(2650, *rows))
    assert values(done) == {"A": 800, "B": 900, "C": 950}
    assert float(pricing(done).price) == pytest.approx(200, abs=2)
    assert {line.energy.set_by for line in done.lines} == {Ground.RULE}


def test_carbon_alone_is_split_as_energy_is() -> None:
    rows = [Party(unit=one.unit, carbon=one.energy) for one in (party(*A), party(*B))]
    wanted = AllocationCase(
        year=2026,
        base_year=2025,
        carbon=Budget(total=Decimal(240), unit="tCO2"),
        rule="least-cost",
        parties=tuple(rows),
    )
    assert values(allocate(wanted), Quantity.CARBON) == {"A": 70, "B": 170}
