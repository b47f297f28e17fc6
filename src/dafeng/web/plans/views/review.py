"""The review page: the document on the left, what was extracted on the right."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.plans.forms import BulkForm, ReviewFilterForm
from dafeng.web.plans.models import Plan
from dafeng.web.plans.selectors.plans import text_of
from dafeng.web.plans.selectors.proposals import last_act
from dafeng.web.plans.selectors.review import ReviewFilter, review_sheet
from dafeng.web.plans.selectors.text import marked_lines
from dafeng.web.plans.views.visible import addresses_of, visible_plan


@require_http_methods(["GET", "HEAD"])
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Text and objects side by side; ``?object=`` names the one that is looked at."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    require(user, "plans.target.confirm", plan)
    form = ReviewFilterForm(request.GET)
    sheet = review_sheet(plan, _wanted(form))
    text = text_of(plan)
    context: dict[str, Any] = {
        "plan": plan,
        "form": form,
        "items": sheet.items,
        "progress": sheet.progress,
        "lines": marked_lines(text, sheet.marks) if text else (),
        "attached": bool(text),
        "selected": _selected(request, sheet.items),
        "last_act": last_act(plan, user),
        "conflicts": plan.conflicts.filter(resolution="").count(),
        "bulk": BulkForm(None, clauses=list(_clauses(plan))),
    } | addresses_of(plan)
    return render(request, "plans/review.html", context)


def _wanted(form: ReviewFilterForm) -> ReviewFilter:
    """What can be read of the address; the rest narrows nothing."""
    form.is_valid()
    data = form.cleaned_data
    return ReviewFilter(
        kind=data.get("kind", ""),
        state=data.get("state", ""),
        below=form.below_value(),
    )


def _selected(request: HttpRequest, items: Any) -> str:
    wanted = request.GET.get("object", "")
    names = [item.name for item in items]
    if wanted in names:
        return wanted
    return names[0] if names else ""


def _clauses(plan: Plan) -> Any:
    return plan.clauses.filter(kind__in=("chapter", "section", "item"))
