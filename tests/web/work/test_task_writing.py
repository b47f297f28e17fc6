"""Drafting, changing and splitting tasks; steps; the database's own refusals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow, Organisation
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.work.models import Task, UnitRole
from dafeng.web.work.selectors.tasks import task_visible
from dafeng.web.work.services.tasks import (
    StaleTaskError,
    StepFacts,
    UnitDuty,
    facts_of,
    task_create,
    task_edit,
)
from dafeng.web.work.services.tasks_moving import task_move
from dafeng.web.work.services.tasks_splitting import PartFacts, task_split
from dafeng.web.work.services.tasks_steps import step_done
from dafeng.work import TaskAct
from tests.web.work.tasking import Realm, days, facts, task


def test_a_draft_gets_the_next_number_and_one_audit_row(realm: Realm) -> None:
    year = days(30).year
    made = [
        task_create(
            by=realm.office,
            organisation=realm.root,
            facts=facts(realm, title=f"任务{turn}"),
        )
        for turn in range(2)
    ]
    assert [one.number for one in made] == [f"{year}-001", f"{year}-002"]
    assert made[0].state == "draft"
    rows = AuditRow.objects.filter(action="task.create")
    assert rows.count() == 2
    assert rows.last().data["lead"] == "fgw"


def test_a_draft_that_is_sent_twice_is_drafted_once(realm: Realm) -> None:
    given = facts(realm)
    task_create(by=realm.office, organisation=realm.root, facts=given)
    with pytest.raises(ValidationError, match="没有再建一份"):
        task_create(by=realm.office, organisation=realm.root, facts=given)


def test_a_number_that_is_taken_is_named_at_its_field(realm: Realm) -> None:
    task(realm, number="2025-甲")
    with pytest.raises(ValidationError) as error:
        task(realm, number="2025-甲")
    assert "编号" in str(error.value)


def test_a_deadline_before_the_start_is_refused(realm: Realm) -> None:
    with pytest.raises(ValidationError, match="期限早于开始日"):
        task(realm, begins_on=days(40))


@pytest.mark.parametrize("who", ["head", "reader", "verifier", "stranger"])
def test_only_the_office_drafts(realm: Realm, who: str) -> None:
    with pytest.raises(RightMissingError):
        task_create(by=getattr(realm, who), organisation=realm.root, facts=facts(realm))


def test_units_steps_and_codes_are_kept_with_the_task(realm: Realm) -> None:
    given = facts(
        realm,
        units=(
            UnitDuty(organisation=realm.farm, role="support"),
            UnitDuty(organisation=realm.town, role="implement", group="各乡镇"),
            UnitDuty(organisation=realm.bureau, role="support"),
        ),
        steps=(StepFacts(title="方案", due_on=days(5)),),
        indicators=("energy.total", "energy.total", " "),
    )
    made = task_create(by=realm.office, organisation=realm.root, facts=given)
    kept = facts_of(made)
    assert [(u.organisation, u.role) for u in kept.units] == [
        (realm.farm, UnitRole.SUPPORT),
        (realm.town, UnitRole.IMPLEMENT),
    ]
    assert kept.steps == given.steps
    assert kept.indicators == ("energy.total",)


def edit(realm: Realm, found: Task, version: int, **given: object) -> Task:
    base = {"title": found.title, "due_on": found.due_on, "number": found.number}
    return task_edit(
        by=realm.office,
        task=found,
        facts=facts(realm, **(base | given)),
        version=version,
    )


def test_a_change_says_before_and_after_of_what_changed(realm: Realm) -> None:
    found = task(realm)
    edit(realm, found, 1, title="建设光伏", deliverable="并网")
    row = AuditRow.objects.latest("number")
    assert row.action == "task.edit"
    assert row.data["before"] == {"title": "发展新能源", "deliverable": ""}
    assert row.data["after"] == {"title": "建设光伏", "deliverable": "并网"}


def test_a_stale_change_is_refused_with_both_versions(realm: Realm) -> None:
    found = task(realm)
    edit(realm, found, 1, title="甲的写法")
    with pytest.raises(StaleTaskError) as error:
        edit(realm, found, 1, title="乙的写法")
    assert error.value.mine.title == "乙的写法"
    assert error.value.theirs.title == "甲的写法"
    assert error.value.version == 2
    assert Task.objects.get(pk=found.pk).title == "甲的写法"
    assert edit(realm, found, 2, title="乙的写法").version == 3


def test_lead_and_deadline_of_an_assigned_task_stand(realm: Realm) -> None:
    found = task(realm, "assigned")
    for change in ({"lead": realm.farm}, {"due_on": days(60)}):
        with pytest.raises(BadInputError) as error:
            edit(realm, found, found.version, **change)
        assert error.value.code == "task.fixed"
    assert edit(realm, found, found.version, title="新题").title == "新题"


def test_a_draft_moves_its_first_deadline_along(realm: Realm) -> None:
    found = edit(realm, task(realm), 1, due_on=days(60), lead=realm.farm)
    assert (found.first_due_on, found.lead) == (days(60), realm.farm)


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_what_has_ended_is_changed_no_more(realm: Realm, state: str) -> None:
    found = task(realm, state)
    with pytest.raises(BadInputError) as error:
        edit(realm, found, found.version, title="新题")
    assert error.value.code == "task.ended"


def test_the_head_of_the_lead_does_not_rewrite_the_task(realm: Realm) -> None:
    found = task(realm, "assigned")
    with pytest.raises(RightMissingError):
        task_edit(by=realm.head, task=found, facts=facts(realm), version=found.version)


# Steps --------------------------------------------------------------------------------


def stepped(realm: Realm, state: str = "in-progress") -> Task:
    steps = (
        StepFacts(title="方案", due_on=days(5)),
        StepFacts(title="开工", due_on=days(9)),
    )
    return task(realm, state, steps=steps)


def test_a_step_is_done_and_taken_back(realm: Realm) -> None:
    found = stepped(realm)
    step = step_done(step=found.steps.first(), by=realm.officer, on=days(-1))
    assert step.done_on == days(-1)
    assert AuditRow.objects.latest("number").action == "task.step"
    assert step_done(step=step, by=realm.officer, on=None).done_on is None


def test_a_step_keeps_its_day_when_the_task_is_rewritten(realm: Realm) -> None:
    found = stepped(realm)
    step_done(step=found.steps.first(), by=realm.officer, on=days(-1))
    found = Task.objects.get(pk=found.pk)
    edit(
        realm,
        found,
        found.version,
        steps=(
            StepFacts(title="踏勘", due_on=days(1)),
            StepFacts(title="方案", due_on=days(6)),
        ),
    )
    assert [(s.title, s.done_on) for s in found.steps.all()] == [
        ("踏勘", None),
        ("方案", days(-1)),
    ]


def test_a_step_is_not_done_tomorrow(realm: Realm) -> None:
    with pytest.raises(BadInputError) as error:
        step_done(step=stepped(realm).steps.first(), by=realm.officer, on=days(1))
    assert error.value.code == "step.future"


def test_steps_of_an_ended_task_stand(realm: Realm) -> None:
    with pytest.raises(BadInputError) as error:
        step_done(step=stepped(realm, "closed").steps.first(), by=None, on=days(0))
    assert error.value.code == "task.ended"


def test_another_unit_marks_no_step(realm: Realm) -> None:
    with pytest.raises(RightMissingError):
        step_done(step=stepped(realm).steps.first(), by=realm.farmer, on=days(0))


# Parts --------------------------------------------------------------------------------


def part(**given: object) -> PartFacts:
    return PartFacts(**({"title": "镇级方案", "due_on": days(10)} | given))


def towns() -> list[Organisation]:
    return list(Organisation.objects.filter(kind="township").order_by("code"))


def test_the_office_gives_each_town_a_part(realm: Realm) -> None:
    found = task(realm, "accepted", number="2025-甲")
    made = task_split(by=realm.office, task=found, units=towns(), facts=part())
    assert [one.number for one in made] == ["2025-甲-01", "2025-甲-02"]
    assert {one.state for one in made} == {"assigned"}
    assert {one.organisation for one in made} == {realm.root}
    assert list(found.parts.order_by("number")) == made


def test_splitting_twice_gives_no_unit_two_parts(realm: Realm) -> None:
    found = task(realm, "accepted")
    task_split(by=realm.office, task=found, units=towns()[:1], facts=part())
    made = task_split(by=realm.office, task=found, units=towns(), facts=part())
    assert [one.lead.code for one in made] == ["town-b"]


def test_the_head_of_the_lead_splits_in_its_name_and_verifies(realm: Realm) -> None:
    found = task(realm, "accepted", lead=realm.town)
    (one,) = task_split(
        by=realm.town_head, task=found, units=[realm.mill], facts=part()
    )
    assert (one.organisation, one.lead) == (realm.town, realm.mill)
    for act in ("accept", "start", "submit"):
        one = task_move(task=one, act=TaskAct(act), by=realm.miller)
    with pytest.raises(RightMissingError):
        task_move(task=one, act=TaskAct.VERIFY, by=realm.head)
    assert task_move(task=one, act=TaskAct.VERIFY, by=realm.town_head).verified


def test_a_unit_that_helps_may_get_a_part_from_the_lead(realm: Realm) -> None:
    helping = (UnitDuty(organisation=realm.town, role="implement"),)
    found = task(realm, "accepted", units=helping)
    (one,) = task_split(by=realm.head, task=found, units=[realm.town], facts=part())
    assert one.organisation == realm.bureau


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"units": []}, "split.nobody"),
        ({"facts": part(due_on=date(2100, 1, 1))}, "split.late"),
    ],
)
def test_a_split_that_cannot_be_is_refused(
    realm: Realm, given: dict[str, object], code: str
) -> None:
    found = task(realm, "accepted")
    base = {"by": realm.office, "task": found, "units": towns(), "facts": part()}
    with pytest.raises(BadInputError) as error:
        task_split(**(base | given))
    assert error.value.code == code


def test_no_part_goes_to_a_unit_beside(realm: Realm) -> None:
    found = task(realm, "accepted")
    with pytest.raises(BadInputError, match="区农业农村委") as error:
        task_split(by=realm.head, task=found, units=[realm.farm], facts=part())
    assert error.value.code == "split.outside"


def test_a_task_that_nobody_works_on_is_not_split(realm: Realm) -> None:
    with pytest.raises(BadInputError) as error:
        task_split(
            by=realm.office, task=task(realm, "submitted"), units=towns(), facts=part()
        )
    assert error.value.code == "split.state"


def test_an_officer_splits_nothing(realm: Realm) -> None:
    with pytest.raises(RightMissingError):
        task_split(
            by=realm.officer, task=task(realm, "accepted"), units=towns(), facts=part()
        )


# The database's own refusals ----------------------------------------------------------


@pytest.mark.database
@pytest.mark.parametrize(
    "change",
    [
        {"state": "gone"},
        {"recurrence": "hourly"},
        {"percent": 101},
        {"begins_on": timezone.localdate() + timedelta(days=999)},
    ],
)
def test_the_database_refuses_what_a_task_cannot_be(
    realm: Realm, change: dict[str, object]
) -> None:
    found = task(realm)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=found.pk).update(**change)


@pytest.mark.database
def test_the_database_refuses_a_task_as_its_own_part(realm: Realm) -> None:
    found = task(realm)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=found.pk).update(parent=found)


# Who sees what ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "state", "seen"),
    [
        ("office", "draft", True),
        ("head", "draft", False),
        ("head", "assigned", True),
        ("reader", "assigned", True),
        ("farmer", "assigned", False),
        ("town_head", "assigned", True),
        ("miller", "assigned", False),
        ("stranger", "assigned", False),
    ],
)
def test_a_task_is_seen_by_those_whom_it_concerns(
    realm: Realm,
    who: str,
    state: str,
    seen: bool,  # noqa: FBT001 - a case of a table
) -> None:
    helping = (UnitDuty(organisation=realm.town, role="implement"),)
    found = task(realm, state, units=helping)
    assert (task_visible(getattr(realm, who), found.pk) is not None) is seen
