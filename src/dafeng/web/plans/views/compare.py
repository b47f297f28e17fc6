"""Two plans side by side: editions of one, or a district's against its city's."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dafeng.web.plans.selectors.differences import difference_of
from dafeng.web.plans.selectors.plans import plans_for
from dafeng.web.plans.views.visible import visible_plan


@login_not_required
@require_http_methods(["GET", "HEAD"])
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the plan to compare with."""
    plan = visible_plan(request, slug)
    others = plans_for(request.user).exclude(pk=plan.pk)
    return render(request, "plans/compare.html", {"plan": plan, "others": others})


@login_not_required
@require_http_methods(["GET", "HEAD"])
def difference(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    """Say where the plan asks for less or other things than another one."""
    plan, first = visible_plan(request, slug), visible_plan(request, other)
    context = {
        "plan": plan,
        "other": first,
        "difference": difference_of(first, plan),
    }
    return render(request, "plans/difference.html", context)
