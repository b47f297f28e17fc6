"""Units: the tree, one unit, and changing them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.core import selectors, services
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import MoveForm, OrganisationForm, RenameForm, add_errors
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require


@require_http_methods(["GET", "HEAD"])
def organisations(request: HttpRequest) -> HttpResponse:
    """Show the tree of units, as far as one may see it."""
    units = selectors.organisations_with_people(signed_in(request))
    tree = selectors.as_tree(units)
    return render(request, "core/organisations.html", {"units": tree})


@require_http_methods(["GET", "HEAD"])
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: names, codes, people."""
    user = signed_in(request)
    unit = _unit(user, code)
    context = {
        "unit": unit,
        "above": selectors.units_above(unit),
        "below": selectors.organisations_with_people(user).filter(parent=unit),
        "other_names": unit.other_names.all(),
        "memberships": selectors.memberships_visible_to(user).filter(organisation=unit),
    }
    return render(request, "core/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a unit below the one named ``code``."""
    user = signed_in(request)
    parent = _unit(user, code)
    require(user, "core.organisation.change", parent)
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
    require(user, "core.organisation.change", unit)
    names = {"name_zh": unit.name_zh, "name_en": unit.name_en}
    form = RenameForm(request.POST or None, initial=names)
    if request.method == "POST" and form.is_valid():
        try:
            unit = services.organisation_rename(
                by=user, organisation=unit, **form.cleaned_data
            )
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, _("已更名为“%(unit)s”。") % {"unit": unit})
            return redirect(unit)
    return render(
        request, "core/organisation_rename.html", {"form": form, "unit": unit}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_move(request: HttpRequest, code: str) -> HttpResponse:
    """Put a unit under another parent."""
    user = signed_in(request)
    unit = _unit(user, code)
    require(user, "core.organisation.change", unit)
    form = MoveForm(
        request.POST or None,
        organisations=selectors.organisations_where(user, "core.organisation.change"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            unit = services.organisation_move(
                by=user, organisation=unit, parent=form.cleaned_data["parent"]
            )
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, _("已移动“%(unit)s”。") % {"unit": unit})
            return redirect(unit)
    return render(request, "core/organisation_move.html", {"form": form, "unit": unit})


def _unit(user: User, code: str) -> Organisation:
    return get_object_or_404(selectors.organisations_visible_to(user), code=code)
