"""Enter a project, correct it, and move it to the next stage."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.projects import StageAct, moves_from
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.plans.models import Plan
from dafeng.web.plans.models import Project as PlanProject
from dafeng.web.plans.selectors.plans import current_plan_for
from dafeng.web.plans.selectors.target_numbers import target_number
from dafeng.web.projects.comparing import compared
from dafeng.web.projects.forms import ProjectEditForm, ProjectForm, StageForm
from dafeng.web.projects.forms.projects import places_text
from dafeng.web.projects.models import Project
from dafeng.web.projects.permissions import KEEP
from dafeng.web.projects.selectors.projects import towns_of, units_of
from dafeng.web.projects.services.facts import (
    PLAIN,
    StaleProjectError,
    facts_of,
)
from dafeng.web.projects.services.registering import (
    project_change,
    project_register,
)
from dafeng.web.projects.services.staging import project_move
from dafeng.web.projects.views.visible import (
    acted,
    owner_of,
    tell,
    visible_project,
)
from dafeng.web.projects.wording import ACT_WORDS
from dafeng.web.work.task_compare import ComparedField


@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: HttpRequest) -> HttpResponse:
    """Enter a project."""
    user = signed_in(request)
    organisation = owner_of(user, KEEP)
    form = _new_form(request, user, organisation)
    if request.method == "POST" and form.is_valid():
        try:
            made = project_register(
                organisation=organisation, by=user, facts=form.facts()
            )
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            messages.success(request, _("项目已登记。"))
            return redirect(made)
    return render(request, "projects/project_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the register says of a project."""
    user = signed_in(request)
    found = visible_project(user, pk)
    require(user, KEEP, found.organisation)
    form = _edit_form(user, found, posted(request))
    rows: list[ComparedField] = []
    if request.method == "POST" and form.is_valid():
        try:
            project_change(
                project=found,
                by=user,
                facts=form.facts(),
                version=form.cleaned_data["version"],
            )
        except StaleProjectError as error:
            newest = request.POST.copy()
            newest["version"] = str(error.version)
            form = _edit_form(user, found, newest)
            tell(form, error)
            if error.mine is not None and error.theirs is not None:
                rows = compared(error.mine, error.theirs)
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            messages.success(request, _("已更正。"))
            return redirect(found)
    context = {"form": form, "project": found, "rows": rows}
    return render(request, "projects/project_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Do an act of the life cycle."""
    if act not in list(StageAct):
        raise Http404
    user = signed_in(request)
    found = visible_project(user, pk)
    require(user, KEEP, found.organisation)
    move = next((one for one in moves_from(found.stage) if one.act == act), None)
    initial = {"on": timezone.localdate(), "version": found.version}
    form = StageForm(posted(request), initial=initial)
    if move is not None and move.reason_asked:
        form.fields["reason"].required = True

    def do() -> None:
        project_move(project=found, by=user, act=act, **form.cleaned_data)

    title = str(ACT_WORDS[act])
    return acted(request, form, do, found, title=title, impossible=move is None)


def _new_form(
    request: HttpRequest, user: User, organisation: Organisation
) -> ProjectForm:
    return ProjectForm(
        posted(request),
        initial=_asked(request, user),
        **_choices(user, organisation),
    )


def _edit_form(user: User, found: Project, data: QueryDict | None) -> ProjectEditForm:
    return ProjectEditForm(
        data,
        initial=_initial(found, current_plan_for(user)),
        linked=list(found.targets.all()),
        **_choices(user, found.organisation),
    )


def _choices(user: User, organisation: Organisation) -> dict[str, Any]:
    return {
        "user": user,
        "organisation": organisation,
        "units": units_of(organisation),
        "towns": towns_of(organisation),
        "plan": current_plan_for(user),
    }


def _asked(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the address fills in: a project that the plan names."""
    key = request.GET.get("plan_project", "")
    plan = current_plan_for(user)
    if not key or plan is None:
        return {}
    named = PlanProject.objects.filter(plan=plan, key=key).first()
    if named is None:
        return {}
    return {
        "plan_project": named.pk,
        "name": named.name,
        "code": named.key,
        "capacity": named.capacity,
        "capacity_unit": named.unit,
    }


def _initial(found: Project, current: Plan | None) -> dict[str, Any]:
    facts = facts_of(found)
    plain = {name: getattr(facts, name) for name in PLAIN}
    for name in ("capacity", "investment", "energy_tce", "coal_t", "co2_t"):
        value = plain[name]
        plain[name] = None if value is None else f"{value.normalize():f}"
    return {
        **plain,
        "unit": facts.unit.pk,
        "builder_unit": facts.builder_unit and facts.builder_unit.pk,
        "plan_project": facts.plan_project and facts.plan_project.pk,
        "places": places_text(list(facts.places)),
        "location": _location_text(facts.location),
        "targets": " ".join(target_number(one, current) for one in facts.targets),
        "tasks": " ".join(one.number for one in facts.tasks),
        "version": found.version,
    }


def _location_text(location: Any) -> str:
    if location is None:
        return ""
    if location["type"] == "Point":
        lon, lat = location["coordinates"]
        return f"{lon},{lat}"
    return json.dumps(location, ensure_ascii=False)
