"""A case is read from JSON, and refused with every reason before it is judged."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.assessment import (
    Case,
    Decree,
    Exemption,
    assess,
    case_from_json,
    case_to_json,
    checked_case,
)
from dafeng.base.errors import BadInputError
from dafeng.base.plain import record_from_json, record_to_json
from tests.assessment.building import case, goal, green, seen


def refused(held: Case) -> str:
    with pytest.raises(BadInputError) as caught:
        checked_case(held)
    assert caught.value.code == "case.bad"
    return str(caught.value)


def test_a_case_comes_back_from_its_own_bytes() -> None:
    held = case(goal(), observations=green({2025: 70.5}))
    assert case_from_json(case_to_json(held)) == held


def test_a_case_needs_nothing_but_what_it_speaks_of() -> None:
    told = {
        "place": "990101",
        "period": "2025",
        "as_of": "2026-11-29",
        "scheme": "district-2023",
        "goals": [{"id": "T1", "indicator": "绿色建筑", "definition": "F04"}],
    }
    held = case_from_json(json.dumps(told).encode())
    assert held.goals[0].kind == "level"


def test_decimals_keep_the_digits_that_were_written() -> None:
    told = case_to_json(case(goal(), observations=green({2025: 1})))
    written = told.replace(b'"80"', b"80.10")
    assert str(case_from_json(written).goals[0].value) == "80.10"


@pytest.mark.parametrize(
    ("key", "value", "where"),
    [
        ("goals", [{"id": "T1", "indicator": "x", "colour": "red"}], r"\$\.goals\[0\]"),
        ("as_of", "tomorrow", r"\$\.as_of"),
        ("works", [{"id": "1", "clause": "1", "title": "x", "state": "lost"}], "works"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(
    key: str, value: object, where: str
) -> None:
    told = json.loads(case_to_json(case(goal())))
    with pytest.raises(BadInputError, match=where):
        case_from_json(json.dumps(told | {key: value}).encode())


def test_a_figure_of_a_period_that_is_not_over_is_refused() -> None:
    held = case(goal(), observations=(seen("buildings.new.area", 2026, 10),))
    told = refused(held)
    assert "buildings.new.area of 2026" in told
    assert "not over on 2026-11-29" in told


def test_every_reason_is_told_at_once() -> None:
    held = case(
        goal(),
        goal(),
        goal(id="T002", definition="F04.best"),
        observations=(
            seen("buildings.new.area", 2024, 1),
            seen("buildings.new.area", 2024, 2),
            seen("buildings.old.castles", 2024, 1),
        ),
        decrees=(
            Decree(
                goal="T999",
                number="示范发〔2024〕1号",
                issued_on=date(2024, 1, 1),
                value=Decimal(1),
                unit="%",
            ),
        ),
        exemptions=(Exemption(subject="T001", ground=" ", approved_by=""),),
    )
    told = refused(held)
    for reason in (
        "T001 stands 2 times",
        "F04.best",
        "buildings.new.area of 2024 is stated twice",
        "buildings.old.castles",
        "T999",
        "no ground",
    ):
        assert reason in told


def test_an_exemption_of_nothing_here_is_refused_when_it_is_judged() -> None:
    lost = Exemption(subject="T999", ground="尚无此项职责", approved_by="区双碳办")
    held = case(goal(), exemptions=(lost,))
    with pytest.raises(BadInputError, match="T999"):
        assess(held)


def test_a_period_that_is_none_is_refused() -> None:
    with pytest.raises(BadInputError, match="is no period"):
        checked_case(case(goal(), period="soon"))


@given(order=st.permutations(range(8)))
def test_the_order_of_what_goes_in_changes_no_result(order: list[int]) -> None:
    held = green({2022: 60, 2023: 70, 2024: 75, 2025: 85})
    shuffled = tuple(held[place] for place in order)
    one = assess(case(goal(), goal(id="T002", year=2030), observations=held))
    other = assess(case(goal(), goal(id="T002", year=2030), observations=shuffled))
    assert one.targets == other.targets
    assert one.units == other.units
    assert one.proposals == other.proposals


def test_a_result_comes_back_from_its_bytes() -> None:
    from dafeng.assessment import Assessment

    result = assess(case(goal(), observations=green({2024: 60, 2025: 70})))
    assert record_from_json(record_to_json(result), Assessment) == result
