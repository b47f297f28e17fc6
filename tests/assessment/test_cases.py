"""A case is read from JSON, and refused with every reason before it is judged."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.assessment import (
    Case,
    Decree,
    Exemption,
    Falsification,
    Member,
    Return,
    Work,
    assess,
    case_from_json,
    case_to_json,
    checked_case,
)
from dafeng.assessment.schemes import scheme_from_toml, scheme_toml
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


WORK = {"id": "一", "clause": "一", "title": "任务"}


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("works", [WORK | {"percent": True}], "true is not a number"),
        ("works", [WORK | {"percent": "NaN"}], '"NaN" is not a number'),
        ("works", [WORK | {"percent": 1e-40}], "is not a number"),
        ("works", [WORK | {"verified": "yes"}], '"yes" is not true or false'),
        ("works", [WORK | {"evidence": "photo"}], '"photo" is not a list'),
        ("goals", "x", '"x" is not a list'),
        ("place", 990101, "990101 is not a text"),
    ],
)
def test_nothing_is_taken_for_something_else(
    key: str, value: object, told: str
) -> None:
    whole = json.loads(case_to_json(case(goal())))
    with pytest.raises(BadInputError, match=re.escape(told)):
        case_from_json(json.dumps(whole | {key: value}).encode())


@pytest.mark.parametrize("data", [b"[]", b"null", b"{", b"\xff", b'{"a":1,"a":2}'])
def test_what_is_no_case_is_said_so(data: bytes) -> None:
    with pytest.raises(BadInputError) as caught:
        case_from_json(data)
    assert caught.value.code == "record.bad"


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


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"kind": "wish"}, "kind 'wish' is none of"),
        ({"direction": "sideways"}, "direction 'sideways'"),
        ({"softness": "soft"}, "softness 'soft'"),
        ({"comparator": "=>"}, "comparator '=>'"),
        ({"comparator": ""}, "no comparator"),
        ({"base_year": 2030}, "base year 2030 is not before 2025"),
        ({"value_max": Decimal(70)}, "range is empty"),
        ({"unit": "km"}, "is in km, its indicator F04 is in %"),
        ({"unit": "Eimer"}, "Eimer"),
    ],
)
def test_a_target_that_cannot_be_judged_is_refused(
    changed: dict[str, object], reason: str
) -> None:
    assert reason in refused(case(goal(**changed)))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"percent": Decimal(150)}, "150 % is not between 0 and 100"),
        ({"percent": Decimal(-5)}, "-5 % is not between 0 and 100"),
        (
            {"begins_on": date(2025, 5, 1), "due_on": date(2025, 4, 1)},
            "before it begins",
        ),
        ({"state": "closed", "percent": Decimal(40)}, "closed at 40 %"),
    ],
)
def test_a_task_that_cannot_be_is_refused(
    changed: dict[str, object], reason: str
) -> None:
    plain: dict[str, object] = {"id": "一", "clause": "一", "title": "任务"}
    assert reason in refused(case(works=(Work(**(plain | changed)),)))  # type: ignore[arg-type]


def test_a_letter_that_does_not_fit_is_refused() -> None:
    def letter(**changed: object) -> Decree:
        plain: dict[str, object] = {
            "goal": "T001",
            "number": "示范发〔2024〕1号",
            "issued_on": date(2024, 1, 1),
            "value": Decimal(1),
            "unit": "%",
        }
        return Decree(**(plain | changed))  # type: ignore[arg-type]

    twice = (letter(), letter(number="示范发〔2024〕10号"))
    assert "2 letters of 2024-01-01" in refused(case(goal(), decrees=twice))
    wrong = (letter(unit="km"),)
    assert "is in km" in refused(case(goal(), decrees=wrong))
    odd = (letter(comparator="≥"),)
    assert "no comparator" in refused(case(goal(), decrees=odd))


def test_a_year_that_has_not_begun_and_one_report_twice_are_refused() -> None:
    assert "2027 has not begun on 2026-11-29" in refused(case(goal(), period="2027"))
    assert "2025Q1 is no year" in refused(case(goal(), period="2025Q1"))
    report = Return(
        unit="住建委", form="进展", period="2025Q1", due_on=date(2025, 4, 10)
    )
    told = refused(case(goal(), returns=(report, report)))
    assert "report 进展 2025Q1 of 住建委 stands 2 times" in told


def test_an_unknown_culprit_and_a_member_who_leaves_first_are_refused() -> None:
    fault = Falsification(unit="丁局", found_on=date(2026, 1, 1), document="查处 1")
    assert "丁局" in refused(case(goal(), falsifications=(fault,)))
    member = Member(
        group="各镇",
        unit="甲镇",
        valid_from=date(2025, 2, 1),
        valid_to=date(2025, 1, 1),
    )
    assert "before it joins" in refused(case(goal(), members=(member,)))


def test_what_was_learned_later_does_not_count() -> None:
    late = tuple(
        attrs.evolve(one, learned_on=date(2026, 12, 5)) for one in green({2025: 90})
    )
    assert assess(case(goal(), observations=late)).targets[0].value is None
    work = Work(
        id="一",
        clause="一",
        title="任务",
        due_on=date(2025, 12, 31),
        percent=Decimal(100),
        reported_on=date(2026, 12, 5),
        evidence=("照片",),
    )
    assert assess(case(works=(work,))).tasks[0].percent is None


def test_statements_that_contradict_each_other_are_shown() -> None:
    measured = seen("buildings.new.green_area", 2025, 80, basis="measured")
    reported = seen("buildings.new.green_area", 2025, 100, basis="reported")
    whole = seen("buildings.new.area", 2025, 100)
    found = assess(case(goal(), observations=(measured, reported, whole))).findings
    (contradiction,) = [f for f in found if f.code == "observation.contradicts"]
    assert contradiction.value == "measured 80, reported 100"


def test_gaps_and_impossible_shares_are_findings() -> None:
    bare = goal(id="T002", definition="", duties=())
    held = case(goal(), bare, observations=green({2025: 130}))
    found = {f.code for f in assess(held).findings}
    assert found >= {"goal.no_indicator", "goal.no_owner", "figure.impossible"}


def test_a_scheme_of_ones_own_needs_a_name_of_its_own() -> None:
    own = scheme_toml("district-2023").replace(b"# ", b"#  ", 1) + b"\n# changed\n"
    with pytest.raises(BadInputError, match="id of its own") as caught:
        assess(case(goal()), scheme_from_toml(own))
    assert caught.value.code == "scheme.name_taken"


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
