"""Plans, their rosters and their draws."""

from __future__ import annotations

import attrs
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from dafeng.web.core.inside import district_of
from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.inspections.models import (
    Inspection,
    InspectionFinding,
    InspectionInspector,
    InspectionMove,
    InspectionPlan,
    InspectionState,
    PlanDraw,
    PlanState,
)

VIEW = "inspections.plan.view"
CHECKED = (
    InspectionState.VISITED,
    InspectionState.SIGNED,
    InspectionState.CLOSED,
)

WRITING = ("draft", "change")
"""Acts by which somebody has a hand in a plan."""


@attrs.frozen(kw_only=True)
class Progress:
    """How far a plan has come.

    Attributes
    ----------
    found : int
        Units at which something was found.
    """

    quota: int
    drawn: int
    checked: int
    found: int
    closed: int
    cancelled: int


def plans_owner(user: Person) -> Organisation | None:
    """Return the district whose plans the person drafts."""
    return district_of(user, "inspections.plan.draft")


def plans_for(user: Person) -> QuerySet[InspectionPlan]:
    """Plans of the district, and of the offices that the person works for."""
    rows = InspectionPlan.objects.filter(_seen_by("", paths_where(user, VIEW)))
    return rows.select_related("organisation", "lead", "drafted_by", "approved_by")


def plan_list(user: Person) -> QuerySet[InspectionPlan]:
    """The list with its counts."""
    ended = (InspectionState.CLOSED, InspectionState.CANCELLED)
    found = InspectionFinding.objects.filter(inspection=OuterRef("inspections"))
    return (
        plans_for(user)
        .annotate(
            drawn=Count("inspections"),
            checked=Count("inspections", filter=Q(inspections__state__in=CHECKED)),
            ended=Count("inspections", filter=Q(inspections__state__in=ended)),
            found=Count("inspections", filter=Exists(found)),
        )
        .order_by("-year", "-pk")
    )


def plan_at(user: Person, pk: int) -> InspectionPlan | None:
    """One plan with its offices; None where the person may see none."""
    return plans_for(user).prefetch_related("offices").filter(pk=pk).first()


def plan_progress(plan: InspectionPlan) -> Progress:
    """How far a plan has come."""
    found = InspectionFinding.objects.filter(inspection=OuterRef("pk"))
    counted = plan.inspections.aggregate(
        drawn=Count("pk"),
        checked=Count("pk", filter=Q(state__in=CHECKED)),
        found=Count("pk", filter=Exists(found)),
        closed=Count("pk", filter=Q(state=InspectionState.CLOSED)),
        cancelled=Count("pk", filter=Q(state=InspectionState.CANCELLED)),
    )
    return Progress(quota=plan.quota, **counted)


def draw_of(plan: InspectionPlan) -> PlanDraw | None:
    """Return the commitment in force, or the draw."""
    return plan.draws.filter(void=False).select_related("drawn_by").first()


def inspections_of(plan: InspectionPlan) -> QuerySet[Inspection]:
    """What was drawn, with inspectors and the number of findings."""
    sent = InspectionInspector.objects.select_related("user")
    return (
        plan.inspections.select_related("subject", "plan")
        .prefetch_related(Prefetch("sent", queryset=sent))
        .annotate(
            finding_count=Count("findings"),
            open_count=Count("findings", filter=Q(findings__state="open")),
        )
        .order_by("subject__code")
    )


def drafts_to_approve(user: Person) -> QuerySet[InspectionPlan]:
    """Plans that wait for the person's approval: in which others had a hand alone."""
    paths = paths_where(user, "inspections.plan.approve")
    rows = InspectionPlan.objects.filter(within("organisation__path", paths))
    own = InspectionMove.objects.filter(
        plan=OuterRef("pk"), act__in=WRITING, by=user.pk
    )
    return rows.filter(
        ~Exists(own), state=PlanState.DRAFT, subjects__isnull=False
    ).exclude(drafted_by=user.pk)


def has_written(user: Person, plan: InspectionPlan) -> bool:
    """Whether the person drafted or changed a plan, or what hangs on it."""
    return plan.moves.filter(act__in=WRITING, by=user.pk).exists()


def _seen_by(prefix: str, paths: tuple[str, ...]) -> Q:
    by_office = InspectionPlan.objects.filter(within("offices__path", paths))
    return within(f"{prefix}organisation__path", paths) | Q(
        **{f"{prefix}pk__in": by_office.values("pk")}
    )
