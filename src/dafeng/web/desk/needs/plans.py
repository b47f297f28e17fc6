"""Objects of a plan that nobody confirmed, and conflicts between editions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.desk.cards import Need
from dafeng.web.plans.models import Plan, PlanStatus, ProposalState


def plan_needs(user: Person, _on: date) -> Iterable[Need]:
    """What waits in the plans that count: published ones."""
    paths = paths_where(user, "plans.target.confirm")
    if not paths:
        return
    open_targets = Q(targets__state=ProposalState.PROPOSED)
    unresolved = Q(conflicts__resolved_at__isnull=True, conflicts__isnull=False)
    plans = Plan.objects.filter(
        within("owner__path", paths), status=PlanStatus.PUBLISHED
    ).annotate(
        waiting=Count("targets", filter=open_targets, distinct=True),
        torn=Count("conflicts", filter=unresolved, distinct=True),
    )
    counted = list(plans.values_list("slug", "waiting", "torn"))
    yield Need(
        code="target.confirm",
        label=_("确认程序读出的目标"),
        count=sum(waiting for _slug, waiting, _torn in counted),
        url=_page(
            "plans:review", [slug for slug, waiting, _torn in counted if waiting]
        ),
        icon="list-details",
    )
    yield Need(
        code="conflict.resolve",
        label=_("裁定新旧版之间的冲突"),
        count=sum(torn for _slug, _waiting, torn in counted),
        url=_page(
            "plans:conflicts", [slug for slug, _waiting, torn in counted if torn]
        ),
        icon="arrows-split",
    )


def _page(route: str, slugs: Sequence[str]) -> str:
    """The page of the one plan that it is about, or the list of plans."""
    if len(slugs) == 1:
        return reverse(route, args=[slugs[0]])
    return reverse("plans:plans")
