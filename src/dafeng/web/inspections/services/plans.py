"""Plans: drafted, approved by another person with a sealed seed, published, closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import attrs
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.inspections import (
    check_case,
    class_quotas,
    commitment_of,
    eligible,
    frame_text,
    rules_on,
)
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import require
from dafeng.web.inspections.convert import draw_case
from dafeng.web.inspections.models import (
    Inspection,
    InspectionPlan,
    InspectionState,
    PlanDraw,
    PlanState,
)
from dafeng.web.inspections.sealing import new_seed, sealed
from dafeng.web.inspections.selectors.plans import has_written
from dafeng.web.inspections.services.frames import sha256_of
from dafeng.web.inspections.services.moves import (
    StaleTextError,
    given_reason,
    noted,
    refuse_state,
)

DRAFT, APPROVE = "inspections.plan.draft", "inspections.plan.approve"


@attrs.frozen(kw_only=True)
class PlanFacts:
    """What a plan says."""

    year: int
    title: str
    lead: Organisation
    offices: Sequence[Organisation]
    quota: int
    planned_from: date
    planned_to: date
    rules_on: date
    basis: str = ""


@transaction.atomic
def plan_draft(
    *,
    organisation: Organisation,
    by: User | None,
    facts: PlanFacts,
    at: datetime | None = None,
) -> InspectionPlan:
    """Begin a plan; rosters and inspectors follow.

    Raises
    ------
    NotFoundError
        ``rules.none``: there are no rules for the day.
    """
    if by is not None:
        require(by, DRAFT, organisation)
    plan = InspectionPlan(
        organisation=organisation, drafted_by=by, drafted_at=moment(at)
    )
    _write(plan, facts)
    noted(plan, "draft", by=by, at=moment(at), data=_told(facts))
    return plan


@transaction.atomic
def plan_change(
    *, plan: InspectionPlan, by: User, facts: PlanFacts, version: int
) -> InspectionPlan:
    """Change a plan that is still drafted.

    Raises
    ------
    BadInputError
        ``inspection.state``: it was approved. ``inspection.stale``: somebody changed
        it since the person saw it.
    NotFoundError
        ``rules.none``: there are no rules for the day.
    """
    held = held_plan(plan, by, DRAFT, PlanState.DRAFT)
    if version != held.version:
        raise StaleTextError(
            name=str(held),
            mine=_shown(facts),
            theirs=_shown(facts_of(held)),
            version=held.version,
        )
    before = _told(facts_of(held))
    held.version += 1
    _write(held, facts)
    data = {"before": before, "after": _told(facts)}
    noted(held, "change", by=by, at=moment(None), data=data)
    return held


@transaction.atomic
def plan_approve(
    *,
    plan: InspectionPlan,
    by: User | None,
    at: datetime | None = None,
    seed: str | None = None,
    version: int | None = None,
) -> PlanDraw:
    """Approve a plan: its frame is fixed, a seed sealed, the commitment published.

    Parameters
    ----------
    seed : str, optional
        Of a plan of the sample alone, which is drawn alike everywhere; every other plan
        gets 32 fresh random bytes that nobody has seen.
    version : int, optional
        Version that the person saw.

    Raises
    ------
    BadInputError
        ``inspection.state``: it is no draft. ``plan.own``: somebody approves who
        drafted or changed it. ``inspection.stale``: somebody changed it since the
        person saw it.
        ``draw.*``: the plan could not be drawn as it stands.
    """
    held = held_plan(plan, by, APPROVE, PlanState.DRAFT)
    if by is not None and (held.drafted_by_id == by.pk or has_written(by, held)):
        msg = f"{by} drafted or changed the plan; another person approves it."
        raise BadInputError(msg, code="plan.own")
    if version is not None and version != held.version:
        msg = f"{held} was changed by somebody else."
        raise BadInputError(msg, code="inspection.stale", name=str(held))
    case, rules = draw_case(held), rules_on(held.rules_on)
    check_case(case)
    class_quotas(eligible(case, rules)[0], rules, quota=held.quota)
    _see_there_are_inspectors(held, rules.inspectors)
    when, text = moment(at), frame_text(case, rules)
    fresh = seed if seed is not None and held.synthetic else new_seed()
    drawn = PlanDraw(
        plan=held,
        commitment=commitment_of(held.key, fresh),
        committed_at=when,
        frame=text,
        frame_sha256=sha256_of(text),
        sealed=sealed(fresh),
    )
    held.state, held.edition = PlanState.APPROVED, rules.edition
    held.approved_by, held.approved_at = by, when
    held.full_clean()
    held.save()
    drawn.full_clean()
    drawn.save()
    data = {"commitment": drawn.commitment, "frame": drawn.frame_sha256}
    noted(held, "approve", by=by, at=when, note=drawn.commitment, data=data)
    return drawn


@transaction.atomic
def plan_reopen(*, plan: InspectionPlan, by: User, reason: str) -> InspectionPlan:
    """Take an approval back before the draw; its commitment stays, void.

    Raises
    ------
    BadInputError
        ``inspection.state``: it is not approved. ``inspection.reason``: no reason.
    """
    held = held_plan(plan, by, APPROVE, PlanState.APPROVED)
    why = given_reason(reason)
    held.draws.filter(void=False).update(void=True)
    held.state = PlanState.DRAFT
    held.approved_by = held.approved_at = None
    held.save()
    noted(held, "reopen", by=by, at=moment(None), note=why, data={"reason": why})
    return held


@transaction.atomic
def plan_publish(
    *, plan: InspectionPlan, by: User | None, at: datetime | None = None
) -> InspectionPlan:
    """Make the result of the draw public."""
    held = held_plan(plan, by, DRAFT, PlanState.DRAWN)
    held.state, held.published_at = PlanState.PUBLISHED, moment(at)
    held.save()
    noted(held, "publish", by=by, at=moment(at))
    return held


@transaction.atomic
def plan_close(
    *, plan: InspectionPlan, by: User | None, at: datetime | None = None
) -> InspectionPlan:
    """Close a plan of which every inspection is closed or cancelled.

    Raises
    ------
    BadInputError
        ``inspection.state``: it is not published. ``plan.unfinished``: some
        inspections are not closed.
    """
    held = held_plan(plan, by, DRAFT, PlanState.PUBLISHED)
    ended = (InspectionState.CLOSED, InspectionState.CANCELLED)
    left = Inspection.objects.filter(plan=held).exclude(state__in=ended).count()
    if left:
        msg = f"{left} inspections of {held} are not closed."
        raise BadInputError(msg, code="plan.unfinished", left=left)
    held.state, held.closed_at = PlanState.CLOSED, moment(at)
    held.save()
    noted(held, "close", by=by, at=moment(at))
    return held


def held_plan(
    plan: InspectionPlan, by: User | None, right: str, *states: PlanState
) -> InspectionPlan:
    """Return the locked row, when the person has the right and the state allows it.

    Raises
    ------
    BadInputError
        ``inspection.state``: the plan is in another state.
    """
    rows = InspectionPlan.objects.select_for_update(of=("self",))
    held = rows.select_related("organisation", "lead").get(pk=plan.pk)
    if by is not None:
        require(by, right, held)
    if held.state not in states:
        raise refuse_state(held, str(held.get_state_display()))
    return held


def facts_of(plan: InspectionPlan) -> PlanFacts:
    """Return what a plan says now."""
    return PlanFacts(
        year=plan.year,
        title=plan.title,
        lead=plan.lead,
        offices=list(plan.offices.all()),
        quota=plan.quota,
        planned_from=plan.planned_from,
        planned_to=plan.planned_to,
        rules_on=plan.rules_on,
        basis=plan.basis,
    )


def _see_there_are_inspectors(plan: InspectionPlan, needed: int) -> None:
    there = plan.inspectors.count()
    if there < needed:
        msg = f"{plan} has {there} inspectors; an inspection needs {needed}."
        raise BadInputError(msg, code="plan.inspectors", there=there, needed=needed)


def _write(plan: InspectionPlan, facts: PlanFacts) -> None:
    rules_on(facts.rules_on)  # a day without rules is refused here, not on the page
    for name in ("year", "lead", "quota", "planned_from", "planned_to", "rules_on"):
        setattr(plan, name, getattr(facts, name))
    plan.title, plan.basis = facts.title.strip(), facts.basis.strip()
    plan.full_clean()
    plan.save()
    plan.offices.set({facts.lead, *facts.offices})


def _shown(facts: PlanFacts) -> dict[str, str]:
    """What a plan says, in the words of its form."""
    days = ("planned_from", "planned_to", "rules_on")
    return {
        "year": str(facts.year),
        "title": facts.title.strip(),
        "basis": facts.basis.strip(),
        "lead": facts.lead.name_zh,
        "offices": "、".join(sorted(one.name_zh for one in facts.offices)),
        "quota": str(facts.quota),
        **{name: getattr(facts, name).isoformat() for name in days},
    }


def _told(facts: PlanFacts) -> dict[str, object]:
    codes: Iterable[Organisation] = facts.offices
    return attrs.asdict(facts, recurse=False) | {
        "lead": facts.lead.code,
        "offices": sorted(unit.code for unit in codes),
    }
