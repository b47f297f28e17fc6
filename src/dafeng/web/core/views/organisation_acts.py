"""What is done with units: new, renamed, moved, merged, ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dafeng.web.core import selectors, services
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.forms_units import (
    EndForm,
    MergeForm,
    MoveForm,
    OrganisationForm,
    RenameForm,
)
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require

CHANGE = "core.organisation.change"


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a unit below the one named ``code``."""
    user = signed_in(request)
    parent = _unit(user, code)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            unit = services.organisation_create(
                by=user, facts=form.facts(), parent=parent
            )
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, _("已新增“%(unit)s”。") % {"unit": unit})
            return redirect(unit)
    return render(
        request, "core/organisation_new.html", {"form": form, "parent": parent}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_rename(request: HttpRequest, code: str) -> HttpResponse:
    """Give a unit another name."""
    user = signed_in(request)
    unit = _unit(user, code)
    names = {"name_zh": unit.name_zh, "name_en": unit.name_en}
    form = RenameForm(request.POST or None, initial=names)
    return _changed(
        request,
        unit,
        form,
        template="core/organisation_rename.html",
        act=lambda data: services.organisation_rename(
            by=user, organisation=unit, **data
        ),
        done=gettext_lazy("已更名为“%(unit)s”。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_move(request: HttpRequest, code: str) -> HttpResponse:
    """Put a unit under another parent."""
    user = signed_in(request)
    unit = _unit(user, code)
    form = MoveForm(
        request.POST or None,
        organisations=selectors.organisations_where(user, CHANGE),
    )
    return _changed(
        request,
        unit,
        form,
        template="core/organisation_move.html",
        act=lambda data: services.organisation_move(by=user, organisation=unit, **data),
        done=gettext_lazy("已移动“%(unit)s”。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_merge(request: HttpRequest, code: str) -> HttpResponse:
    """Let a unit go into another one."""
    user = signed_in(request)
    unit = _unit(user, code)
    others = selectors.organisations_where(user, CHANGE)
    form = MergeForm(
        request.POST or None,
        organisations=others.exclude(path__startswith=unit.path),
    )
    return _changed(
        request,
        unit,
        form,
        template="core/organisation_merge.html",
        act=lambda data: services.organisation_merge(
            by=user, organisation=unit, **data
        ),
        done=gettext_lazy("已并入。“%(unit)s”到此为止，原任职随之终止，须另行授予。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_end(request: HttpRequest, code: str) -> HttpResponse:
    """End a unit; what hangs on it is named."""
    user = signed_in(request)
    unit = _unit(user, code)
    return _changed(
        request,
        unit,
        EndForm(request.POST or None),
        template="core/organisation_end.html",
        act=lambda data: services.organisation_end(by=user, organisation=unit, **data),
        done=gettext_lazy("已撤销“%(unit)s”。"),
    )


def _changed(
    request: HttpRequest,
    unit: Organisation,
    form: forms.Form,
    *,
    template: str,
    act: Callable[[dict[str, Any]], Organisation],
    done: str | Promise,
) -> HttpResponse:
    """Show a form about a unit, or do what was entered and go back to the unit."""
    if request.method == "POST" and form.is_valid():
        try:
            unit = act(form.cleaned_data)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, str(done) % {"unit": unit})
            return redirect(unit)
    holding = _("、").join(services.what_holds(unit))
    context = {"form": form, "unit": unit, "holding": holding}
    return render(request, template, context)


def _unit(user: User, code: str) -> Organisation:
    """Return the unit, which the person may see and may change."""
    unit = get_object_or_404(selectors.organisations_visible_to(user), code=code)
    require(user, CHANGE, unit)
    return unit
