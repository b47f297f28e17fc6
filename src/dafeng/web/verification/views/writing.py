"""Forms of several rows: the lines of a report, a version of a control plan."""

from __future__ import annotations

from typing import Any

import attrs
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.enterprises.reporting import (
    ControlParameter,
    ReportLine,
    ReportState,
    branch_of,
    plan_findings,
)
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import Organisation
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.verification.convert import lines_of, parameters_of, profile_of
from dafeng.web.verification.forms import (
    LineForm,
    LinesNoteForm,
    ParameterForm,
    PlanForm,
)
from dafeng.web.verification.models import ControlPlan, EmissionReport
from dafeng.web.verification.permissions import CONFIRM, WRITE, Writers
from dafeng.web.verification.selectors.reports import newest_version, plans_of
from dafeng.web.verification.services.compiling import (
    report_compile,
    report_correct,
)
from dafeng.web.verification.services.depositing import plan_approve, plan_write
from dafeng.web.verification.services.holding import Done
from dafeng.web.verification.views.visible import (
    pressed,
    reported_enterprise,
    tell,
    visible_enterprise,
    visible_report,
)

SPARE_LINES, SPARE_PARAMETERS, MOST = 4, 1, 60


@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """Compile or correct the lines of a report."""
    user = signed_in(request)
    found = visible_report(user, pk)
    require(user, WRITE, Writers(found))
    made = formset_factory(LineForm, extra=SPARE_LINES, max_num=MOST)
    version = newest_version(found)
    rows = made(
        posted(request),
        initial=[_line_initial(one) for one in _begin(found)],
        form_kwargs={"branch": found.branch},
        prefix="line",
    )
    note = LinesNoteForm(posted(request))
    if request.method == "POST" and rows.is_valid() and note.is_valid():
        told = [line for line in (one.line() for one in rows) if line is not None]
        done = Done(note=note.cleaned_data["note"])
        returned = found.state == ReportState.RETURNED.value
        service = report_correct if returned else report_compile
        try:
            service(report=found, by=user, lines=told, done=done)
        except (DafengError, ValidationError) as problem:
            tell(note, problem)
        else:
            return redirect(found)
    context = {
        "report": found,
        "branch": branch_of(found.branch),
        "rows": rows,
        "note": note,
        "version": version,
        "asks_note": found.state == ReportState.OPEN.value,
    }
    return render(request, "verification/lines.html", context)


def _begin(report: EmissionReport) -> list[ReportLine]:
    """Lines to begin with: those of the newest version."""
    version = newest_version(report)
    return [] if version is None else list(lines_of(version))


def _line_initial(one: ReportLine) -> dict[str, Any]:
    fields = attrs.asdict(one) | {"quantity": f"{one.quantity:f}"}
    if one.reported_t is not None:
        fields["reported_t"] = f"{one.reported_t.normalize():f}"
    return fields


@require_http_methods(["GET", "HEAD"])
def plans(request: HttpRequest, pk: int) -> HttpResponse:
    """Versions of the control plan of an enterprise; who verifies it reads them too."""
    user = signed_in(request)
    enterprise = reported_enterprise(user, pk)
    rows = plans_of(enterprise)
    context = {
        "enterprise": enterprise,
        "plans": [
            (one, plan_findings(parameters_of(one), profile_of(one))) for one in rows
        ],
        "may_write": may(user, WRITE, enterprise),
        "may_approve": may(user, CONFIRM, enterprise),
        "today": timezone.localdate(),
    }
    return render(request, "verification/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a new version of a control plan; it begins as the last one was."""
    user = signed_in(request)
    enterprise = visible_enterprise(user, pk)
    require(user, WRITE, enterprise)
    made = formset_factory(ParameterForm, extra=SPARE_PARAMETERS, max_num=MOST)
    rows = made(posted(request), initial=_parameters(enterprise), prefix="parameter")
    form = PlanForm(
        posted(request),
        initial={"valid_from": timezone.localdate(), **_profile(enterprise)},
    )
    if request.method == "POST" and rows.is_valid() and form.is_valid():
        told = [p for p in (one.parameter() for one in rows) if p is not None]
        try:
            plan_write(
                enterprise=enterprise,
                by=user,
                parameters=told,
                valid_from=form.cleaned_data["valid_from"],
                note=form.cleaned_data["note"],
                profile=form.profiled(),
            )
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            return redirect("verification:plans", enterprise.pk)
    context = {"enterprise": enterprise, "rows": rows, "form": form}
    return render(request, "verification/plan_form.html", context)


def _profile(enterprise: Organisation) -> dict[str, Any]:
    rows = plans_of(enterprise)
    return attrs.asdict(profile_of(rows[0])) if rows else {}


def _parameters(enterprise: Organisation) -> list[dict[str, Any]]:
    rows = plans_of(enterprise)
    held: tuple[ControlParameter, ...] = parameters_of(rows[0]) if rows else ()
    return [
        attrs.asdict(one)
        | {
            "purpose": one.purpose.value,
            "accuracy": None
            if one.accuracy is None
            else f"{one.accuracy.normalize():f}",
        }
        for one in held
    ]


@require_http_methods(["POST"])
def plan_approved(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a version of a control plan."""
    user = signed_in(request)
    rows = ControlPlan.objects.select_related("enterprise").filter(pk=pk)
    plan = rows.first()
    enterprise = visible_enterprise(user, 0 if plan is None else plan.enterprise_id)
    require(user, CONFIRM, enterprise)

    def do() -> None:
        assert plan is not None  # noqa: S101 - for types
        plan_approve(plan=plan, by=user)

    back = f"/verification/plans/{enterprise.pk}/"
    return pressed(request, do, back, title=_("批准控制方案"))
