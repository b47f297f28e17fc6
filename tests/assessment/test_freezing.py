"""Freezing: the targets of a published result stay, or are restated with a reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dafeng.assessment import Case, Decree
from dafeng.assessment.freezing import (
    Freeze,
    FrozenChange,
    FrozenError,
    changes_since,
    freeze,
    goal_changes,
    require_unchanged,
    restate,
)
from dafeng.base.errors import BadInputError
from dafeng.base.plain import record_from_json, record_to_json
from tests.assessment.building import AS_OF, case, goal, green

PUBLISHED = date(2026, 12, 10)


def letter(**changed: Any) -> Decree:
    plain: dict[str, Any] = {
        "goal": "T001",
        "number": "市发改3号",
        "issued_on": date(2024, 3, 1),
        "value": Decimal(82),
        "unit": "%",
    }
    return Decree(**(plain | changed))


HELD = case(goal(), goal(id="T002"), decrees=(letter(),))
FROZEN = freeze(HELD, published_on=PUBLISHED, by="王五")


def test_the_case_that_was_published_is_unchanged() -> None:
    assert changes_since(FROZEN, HELD) == ()
    swapped = case(*reversed(HELD.goals), decrees=HELD.decrees)
    assert changes_since(FROZEN, swapped) == ()
    require_unchanged(FROZEN, swapped)


def test_later_evidence_and_better_wording_are_no_change_of_a_target() -> None:
    fuller = case(
        goal(indicator="绿色建筑占新建建筑比例", clause="三(五)3"),
        goal(id="T002"),
        decrees=(letter(),),
        observations=green({2025: 70}),
    )
    assert changes_since(FROZEN, fuller) == ()
    require_unchanged(FROZEN, fuller)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            case(goal(value=Decimal(70)), goal(id="T002"), decrees=(letter(),)),
            FrozenChange(goal="T001", fields=("value",)),
        ),
        (
            case(
                goal(),
                goal(id="T002", year=2026, softness="strive"),
                decrees=(letter(),),
            ),
            FrozenChange(goal="T002", fields=("softness", "year")),
        ),
        (
            case(goal(), decrees=(letter(),)),
            FrozenChange(goal="T002", fields=("removed",)),
        ),
        (
            case(goal(), goal(id="T002"), goal(id="T003"), decrees=(letter(),)),
            FrozenChange(goal="T003", fields=("added",)),
        ),
        (
            case(goal(), goal(id="T002"), decrees=(letter(value=Decimal(60)),)),
            FrozenChange(goal="T001", fields=("decree",)),
        ),
        (
            case(goal(), goal(id="T002")),
            FrozenChange(goal="T001", fields=("decree",)),
        ),
    ],
)
def test_a_target_changed_after_freezing_is_refused_with_the_way_out(
    changed: Case, told: FrozenChange
) -> None:
    assert changes_since(FROZEN, changed) == (told,)
    with pytest.raises(FrozenError, match="restate the result with a reason") as error:
        require_unchanged(FROZEN, changed)
    assert error.value.code == "assessment.frozen"
    assert f"{told.goal} ({', '.join(told.fields)})" in str(error.value)
    assert "published on 2026-12-10 by 王五" in str(error.value)


def test_another_period_or_place_is_not_held_fast() -> None:
    for other in (
        case(goal(value=Decimal(1)), period="2026"),
        case(goal(value=Decimal(1)), place="990102"),
    ):
        assert [(one.goal, one.fields) for one in goal_changes(FROZEN, other)] == [
            ("T001", ("value", "decree")),
            ("T002", ("removed",)),
        ]
        assert changes_since(FROZEN, other) == ()
        require_unchanged(FROZEN, other)


def test_restating_keeps_the_first_result_and_its_reason() -> None:
    changed = case(goal(value=Decimal(70)), goal(id="T002"), decrees=(letter(),))
    again = restate(
        FROZEN, changed, published_on=date(2027, 1, 5), by="李四", reason="计划原文有误"
    )
    assert (again.restates, again.reason, again.by) == (FROZEN, "计划原文有误", "李四")
    require_unchanged(again, changed)
    with pytest.raises(FrozenError):
        require_unchanged(again, HELD)
    assert record_from_json(record_to_json(again), Freeze) == again


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " "}, "freeze.no_reason"),
        ({"case": HELD}, "freeze.same"),
        ({"case": case(goal(value=Decimal(1)), period="2026")}, "freeze.other"),
        ({"published_on": date(2026, 12, 9)}, "freeze.order"),
        ({"by": ""}, "freeze.nobody"),
    ],
)
def test_restating_without_what_it_needs_is_refused(
    given: dict[str, Any], code: str
) -> None:
    plain: dict[str, Any] = {
        "case": case(goal(value=Decimal(70))),
        "published_on": date(2027, 1, 5),
        "by": "李四",
        "reason": "计划原文有误",
    }
    with pytest.raises(BadInputError) as error:
        restate(FROZEN, **(plain | given))
    assert error.value.code == code


def test_a_result_is_not_published_before_it_was_made_or_by_nobody() -> None:
    with pytest.raises(BadInputError, match=f"made on {AS_OF}"):
        freeze(HELD, published_on=date(2026, 11, 28), by="王五")
    with pytest.raises(BadInputError, match="say who"):
        freeze(HELD, published_on=PUBLISHED, by=" ")
