"""Lights after Yinchuan's rule at its bounds; the line of the plan; the pace; Gantt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.projects import (
    Light,
    Milestone,
    Project,
    Report,
    expected_operation,
    expected_progress,
    gantt_rows,
    project_stands,
    report_due,
)

START, END = date(2026, 1, 1), date(2027, 1, 1)
HALF = date(2026, 7, 2)
"""182 of 365 days: 49.9 percent."""


def project(percent: str | None = None, **facts: Any) -> Project:
    base: dict[str, Any] = {
        "code": "1",
        "name": "轧钢",
        "stage": "building",
        "start_due": START,
        "operation_due": END,
        "started": START,
    }
    if percent is not None:
        base["reports"] = (Report(on=HALF, percent=Decimal(percent)),)
    return Project(**(base | facts))


@pytest.mark.parametrize(
    ("percent", "light", "rule"),
    [
        ("60", "green", "ahead"),
        ("49.9", "green", "ahead"),
        ("40", "green", "behind-a-little"),
        ("39.9", "amber", "behind"),
        ("19.9", "amber", "behind"),
        ("19.8", "red", "far-behind"),
        (None, "unknown", "no-report"),
    ],
)
def test_points_behind_the_plan_give_the_light(
    percent: str | None, light: str, rule: str
) -> None:
    stands = project_stands(project(percent), HALF)
    assert (stands.light.value, stands.rule) == (light, rule)


@pytest.mark.parametrize(
    ("on", "light", "rule"),
    [
        (date(2025, 12, 31), "green", "not-due"),
        (START, "green", "not-due"),
        (date(2026, 1, 2), "amber", "not-started"),
        (date(2026, 3, 31), "amber", "not-started"),
        (date(2026, 4, 1), "red", "not-started-long"),
    ],
)
def test_what_should_have_begun_is_amber_and_red_after_three_months(
    on: date, light: str, rule: str
) -> None:
    idle = project(stage="approved", started=None)
    stands = project_stands(idle, on)
    assert (stands.light.value, stands.rule) == (light, rule)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"stage": "cancelled"}, "ended"),
        ({"stage": "refused"}, "ended"),
        ({"operation_due": None}, "no-plan"),
        ({"started": None, "start_due": None}, "no-plan"),
    ],
)
def test_without_a_plan_or_after_the_end_the_light_is_unknown(
    facts: dict[str, Any], rule: str
) -> None:
    stands = project_stands(project(**facts), HALF)
    assert (stands.light, stands.rule) == (Light.UNKNOWN, rule)


def test_a_finished_project_is_green_and_a_later_report_does_not_count_before() -> None:
    assert project_stands(project(stage="operating"), HALF).rule == "done"
    early = project_stands(project("60"), date(2026, 6, 1))
    assert early.rule == "no-report"


def test_milestones_bend_the_line_of_the_plan() -> None:
    step = Milestone(title="主体", planned=HALF, percent=Decimal(80))
    bent = project(milestones=(step,))
    assert expected_progress(project(), HALF) == Decimal("49.9")
    assert expected_progress(bent, HALF) == 80
    assert expected_progress(bent, date(2025, 1, 1)) == 0
    assert expected_progress(bent, date(2030, 1, 1)) == 100


@given(st.dates(date(2025, 1, 1), date(2028, 1, 1)), st.integers(0, 300))
def test_the_plan_never_goes_back(day: date, later: int) -> None:
    then = date.fromordinal(day.toordinal() + later)
    before, after = (
        expected_progress(project(), day),
        expected_progress(project(), then),
    )
    assert before is not None
    assert after is not None
    assert before <= after


def test_the_pace_of_the_reports_gives_a_later_end_but_no_earlier_one() -> None:
    assert expected_operation(project("25")) == date(2027, 12, 30)
    assert expected_operation(project("90")) == END
    assert expected_operation(project("5")) == END
    assert expected_operation(project("25", operation_due=None)) == date(2027, 12, 30)
    assert expected_operation(project(operated=HALF)) == HALF


def test_a_report_is_due_a_month_after_the_last_one_while_building() -> None:
    assert report_due(project("25")) == date(2026, 8, 2)
    assert report_due(project()) == date(2026, 2, 1)
    assert report_due(project(stage="operating")) is None
    assert report_due(project(started=None)) is None


def test_gantt_rows_hold_plan_progress_and_late_steps() -> None:
    steps = (
        Milestone(title="完成", planned=date(2026, 3, 1), done=date(2026, 2, 1)),
        Milestone(title="逾期", planned=date(2026, 4, 1)),
        Milestone(title="无日期"),
    )
    bare = Project(code="0", name="无日期")
    row, last = gantt_rows([bare, project(milestones=steps)], HALF)
    assert (last.code, last.days) == ("0", ())
    assert row.planned is not None
    assert (row.planned.begins, row.planned.ends) == (START, END)
    assert row.actual is not None
    assert (row.actual.ends, row.actual.open_end) == (HALF, True)
    assert [(m.title, m.done, m.late) for m in row.marks] == [
        ("完成", True, False),
        ("逾期", False, True),
    ]
