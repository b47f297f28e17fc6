"""The register: list, Gantt, map, sums, ledger."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.projects import HighEnergy, ProjectClass, gantt_rows
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.models import User
from dafeng.web.core.paging import ROWS
from dafeng.web.core.selectors.marks import mark_to_draw_by
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.plans.selectors.plans import current_plan_for
from dafeng.web.plans.selectors.target_numbers import plans_in_force
from dafeng.web.projects import exporting
from dafeng.web.projects.charts import (
    gantt_picture,
    gap_bars,
    map_data,
    map_picture,
    town_bars,
)
from dafeng.web.projects.forms import LedgerForm, ProjectFilterForm
from dafeng.web.projects.selectors.ledger import ledger_of_day
from dafeng.web.projects.selectors.places import outlines_of
from dafeng.web.projects.selectors.projects import (
    ProjectRow,
    light_counts,
    narrowed,
    towns_of,
)
from dafeng.web.projects.selectors.sums import (
    TargetSum,
    sees_whole,
    target_sums,
    towns_in,
)
from dafeng.web.projects.views.visible import owner_of
from dafeng.web.projects.wording import gap_sentence


def _asked(
    request: HttpRequest, user: User
) -> tuple[ProjectFilterForm, list[ProjectRow]]:
    """The form of the filters, and what it lets through."""
    form = ProjectFilterForm(request.GET, towns=towns_of(owner_of(user)))
    return form, narrowed(user, form.wanted(), on=timezone.localdate())


@require_http_methods(["GET", "HEAD"])
def projects(request: HttpRequest) -> HttpResponse:
    """The register, narrowed."""
    user, mark = signed_in(request), mark_to_draw_by()  # before anything else is read
    form, rows = _asked(request, user)
    context: dict[str, Any] = {
        "drawn_for": (mark, timezone.localdate()),
        "organisation": owner_of(user),
        "form": form,
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "count": len(rows),
        "lights": light_counts(rows),
        "building": sum(one.listed is ProjectClass.BUILDING for one in rows),
        "lapsing": sum(one.worst is not None for one in rows),
    }
    return render(request, "projects/projects.html", context)


@require_http_methods(["GET", "HEAD"])
def projects_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV."""
    _form, rows = _asked(request, signed_in(request))
    return csv_response(
        name="projects.csv",
        header=exporting.project_head(),
        rows=exporting.project_cells(rows),
    )


@require_http_methods(["GET", "HEAD"])
def projects_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    _form, rows = _asked(request, signed_in(request))
    return file_response(exporting.projects_workbook(rows), "projects.xlsx", XLSX)


@require_http_methods(["GET", "HEAD"])
def gantt(request: HttpRequest) -> HttpResponse:
    """Plan and progress along the years."""
    user = signed_in(request)
    form, rows = _asked(request, user)
    today = timezone.localdate()
    by_code = {one.project.code: one for one in rows}
    laid = gantt_rows([one.record for one in rows], today)
    context = {
        "form": form,
        "picture": gantt_picture(laid, today),
        "rows": [(by_code[one.code], one) for one in laid],
        "late": sum(one.late_step for one in rows),
    }
    return render(request, "projects/gantt.html", context)


@require_http_methods(["GET", "HEAD"])
def map_page(request: HttpRequest) -> HttpResponse:
    """Where the projects lie."""
    user = signed_in(request)
    form, rows = _asked(request, user)
    outlines = list(outlines_of(owner_of(user)))
    picture = map_picture(rows, outlines)
    context = {
        "form": form,
        "rows": rows,
        "picture": picture,
        "shown": 0 if picture is None else len(picture.dots),
        "data": map_data(rows, outlines),
        "schematic": any(one.schematic for one in outlines),
        "sources": sorted({one.source for one in outlines}),
    }
    return render(request, "projects/map.html", context)


@require_http_methods(["GET", "HEAD"])
def sums(request: HttpRequest) -> HttpResponse:
    """Targets of the plan against the projects that are named for them."""
    user = signed_in(request)
    organisation = owner_of(user)
    plans = list(plans_in_force(user, organisation))
    asked = request.GET.get("plan", "")
    plan = next((one for one in plans if one.slug == asked), current_plan_for(user))
    found = target_sums(user, plan)
    whole = plan is not None and sees_whole(user, plan)
    context: dict[str, Any] = {
        "plan": plan,
        "plans": plans,
        "whole": whole,
        "sums": [(one, gap_sentence(one) if whole else "") for one in found],
        "chart": None,
        "towns": [],
    }
    if found and whole:
        context["chart"] = gap_bars(found)
        context["chart_title"] = gap_sentence(_widest(found))
        widest = _widest(found)
        names = {one.place_code: str(one) for one in towns_of(organisation)}
        parts = towns_in(user, widest.target)
        context["towns"] = parts
        context["town_chart"] = town_bars(
            {names.get(code, code): size for code, size in parts.items()},
            widest.target.unit,
        )
        context["town_title"] = _("%(name)s：各乡镇点名项目的规模") % {
            "name": widest.target.indicator
        }
    return render(request, "projects/sums.html", context)


def _widest(found: list[TargetSum]) -> TargetSum:
    """The sum whose projects leave the largest part of the target open."""
    return max(found, key=lambda one: one.sum.gap / (one.sum.goal.value or 1))


@require_http_methods(["GET", "HEAD"])
def ledger(request: HttpRequest) -> HttpResponse:
    """The 两高 ledger of a day."""
    user = signed_in(request)
    owner_of(user)
    form = LedgerForm(request.GET)
    today = timezone.localdate()
    day = (form.cleaned_data.get("on") if form.is_valid() else None) or today
    rows = [
        one
        for one in ledger_of_day(user, day)
        if one.verdict.answer is not HighEnergy.NO
    ]
    if request.GET.get("as") == "xlsx":
        return file_response(exporting.ledger_workbook(rows, day), "ledger.xlsx", XLSX)
    sure = [one for one in rows if one.verdict.answer is HighEnergy.YES]
    lists = {
        listed.value: [one for one in sure if one.listed is listed]
        for listed in (
            ProjectClass.PLANNED,
            ProjectClass.BUILDING,
            ProjectClass.EXISTING,
        )
    }
    context = {
        "form": LedgerForm(initial={"on": day}),
        "day": day,
        "lists": lists,
        "open": [one for one in rows if one.verdict.answer is HighEnergy.UNKNOWN],
        "sure": len(sure),
    }
    return render(request, "projects/ledger.html", context)
