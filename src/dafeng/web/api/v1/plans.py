"""Plans: clauses, targets, tasks, projects, milestones, units, as confirmed or read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router

from dafeng.web.api.entry import person_of
from dafeng.web.api.models import Scope
from dafeng.web.api.paging import Page, Window, page_of
from dafeng.web.api.shapes import Number, Shape
from dafeng.web.plans.models import Plan, ProposalKind
from dafeng.web.plans.selectors.plans import plans_for
from dafeng.web.plans.selectors.proposals import proposals_of
from dafeng.web.plans.standing import standings_of

router = Router(tags=["plans"])


class PlanShape(Shape):
    """A plan."""

    slug: str
    title: str
    number: str
    status: str
    place_code: str
    synthetic: bool


class ClauseShape(Shape):
    """A clause under its own number."""

    ref: str
    title: str
    parent: str | None

    @staticmethod
    def resolve_parent(clause: Any) -> str | None:
        """Number of the clause above."""
        return clause.parent.ref if clause.parent else None


class ProposalShape(Shape):
    """What all objects of a plan have."""

    key: str
    state: str = Field(description="Review state: only confirmed ones are judged.")
    clause: str

    @staticmethod
    def resolve_clause(one: Any) -> str:
        """Number of its clause."""
        return str(one.clause.ref)


class StandingShape(Shape):
    """Where a target stands by the newest result that the person may see."""

    state: str
    value: Number | None
    unit: str
    period: str
    probability: Number | None
    reason: str

    @staticmethod
    def resolve_reason(one: Any) -> str:
        """In the language of the request."""
        return str(one.reason)


class TargetShape(ProposalShape):
    """A target as printed, and where it stands."""

    indicator: str
    indicator_code: str
    kind: str
    comparator: str
    value: Number | None
    value_max: Number | None
    unit: str
    direction: str
    softness: str
    year: int | None
    base_year: int | None
    scope: str
    units: list[str]
    standing: StandingShape | None = None

    @staticmethod
    def resolve_units(one: Any) -> list[str]:
        """Names of the units that answer, in the plan's order."""
        return [held.unit.name for held in one.responsibilities.all()]


class DutyShape(Shape):
    """A unit's part in a task."""

    unit: str
    role: str


class PlanTaskShape(ProposalShape):
    """A clause that somebody must carry out."""

    title: str
    action: str
    units: list[DutyShape]

    @staticmethod
    def resolve_units(one: Any) -> list[dict[str, str]]:
        """Units with their roles, in the plan's order."""
        held = one.responsibilities.all()
        return [{"unit": duty.unit.name, "role": duty.role} for duty in held]


class ProjectShape(ProposalShape):
    """A named project."""

    name: str
    type: str
    place: str
    capacity: Number | None
    unit: str
    period: str


class MilestoneShape(ProposalShape):
    """A dated step."""

    begins: str
    ends: str
    text: str


class MemberShape(Shape):
    """A member of a group, for a while."""

    name: str
    valid_from: date | None
    valid_to: date | None
    source: str


class PlanUnitShape(Shape):
    """A unit as the plan names it."""

    key: str
    state: str
    name: str
    kind: str
    organisation: str | None
    members: list[MemberShape]

    @staticmethod
    def resolve_organisation(one: Any) -> str | None:
        """Code of the unit of the house that it is."""
        return one.organisation.code if one.organisation else None


@router.get("", response=Page[PlanShape], summary="Plans")
def plans(request: HttpRequest, window: Query[Window]) -> Any:
    """Plans that the person may see."""
    rows = plans_for(person_of(request, Scope.READ)).order_by("pk")
    return page_of(request, rows, window)


@router.get("/{slug}", response=PlanShape, summary="One plan")
def plan(request: HttpRequest, slug: str) -> Any:
    """One plan."""
    return _plan(request, slug)


@router.get("/{slug}/clauses", response=Page[ClauseShape], summary="Clauses")
def clauses(request: HttpRequest, slug: str, window: Query[Window]) -> Any:
    """Clauses in the order of the document."""
    rows = _plan(request, slug).clauses.select_related("parent").order_by("pk")
    return page_of(request, rows, window)


@router.get("/{slug}/targets", response=Page[TargetShape], summary="Targets")
def targets(request: HttpRequest, slug: str, window: Query[Window]) -> Any:
    """Targets with the units that answer, and where each stands."""
    found = _plan(request, slug)
    page = page_of(request, proposals_of(found, ProposalKind.TARGET), window)
    known = standings_of(found, person_of(request, Scope.READ))
    for one in page["items"]:
        one.standing = known.targets.get(one.key)
    return page


@router.get("/{slug}/tasks", response=Page[PlanTaskShape], summary="Tasks of the plan")
def plan_tasks(request: HttpRequest, slug: str, window: Query[Window]) -> Any:
    """Tasks as the plan gives them; the work on them is under ``/tasks``."""
    return page_of(
        request, proposals_of(_plan(request, slug), ProposalKind.TASK), window
    )


@router.get("/{slug}/projects", response=Page[ProjectShape], summary="Projects")
def projects(request: HttpRequest, slug: str, window: Query[Window]) -> Any:
    """Named projects."""
    rows = proposals_of(_plan(request, slug), ProposalKind.PROJECT)
    return page_of(request, rows, window)


@router.get("/{slug}/milestones", response=Page[MilestoneShape], summary="Milestones")
def milestones(request: HttpRequest, slug: str, window: Query[Window]) -> Any:
    """Dated steps."""
    rows = proposals_of(_plan(request, slug), ProposalKind.MILESTONE)
    return page_of(request, rows, window)


@router.get("/{slug}/units", response=Page[PlanUnitShape], summary="Units of the plan")
def plan_units(request: HttpRequest, slug: str, window: Query[Window]) -> Any:
    """Units as the plan names them, groups with their rosters."""
    rows = proposals_of(_plan(request, slug), ProposalKind.UNIT)
    return page_of(request, rows.prefetch_related("members"), window)


def _plan(request: HttpRequest, slug: str) -> Plan:
    found = plans_for(person_of(request, Scope.READ)).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
