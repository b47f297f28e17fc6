"""Plans: approved by another, drawn once, done again by anybody."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.inspections import commitment_of, holds
from dafeng.web.core.models import AuditRow
from dafeng.web.inspections.models import (
    InspectionMove,
    InspectionPlan,
    PlanDraw,
    PlanState,
)
from dafeng.web.inspections.selectors.plans import drafts_to_approve
from dafeng.web.inspections.services.drawing import draw_checks, plan_draw
from dafeng.web.inspections.services.inspections import inspection_cancel
from dafeng.web.inspections.services.plans import (
    PlanFacts,
    plan_approve,
    plan_change,
    plan_close,
    plan_draft,
    plan_publish,
    plan_reopen,
)
from dafeng.web.inspections.services.rosters import (
    exclusion_add,
    inspectors_set,
    subjects_fill,
)
from dafeng.web.inspections.wording import error_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation
    from tests.web.inspections.conftest import People


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(BadInputError) as caught:
        act()
    return caught.value.code


def test_the_commitment_stands_before_the_draw_and_the_seed_is_sealed(
    approved: InspectionPlan,
) -> None:
    row = approved.draws.get()
    assert (row.seed, row.result, row.drawn_at) == ("", "", None)
    assert len(row.commitment) == 64
    assert row.commitment not in row.sealed
    assert approved.state == PlanState.APPROVED
    assert approved.edition


def test_a_draw_reveals_the_seed_and_lays_out_the_inspections(
    approved: InspectionPlan, people: People
) -> None:
    row = plan_draw(plan=approved, by=people.office, word="3081.52")
    assert commitment_of(approved.key, row.seed) == row.commitment
    assert holds(draw_checks(row))
    approved.refresh_from_db()
    assert approved.state == PlanState.DRAWN
    inspections = approved.inspections.all()
    assert inspections.count() == approved.quota
    assert all(one.sent.count() == 2 for one in inspections)
    told = AuditRow.objects.get(action="inspections.plan.draw").data
    assert told["seed"] == row.seed
    assert len(told["drawn"]) == approved.quota


def test_a_plan_is_drawn_once(approved: InspectionPlan, people: People) -> None:
    plan_draw(plan=approved, by=people.office)
    seed = approved.draws.get().seed
    again = refused(lambda: plan_draw(plan=approved, by=people.second, word="b"))
    assert again == "inspection.state"
    assert approved.draws.get().seed == seed
    assert approved.inspections.count() == approved.quota


@pytest.mark.database
def test_the_database_holds_one_draw_of_a_plan(approved: InspectionPlan) -> None:
    row = approved.draws.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanDraw.objects.filter(plan=approved).update(seed="a" * 64)


@pytest.mark.database
def test_what_happened_is_never_changed(approved: InspectionPlan) -> None:
    for act in (
        lambda: InspectionMove.objects.filter(plan=approved).update(note="x"),
        lambda: InspectionMove.objects.filter(plan=approved).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        InspectionPlan.objects.filter(pk=approved.pk).update(
            approved_by=approved.drafted_by
        )


def test_two_plans_have_different_seeds(
    district: Organisation, approved: InspectionPlan, people: People, facts: PlanFacts
) -> None:
    other = plan_draft(
        organisation=district, by=people.office, facts=attrs.evolve(facts, title="乙")
    )
    subjects_fill(plan=other, by=people.office, energy={})
    inspectors_set(plan=other, by=people.office, users=people.inspectors)
    made = plan_approve(plan=other, by=people.leader, seed="a" * 64)
    assert made.commitment != approved.draws.get().commitment
    assert made.commitment != commitment_of(other.key, "a" * 64)
    kept = dict(other.subjects.values_list("organisation__code", "energy_tce"))
    assert kept["works-05"] == Decimal(10_000)
    assert kept["works-11"] is None


def test_another_person_approves(
    draft: InspectionPlan, people: People, district: Organisation
) -> None:
    assert refused(lambda: plan_approve(plan=draft, by=people.office)) == "plan.own"
    with pytest.raises(PermissionDenied):
        plan_approve(plan=draft, by=people.head)
    with pytest.raises(PermissionDenied):
        plan_approve(plan=draft, by=people.stranger)
    assert plan_approve(plan=draft, by=people.second).pk
    assert district.inspection_plans.get().approved_by == people.second


def test_a_plan_that_cannot_be_drawn_is_not_approved(
    draft: InspectionPlan, people: People, facts: PlanFacts
) -> None:
    for quota, code in ((1, "draw.quota_short"), (99, "draw.quota_large")):
        few = attrs.evolve(facts, quota=quota)
        draft.refresh_from_db()
        plan_change(plan=draft, by=people.office, facts=few, version=draft.version)
        assert refused(lambda: plan_approve(plan=draft, by=people.leader)) == code
    draft.refresh_from_db()
    plan_change(plan=draft, by=people.office, facts=facts, version=draft.version)
    inspectors_set(plan=draft, by=people.office, users=people.inspectors[:1])
    assert refused(lambda: plan_approve(plan=draft, by=people.leader)) == (
        "plan.inspectors"
    )


def test_an_approved_plan_stands_until_it_is_reopened(
    approved: InspectionPlan, people: People, facts: PlanFacts
) -> None:
    for act in (
        lambda: plan_change(plan=approved, by=people.office, facts=facts, version=1),
        lambda: subjects_fill(plan=approved, by=people.office, energy={}),
        lambda: inspectors_set(plan=approved, by=people.office, users=()),
        lambda: plan_publish(plan=approved, by=people.office),
    ):
        assert refused(act) == "inspection.state"
    old = approved.draws.get().commitment
    no_reason = refused(lambda: plan_reopen(plan=approved, by=people.leader, reason=""))
    assert no_reason == "inspection.reason"
    plan_reopen(plan=approved, by=people.leader, reason="名单有误")
    plan_approve(plan=approved, by=people.leader)
    assert approved.draws.get(void=True).commitment == old
    assert approved.draws.get(void=False).commitment != old


def test_a_drawn_plan_is_not_reopened(plan: InspectionPlan, people: People) -> None:
    code = refused(lambda: plan_reopen(plan=plan, by=people.leader, reason="重抽"))
    assert code == "inspection.state"


def test_a_stale_change_is_refused(
    draft: InspectionPlan, people: People, facts: PlanFacts
) -> None:
    seen = draft.version
    plan_change(plan=draft, by=people.office, facts=facts, version=seen)
    code = refused(
        lambda: plan_change(plan=draft, by=people.second, facts=facts, version=seen)
    )
    assert code == "inspection.stale"


@pytest.mark.parametrize("what", ["facts", "roster"])
def test_who_changed_a_plan_does_not_approve_it(
    draft: InspectionPlan, people: People, facts: PlanFacts, what: str
) -> None:
    assert draft in drafts_to_approve(people.second)
    if what == "facts":
        plan_change(plan=draft, by=people.second, facts=facts, version=draft.version)
    else:
        subjects_fill(plan=draft, by=people.second, energy={})
    assert refused(lambda: plan_approve(plan=draft, by=people.second)) == "plan.own"
    assert draft not in drafts_to_approve(people.second)
    assert draft in drafts_to_approve(people.leader)


def test_a_plan_is_approved_as_it_was_seen(
    draft: InspectionPlan, people: People
) -> None:
    seen = draft.version
    inspectors_set(plan=draft, by=people.office, users=people.inspectors[:3])
    code = refused(lambda: plan_approve(plan=draft, by=people.leader, version=seen))
    assert code == "inspection.stale"
    draft.refresh_from_db()
    assert plan_approve(plan=draft, by=people.leader, version=draft.version).pk


def test_a_day_without_rules_is_refused_when_the_plan_is_written(
    draft: InspectionPlan, people: People, facts: PlanFacts
) -> None:
    old = attrs.evolve(facts, rules_on=date(2010, 1, 1))
    with pytest.raises(NotFoundError) as caught:
        plan_change(plan=draft, by=people.office, facts=old, version=draft.version)
    assert caught.value.code == "rules.none"
    assert "没有可用的监察规则" in error_words(caught.value)


def test_conflicts_of_interest_are_kept_out_of_the_draw(
    draft: InspectionPlan, people: People
) -> None:
    barred = people.inspectors[0]
    for row in draft.subjects.select_related("organisation"):
        exclusion_add(
            plan=draft,
            by=people.office,
            user=barred,
            subject=row.organisation,
            reason="亲属",
        )
    plan_approve(plan=draft, by=people.leader)
    plan_draw(plan=draft, by=people.office)
    sent = {one.user for row in draft.inspections.all() for one in row.sent.all()}
    assert barred not in sent


def test_who_may_be_sent_and_who_is_excluded_is_of_the_plan(
    draft: InspectionPlan, people: People, district: Organisation
) -> None:
    everybody = [*people.inspectors, people.market]
    code = refused(
        lambda: inspectors_set(plan=draft, by=people.office, users=everybody)
    )
    assert code == "plan.inspector"
    code = refused(
        lambda: exclusion_add(
            plan=draft,
            by=people.office,
            user=people.market,
            subject=district,
            reason="亲属",
        )
    )
    assert code == "plan.exclusion"
    energy = {"nobody": Decimal(1)}
    code = refused(lambda: subjects_fill(plan=draft, by=people.office, energy=energy))
    assert code == "plan.units"


def test_a_plan_of_that_name_stands_once(
    draft: InspectionPlan, people: People, facts: PlanFacts
) -> None:
    with pytest.raises(ValidationError, match="同名"):
        plan_draft(organisation=draft.organisation, by=people.office, facts=facts)


def test_a_seed_sealed_with_a_lost_key_is_said(
    approved: InspectionPlan, people: People, settings: LazySettings
) -> None:
    settings.SECRET_KEY = "another"
    with pytest.raises(NotFoundError) as caught:
        plan_draw(plan=approved, by=people.office)
    assert caught.value.code == "seed.key_lost"


def test_a_result_touched_in_the_database_is_found(
    plan: InspectionPlan,
) -> None:
    row = plan.draws.get()
    told = json.loads(row.result)
    told["drawn"] = told["drawn"][1:]
    row.result = json.dumps(told)
    assert [one.code for one in draw_checks(row) if not one.held] == ["draw"]


def test_a_plan_closes_when_every_inspection_has(
    plan: InspectionPlan, people: People
) -> None:
    assert refused(lambda: plan_close(plan=plan, by=people.office)) == "plan.unfinished"
    for one in plan.inspections.all():
        inspection_cancel(inspection=one, by=people.office, reason="停产")
    assert plan_close(plan=plan, by=people.office).state == PlanState.CLOSED
