"""A revised document is a new edition: decisions survive, contradictions are shown."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest
from django.core.exceptions import PermissionDenied

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.web.core.models import AuditRow
from dafeng.web.plans.convert import facts_of
from dafeng.web.plans.models import ConflictKind, Resolution, Target
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.deciding import (
    Addition,
    proposal_add,
    proposal_confirm,
    proposal_reject,
    proposal_split,
)
from dafeng.web.plans.services.publishing import plan_publish
from dafeng.web.plans.services.revising import conflict_resolve, plan_revise
from dafeng.web.plans.services.undoing import last_act_undo
from tests.web.plans import building
from tests.web.plans.test_deciding import correct, target

if TYPE_CHECKING:
    from dafeng.plan import records
    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan


def revised(plan: Plan, by: User, reading: records.Plan) -> Plan:
    return plan_revise(previous=plan, reading=reading, by=by)


def renewed(**facts: object) -> records.Plan:
    """The small plan with target T001 read differently."""
    return building.with_target(building.reading(), "T001", **facts)


def test_the_next_edition_knows_the_one_before(plan: Plan, office: User) -> None:
    new = revised(plan, office, renewed(value=Decimal(13)))
    assert (new.edition, new.previous, new.slug) == (2, plan, "shifanqu-2023-2")
    assert AuditRow.objects.get(action="plans.plan.revise").target_id == str(new.pk)


def test_a_reader_may_not_revise(plan: Plan, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        revised(plan, reader, renewed(value=Decimal(13)))


def test_an_edition_is_revised_once(plan: Plan, office: User) -> None:
    revised(plan, office, renewed(value=Decimal(13)))
    with pytest.raises(BadInputError) as caught:
        revised(plan, office, renewed(value=Decimal(14)))
    assert caught.value.code == "plan.has_next"


def test_what_is_read_as_before_keeps_its_decision(plan: Plan, office: User) -> None:
    bulk_confirm(plan=plan, by=office, choice=BulkChoice())
    correct(target(plan, "T004"), office, value="31")
    proposal_reject(proposal=target(plan, "T006"), by=office)
    new = revised(plan, office, renewed(year=2026))
    states = dict(new.targets.values_list("key", "state"))
    assert states == {
        "T001": "proposed",
        "T002": "confirmed",
        "T003": "confirmed",
        "T004": "corrected",
        "T005": "confirmed",
        "T006": "rejected",
    }
    assert target(new, "T004").value == 31
    assert target(new, "T004").original["value"] == "30"
    assert new.tasks.filter(state="confirmed").count() == 3
    assert not new.conflicts.exists()


def test_a_confirmed_figure_that_changed_must_be_confirmed_again(
    plan: Plan, office: User
) -> None:
    proposal_confirm(proposal=target(plan, "T001"), by=office)
    new = revised(plan, office, renewed(value=Decimal(14)))
    row = target(new, "T001")
    assert (row.state, row.value) == ("proposed", 14)
    assert not new.conflicts.exists()


def test_a_correction_that_still_fits_survives_a_change_elsewhere(
    plan: Plan, office: User
) -> None:
    correct(target(plan, "T001"), office, softness="strive")
    new = revised(plan, office, renewed(value=Decimal(14)))
    row = target(new, "T001")
    assert (row.state, row.value, row.softness) == ("proposed", 14, "strive")


def test_the_document_corrected_in_the_same_way_is_confirmed(
    plan: Plan, office: User
) -> None:
    correct(target(plan, "T001"), office, value="13")
    new = revised(plan, office, renewed(value=Decimal(13)))
    row = target(new, "T001")
    assert (row.state, row.value) == ("confirmed", 13)


def test_a_correction_against_a_new_figure_is_a_conflict(
    plan: Plan, office: User
) -> None:
    correct(target(plan, "T001"), office, value="13")
    new = revised(plan, office, renewed(value=Decimal(14)))
    conflict = new.conflicts.get()
    assert conflict.kind == ConflictKind.CHANGED
    assert conflict.was_read["value"] == "12"
    assert conflict.decided["facts"]["value"] == "13"
    assert conflict.now_read["value"] == "14"
    assert target(new, "T001").state == "proposed"


@pytest.mark.parametrize(
    ("resolution", "value", "state"),
    [(Resolution.KEEP, 13, "corrected"), (Resolution.TAKE, 14, "confirmed")],
)
def test_a_conflict_is_settled_by_a_person(
    plan: Plan, office: User, resolution: Resolution, value: int, state: str
) -> None:
    correct(target(plan, "T001"), office, value="13")
    new = revised(plan, office, renewed(value=Decimal(14)))
    conflict = new.conflicts.get()
    conflict_resolve(conflict=conflict, by=office, resolution=resolution)
    row = target(new, "T001")
    assert (row.value, row.state) == (value, state)
    conflict.refresh_from_db()
    assert (conflict.resolution, conflict.resolved_by) == (resolution, office)
    with pytest.raises(BadInputError):
        conflict_resolve(conflict=conflict, by=office, resolution=resolution)


def test_an_undone_settlement_can_be_settled_again(plan: Plan, office: User) -> None:
    correct(target(plan, "T001"), office, value="13")
    new = revised(plan, office, renewed(value=Decimal(14)))
    conflict = new.conflicts.get()
    conflict_resolve(conflict=conflict, by=office, resolution=Resolution.TAKE)
    last_act_undo(plan=new, by=office)
    conflict.refresh_from_db()
    assert (conflict.resolution, conflict.resolved_by) == ("", None)
    conflict_resolve(conflict=conflict, by=office, resolution=Resolution.KEEP)
    assert target(new, "T001").value == 13


def test_what_a_revision_carried_over_is_no_act_to_undo(
    plan: Plan, office: User
) -> None:
    correct(target(plan, "T001"), office, value="13")
    new = revised(plan, office, renewed(value=Decimal(12)))
    with pytest.raises(NotFoundError):
        last_act_undo(plan=new, by=office)


def test_a_correction_whose_target_is_gone_is_a_conflict(
    plan: Plan, office: User
) -> None:
    correct(target(plan, "T002"), office, value="21")
    new = revised(plan, office, building.without_target(building.reading(), "T002"))
    conflict = new.conflicts.get()
    assert (conflict.kind, conflict.now_read) == (ConflictKind.GONE, None)
    conflict_resolve(conflict=conflict, by=office, resolution=Resolution.KEEP)
    kept = Target.objects.get(plan=new, indicator="森林覆盖率")
    assert (kept.value, kept.clause.ref, kept.state) == (21, "二", "confirmed")


def test_a_target_that_a_person_added_is_not_lost(plan: Plan, office: User) -> None:
    facts = facts_of(target(plan, "T001")) | {
        "indicator": "绿色出行比例",
        "value": "70",
    }
    addition = Addition(kind="target", facts=facts)
    proposal_add(plan=plan, by=office, addition=addition)
    new = revised(plan, office, renewed(year=2026))
    conflict = new.conflicts.get()
    assert conflict.kind == ConflictKind.GONE
    conflict_resolve(conflict=conflict, by=office, resolution=Resolution.TAKE)
    assert not Target.objects.filter(plan=new, indicator="绿色出行比例").exists()


def test_a_split_survives_with_its_parts(plan: Plan, office: User) -> None:
    parts = [{"scope": "建成区"}, {"scope": "农村", "value": "11"}]
    proposal_split(proposal=target(plan, "T002"), by=office, parts=parts)
    new = revised(plan, office, renewed(year=2026))
    assert target(new, "T002").state == "split"
    rows = Target.objects.filter(plan=new, split_from__key="T002")
    assert {(row.scope, row.value) for row in rows} == {("建成区", 20), ("农村", 11)}


def test_a_target_is_found_again_under_another_clause_number(
    plan: Plan, office: User
) -> None:
    correct(target(plan, "T002"), office, value="21")
    reading = building.with_target(building.reading(), "T002", clause="三(二)1")
    new = revised(plan, office, reading)
    row = target(new, "T002")
    assert (row.value, row.clause.ref, row.state) == (21, "三(二)1", "corrected")


def test_numbers_that_shift_do_not_unsettle_tasks(plan: Plan, office: User) -> None:
    bulk_confirm(plan=plan, by=office, choice=BulkChoice())
    reading = building.without_target(building.reading(), "T001")
    shifted = tuple(
        attrs.evolve(one, id=f"T{number:03d}")
        for number, one in enumerate(reading.targets, start=1)
    )
    tasks = tuple(
        attrs.evolve(
            task, targets=tuple(f"T{int(t[1:]) - 1:03d}" for t in task.targets)
        )
        for task in reading.tasks
    )
    new = revised(plan, office, attrs.evolve(reading, targets=shifted, tasks=tasks))
    assert new.tasks.filter(state="confirmed").count() == 3
    assert facts_of(new.tasks.get(key="K001"))["targets"] == ["T003"]
    assert not new.conflicts.exists()


def test_publishing_an_edition_makes_the_one_before_history(
    plan: Plan, office: User
) -> None:
    plan_publish(plan=plan, by=office)
    new = revised(plan, office, renewed(value=Decimal(14)))
    plan_publish(plan=new, by=office)
    plan.refresh_from_db()
    assert plan.status == "superseded"
