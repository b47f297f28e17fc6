"""People confirm, correct, reject, reopen, split and add; each act is audited."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.web.core.models import AuditRow
from dafeng.web.plans.convert import MODELS, facts_of
from dafeng.web.plans.models import Decision, ProposalKind, ProposalState, Target
from dafeng.web.plans.selectors.plans import confirmed_plan
from dafeng.web.plans.selectors.proposals import stamp_of
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.deciding import (
    Addition,
    DecidedError,
    StaleError,
    proposal_add,
    proposal_confirm,
    proposal_correct,
    proposal_reject,
    proposal_reopen,
    proposal_split,
)
from dafeng.web.plans.services.undoing import OvertakenError, last_act_undo
from tests.web.plans import building

if TYPE_CHECKING:
    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan, Proposal


def target(plan: Plan, key: str) -> Target:
    return Target.objects.select_related("clause", "plan__owner").get(
        plan=plan, key=key
    )


def correct(proposal: Proposal, by: User, **changes: object) -> None:
    stamp = stamp_of(proposal)
    proposal_correct(proposal=proposal, by=by, changes=changes, stamp=stamp)


@pytest.mark.parametrize("kind", list(ProposalKind))
def test_every_kind_is_confirmed_in_the_same_way(
    plan: Plan, office: User, kind: ProposalKind
) -> None:
    row = MODELS[kind]._default_manager.filter(plan=plan).first()
    proposal_confirm(proposal=row, by=office)
    row.refresh_from_db()
    assert (row.state, row.decided_by) == (ProposalState.CONFIRMED, office)
    assert AuditRow.objects.get(action=f"plans.{kind.value}.confirm").actor == office


def test_a_reader_may_not_confirm_and_nothing_changes(plan: Plan, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        proposal_confirm(proposal=target(plan, "T001"), by=reader)
    assert target(plan, "T001").state == ProposalState.PROPOSED
    assert not Decision.objects.exists()


def test_a_stranger_may_not_confirm(plan: Plan, stranger: User) -> None:
    with pytest.raises(PermissionDenied):
        proposal_confirm(proposal=target(plan, "T001"), by=stranger)


def test_a_correction_keeps_what_the_reader_read(plan: Plan, office: User) -> None:
    correct(target(plan, "T001"), office, value="13", softness="strive")
    row = target(plan, "T001")
    assert (row.value, row.softness) == (Decimal(13), "strive")
    assert row.state == ProposalState.CORRECTED
    assert row.original["value"] == "12"
    before = Decision.objects.get().before
    assert before["facts"]["value"] == "12"
    assert before["state"] == "proposed"


def test_a_correction_back_to_the_reading_is_a_confirmation(
    plan: Plan, office: User
) -> None:
    correct(target(plan, "T001"), office, value="13")
    correct(target(plan, "T001"), office, value="12")
    assert target(plan, "T001").state == ProposalState.CONFIRMED


def test_a_correction_of_what_somebody_changed_meanwhile_is_refused(
    plan: Plan, office: User
) -> None:
    row = target(plan, "T001")
    stamp = stamp_of(row)
    correct(row, office, value="13")
    with pytest.raises(StaleError) as caught:
        proposal_correct(proposal=row, by=office, changes={"value": "14"}, stamp=stamp)
    assert caught.value.fields == {"key": "T001"}
    assert target(plan, "T001").value == 13


def test_a_correction_can_name_other_units_and_a_new_one_is_added(
    plan: Plan, office: User
) -> None:
    responsible = ["区农业农村委", "区水务局"]
    correct(target(plan, "T004"), office, responsible=responsible)
    assert facts_of(target(plan, "T004"))["responsible"] == responsible
    added = plan.planunits.get(name="区水务局")
    assert (added.rule, added.state) == ("person", ProposalState.CONFIRMED)


def test_another_spelling_names_the_unit_that_has_it(plan: Plan, office: User) -> None:
    correct(target(plan, "T002"), office, responsible=["区发展改革委"])
    assert facts_of(target(plan, "T002"))["responsible"] == ["区发改委"]
    assert plan.planunits.count() == 4


def test_a_task_can_get_other_roles_and_targets(plan: Plan, office: User) -> None:
    task = plan.tasks.select_related("clause").get(key="K002")
    responsible = [
        {"name": "区发改委", "role": "lead"},
        {"name": "区城管委", "role": "support"},
    ]
    correct(task, office, responsible=responsible, targets=["T001", "T005"])
    task = plan.tasks.get(key="K002")
    assert facts_of(task)["responsible"] == responsible
    assert facts_of(task)["targets"] == ["T001", "T005"]


def test_a_task_cannot_name_a_target_that_is_not_there(
    plan: Plan, office: User
) -> None:
    task = plan.tasks.select_related("clause").get(key="K002")
    with pytest.raises(BadInputError) as caught:
        correct(task, office, targets=["T099"])
    assert caught.value.code == "target.unknown"


@pytest.mark.parametrize(
    "changes",
    [
        {"value": "12", "value_max": "10"},
        {"value": "-1"},
        {"kind": "delegated"},
        {"softness": "firm"},
        {"year": 20250},
        {"year": 2025, "base_year": 2030},
        {"comparator": "=="},
        {"indicator": ""},
    ],
)
def test_facts_that_do_not_hold_together_are_refused(
    plan: Plan, office: User, changes: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        correct(target(plan, "T001"), office, **changes)
    assert target(plan, "T001").value == 12


@pytest.mark.parametrize(
    "changes",
    [
        {"value": 12, "value_max": 10},
        {"value": None, "value_max": 10},
        {"kind": "delegated"},
        {"kind": "directional"},
        {"softness": "firm"},
        {"year": 9999},
        {"confidence": 2},
        {"state": "confirmed"},
        {"start": 9, "end": 3},
    ],
)
def test_the_database_itself_refuses_such_facts(
    plan: Plan, changes: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.filter(plan=plan, key="T001").update(**changes)


def test_a_decided_object_is_not_confirmed_again(plan: Plan, office: User) -> None:
    proposal_reject(proposal=target(plan, "T001"), by=office)
    with pytest.raises(DecidedError) as caught:
        proposal_confirm(proposal=target(plan, "T001"), by=office)
    assert caught.value.fields == {"key": "T001", "state": "rejected"}


def test_reopening_restores_what_was_read(plan: Plan, office: User) -> None:
    correct(target(plan, "T004"), office, value="31", responsible=["区城管委"])
    proposal_reopen(proposal=target(plan, "T004"), by=office, note="再核对")
    row = target(plan, "T004")
    assert (row.state, row.value, row.decided_at) == ("proposed", 30, None)
    assert facts_of(row)["responsible"] == ["区发改委", "各乡镇"]


def test_a_split_replaces_the_whole_by_its_parts(plan: Plan, office: User) -> None:
    parts = [{"scope": "建成区"}, {"scope": "农村", "value": "11"}]
    proposal_split(proposal=target(plan, "T002"), by=office, parts=parts)
    assert target(plan, "T002").state == ProposalState.SPLIT
    rows = Target.objects.filter(split_from__key="T002").order_by("key")
    assert [(r.key, r.scope, r.value) for r in rows] == [
        ("T002-1", "建成区", 20),
        ("T002-2", "农村", 11),
    ]
    assert {r.state for r in rows} == {ProposalState.CONFIRMED}


def test_one_part_is_no_split(plan: Plan, office: User) -> None:
    with pytest.raises(BadInputError) as caught:
        proposal_split(proposal=target(plan, "T002"), by=office, parts=[{}])
    assert caught.value.code == "proposal.parts"


def test_reopening_a_split_rejects_its_parts(plan: Plan, office: User) -> None:
    proposal_split(proposal=target(plan, "T002"), by=office, parts=[{}, {"year": 2030}])
    proposal_reopen(proposal=target(plan, "T002"), by=office)
    assert target(plan, "T002").state == ProposalState.PROPOSED
    assert target(plan, "T002-1").state == ProposalState.REJECTED


def test_what_the_reader_missed_can_be_added(plan: Plan, office: User) -> None:
    facts = facts_of(target(plan, "T001")) | {
        "indicator": "绿色出行比例",
        "value": "70",
    }
    addition = Addition(kind=ProposalKind.TARGET, facts=facts)
    made = proposal_add(plan=plan, by=office, addition=addition)
    assert (made.key, made.state, made.original) == ("T007", "confirmed", None)


def test_only_confirmed_objects_go_to_later_rooms(plan: Plan, office: User) -> None:
    assert confirmed_plan(plan).targets == ()
    proposal_confirm(proposal=target(plan, "T001"), by=office)
    correct(target(plan, "T004"), office, value="31")
    proposal_reject(proposal=target(plan, "T002"), by=office)
    proposal_confirm(proposal=plan.tasks.get(key="K001"), by=office)
    given = confirmed_plan(plan)
    assert [(t.id, t.value) for t in given.targets] == [("T001", 12), ("T004", 31)]
    assert given.tasks[0].targets == ("T004",)
    assert given.tasks[0].projects == ()


def test_undo_takes_back_one_act_after_another(plan: Plan, office: User) -> None:
    correct(target(plan, "T001"), office, value="13")
    proposal_reject(proposal=target(plan, "T001"), by=office)
    last_act_undo(plan=plan, by=office)
    assert target(plan, "T001").state == ProposalState.CORRECTED
    last_act_undo(plan=plan, by=office)
    row = target(plan, "T001")
    assert (row.state, row.value, row.decided_by) == ("proposed", 12, None)
    with pytest.raises(NotFoundError):
        last_act_undo(plan=plan, by=office)


def test_undo_of_a_split_rejects_the_parts(plan: Plan, office: User) -> None:
    proposal_split(proposal=target(plan, "T002"), by=office, parts=[{}, {"year": 2030}])
    last_act_undo(plan=plan, by=office)
    assert target(plan, "T002").state == ProposalState.PROPOSED
    assert target(plan, "T002-2").state == ProposalState.REJECTED


def test_undo_stops_where_a_colleague_decided_since(plan: Plan, office: User) -> None:
    colleague = building.person(
        "colleague", plan.owner, building.RoleCode.CARBON_OFFICE
    )
    proposal_confirm(proposal=target(plan, "T001"), by=office)
    correct(target(plan, "T001"), colleague, value="13")
    with pytest.raises(OvertakenError) as caught:
        last_act_undo(plan=plan, by=office)
    assert caught.value.fields == {"keys": ["T001"]}
    assert target(plan, "T001").value == 13


def test_many_are_confirmed_by_confidence_and_undone_at_once(
    plan: Plan, office: User
) -> None:
    choice = BulkChoice(kinds=(ProposalKind.TARGET,), confidence=Decimal("0.85"))
    bulk_confirm(plan=plan, by=office, choice=choice)
    confirmed = plan.targets.filter(state=ProposalState.CONFIRMED)
    assert [row.key for row in confirmed] == ["T001", "T002", "T004"]
    assert AuditRow.objects.get(action="plans.plan.bulk").data["objects"] == [
        "T001",
        "T002",
        "T004",
    ]
    last_act_undo(plan=plan, by=office)
    assert not plan.targets.exclude(state=ProposalState.PROPOSED).exists()


def test_many_are_confirmed_by_clause_with_all_below_it(
    plan: Plan, office: User
) -> None:
    bulk_confirm(plan=plan, by=office, choice=BulkChoice(clause="三(一)"))
    accepted = confirmed_plan(plan)
    assert [t.id for t in accepted.targets] == ["T004", "T005"]
    assert [t.clause for t in accepted.tasks] == ["三(一)1", "三(一)2"]
    assert [p.id for p in accepted.projects] == ["P001"]
    assert accepted.units == ()


def test_a_renamed_unit_does_not_make_its_targets_look_corrected(
    plan: Plan, office: User
) -> None:
    unit = plan.planunits.get(name="区城管委")
    correct(unit, office, name="区城市管理委")
    proposal_confirm(proposal=target(plan, "T005"), by=office)
    row = target(plan, "T005")
    assert row.state == ProposalState.CONFIRMED
    assert facts_of(row)["responsible"] == ["区城市管理委"]
