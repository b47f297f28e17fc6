"""Plans: the list, one plan with what was drawn, the form."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.inspections import rules_on
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.inspections.exporting import plan_cells, plan_head, workbook
from dafeng.web.inspections.forms import PlanChangeForm, PlanForm
from dafeng.web.inspections.models import InspectionPlan, PlanState
from dafeng.web.inspections.selectors.cases import offices_to_ask
from dafeng.web.inspections.selectors.plans import (
    draw_of,
    has_written,
    inspections_of,
    plan_at,
    plan_list,
    plan_progress,
    plans_owner,
)
from dafeng.web.inspections.services.plans import (
    PlanFacts,
    facts_of,
    plan_change,
    plan_draft,
)
from dafeng.web.inspections.views.acting import attempt, both_versions

VIEW, DRAFT = "inspections.plan.view", "inspections.plan.draft"


def visible_plan(user: User, pk: int) -> InspectionPlan:
    """A plan that the person may read; else there is none."""
    require(user, VIEW)
    found = plan_at(user, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD"])
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the plans, or to the own inspections of who sees no plan."""
    user = signed_in(request)
    require(user, "inspections.inspection.view")
    where = "inspections:plans" if may(user, VIEW) else "inspections:inspections"
    return redirect(where)


@require_http_methods(["GET", "HEAD"])
def plans(request: HttpRequest) -> HttpResponse:
    """All plans, the newest first."""
    user = signed_in(request)
    require(user, VIEW)
    rows = page_of(request, plan_list(user))
    running = [one for one in rows if one.state == PlanState.PUBLISHED]
    context: dict[str, Any] = {
        "rows": rows,
        "running": running[0] if running else None,
        "organisation": plans_owner(user),
    }
    return render(request, "inspections/plans.html", context)


@require_http_methods(["GET", "HEAD"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: how far it has come, and every unit that was drawn."""
    user = signed_in(request)
    found = visible_plan(user, pk)
    context = {
        "plan": found,
        "wrote": found.state == PlanState.DRAFT and has_written(user, found),
        "progress": plan_progress(found),
        "draw": draw_of(found),
        "rows": inspections_of(found),
        "classes": rules_on(found.rules_on).classes,
        "subject_count": found.subjects.count(),
        "unknown_count": found.subjects.filter(energy_tce__isnull=True).count(),
        "inspectors": found.inspectors.select_related("user", "office"),
        "exclusions": found.exclusions.select_related("user", "subject"),
        "moves": found.moves.select_related("by"),
    }
    return render(request, "inspections/plan.html", context)


@require_http_methods(["GET", "HEAD"])
def plan_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """What was drawn, as CSV."""
    found = visible_plan(signed_in(request), pk)
    rows = plan_cells(inspections_of(found))
    return csv_response(name=f"inspections-{pk}.csv", header=plan_head(), rows=rows)


@require_http_methods(["GET", "HEAD"])
def plan_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """What was drawn, as a workbook."""
    found = visible_plan(signed_in(request), pk)
    head = plan_head()
    content = workbook(
        _("监察名单"),
        head,
        plan_cells(inspections_of(found)),
        {head[4], head[8], head[9]},
    )
    return file_response(content, f"inspections-{pk}.xlsx", XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Draft a plan."""
    user = signed_in(request)
    require(user, DRAFT)
    owner = plans_owner(user)
    if owner is None:
        raise Http404
    require(user, DRAFT, owner)
    form = PlanForm(posted(request), units=offices_to_ask(owner), initial=_usual())
    made: list[InspectionPlan] = []
    if request.method == "POST" and attempt(
        form, lambda: made.append(_drafted(owner, user, form.facts()))
    ):
        messages.success(request, _("已起草。请确定抽取名单和监察人员，再报批准。"))
        return redirect(made[0])
    return render(request, "inspections/plan_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a plan that is still drafted."""
    user = signed_in(request)
    found = visible_plan(user, pk)
    require(user, DRAFT, found)
    form = PlanChangeForm(
        posted(request),
        units=offices_to_ask(found.organisation),
        initial=_initial(facts_of(found)) | {"version": found.version},
    )
    if request.method == "POST" and attempt(
        form,
        lambda: plan_change(
            plan=found,
            by=user,
            facts=form.facts(),
            version=form.cleaned_data["version"],
        ),
    ):
        messages.success(request, _("已更改。"))
        return redirect(found)
    context = {"form": form, "plan": found, "rows": both_versions(form)}
    return render(request, "inspections/plan_form.html", context)


def _drafted(owner: Organisation, user: User, facts: PlanFacts) -> InspectionPlan:
    return plan_draft(organisation=owner, by=user, facts=facts)


def _usual() -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "year": today.year,
        "planned_from": today,
        "planned_to": date(today.year, 12, 31),
        "rules_on": today,
    }


def _initial(facts: PlanFacts) -> dict[str, Any]:
    return {
        "year": facts.year,
        "title": facts.title,
        "basis": facts.basis,
        "lead": facts.lead,
        "offices": list(facts.offices),
        "quota": facts.quota,
        "planned_from": facts.planned_from,
        "planned_to": facts.planned_to,
        "rules_on": facts.rules_on,
    }
