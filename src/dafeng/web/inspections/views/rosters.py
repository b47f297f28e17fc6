"""Who may be drawn and who may be sent: forms of a plan that is drafted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.inspections.forms import EnergyForm, ExclusionForm, InspectorsForm
from dafeng.web.inspections.services.rosters import (
    exclusion_add,
    inspectors_set,
    inspectors_to_choose,
    subjects_fill,
)
from dafeng.web.inspections.views.acting import attempt
from dafeng.web.inspections.views.plans import DRAFT, visible_plan

TEMPLATE = "inspections/roster_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def subjects(request: HttpRequest, pk: int) -> HttpResponse:
    """Put every enterprise on the roster, with what is known of its energy use."""
    user = signed_in(request)
    found = visible_plan(user, pk)
    require(user, DRAFT, found)
    form = EnergyForm(posted(request))
    if request.method == "POST" and attempt(
        form,
        lambda: subjects_fill(plan=found, by=user, energy=form.cleaned_data["energy"]),
    ):
        messages.success(request, _("抽取名单已更新。"))
        return redirect(found)
    context = {"form": form, "plan": found, "title": _("确定抽取名单")}
    return render(request, TEMPLATE, context)


@require_http_methods(["GET", "HEAD", "POST"])
def inspectors(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who may be sent."""
    user = signed_in(request)
    found = visible_plan(user, pk)
    require(user, DRAFT, found)
    people = User.objects.filter(pk__in=inspectors_to_choose(found))
    form = InspectorsForm(
        posted(request),
        users=people.select_related("organisation"),
        initial={"users": list(found.inspectors.values_list("user", flat=True))},
    )
    if request.method == "POST" and attempt(
        form,
        lambda: inspectors_set(
            plan=found, by=user, users=list(form.cleaned_data["users"])
        ),
    ):
        messages.success(request, _("监察人员已更新。"))
        return redirect(found)
    context = {"form": form, "plan": found, "title": _("确定监察人员")}
    return render(request, TEMPLATE, context)


@require_http_methods(["GET", "HEAD", "POST"])
def exclusions(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a conflict of interest."""
    user = signed_in(request)
    found = visible_plan(user, pk)
    require(user, DRAFT, found)
    form = ExclusionForm(
        posted(request),
        users=User.objects.filter(pk__in=found.inspectors.values("user")),
        subjects=Organisation.objects.filter(
            pk__in=found.subjects.values("organisation")
        ),
    )
    if request.method == "POST" and attempt(
        form, lambda: exclusion_add(plan=found, by=user, **form.cleaned_data)
    ):
        messages.success(request, _("回避已登记。"))
        return redirect(found)
    context = {"form": form, "plan": found, "title": _("登记回避")}
    return render(request, TEMPLATE, context)
