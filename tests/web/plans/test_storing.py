"""A reading is kept whole, once, as proposals that nobody has decided about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest
from django.core.exceptions import PermissionDenied

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow
from dafeng.web.plans.convert import facts_of
from dafeng.web.plans.facts import target_facts, task_facts
from dafeng.web.plans.models import Clause, Plan, PlanSource, ProposalState
from dafeng.web.plans.selectors.plans import plan_as_read
from dafeng.web.plans.services.storing import Provenance, plan_store
from tests.web.plans import building

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation, User


def test_every_object_is_kept_as_an_open_proposal(plan: Plan) -> None:
    assert plan.targets.count() == 6
    assert plan.tasks.count() == 3
    assert plan.planunits.count() == 4
    assert plan.projects.count() == 1
    assert plan.milestones.count() == 1
    assert plan.findings.get().clause.ref == "三(一)2"
    assert set(plan.targets.values_list("state", flat=True)) == {ProposalState.PROPOSED}


def test_facts_of_the_stored_object_are_the_facts_that_were_read(plan: Plan) -> None:
    read = {one.id: target_facts(one) for one in building.TARGETS}
    assert {one.key: facts_of(one) for one in plan.targets.all()} == read
    assert {one.key: one.original for one in plan.targets.all()} == read
    tasks = [facts_of(one) for one in plan.tasks.all()]
    assert tasks == [task_facts(one) for one in building.TASKS]


def test_the_stored_plan_gives_the_reading_back(plan: Plan) -> None:
    assert plan_as_read(plan) == attrs.evolve(building.reading(), text="")


def test_a_clause_belongs_to_its_action_or_its_chapter(plan: Plan) -> None:
    fields = {c.ref: c.field.ref for c in Clause.objects.filter(plan=plan)}
    assert fields["三(一)1"] == "三(一)"
    assert fields["专栏1"] == "三(一)"
    assert fields["二"] == "二"
    assert fields["三"] == "三"


def test_units_are_linked_to_the_register_by_name(plan: Plan) -> None:
    linked = {
        u.name: u.organisation and u.organisation.code for u in plan.planunits.all()
    }
    assert linked == {
        "区发改委": "fgw",
        "各乡镇": None,
        "区城管委": None,
        "区农业农村委": "nyw",
    }


def test_the_same_text_is_kept_once(plan: Plan, district: Organisation) -> None:
    assert building.stored(district) == plan
    assert Plan.objects.count() == 1


def test_the_address_is_short_and_in_plain_letters(plan: Plan) -> None:
    assert plan.slug == "shifanqu-2023"


def test_storing_writes_one_audit_row(district: Organisation, office: User) -> None:
    plan = building.stored(district, office)
    row = AuditRow.objects.get(action="plans.plan.store")
    assert (row.actor, row.target_id) == (office, str(plan.pk))
    assert row.data["targets"] == 6


def test_a_reader_may_not_store(district: Organisation, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        building.stored(district, reader)
    assert not Plan.objects.exists()


def test_a_text_without_clauses_and_targets_is_no_plan(district: Organisation) -> None:
    empty = attrs.evolve(building.reading(), clauses=(), targets=())
    provenance = Provenance(owner=district, source=PlanSource.READ)
    with pytest.raises(BadInputError) as caught:
        plan_store(reading=empty, by=None, provenance=provenance)
    assert caught.value.code == "plan.empty"


def test_a_target_in_a_clause_that_nobody_numbered_stands_in_the_preamble(
    district: Organisation,
) -> None:
    reading = building.with_target(building.reading(), "T001", clause="")
    provenance = Provenance(owner=district, source=PlanSource.READ)
    plan = plan_store(reading=reading, by=None, provenance=provenance)
    assert plan.targets.get(key="T001").clause.ref == "前言"
