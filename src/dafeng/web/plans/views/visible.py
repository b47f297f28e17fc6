"""What a request brings: a plan and objects that the person may see, a form."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from dafeng.web.plans.models import Plan, Proposal, ProposalKind
from dafeng.web.plans.selectors.plans import plans_for
from dafeng.web.plans.selectors.proposals import proposals_of


def visible_plan(request: HttpRequest, slug: str) -> Plan:
    """The plan of that address, if the person may see it; else there is none."""
    return get_object_or_404(plans_for(request.user), slug=slug)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form sent; None while the page is only looked at."""
    return request.POST if request.method == "POST" else None


def uploaded(request: HttpRequest) -> MultiValueDict[str, UploadedFile[bytes]] | None:
    """The files that a form sent; None while the page is only looked at."""
    return request.FILES if request.method == "POST" else None


def addresses_of(plan: Plan) -> dict[str, str]:
    """Beginnings of the addresses that a long list of objects needs."""
    return {
        "review_address": reverse("plans:review", args=[plan.slug]),
        "clause_address": reverse("plans:clause", args=[plan.slug, "-"])[:-2],
        "target_address": reverse("plans:target", args=[plan.slug, "-"])[:-2],
        "unit_address": reverse("plans:unit", args=[plan.slug, "-"])[:-2],
    }


def visible_proposal(plan: Plan, kind: str, key: str) -> Any:
    """The object of that kind and number in a plan that is visible."""
    if kind not in ProposalKind.values:
        raise Http404
    found: Proposal | None = (
        proposals_of(plan, ProposalKind(kind)).filter(key=key).first()
    )
    if found is None:
        raise Http404
    return found
