"""Diagnosis of an enterprise, and the draft plan for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dafeng.meters import carriers_by_code
from dafeng.reports import as_docx
from dafeng.web.core.access import signed_in
from dafeng.web.core.selectors import the_house
from dafeng.web.core.sending import DOCX, file_response
from dafeng.web.savings.forms.filters import PlanForm
from dafeng.web.savings.plan_paper import plan_paper
from dafeng.web.savings.selectors.advice import diagnosis_of, draft_plan
from dafeng.web.savings.views.shared import visible_enterprise


@require_http_methods(["GET", "HEAD"])
def diagnosis(request: HttpRequest, pk: int) -> HttpResponse:
    """What the readings suggest, each with the days behind it."""
    user = signed_in(request)
    firm = visible_enterprise(user, pk)
    found = diagnosis_of(firm)
    units = carriers_by_code()
    context = {
        "enterprise": firm,
        "found": found,
        "unit": units["electricity"].unit,
        "items": [(one, found.points.get(one.subject)) for one in found.items],
    }
    return render(request, "savings/diagnosis.html", context)


@require_http_methods(["GET", "HEAD"])
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft plan for an enterprise."""
    user = signed_in(request)
    firm = visible_enterprise(user, pk)
    form = _form(request)
    context = {
        "enterprise": firm,
        "form": form,
        "draft": draft_plan(firm, form.wanted()),
        "query": request.GET.urlencode(),
    }
    return render(request, "savings/steps.html", context)


@require_http_methods(["GET", "HEAD"])
def steps_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a document."""
    user = signed_in(request)
    firm = visible_enterprise(user, pk)
    form = _form(request)
    house = the_house()
    synthetic = house is not None and house.synthetic
    found = diagnosis_of(firm)
    paper = plan_paper(
        firm,
        draft_plan(firm, form.wanted()),
        found,
        marks=("示例数据(合成)", "草稿") if synthetic else ("草稿",),
    )
    content = as_docx(paper, made_on=timezone.localdate())
    return file_response(content, f"plan-{firm.code}.docx", DOCX)


def _form(request: HttpRequest) -> PlanForm:
    year = timezone.localdate().year + 1
    data = request.GET.copy()
    data.setdefault("begins", str(year))
    return PlanForm(data, year=year)
