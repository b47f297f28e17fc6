"""Tasks against the calendar; reports in time and as they came."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import pytest

from dafeng.assessment.records import Point, Progress, Return, Work
from dafeng.base.errors import BadInputError
from dafeng.indicators import Quality
from tests.assessment.scoring.cases import (
    Told,
    case,
    goal,
    known,
    report,
    stands,
    unit_of,
    work,
)


def task_point(one: Work, planned: str | None = "100") -> Point:
    told = Told(case=case(works=(one,)), works=(stands(one, planned),))
    return unit_of(told.scored(), "甲局").points[0]


@pytest.mark.parametrize(
    ("percent", "planned", "points"),
    [
        # Of 100 points, because nothing but the task is asked.
        ("50", "100", "50.00"),
        ("50", "62.5", "80.00"),
        ("80", "50", "100.00"),
        ("50", None, "50.00"),
        ("0", "100", "0.00"),
    ],
)
def test_a_task_earns_its_progress_over_the_planned_one(
    percent: str, planned: str | None, points: str
) -> None:
    point = task_point(work("W1", percent=Decimal(percent)), planned)
    assert (point.points, point.of) == (Decimal(points), 100)


@pytest.mark.parametrize(
    ("more", "points", "why"),
    [
        ({"percent": None}, 0, "未报送进度，按未知计，不得分。"),
        ({"state": Progress.RETURNED}, 0, "所报进度已退回，不得分。"),
        ({"evidence": ()}, 0, "进度没有佐证材料，不得分。"),
        ({"verified": False}, 80, "进度100%，计划100%，未经核实，按80%计。"),
        (
            {"verified": False, "state": Progress.VERIFIED, "percent": None},
            100,
            "进度100%，计划100%，已核实。",
        ),
        (
            {"verified": False, "state": Progress.CLOSED, "percent": Decimal(60)},
            100,
            "进度100%，计划100%，已核实。",
        ),
    ],
)
def test_claims_and_unknown_progress_are_kept_apart_from_proofs(
    more: dict[str, object], points: int, why: str
) -> None:
    point = task_point(work("W1", **more))
    assert point.points == points
    assert point.reason == f"{why}牵头责任份额100%。"


@pytest.mark.parametrize(
    ("state", "planned", "why"),
    [
        (Progress.DRAFT, "100", "任务尚未分解下达"),
        (Progress.SUSPENDED, "100", "任务已批准暂缓"),
        (Progress.CANCELLED, "100", "任务已终止"),
        (Progress.IN_PROGRESS, "0", "任务计划启动时间未到"),
    ],
)
def test_what_is_stopped_or_has_not_begun_is_not_asked(
    state: Progress, planned: str, why: str
) -> None:
    point = task_point(work("W1", state=state), planned)
    assert (point.points, point.of) == (0, 0)
    assert point.reason == f"{why}，权重由其余各项分摊。"


def report_points(*reports: Return) -> dict[str, Point]:
    told = Told(case=case(returns=reports))
    return {p.rule: p for p in unit_of(told.scored(), "甲局").points}


@pytest.mark.parametrize(
    ("came", "share"),
    [
        (date(2025, 4, 10), "1"),
        (date(2025, 4, 11), "0.5"),
        (date(2025, 4, 15), "0.5"),
        (date(2025, 4, 16), "0"),
        (None, "0"),
        # Not there on the day of the assessment.
        (date(2026, 11, 2), "0"),
    ],
)
def test_a_report_earns_by_the_days_that_it_is_late(
    came: date | None, share: str
) -> None:
    point = report_points(report(received_on=came))["timeliness"]
    # Reports alone are asked: 15 of 25 points, 60 of 100.
    assert (point.points, point.of) == (60 * Decimal(share), 60)


def test_a_returned_report_is_in_time_but_of_no_quality() -> None:
    points = report_points(report(accepted=False))
    assert (points["timeliness"].points, points["quality"].points) == (60, 0)
    assert points["quality"].reason == "被退回，不得分。"
    assert points["quality"].state == "returned"


def test_a_report_whose_day_has_not_come_is_not_asked_even_if_it_came() -> None:
    points = report_points(
        report(due_on=date(2027, 1, 10), received_on=date(2026, 10, 1), accepted=False)
    )
    assert [point.of for point in points.values()] == [0, 0]
    assert points["quality"].reason == "报送期限为2027-01-10，尚未到期。"


def test_reports_of_other_years_do_not_count() -> None:
    told = Told(case=case(returns=(report(period="2024Q4"), report(period="2025-06"))))
    found = unit_of(told.scored(), "甲局")
    assert {point.subject for point in found.points} == {"进展报表:2025-06"}


@pytest.mark.parametrize(
    ("quality", "share"),
    [(Quality.A, "1"), (Quality.B, "1"), (Quality.C, "0.8"), (Quality.D, "0.5")],
)
def test_the_quality_of_a_leads_figure_counts(quality: Quality, share: str) -> None:
    one = goal("T1", lead="甲局", support="乙局")
    told = Told(case=case(goals=(one,)), standings=(known(one, "1", quality=quality),))
    scores = told.scored()
    point = unit_of(scores, "甲局").points[1]
    # 10 of 60 points are quality: 16.67; rounding moves half a cent.
    assert point.rule == "quality"
    assert abs(point.points - Decimal(share) * Decimal("16.6667")) < Decimal("0.01")
    assert {p.rule for p in unit_of(scores, "乙局").points} == {"targets"}


def test_a_figure_without_evidence_or_grade_has_no_quality() -> None:
    one = goal("T1")
    for more in ({"evidence": ()}, {"quality": None}):
        stands_so = attrs.evolve(known(one, "1"), **more)
        told = Told(case=case(goals=(one,)), standings=(stands_so,))
        assert unit_of(told.scored(), "甲局").points[1].points == 0


def test_an_assessment_is_of_a_year() -> None:
    told = Told(case=case(period="2025Q1"))
    with pytest.raises(BadInputError, match="Give 2025") as caught:
        told.scored()
    assert caught.value.code == "assessment.period"


def test_a_thing_that_stands_twice_or_is_of_nothing_is_refused() -> None:
    one = goal("T1")
    twice = Told(case=case(goals=(one, one)))
    strange = Told(case=case(), standings=(known(one, "1"),))
    doubled = Told(case=case(goals=(one,)), standings=(known(one, "1"),) * 2)
    for told, code in (
        (twice, "assessment.duplicate"),
        (doubled, "assessment.duplicate"),
        (strange, "assessment.unknown_subject"),
    ):
        with pytest.raises(BadInputError, match="T1|some standing") as caught:
            told.scored()
        assert caught.value.code == code
