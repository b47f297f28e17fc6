"""What differs between two years of one plan."""

from __future__ import annotations

from datetime import date

import pytest

from dafeng.assessment.division import (
    ChangeKind,
    DivisionInputs,
    divide,
    division_changes,
)
from dafeng.assessment.records import Exemption, Member
from dafeng.base.errors import BadInputError
from tests.assessment.division.small_plans import (
    milestone,
    plan,
    target,
    task,
    unit,
)

PLAN = plan(
    tasks=[
        task("一", "甲局 各镇", targets=("T1", "T2")),
        task("二", "各镇"),
    ],
    targets=[target("T1", "5", 2024), target("T2", "9", 2025)],
    units=[unit("甲局"), unit("各镇", "group")],
    milestones=[milestone("一", "2025-03", "开工", start="2025")],
)
GIVEN = DivisionInputs(
    members=(
        Member(group="各镇", unit="东镇", valid_to=date(2024, 12, 31)),
        Member(group="各镇", unit="西镇", valid_from=date(2024, 7, 1)),
    ),
    exemptions=(
        Exemption(
            subject="二",
            unit="西镇",
            ground="无此业务",
            approved_by="区政府",
            valid_from=date(2025, 1, 1),
        ),
    ),
)


def test_each_difference_is_told_once_for_each_unit() -> None:
    found = division_changes(divide(PLAN, 2024, GIVEN), divide(PLAN, 2025, GIVEN))
    assert (found.before, found.after) == (2024, 2025)
    of_bureau = [
        (one.kind, one.subject, one.before, one.after)
        for one in found.changes
        if one.unit == "甲局"
    ]
    assert of_bureau == [
        (ChangeKind.TIMING, "T2", "推进中", "当年完成"),
        (ChangeKind.ASKED, "T2", "--", "≥9 %"),
        (ChangeKind.TARGET_REMOVED, "T1", "", ""),
        (ChangeKind.MILESTONE_ADDED, "一 开工", "", ""),
    ]
    of_town = {(one.kind, one.subject) for one in found.changes if one.unit == "西镇"}
    assert (ChangeKind.MEMBERSHIP, "二") in of_town
    assert (ChangeKind.EXEMPTION, "二") in of_town
    gone = [one for one in found.changes if one.unit == "东镇"]
    assert gone[0].kind is ChangeKind.UNIT_REMOVED
    assert {one.subject for one in gone if one.kind is ChangeKind.TASK_REMOVED} == {
        "一",
        "二",
    }


def test_the_other_way_round_added_and_removed_change_places() -> None:
    found = division_changes(divide(PLAN, 2025, GIVEN), divide(PLAN, 2024, GIVEN))
    kinds = {one.kind for one in found.changes}
    assert {
        ChangeKind.UNIT_ADDED,
        ChangeKind.TASK_ADDED,
        ChangeKind.TARGET_ADDED,
        ChangeKind.MILESTONE_REMOVED,
    } <= kinds


def test_another_role_is_a_change() -> None:
    other = plan(tasks=[task("一", "乙局 甲局")])
    found = division_changes(
        divide(plan(tasks=[task("一", "甲局 乙局")]), 2024), divide(other, 2024)
    )
    assert [(one.unit, one.kind, one.before, one.after) for one in found.changes] == [
        ("乙局", ChangeKind.ROLE, "配合", "牵头"),
        ("甲局", ChangeKind.ROLE, "牵头", "配合"),
    ]


def test_a_milestone_that_falls_due_is_a_change_of_timing() -> None:
    long = plan(
        tasks=[task("一", "甲局")],
        milestones=[milestone("一", "2025", "验收", start="2023")],
    )
    found = division_changes(divide(long, 2024), divide(long, 2025))
    assert [(one.subject, one.before, one.after) for one in found.changes] == [
        ("一", "推进中", "当年有到期"),
        ("一 验收", "推进中", "当年完成"),
    ]


def test_a_division_does_not_differ_from_itself() -> None:
    made = divide(PLAN, 2024, GIVEN)
    assert division_changes(made, made).changes == ()


def test_divisions_of_two_plans_are_not_compared() -> None:
    other = plan(title="另一方案", tasks=[task("一", "甲局")])
    with pytest.raises(BadInputError, match="另一方案") as caught:
        division_changes(divide(PLAN, 2024), divide(other, 2025))
    assert caught.value.code == "division.other_plan"
