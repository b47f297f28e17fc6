"""Decisions of the leading group, and the changes that must name one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow
from dafeng.web.office.models import Decision, DecisionTarget, DecisionTask
from dafeng.web.office.selectors.decisions import (
    changes_for,
    target_change_at,
    unlinked,
)
from dafeng.web.office.services.decisions import (
    ItemFacts,
    Minutes,
    decision_record,
    decision_withdraw,
    item_add,
    target_change_link,
    task_change_link,
)
from dafeng.web.plans.models import Target
from dafeng.web.plans.selectors.proposals import stamp_of
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.deciding import proposal_correct
from dafeng.web.plans.services.publishing import plan_publish
from dafeng.web.plans.services.undoing import last_act_undo
from dafeng.web.work.services.tasks_moving import task_move
from dafeng.work import TaskAct
from tests.web.layers import layer
from tests.web.plans.building import stored

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.plans.models import Act, Plan
    from dafeng.web.work.models import Task

MINUTES = Minutes(
    number="示纪要〔2026〕3号",
    meeting="领导小组第三次会议",
    met_on=date(2026, 7, 10),
    chair="区长",
    present="区长\n分管副区长\n\n区发改委主任\n",
)
FORM = {
    "number": "示纪要〔2026〕3号",
    "meeting": "领导小组第三次会议",
    "met_on": "2026-07-10",
    "chair": "区长",
    "present": "区长\n分管副区长",
}


@layer
def goal(plan: Plan) -> Target:
    return Target.objects.get(plan=plan, key="T001")


@layer
def decision(district: Organisation, office: User) -> Decision:
    items = [ItemFacts(text="调整目标，延长期限。")]
    return decision_record(
        organisation=district, by=office, minutes=MINUTES, items=items
    )


def corrected(goal: Target, by: User) -> Act:
    return proposal_correct(
        proposal=goal, by=by, changes={"value": "13"}, stamp=stamp_of(goal)
    )


def extended(task: Task) -> Task:
    return task_move(
        task=task,
        act=TaskAct.EXTEND,
        by=None,
        reason="工期顺延",
        due_on=date(2027, 6, 30),
    )


def test_a_decision_keeps_posts_and_what_it_changes(
    district: Organisation, office: User, goal: Target, task: Task
) -> None:
    item = ItemFacts(
        text="非化石能源比重目标上调。",
        targets=[("revise", goal)],
        tasks=[("extend", task)],
    )
    made = decision_record(
        organisation=district, by=office, minutes=MINUTES, items=[item]
    )
    assert made.posts == ["区长", "分管副区长", "区发改委主任"]
    kept = made.items.get()
    assert kept.targets.get().target == goal
    assert kept.tasks.get().effect == "extend"
    actions = AuditRow.objects.order_by("number").values_list("action", flat=True)
    assert list(actions)[-2:] == ["office.decision.record", "office.decision.item"]


def test_minutes_are_recorded_once(
    decision: Decision, district: Organisation, office: User
) -> None:
    with pytest.raises(ValidationError, match="已经登记过"):
        decision_record(organisation=district, by=office, minutes=MINUTES)
    decision_withdraw(decision=decision, by=office, reason="编号有误")
    decision_record(organisation=district, by=office, minutes=MINUTES)


@pytest.mark.database
def test_the_database_keeps_an_order_once(decision: Decision) -> None:
    item = decision.items.get()
    item.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        item.save(force_insert=True)


def test_a_meeting_to_come_decides_nothing(
    district: Organisation, office: User
) -> None:
    later = timezone.localdate() + timedelta(days=1)
    with pytest.raises(BadInputError) as caught:
        decision_record(
            organisation=district,
            by=office,
            minutes=Minutes(number="1", meeting="会", met_on=later),
        )
    assert caught.value.code == "decision.future"


def test_what_is_withdrawn_takes_nothing_more(decision: Decision, office: User) -> None:
    with pytest.raises(BadInputError) as caught:
        decision_withdraw(decision=decision, by=office, reason=" ")
    assert caught.value.code == "decision.reason"
    decision_withdraw(decision=decision, by=office, reason="登记有误")
    with pytest.raises(BadInputError) as caught:
        item_add(decision=decision, by=office, facts=ItemFacts(text="再加"))
    assert caught.value.code == "decision.gone"


def test_only_the_office_records(district: Organisation, leader: User) -> None:
    with pytest.raises(PermissionDenied):
        decision_record(organisation=district, by=leader, minutes=MINUTES)


def test_confirming_before_publication_is_no_change(plan: Plan, office: User) -> None:
    assert plan.acts.exists()
    assert changes_for(office) == []


def test_a_changed_target_is_listed_until_it_names_its_decision(
    decision: Decision, goal: Target, office: User, officer: User
) -> None:
    act = corrected(goal, office)
    (change,) = changes_for(officer)
    assert (change.kind, change.item) == ("target", None)
    assert change.label.startswith("T001")
    item = decision.items.get()
    target_change_link(item=item, by=office, target=goal, act=act)
    (change,) = changes_for(office)
    assert change.item == item
    assert unlinked([change]) == []


def test_a_withdrawn_decision_backs_no_change(
    decision: Decision, goal: Target, office: User
) -> None:
    act = corrected(goal, office)
    item = decision.items.get()
    target_change_link(item=item, by=office, target=goal, act=act)
    decision_withdraw(decision=decision, by=office, reason="登记有误")
    assert len(unlinked(changes_for(office))) == 1


def test_a_change_taken_back_needs_no_decision(
    plan: Plan, goal: Target, office: User
) -> None:
    corrected(goal, office)
    last_act_undo(plan=plan, by=office)
    assert changes_for(office) == []


def test_an_extension_is_listed_and_linked_with_its_effect(
    decision: Decision, task: Task, office: User
) -> None:
    extended(task)
    (change,) = changes_for(office)
    assert change.kind == "task"
    assert change.note == "工期顺延"
    move = task.moves.get(act="extend")
    task_change_link(item=decision.items.get(), by=office, move=move)
    assert unlinked(changes_for(office)) == []
    assert DecisionTask.objects.get().effect == "extend"


def test_changes_of_another_district_are_its_own(
    goal: Target, office: User, stranger: User
) -> None:
    corrected(goal, office)
    assert changes_for(stranger) == []
    pk = changes_for(office)[0].pk
    assert target_change_at(stranger, pk) is None


def test_a_meeting_and_its_items_are_entered_on_the_pages(
    client: Client, office: User, goal: Target, task: Task
) -> None:
    client.force_login(office)
    form = FORM | {"paper": SimpleUploadedFile("纪要.pdf", b"%PDF-1.4\n")}
    made = client.post("/office/decisions/new/", form)
    decision = Decision.objects.get()
    assert made["Location"] == f"/office/decisions/{decision.pk}/items/"
    item = {
        "text": "上调目标。",
        "effect": "revise",
        "targets": goal.key,
        "tasks": task.number,
    }
    assert client.post(made["Location"], item).status_code == 302
    page = client.get(decision.get_absolute_url()).text
    assert "分管副区长" in page
    assert goal.key in page
    assert task.number in page
    assert client.get(f"/office/decisions/{decision.pk}/paper/").status_code == 200
    rows = client.get("/office/decisions.csv").getvalue().decode()
    assert "上调目标。" in rows
    assert goal.key in rows


def test_a_decision_names_targets_of_every_plan_in_force(
    client: Client, office: User, bureau: Organisation, decision: Decision, goal: Target
) -> None:
    client.force_login(office)
    other = stored(bureau)
    bulk_confirm(plan=other, by=None, choice=BulkChoice())
    plan_publish(plan=other, by=None)
    at = f"/office/decisions/{decision.pk}/items/"
    item = {"text": "上调两处目标。", "effect": "revise"}
    named = f"{goal.plan.slug}/{goal.key} {other.slug}/{goal.key}"
    assert client.post(at, item | {"targets": named}).status_code == 302
    linked = DecisionTarget.objects.filter(item__text="上调两处目标。")
    assert {one.target.plan_id for one in linked} == {goal.plan_id, other.pk}
    unknown = client.post(at, item | {"targets": f"{other.slug}/T404"}).text
    assert "T404" in unknown
    assert "方案/编号" in unknown


def test_what_is_wrong_is_said(
    client: Client, office: User, decision: Decision
) -> None:
    client.force_login(office)
    assert "已经登记过" in client.post("/office/decisions/new/", FORM).text
    later = (timezone.localdate() + timedelta(days=1)).isoformat()
    new = {"number": "4", "met_on": later}
    assert "还没有到" in client.post("/office/decisions/new/", FORM | new).text
    at = f"/office/decisions/{decision.pk}"
    bad = {"text": "x", "effect": "revise", "targets": "T404"}
    assert "T404" in client.post(f"{at}/items/", bad).text
    assert "请写明理由" in client.post(f"{at}/withdraw/", {"reason": ""}).text
    client.post(f"{at}/withdraw/", {"reason": "登记有误"})
    refused = client.post(f"{at}/items/", bad | {"targets": ""})
    assert "已撤回" in refused.text


def test_a_change_is_linked_on_its_page(
    client: Client, decision: Decision, goal: Target, task: Task, office: User
) -> None:
    corrected(goal, office)
    extended(task)
    client.force_login(office)
    assert "2 处没有写明决定" in client.get("/office/decisions/changes/").text
    assert "有 2 处" in client.get("/office/decisions/").text
    for change in changes_for(office):
        at = f"/office/decisions/changes/{change.kind}/{change.pk}/"
        assert "请选择决定事项" in client.post(at, {"item": ""}).text
        item = decision.items.get().pk
        assert client.post(at, {"item": item}).status_code == 302
    page = client.get("/office/decisions/changes/")
    assert "都写明了决定" in page.text
    assert "没有改动" in client.get("/office/decisions/changes/?only=unlinked").text
    assert client.get("/office/decisions/changes/target/9999/").status_code == 404
    assert client.get("/office/decisions/changes/plan/1/").status_code == 404


def test_who_may_what_with_decisions(
    client: Client,
    decision: Decision,
    officer: User,
    reader: User,
    stranger: User,
) -> None:
    at = f"/office/decisions/{decision.pk}/"
    client.force_login(officer)
    assert client.get(at).status_code == 200
    for way in ("items/", "withdraw/"):
        assert client.get(at + way).status_code == 403
    assert client.get("/office/decisions/new/").status_code == 403
    assert client.get(f"{at}paper/").status_code == 404
    client.force_login(reader)
    assert client.get("/office/decisions/").status_code == 403
    client.force_login(stranger)
    for way in ("", "items/", "withdraw/", "paper/"):
        assert client.get(at + way).status_code == 404


def test_the_log_asks_as_much_for_one_meeting_as_for_many(
    client: Client,
    district: Organisation,
    office: User,
    goal: Target,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20):
        decision_record(
            organisation=district,
            by=office,
            minutes=Minutes(number=str(number), meeting="会", met_on=date(2026, 1, 5)),
            items=[ItemFacts(text="事项", targets=[("urge", goal)])],
        )
    client.force_login(office)
    with django_assert_max_num_queries(20):
        client.get("/office/decisions/?q=事项")
    with django_assert_max_num_queries(20):
        client.get("/office/decisions.csv").getvalue()


def test_a_bureau_reads_no_changes_of_tasks_that_it_has_no_part_in(
    task: Task, officer: User, clerk: User, office: User
) -> None:
    extended(task)
    assert [len(changes_for(one)) for one in (office, officer, clerk)] == [1, 1, 0]
