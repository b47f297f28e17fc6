"""The yearly division of tasks, and the coverage of the district's plan (1+N)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.assessment.coverage import Coverage, coverage_workbook
from dafeng.assessment.division import Division, UnitSheet, division_workbook
from dafeng.base.errors import NotFoundError
from dafeng.base.findings import Finding
from dafeng.web.assessment.finding_words import finding_groups
from dafeng.web.assessment.forms import LevelForm
from dafeng.web.assessment.models import LevelCode
from dafeng.web.assessment.selectors.divisions import (
    coverage_of,
    division_of,
    levels_of,
    plans_beside,
)
from dafeng.web.assessment.selectors.runs import latest_run
from dafeng.web.assessment.services.levels import plan_level_set
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.permissions import may, require
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.core.ticked import number_in
from dafeng.web.plans.models import Plan
from dafeng.web.plans.selectors.plans import current_plan_for

FIRST_YEAR, LAST_YEAR = 2005, 2100


@require_http_methods(["GET", "HEAD"])
def division(request: HttpRequest) -> HttpResponse:
    """Units with what the year asks of them; or the sheet of one unit."""
    plan = _plan(request, "assessment.division.view")
    made = division_of(plan, _year(request))
    context = {
        "run": latest_run(request.user),
        "plan": plan,
        "division": made,
        "year": made.year,
        "years": _years(made),
        "sheet": _sheet(made, request.GET.get("unit", "")),
        "rows": sum(len(sheet.tasks) for sheet in made.sheets),
        "groups": finding_groups(made.findings),
    }
    return render(request, "assessment/division.html", context)


@require_http_methods(["GET", "HEAD"])
def division_xlsx(request: HttpRequest) -> HttpResponse:
    """The division as a workbook: of every unit, or of one."""
    plan = _plan(request, "assessment.division.view")
    made = division_of(plan, _year(request))
    sheet = _sheet(made, request.GET.get("unit", ""))
    wanted = made if sheet is None else made.only(sheet.unit)
    content = division_workbook(wanted, note=_mark(plan))
    return file_response(content, f"division-{made.year}.xlsx", XLSX)


def _sheet(made: Division, unit: str) -> UnitSheet | None:
    if not unit:
        return None
    try:
        return made.sheet(unit)
    except NotFoundError:
        raise Http404 from None


def _year(request: HttpRequest) -> int:
    year = number_in(request.GET.get("year", ""))
    if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
        return year
    return timezone.localdate().year


def _years(made: Division) -> list[int]:
    first = min(made.first_year or made.year, made.year)
    return list(range(first, max(made.last_year or made.year, made.year) + 1))


@require_http_methods(["GET", "HEAD", "POST"])
def coverage(request: HttpRequest) -> HttpResponse:
    """Which plan takes up which task, where figures conflict, what is open."""
    plan = _plan(request, "assessment.coverage.view")
    user = signed_in(request)
    beside = plans_beside(user, plan)
    levels = {row.plan_id: row for row in levels_of(plan)}
    form = LevelForm(request.POST or None, plans=beside)
    if request.method == "POST":
        require(user, "assessment.coverage.set", plan)
    if request.method == "POST" and form.is_valid():
        level = form.cleaned_data["level"]
        try:
            plan_level_set(
                plan=form.cleaned_data["plan"],
                main=plan,
                by=user,
                level=LevelCode(level) if level else None,
                name=form.cleaned_data["name"],
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("层级已设定。"))
            return redirect("assessment:coverage")
    found = coverage_of(plan)
    context = {
        "run": latest_run(user),
        "plan": plan,
        "beside": [(one, levels.get(one.pk)) for one in beside],
        "coverage": found,
        "groups": finding_groups(_not_listed(found)),
        "form": form,
        "can_set": may(user, "assessment.coverage.set", plan),
    }
    return render(request, "assessment/coverage.html", context)


LISTED = {
    "target.conflict",
    "target.weaker_than_superior",
    "task.uncovered",
    "target.no_responsible",
    "task.no_responsible",
    "target.unlinked",
}
"""Findings that the page shows in tables of their own."""


def _not_listed(found: Coverage | None) -> list[Finding]:
    if found is None:
        return []
    return [one for one in found.findings if one.code not in LISTED]


@require_http_methods(["GET", "HEAD"])
def coverage_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    plan = _plan(request, "assessment.coverage.view")
    found = coverage_of(plan)
    if found is None:
        raise Http404
    content = coverage_workbook(found, note=_mark(plan))
    return file_response(content, f"{plan.slug}-coverage.xlsx", XLSX)


def _plan(request: HttpRequest, right: str) -> Plan:
    """The plan that the house leads with."""
    user = signed_in(request)
    plan = current_plan_for(user)
    if plan is None:
        raise Http404
    require(user, right, plan)
    return plan


def _mark(plan: Plan) -> str:
    return synthetic_mark() or (_("示例数据(合成)") if plan.synthetic else "")
