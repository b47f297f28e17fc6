"""Which plans a person may see, and the core's records of them."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from dafeng.plan import records
from dafeng.web.core.models import User
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import within
from dafeng.web.plans.convert import PlanParts, plan_record
from dafeng.web.plans.models import (
    ACCEPTED,
    Plan,
    PlanStatus,
    ProposalKind,
    ProposalState,
)
from dafeng.web.plans.selectors.proposals import proposals_of

OPEN_TO_ALL = (PlanStatus.PUBLISHED, PlanStatus.SUPERSEDED)


def plans_for(user: User | AnonymousUser) -> QuerySet[Plan]:
    """Published plans, and drafts of the units where the person may see drafts."""
    paths = paths_where(user, "plans.plan.view")
    visible = Q(status__in=OPEN_TO_ALL) | within("owner__path", paths)
    rows = Plan.objects.filter(visible).select_related("owner", "attached")
    return rows.defer("attached__text")


def current_plan_for(user: User | AnonymousUser) -> Plan | None:
    """The plan of the first page: the newest published, else the newest draft."""
    return _leading(plans_for(user))


def leads(user: User | AnonymousUser, plan: Plan) -> bool:
    """Whether this is the plan of the first page: no more is read of it than that."""
    found = _leading(plans_for(user).select_related(None).only("pk"))
    return found is not None and found.pk == plan.pk


def _leading(plans: QuerySet[Plan]) -> Plan | None:
    published = plans.filter(status=PlanStatus.PUBLISHED).order_by(
        "synthetic", "-published_at", "-pk"
    )
    return published.first() or plans.filter(status=PlanStatus.DRAFT).first()


def text_of(plan: Plan) -> str:
    """The attached text; empty where nobody has attached it."""
    attached = getattr(plan, "attached", None)
    return "" if attached is None else str(attached.text)


def confirmed_plan(plan: Plan) -> records.Plan:
    """The plan as people confirmed it: the only thing that later rooms may use."""
    return _record(plan, ACCEPTED, text=text_of(plan))


def plan_as_read(plan: Plan) -> records.Plan:
    """The plan with every object that was not rejected or split, decided or not."""
    return _record(plan, (ProposalState.PROPOSED, *ACCEPTED), text=text_of(plan))


def _record(
    plan: Plan, states: tuple[ProposalState, ...], *, text: str
) -> records.Plan:
    chosen = {
        kind: list(proposals_of(plan, kind).filter(state__in=states))
        for kind in ProposalKind
    }
    parts = PlanParts(
        clauses=list(plan.clauses.select_related("parent")),
        targets=chosen[ProposalKind.TARGET],
        tasks=chosen[ProposalKind.TASK],
        units=chosen[ProposalKind.UNIT],
        projects=chosen[ProposalKind.PROJECT],
        milestones=chosen[ProposalKind.MILESTONE],
        findings=list(plan.findings.all()),
    )
    return plan_record(plan, parts, text=text)
