"""What a person may see of this room, and one act on an enterprise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dafeng.base.errors import DafengError
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import may, require
from dafeng.web.enterprises.models import Enterprise
from dafeng.web.enterprises.permissions import KEEP, VIEW
from dafeng.web.enterprises.selectors.enterprises import (
    enterprise_for,
    register_of,
    register_owner,
)
from dafeng.web.enterprises.wording import error_words


def owner_of(user: User) -> Organisation:
    """The district whose register the person reads."""
    require(user, VIEW)
    found = register_owner(user)
    if found is None:
        raise Http404
    return found


def owner_to_keep(user: User) -> Organisation:
    """The district whose register the person keeps."""
    owner = owner_of(user)
    require(user, KEEP, register_of(owner) or owner)
    return owner


def keeps(user: User) -> bool:
    """Whether the person keeps the register of the own district."""
    owner = register_owner(user)
    found = None if owner is None else register_of(owner)
    return may(user, KEEP, found or owner) if owner is not None else False


def visible_enterprise(user: User, pk: int) -> Enterprise:
    """An enterprise that the person may see; else there is none."""
    require(user, VIEW)
    found = enterprise_for(user, pk)
    if found is None:
        raise Http404
    return found


def tell(form: forms.Form, problem: DafengError | ValidationError) -> None:
    """Show on the form what a service refused."""
    if isinstance(problem, ValidationError):
        add_errors(form, problem)
    else:
        form.add_error(None, error_words(problem))


def acted(
    request: HttpRequest,
    enterprise: Enterprise,
    form: forms.Form,
    act: Callable[[], object],
    **shown: Any,
) -> HttpResponse:
    """Show the form, or do the act and go back to the enterprise."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            done = {"act": shown["title"]}
            messages.success(request, _("已登记：%(act)s。") % done)
            return redirect(enterprise)
    context = {"form": form, "enterprise": enterprise, **shown}
    return render(request, "enterprises/act.html", context)
