"""A small plan whose sheets are worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import pytest

from dafeng.assessment.division import (
    DivisionInputs,
    Reach,
    Span,
    Timing,
    divide,
    task_keys,
)
from dafeng.assessment.records import (
    Decree,
    Duty,
    Exemption,
    Goal,
    Member,
    PathPoint,
)
from dafeng.base.errors import BadInputError
from tests.assessment.division.small_plans import (
    clause,
    milestone,
    plan,
    project,
    target,
    task,
    unit,
)

# Two tasks of 三(一), one that nobody answers for, a box under the first.
CUT = target(
    "T1",
    "20",
    2025,
    indicator="单位能耗下降",
    kind="relative_change",
    direction="down",
    base_year=2020,
    clause="三(一)1",
)
SHARE = target("T2", "30", 2026, clause="三(一)2")
BAN = target("T3", None, None, kind="prohibition", clause="三(一)2")
LOOSE = target("T4", "5", 2024, clause="二")
PLAN = plan(
    tasks=[
        task("三(一)1", "甲局 乙局 各镇", targets=("T1",), projects=("P1",)),
        task("三(一)2", "乙局 甲局", targets=("T2", "T3")),
        task("三(一)3"),
    ],
    targets=[CUT, SHARE, BAN, LOOSE],
    clauses=[
        clause("二"),
        clause("三(一)1"),
        clause("专栏1", "三(一)1", "box"),
        clause("三(一)2"),
        clause("三(一)3"),
    ],
    units=[unit("甲局"), unit("乙局"), unit("各镇", "group"), unit("双碳办", "office")],
    milestones=[
        milestone("专栏1", "2024-05", "开工"),
        milestone("专栏1", "2024", "完工", start="2023"),
        milestone("三(一)2", "2026", "验收", start="2025"),
    ],
    projects=[project("P1", "专栏1", "2023—2024年"), project("P2", "二")],
)


def test_lead_and_support_stand_apart_in_the_plans_order() -> None:
    made = divide(PLAN, 2024)
    first, second = made.sheet("甲局"), made.sheet("乙局")
    assert [row.key for row in first.lead] == ["三(一)1"]
    assert [row.key for row in first.support] == ["三(一)2"]
    assert [row.key for row in second.lead] == ["三(一)2"]
    assert [(p.task, p.unit, p.role.value) for p in made.matrix] == [
        ("三(一)1", "甲局", "lead"),
        ("三(一)1", "乙局", "support"),
        ("三(一)1", "各镇", "support"),
        ("三(一)2", "乙局", "lead"),
        ("三(一)2", "甲局", "support"),
    ]


def test_the_office_keeps_what_nobody_answers_for() -> None:
    made = divide(PLAN, 2024)
    kept = made.sheet("双碳办")
    (row,) = kept.unassigned
    assert (row.key, row.role, row.reach) == ("三(一)3", None, Reach.UNASSIGNED)
    assert [one.id for one in kept.targets] == ["T4"]
    assert [one.id for one in kept.projects] == ["P2"]
    assert [(f.code, f.place) for f in made.findings] == [
        ("task.no_responsible", "三(一)3"),
        ("target.no_responsible", "二"),
        ("project.no_task", "二"),
        ("group.no_roster", ""),
    ]


def test_without_an_office_in_the_plan_one_is_named_or_stands_in() -> None:
    bare = attrs.evolve(PLAN, units=PLAN.units[:-1])
    assert [s.unit for s in divide(bare, 2024).sheets if s.unassigned] == [
        "碳达峰碳中和工作领导小组办公室"
    ]
    named = divide(bare, 2024, DivisionInputs(office="甲局"))
    assert [s.unit for s in named.sheets if s.unassigned] == ["甲局"]


def test_a_cut_since_a_base_year_has_a_straight_line_to_it() -> None:
    # 20 % from 2020 to 2025 is 4 % a year: 16 % in 2024, from 12 % at the end of 2023.
    (row,) = divide(PLAN, 2024).sheet("甲局").lead[0].targets
    assert (row.timing, row.asked, row.asked_proposed) == (
        Timing.UNDERWAY,
        Decimal(16),
        True,
    )
    assert [step.value for step in row.steps] == [13, 14, 15, 16]
    assert all(step.proposed for step in row.steps)
    (due,) = divide(PLAN, 2025).sheet("甲局").lead[0].targets
    assert (due.timing, due.asked, due.asked_proposed) == (
        Timing.DUE,
        Decimal(20),
        False,
    )
    assert [step.value for step in due.steps] == [17, 18, 19, 20]
    assert [step.proposed for step in due.steps] == [True, True, True, False]


def test_a_level_without_a_start_has_only_its_last_value() -> None:
    (row, _) = divide(PLAN, 2026).sheet("乙局").lead[0].targets
    assert [step.value for step in row.steps] == [None, None, None, Decimal(30)]
    (early, _) = divide(PLAN, 2025).sheet("乙局").lead[0].targets
    assert (early.asked, early.steps) == (None, ())


def test_steps_of_a_path_are_asked_for_in_their_year() -> None:
    goal = Goal(
        id="T2",
        indicator="绿色出行比例",
        value=Decimal(30),
        unit="%",
        year=2026,
        path=(PathPoint(year=2024, value=Decimal(22)),),
    )
    given = DivisionInputs(goals=(goal,))
    (now, _) = divide(PLAN, 2024, given).sheet("乙局").lead[0].targets
    assert (now.timing, now.asked, now.asked_proposed) == (
        Timing.STEP,
        Decimal(22),
        False,
    )
    # Half way from 22 to 30.
    (between, _) = divide(PLAN, 2025, given).sheet("乙局").lead[0].targets
    assert (between.asked, between.asked_proposed) == (Decimal(26), True)


def test_the_newest_letter_until_the_years_end_holds() -> None:
    goal = Goal(id="T4", clause="二", indicator="比例", duties=(Duty(unit="甲局"),))
    letters = [
        Decree(
            goal="T4",
            number=f"示函{number}号",
            issued_on=date(2024, month, 1),
            value=Decimal(value),
            unit="%",
        )
        for number, month, value in ((1, 2, 6), (2, 11, 7))
    ]
    given = DivisionInputs(goals=(goal,), decrees=tuple(letters))
    (row,) = divide(PLAN, 2024, given).sheet("甲局").targets
    assert (row.asked, row.source) == (Decimal(7), "示函2号(2024-11-01)")
    assert not divide(PLAN, 2024, given).sheet("双碳办").targets


def test_milestones_of_the_year_make_the_quarters() -> None:
    # 开工 in May is the second quarter; 完工 names only the year: at its end, proposed.
    row = divide(PLAN, 2024).sheet("甲局").lead[0]
    assert [(s.quarter, str(s.percent), s.text, s.proposed) for s in row.steps] == [
        (1, "0", "", True),
        (2, "50", "开工", False),
        (3, "50", "", True),
        (4, "100", "完工", True),
    ]
    # Those of later years are under way or have not begun.
    (other,) = divide(PLAN, 2025).sheet("乙局").lead
    assert [m.timing for m in other.milestones] == [Timing.UNDERWAY]
    assert not divide(PLAN, 2024).sheet("乙局").lead[0].milestones
    assert [str(step.percent) for step in other.steps] == ["25", "50", "75", "100"]


def test_projects_stand_on_the_sheets_of_their_time() -> None:
    def shown(year: int) -> list[str]:
        return [p.id for p in divide(PLAN, year).sheet("甲局").lead[0].projects]

    assert [shown(year) for year in (2023, 2024, 2025)] == [["P1"], ["P1"], []]


@pytest.mark.parametrize(
    ("year", "timing"),
    [
        (2023, Timing.UNDERWAY),
        (2024, Timing.DUE),  # its milestones
        (2025, Timing.DUE),  # its target
        (2026, Timing.OVER),
    ],
)
def test_a_task_has_the_timing_of_what_is_nearest(year: int, timing: Timing) -> None:
    assert divide(PLAN, year).sheet("甲局").lead[0].timing is timing


def test_a_ban_stands_in_every_year() -> None:
    for year in (1999, 2024, 2099):
        row = divide(PLAN, year).sheet("乙局").lead[0]
        assert [t.id for t in row.targets if t.timing is Timing.STANDING] == ["T3"]


def test_a_plan_without_any_date_covers_every_year() -> None:
    bare = plan(date=None, tasks=[task("一", "甲局")])
    made = divide(bare, 1850)
    assert (made.span, made.first_year, made.last_year) == (Span.WITHIN, None, None)
    assert made.findings == ()


def test_an_undated_plan_has_begun_and_ends_with_its_last_year() -> None:
    bare = attrs.evolve(PLAN, document=attrs.evolve(PLAN.document, date=None))
    assert divide(bare, 2010).span is Span.WITHIN
    late = divide(bare, 2027)
    assert late.span is Span.AFTER
    assert [f.place for f in late.findings if f.code.startswith("division")] == [
        "—2026"
    ]


def test_tasks_of_one_clause_have_keys_of_their_own() -> None:
    twin = plan(tasks=[task("四", "甲局"), task("四", "乙局"), task("五", "甲局")])
    assert task_keys(twin) == ("四", "四#2", "五")
    made = divide(twin, 2024)
    assert [row.key for row in made.sheet("乙局").lead] == ["四#2"]


def test_a_unit_named_twice_leads_if_it_leads_once() -> None:
    named = task("一", "甲局 乙局")
    doubled = attrs.evolve(named, responsible=named.responsible[::-1] * 2)
    made = divide(plan(tasks=[doubled]), 2024)
    assert len(made.matrix) == 2
    assert [row.key for row in made.sheet("甲局").lead] == ["一"]


def test_a_target_of_another_unit_than_its_tasks_stands_beside_them() -> None:
    other = target("T9", "1", 2025, responsible=("丙局",))
    made = divide(
        plan(tasks=[task("一", "甲局", targets=("T9",))], targets=[other]), 2025
    )
    assert [t.id for t in made.sheet("丙局").targets] == ["T9"]
    assert made.sheet("甲局").targets == ()


# -- rosters and exemptions


def exempt(subject: str, unit: str = "", **said: object) -> Exemption:
    known: dict[str, object] = {"ground": "无此业务", "approved_by": "区政府"}
    return Exemption(subject=subject, unit=unit, **(known | said))  # type: ignore[arg-type]


def test_an_exempt_task_stays_on_the_sheet_with_its_ground() -> None:
    given = DivisionInputs(
        exemptions=(
            exempt("三(一)1", "甲局", valid_from=date(2024, 4, 1)),
            exempt("T1", "各镇"),
        ),
        members=(Member(group="各镇", unit="东镇"),),
    )
    made = divide(PLAN, 2024, given)
    (row,) = made.sheet("甲局").lead
    assert [(e.ground, e.begins_on, e.ends_on) for e in row.exempted] == [
        ("无此业务", date(2024, 4, 1), None)
    ]
    assert made.sheet("乙局").support[0].exempted == ()
    # The group is exempt from the target, so its member is.
    (town,) = made.sheet("东镇").support
    assert len(town.targets[0].exempted) == 1
    assert divide(PLAN, 2023, given).sheet("甲局").lead[0].exempted == ()


def test_a_task_from_which_all_are_exempt_is_a_finding() -> None:
    made = divide(PLAN, 2024, DivisionInputs(exemptions=(exempt("三(一)2"),)))
    assert [f.place for f in made.findings if f.code == "task.all_exempt"] == [
        "三(一)2"
    ]
    part = exempt("三(一)2", valid_to=date(2024, 6, 30))
    again = divide(PLAN, 2024, DivisionInputs(exemptions=(part,)))
    assert "task.all_exempt" not in {f.code for f in again.findings}


def test_an_exemption_without_a_ground_is_refused() -> None:
    given = DivisionInputs(exemptions=(exempt("三(一)1", "甲局", ground=" "),))
    with pytest.raises(BadInputError, match="甲局 from 三\\(一\\)1") as caught:
        divide(PLAN, 2024, given)
    assert caught.value.code == "exemption.no_ground"


def test_an_exemption_from_nothing_is_a_finding() -> None:
    made = divide(PLAN, 2024, DivisionInputs(exemptions=(exempt("T77"),)))
    assert [f.value for f in made.findings if f.code.startswith("exemption")] == ["T77"]


def test_a_unit_may_leave_a_group_and_come_back() -> None:
    members = (
        Member(group="各镇", unit="东镇", valid_to=date(2024, 2, 29)),
        Member(group="各镇", unit="东镇", valid_from=date(2024, 11, 1)),
    )
    made = divide(PLAN, 2024, DivisionInputs(members=members))
    (row,) = made.sheet("东镇").support
    assert [(t.begins_on, t.ends_on) for t in row.through] == [
        (None, date(2024, 2, 29)),
        (date(2024, 11, 1), None),
    ]
    assert len(made.sheet("各镇").members) == 2


def test_rosters_that_reach_nobody_are_findings() -> None:
    members = (
        Member(group="各 镇", unit="东镇"),
        Member(group="各镇", unit="各园区"),
        Member(group="各园区", unit="南园", valid_to=date(2023, 12, 31)),
    )
    made = divide(PLAN, 2024, DivisionInputs(members=members))
    found = {f.code: f.value for f in made.findings if "roster" in f.code}
    assert found == {"roster.unknown_group": "各 镇", "group.no_roster": "各园区"}


def test_groups_inside_groups_reach_their_members_for_the_common_days() -> None:
    members = (
        Member(group="各镇", unit="各园区", valid_from=date(2024, 3, 1)),
        Member(group="各园区", unit="南园", valid_to=date(2024, 9, 30)),
        Member(group="各园区", unit="北园", valid_to=date(2024, 2, 29)),
    )
    made = divide(PLAN, 2024, DivisionInputs(members=members))
    (row,) = made.sheet("南园").support
    assert (row.key, row.reach) == ("三(一)1", Reach.GROUP)
    assert [(t.group, t.begins_on, t.ends_on) for t in row.through] == [
        ("各镇", date(2024, 3, 1), date(2024, 9, 30))
    ]
    # 北园 left before its group came in.
    assert [s.unit for s in made.sheets if s.unit.endswith("园")] == ["南园"]
    inner = made.sheet("各园区")
    assert (inner.kind, len(inner.members)) == ("group", 2)


def test_a_unit_that_belongs_by_two_ways_is_named_once() -> None:
    members = (
        Member(group="各镇", unit="各园区"),
        Member(group="各园区", unit="南园", valid_from=date(2024, 7, 1)),
        Member(group="各镇", unit="南园", valid_to=date(2024, 6, 30)),
    )
    made = divide(PLAN, 2024, DivisionInputs(members=members))
    (row,) = made.sheet("南园").support
    assert [(t.group, t.begins_on, t.ends_on) for t in row.through] == [
        ("各镇", None, None)
    ]


def test_an_exemption_of_a_group_holds_while_the_unit_belongs_to_it() -> None:
    members = (
        Member(group="各镇", unit="各园区"),
        Member(group="各园区", unit="南园", valid_from=date(2024, 7, 1)),
        Member(group="各镇", unit="南园", valid_to=date(2024, 9, 30)),
    )
    free = exempt("三(一)1", "各园区", valid_to=date(2024, 8, 31))
    early = exempt("三(一)1", "各园区", valid_to=date(2024, 6, 30), ground="早")
    made = divide(PLAN, 2024, DivisionInputs(members=members, exemptions=(free, early)))
    (row,) = made.sheet("南园").support
    assert [(e.begins_on, e.ends_on) for e in row.exempted] == [
        (date(2024, 7, 1), date(2024, 8, 31))
    ]


def test_groups_that_stand_in_one_another_on_one_day_are_refused() -> None:
    round_trip = (
        Member(group="各镇", unit="各园区", valid_from=date(2024, 5, 1)),
        Member(group="各园区", unit="各镇", valid_to=date(2024, 5, 1)),
    )
    with pytest.raises(BadInputError, match="各园区 → 各镇 → 各园区") as caught:
        divide(PLAN, 2024, DivisionInputs(members=round_trip))
    assert caught.value.code == "assessment.roster_circle"
    later = attrs.evolve(round_trip[0], valid_from=date(2024, 5, 2))
    made = divide(PLAN, 2024, DivisionInputs(members=(later, round_trip[1])))
    assert [t.begins_on for t in made.sheet("各镇").members] == [date(2024, 5, 2)]


def test_a_group_is_not_its_own_member() -> None:
    given = DivisionInputs(members=(Member(group="各镇", unit="各镇"),))
    with pytest.raises(BadInputError) as caught:
        divide(PLAN, 2024, given)
    assert caught.value.code == "roster.self"


def test_a_validity_that_ends_before_it_begins_is_refused() -> None:
    wrong = Member(
        group="各镇",
        unit="东镇",
        valid_from=date(2024, 5, 1),
        valid_to=date(2024, 4, 1),
    )
    with pytest.raises(BadInputError, match="2024-04-01") as caught:
        divide(PLAN, 2024, DivisionInputs(members=(wrong,)))
    assert caught.value.code == "validity.reversed"
