"""A year of a confirmed plan becomes drafts, once; the sheets add up to its matrix."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow, Organisation
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.plans.models import (
    GroupMember,
    PlanUnit,
    TaskResponsibility,
)
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.loading import rosters_fill
from dafeng.web.plans.services.publishing import Member, roster_set
from dafeng.web.work.models import SheetSignOff, Task, UnitRole
from dafeng.web.work.selectors import task_divisions
from dafeng.web.work.selectors.task_divisions import year_division
from dafeng.web.work.selectors.task_sheets import (
    DutyPair,
    check_matrix,
    sheet_of,
)
from dafeng.web.work.services.tasks_dividing import tasks_from_plan
from dafeng.web.work.services.tasks_moving import task_move
from dafeng.web.work.services.tasks_signing import sheet_sign
from dafeng.work import TaskAct
from tests.web.layers import layer
from tests.web.plans.building import organisation, stored
from tests.web.work.tasking import Realm, page, task

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan

YEAR = 2026


@layer
def plan(realm: Realm) -> Plan:
    """The small plan, confirmed, with its towns in the roster."""
    organisation("cgw", "区城管委", parent=realm.root)
    made = stored(realm.root)
    bulk_confirm(plan=made, by=None, choice=BulkChoice())
    rosters_fill(plan=made, by=None)
    return made


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Tests change plans behind the audit that the memory goes by."""
    task_divisions.divided.cache_clear()


def divided(plan: Plan, year: int = YEAR) -> list[Task]:
    return list(tasks_from_plan(plan=plan, year=year, by=None).made)


def assign_all(plan: Plan) -> None:
    for one in Task.objects.filter(plan=plan, state="draft"):
        task_move(task=one, act=TaskAct.ASSIGN, by=None)


def test_every_confirmed_task_becomes_one_draft(plan: Plan) -> None:
    made = divided(plan)
    assert [one.number for one in made] == [
        "2026-三(一)1",
        "2026-三(一)2",
        "2026-三(二)1",
    ]
    first = made[0]
    assert (first.state, first.lead.code, first.year) == ("draft", "fgw", YEAR)
    assert first.due_on == date(YEAR, 12, 31)
    assert first.plan_task.clause == first.clause
    assert [target.key for target in first.targets.all()] == ["T004"]
    assert [project.key for project in first.projects.all()] == ["P001"]


def test_a_group_is_taken_apart_by_its_roster(plan: Plan) -> None:
    first = divided(plan)[0]
    beside = [(u.organisation.code, u.role, u.group) for u in first.units.all()]
    assert beside == [
        ("town-a", "support", "各乡镇"),
        ("town-b", "support", "各乡镇"),
    ]


def test_only_members_of_the_year_are_in_a_group(plan: Plan) -> None:
    member = GroupMember.objects.get(organisation__code="town-b")
    member.valid_to = date(YEAR - 1, 12, 31)
    member.save()
    assert [u.organisation.code for u in divided(plan)[0].units.all()] == ["town-a"]


def test_a_milestone_of_the_year_becomes_a_step(plan: Plan) -> None:
    last = divided(plan)[2]
    assert [(s.title, s.due_on) for s in last.steps.all()] == [
        ("完成湿地修复一期", date(YEAR, 12, 31))
    ]


def test_dividing_twice_makes_nothing_new_and_keeps_what_people_wrote(
    plan: Plan,
) -> None:
    first = divided(plan)[0]
    Task.objects.filter(pk=first.pk).update(title="改写", lead=plan.owner)
    again = tasks_from_plan(plan=plan, year=YEAR, by=None)
    assert again.made == ()
    assert len(again.kept) == 3
    assert Task.objects.get(pk=first.pk).title == "改写"
    assert Task.objects.filter(plan=plan).count() == 3


def test_another_year_is_another_division(plan: Plan) -> None:
    divided(plan)
    assert len(divided(plan, YEAR + 1)) == 3


def test_a_number_that_another_task_holds_is_not_taken(
    realm: Realm, plan: Plan
) -> None:
    task(realm, number="2026-三(一)1", year=YEAR)
    made = divided(plan)
    assert made[0].number == f"2026-三(一)1@{plan.pk}"
    assert divided(plan) == []


def test_only_confirmed_tasks_count(realm: Realm) -> None:
    assert year_division(stored(realm.root), YEAR).drafts == ()


def test_a_unit_without_registration_is_named_and_the_owner_leads(
    realm: Realm, plan: Plan
) -> None:
    Organisation.objects.filter(code="cgw").update(name_zh="别的名字")
    PlanUnit.objects.filter(name="区城管委").update(organisation=None)
    found = year_division(plan, YEAR)
    codes = {(one.code, one.place, one.value) for one in found.findings}
    assert codes == {
        ("division.unregistered", "三(一)2", "区城管委"),
        ("division.no_lead", "三(一)2", "区城管委"),
    }
    assert found.drafts[1].lead == realm.root


def test_a_group_that_leads_gives_each_member_a_task_of_its_own(plan: Plan) -> None:
    duties = TaskResponsibility.objects.filter(task__clause__ref="三(一)1")
    duties.filter(role="lead").update(role="support")
    duties.filter(unit__name="各乡镇").update(role="lead")
    made = divided(plan)[:2]
    assert [(one.number, one.lead.code, one.group) for one in made] == [
        ("2026-三(一)1-town-a", "town-a", "各乡镇"),
        ("2026-三(一)1-town-b", "town-b", "各乡镇"),
    ]
    assert {u.organisation.code for u in made[0].units.all()} == {"fgw"}
    assert check_matrix(plan, YEAR).agrees


def test_a_leading_group_without_members_falls_to_the_owner(
    realm: Realm, plan: Plan
) -> None:
    duties = TaskResponsibility.objects.filter(task__clause__ref="三(一)1")
    duties.filter(role="lead").update(role="support")
    duties.filter(unit__name="各乡镇").update(role="lead")
    GroupMember.objects.all().delete()
    found = year_division(plan, YEAR)
    assert found.drafts[0].lead == realm.root
    assert "division.empty_group" in {one.code for one in found.findings}


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_year_far_off_is_refused(plan: Plan, year: int) -> None:
    with pytest.raises(BadInputError) as error:
        tasks_from_plan(plan=plan, year=year, by=None)
    assert error.value.code == "division.year"


def test_only_who_issues_divides(realm: Realm, plan: Plan) -> None:
    with pytest.raises(RightMissingError):
        tasks_from_plan(plan=plan, year=YEAR, by=realm.head)
    made = tasks_from_plan(plan=plan, year=YEAR, by=realm.office).made
    assert AuditRow.objects.latest("number").data["made"] == [o.number for o in made]


# Sheets -------------------------------------------------------------------------------


def test_the_sheets_add_up_to_the_matrix(plan: Plan) -> None:
    """Counted a second way: sheet by sheet, groups folded back to one cell."""
    divided(plan)
    assign_all(plan)
    check = check_matrix(plan, YEAR)
    assert check.agrees
    named = TaskResponsibility.objects.filter(task__plan=plan).count()
    cells: set[tuple[str, str, str]] = set()
    for unit in Organisation.objects.all():
        for row in sheet_of(unit, YEAR).rows:
            holder = row.groups[0] if row.groups else unit.name_zh
            cells.add((row.task.number, holder, row.role.value))
    assert len(cells) == named == check.pairs


def test_what_was_changed_by_hand_shows_against_the_matrix(plan: Plan) -> None:
    first = divided(plan)[0]
    first.units.filter(organisation__code="town-a").update(role=UnitRole.IMPLEMENT)
    first.units.filter(organisation__code="town-b").delete()
    check = check_matrix(plan, YEAR)
    clause = "三(一)1"
    assert check.missing == (DutyPair(clause=clause, unit="各乡镇", role="support"),)
    assert check.added == (DutyPair(clause=clause, unit="各乡镇", role="implement"),)


def test_a_draft_stands_on_no_sheet(realm: Realm, plan: Plan) -> None:
    divided(plan)
    assert sheet_of(realm.bureau, YEAR).rows == ()


def test_a_sheet_is_signed_once_and_again_after_a_change(
    realm: Realm, plan: Plan
) -> None:
    divided(plan)
    assign_all(plan)
    first = sheet_sign(unit=realm.bureau, year=YEAR, by=realm.head)
    assert first.tasks == 1
    assert sheet_sign(unit=realm.bureau, year=YEAR, by=realm.head) == first
    found = sheet_of(realm.bureau, YEAR)
    assert found.signed == first
    Task.objects.filter(lead=realm.bureau).update(due_on=date(YEAR, 11, 30))
    changed = sheet_of(realm.bureau, YEAR)
    assert (changed.signed, changed.before) == (None, first)
    sheet_sign(unit=realm.bureau, year=YEAR, by=realm.head)
    assert SheetSignOff.objects.filter(unit=realm.bureau).count() == 2
    assert AuditRow.objects.filter(action="task.sheet_sign").count() == 2


def test_an_officer_signs_for_nobody(realm: Realm, plan: Plan) -> None:
    divided(plan)
    assign_all(plan)
    with pytest.raises(RightMissingError):
        sheet_sign(unit=realm.bureau, year=YEAR, by=realm.officer)


def test_an_empty_sheet_is_not_signed(realm: Realm) -> None:
    year = timezone.localdate().year
    with pytest.raises(BadInputError) as error:
        sheet_sign(unit=realm.bureau, year=year, by=realm.head)
    assert error.value.code == "sheet.empty"


def test_a_group_that_helps_without_members_is_named(plan: Plan) -> None:
    GroupMember.objects.all().delete()
    found = year_division(plan, YEAR)
    assert [(one.code, one.value) for one in found.findings] == [
        ("division.no_members", "各乡镇")
    ]
    divided(plan)
    (missing,) = check_matrix(plan, YEAR).missing
    assert missing.unit == "各乡镇"


def test_a_roster_entered_later_is_seen_at_once(realm: Realm, plan: Plan) -> None:
    """What is remembered goes by the last act on a plan."""
    assert len(year_division(plan, YEAR).drafts[0].units) == 2
    group = PlanUnit.objects.get(name="各乡镇")
    members = [Member(organisation=realm.town, name="甲镇", source="示政办〔2026〕1号")]
    roster_set(group=group, by=realm.office, members=members)
    assert len(year_division(plan, YEAR).drafts[0].units) == 1


def test_a_sheet_that_changed_since_it_was_read_is_not_signed(
    realm: Realm, plan: Plan
) -> None:
    divided(plan)
    assign_all(plan)
    read = sheet_of(realm.bureau, YEAR).digest
    Task.objects.filter(lead=realm.bureau, year=YEAR).update(title="另一项任务")
    with pytest.raises(BadInputError) as error:
        sheet_sign(unit=realm.bureau, year=YEAR, by=realm.head, seen=read)
    assert error.value.code == "sheet.changed"
    now = sheet_of(realm.bureau, YEAR).digest
    assert sheet_sign(unit=realm.bureau, year=YEAR, by=realm.head, seen=now)


def test_who_sees_a_part_of_a_sheet_is_not_told_that_nobody_signed(
    realm: Realm, browser: Callable[[User], Client]
) -> None:
    task(realm, "assigned", lead=realm.bureau, year=2026)
    shared = task(realm, "assigned", lead=realm.bureau, year=2026, number="2")
    shared.units.create(organisation=realm.farm, role="support")
    address = f"/work/sheets/{realm.bureau.code}/2026/"
    part = page(browser(realm.farmer).get(address))
    assert "清单中有您看不到的任务，是否签收不显示" in part
    assert "未签收" not in part
    assert "未签收" in page(browser(realm.office).get(address))
