"""Two assessments side by side: what changed, explained to the last hundredth."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.assessment import assess
from dafeng.assessment.comparing import Comparison, compare
from dafeng.assessment.records import (
    Assessment,
    Light,
    Pins,
    Point,
    Progress,
    Proposal,
    Standing,
    State,
    Step,
    UnitScore,
    WorkStanding,
)
from dafeng.assessment.score_changes import ROUNDING
from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding
from dafeng.base.plain import record_from_json, record_to_json
from tests.assessment.building import case, goal, green


def pins(**changed: Any) -> Pins:
    plain: dict[str, Any] = {
        "case_sha256": "c1",
        "scheme": "district-2023",
        "scheme_sha256": "s1",
        "rules_sha256": "r1",
        "definitions_sha256": "d1",
        "tables": (("observations", 3),),
        "program": "1",
    }
    return Pins(**(plain | changed))


def result(**changed: Any) -> Assessment:
    plain: dict[str, Any] = {
        "place": "990101",
        "period": "2025",
        "as_of": date(2026, 5, 20),
        "scheme": "district-2023",
        "inputs": pins(),
        "targets": (),
        "tasks": (),
        "units": (),
        "proposals": (),
        "findings": (),
    }
    return Assessment(**(plain | changed))


def target(name: str = "T1", **changed: Any) -> Standing:
    plain: dict[str, Any] = {
        "id": name,
        "clause": "",
        "indicator": f"指标{name}",
        "definition": "",
        "state": State.AT_RISK,
        "value": Decimal(8),
    }
    return Standing(**(plain | changed))


def task(name: str = "三(一)1", **changed: Any) -> WorkStanding:
    plain: dict[str, Any] = {
        "id": name,
        "clause": name,
        "title": "任务",
        "state": Progress.IN_PROGRESS,
        "overdue": False,
        "percent": Decimal(40),
        "planned": Decimal(50),
        "light": Light.YELLOW,
        "rule": "",
        "reason": "",
    }
    return WorkStanding(**(plain | changed))


def point(rule: str, subject: str, points: str, reason: str = "") -> Point:
    return Point(
        rule=rule,
        subject=subject,
        points=Decimal(points),
        of=Decimal(10),
        reason=reason,
    )


def unit(*points: Point, name: str = "甲局", **changed: Any) -> UnitScore:
    total = sum((one.points for one in points), Decimal(0))
    plain: dict[str, Any] = {
        "name": name,
        "kind": "bureau",
        "score": total,
        "grade": "合格",
        "rank": 1,
        "points": points,
    }
    return UnitScore(**(plain | changed))


def test_a_result_held_against_itself_changes_nothing() -> None:
    one = result(targets=(target(),), tasks=(task(),), units=(unit(),))
    found = compare(one, one)
    assert found.unchanged
    assert found.inputs == ()
    assert found.comparable


def test_targets_name_what_differs_of_state_figure_and_chance() -> None:
    before = result(targets=(target("T1"), target("T2"), target("T3")))
    after = result(
        targets=(
            target("T4"),
            target("T1", state=State.MET, value=Decimal(10), probability=Decimal(1)),
            target("T2", reason="换了说法"),
        )
    )
    came, changed, gone = compare(before, after).targets
    assert (came.id, came.before, came.fields) == ("T4", None, ())
    assert (changed.id, changed.fields) == ("T1", ("state", "value", "probability"))
    assert (gone.id, gone.after, gone.indicator) == ("T3", None, "指标T3")


def test_tasks_name_what_differs_of_light_and_progress() -> None:
    before = result(tasks=(task(), task("三(一)2")))
    done = task(light=Light.GREEN, percent=Decimal(60))
    after = result(tasks=(done, task("三(一)2", planned=Decimal(60))))
    (changed,) = compare(before, after).tasks
    assert (changed.id, changed.fields) == ("三(一)1", ("light", "percent"))


def test_a_change_of_score_is_explained_by_its_points_the_largest_first() -> None:
    before = unit(
        point("targets", "T1", "4.00", "未完成"),
        point("targets", "T2", "7.50"),
        point("tasks", "三(一)1", "3.25"),
    )
    after = unit(
        point("targets", "T1", "9.00", "已完成"),
        point("targets", "T2", "7.50"),
        point("quality", "T1", "1.10"),
    )
    # 17.60 - 14.75 = 2.85 = 5.00 - 3.25 + 1.10
    (changed,) = compare(result(units=(before,)), result(units=(after,))).units
    assert changed.change == Decimal("2.85")
    rows = [(row.rule, row.subject, row.change) for row in changed.points]
    assert rows == [
        ("targets", "T1", Decimal("5.00")),
        ("tasks", "三(一)1", Decimal("-3.25")),
        ("quality", "T1", Decimal("1.10")),
    ]
    first = changed.points[0]
    assert (first.reason_before, first.reason_after) == ("未完成", "已完成")


def test_what_rounding_adds_to_a_score_is_a_row_of_its_own() -> None:
    before = unit(point("targets", "T1", "3.333"), score=Decimal("3.33"))
    after = unit(point("targets", "T1", "6.667"), score=Decimal("6.67"))
    (changed,) = compare(result(units=(before,)), result(units=(after,))).units
    # 3.34 = 3.334 + 0.006: the second was rounded up by 0.003, the first down by it.
    assert changed.change == Decimal("3.34")
    assert [(row.rule, row.change) for row in changed.points] == [
        ("targets", Decimal("3.334")),
        (ROUNDING, Decimal("0.006")),
    ]
    rounding = changed.points[1]
    assert (rounding.before, rounding.after) == (Decimal("-0.003"), Decimal("0.003"))


def test_a_cent_that_moved_between_unchanged_subjects_is_rounding() -> None:
    # 33.34 + 33.33 + 20.00 = 86.67 and 33.33 + 33.34 + 40.00 = 106.67.
    before = unit(
        point("targets", "T1", "33.34", "得满分"),
        point("targets", "T2", "33.33", "得满分"),
        point("tasks", "W1", "20.00", "进度20%"),
    )
    after = unit(
        point("targets", "T1", "33.33", "得满分"),
        point("targets", "T2", "33.33", "得满分"),
        point("tasks", "W1", "40.00", "进度40%"),
    )
    (changed,) = compare(result(units=(before,)), result(units=(after,))).units
    assert [(row.rule, row.subject, row.change) for row in changed.points] == [
        ("tasks", "W1", Decimal("20.00")),
        (ROUNDING, "", Decimal("-0.01")),
    ]
    assert changed.change == Decimal("19.99")


def test_a_cent_with_another_reason_is_a_change() -> None:
    before = unit(point("targets", "T1", "3.33", "完成率99.98%"))
    after = unit(point("targets", "T1", "3.34", "完成率100%"))
    (changed,) = compare(result(units=(before,)), result(units=(after,))).units
    assert [row.rule for row in changed.points] == ["targets"]


def test_two_years_hold_a_report_against_that_of_the_same_part_of_the_year() -> None:
    before = unit(
        point("timeliness", "进展报表:2024Q1", "1.67", "按时报送"),
        point("timeliness", "进展报表:2024Q2", "1.67", "按时报送"),
        point("timeliness", "月报:2024-03", "1.00", "按时报送"),
        point("timeliness", "年度自评:2024", "2.00", "按时报送"),
        point("targets", "T1", "5.00", "完成率50%"),
    )
    after = unit(
        point("timeliness", "进展报表:2025Q1", "1.67", "按时报送"),
        point("timeliness", "进展报表:2025Q2", "0.83", "迟报"),
        point("timeliness", "月报:2025-03", "1.00", "按时报送"),
        point("timeliness", "年度自评:2025", "0.00", "未报送"),
        point("targets", "T1", "9.00", "完成率90%"),
    )
    earlier = result(period="2024", units=(before,))
    (changed,) = compare(earlier, result(units=(after,))).units
    assert [(row.rule, row.subject, row.change) for row in changed.points] == [
        ("targets", "T1", Decimal("4.00")),
        ("timeliness", "年度自评", Decimal("-2.00")),
        ("timeliness", "进展报表:Q2", Decimal("-0.84")),
    ]
    # Within one year each report keeps its name.
    (same,) = compare(result(units=(before,)), result(units=(after,))).units
    assert ("进展报表:2024Q1", Decimal("-1.67")) in {
        (row.subject, row.change) for row in same.points
    }


@pytest.mark.parametrize(
    ("before", "after", "sides"),
    [
        (result(period="2024"), result(), ("2024", "2025")),
        (
            result(),
            result(as_of=date(2026, 6, 1)),
            ("2025（截至2026-05-20）", "2025（截至2026-06-01）"),
        ),
        (
            result(),
            result(inputs=pins(scheme="own")),
            ("2025（district-2023）", "2025（own）"),
        ),
        (
            result(),
            result(inputs=pins(case_sha256="c2")),
            ("2025（前一案卷）", "2025（后一案卷）"),
        ),
    ],
)
def test_the_two_sides_are_called_by_what_tells_them_apart(
    before: Assessment, after: Assessment, sides: tuple[str, str]
) -> None:
    assert compare(before, after).sides == sides


def test_several_rows_of_one_rule_and_subject_are_one() -> None:
    before = unit(point("q", "T1", "1"), point("q", "T1", "2", "乙"))
    after = unit(point("q", "T1", "4"))
    (changed,) = compare(result(units=(before,)), result(units=(after,))).units
    (row,) = changed.points
    assert (row.before, row.after, row.change) == (3, 4, 1)


POINTS = st.lists(
    st.builds(
        point,
        st.sampled_from(["targets", "tasks"]),
        st.sampled_from(["T1", "T2", "T3"]),
        st.decimals(-10, 100, places=3).map(str),
    ),
    max_size=6,
)


@given(POINTS, POINTS, st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_the_points_add_up_to_the_change_of_the_score_exactly(
    old: list[Point], new: list[Point], before: Decimal, after: Decimal
) -> None:
    found = compare(
        result(units=(unit(*old, score=before),)),
        result(units=(unit(*new, score=after),)),
    )
    if before == after:
        assert found.units == ()
    else:
        (changed,) = found.units
        assert changed.change == after - before
        assert sum(row.change for row in changed.points) == after - before
        assert all(row.after - row.before == row.change for row in changed.points)


def test_units_come_and_go_and_lose_their_score() -> None:
    before = result(units=(unit(name="甲局"), unit(name="乙局"), unit(name="丙局")))
    after = result(units=(unit(name="乙局", score=None, rank=None), unit(name="丁局")))
    lost, came, *gone = compare(before, after).units
    assert (lost.name, lost.change, lost.fields) == ("乙局", None, ("score", "rank"))
    assert (came.name, came.before) == ("丁局", None)
    assert [one.name for one in gone] == ["甲局", "丙局"]
    assert all(one.points == () for one in (lost, came, *gone))


def test_under_another_scheme_scores_are_not_subtracted() -> None:
    before = result(units=(unit(point("a", "", "60")),))
    for inputs in (pins(scheme="points-2014"), pins(scheme_sha256="s2")):
        after = result(units=(unit(point("a", "", "70")),), inputs=inputs)
        found = compare(before, after)
        assert not found.comparable
        (changed,) = found.units
        assert (changed.fields, changed.change, changed.points) == (
            ("score",),
            None,
            (),
        )


def test_the_inputs_that_differ_are_named() -> None:
    tables = (("observations", 4), ("emissions", 1))
    after = result(as_of=date(2026, 6, 1), inputs=pins(case_sha256="c2", tables=tables))
    found = compare(result(), after).inputs
    assert [(one.field, one.before, one.after) for one in found] == [
        ("as_of", "2026-05-20", "2026-06-01"),
        ("case_sha256", "c1", "c2"),
        ("tables.emissions", "", "1"),
        ("tables.observations", "3", "4"),
    ]


def proposal(name: str) -> Proposal:
    return Proposal(
        id=name,
        step=Step.REMIND,
        unit="甲局",
        subject="T1",
        rule="r",
        clause="",
        facts="",
        figure=name,
        demand="",
    )


def test_proposals_and_findings_come_and_go() -> None:
    stays, gone, new = (proposal(name) for name in ("p1", "p2", "p3"))
    old = Finding(code="a", severity="warning")
    later = Finding(code="b", severity="warning")
    found = compare(
        result(proposals=(stays, gone), findings=(old,)),
        result(proposals=(new, stays), findings=(later,)),
    )
    assert (found.proposals_came, found.proposals_went) == ((new,), (gone,))
    assert (found.findings_came, found.findings_went) == ((later,), (old,))
    assert not found.unchanged


def test_two_places_are_not_compared() -> None:
    with pytest.raises(BadInputError, match=r"990101.*990102") as error:
        compare(result(), result(place="990102"))
    assert error.value.code == "compare.places"


def test_a_year_later_the_score_of_a_real_case_moves_with_its_figure() -> None:
    held = case(goal(), observations=green({2020: 50, 2025: 60}))
    better = case(goal(), observations=green({2020: 50, 2025: 85}))
    found = compare(assess(held), assess(better))
    (changed,) = found.targets
    assert changed.fields[:2] == ("state", "value")
    (scored,) = found.units
    assert scored.change is not None
    assert scored.change > 0
    assert sum(row.change for row in scored.points) == scored.change
    assert [one.rule for one in found.proposals_went] == ["target-missed"]


def test_a_comparison_is_written_as_json_and_read_back() -> None:
    before = result(
        targets=(target(),), tasks=(task(),), units=(unit(point("a", "T1", "60")),)
    )
    after = result(
        targets=(target(state=State.MET),),
        units=(unit(point("a", "T1", "70")),),
        proposals=(proposal("p1"),),
        findings=(Finding(code="b", severity="warning"),),
    )
    found = compare(before, after)
    assert record_from_json(record_to_json(found), Comparison) == found
