"""What a person may see of this room, and one act with its form."""

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
from dafeng.web.core.permissions import require
from dafeng.web.savings.models import SavingProject
from dafeng.web.savings.permissions import VIEW
from dafeng.web.savings.selectors.visible import (
    enterprise_for,
    project_for,
    root_of_house,
)
from dafeng.web.savings.wording import error_words


def visible_enterprise(user: User, pk: int) -> Organisation:
    """An enterprise that the person may see; else there is none."""
    require(user, VIEW)
    found = enterprise_for(user, pk)
    if found is None:
        raise Http404
    return found


def visible_project(user: User, pk: int) -> SavingProject:
    """A project that the person may see; else there is none."""
    require(user, VIEW)
    found = project_for(user, pk)
    if found is None:
        raise Http404
    return found


def the_district() -> Organisation:
    """The district of the house."""
    found = root_of_house()
    if found is None:
        raise Http404
    return found


def acted(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], object],
    page: str = "savings/act.html",
    **shown: Any,
) -> HttpResponse:
    """Show the form on its page, or do the act and go back.

    ``shown`` names ``title``, ``back`` (an address) and what it is ``about``.
    """
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except DafengError as problem:
            form.add_error(None, error_words(problem))
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, _("已登记：%(act)s。") % {"act": shown["title"]})
            return redirect(shown["back"])
    return render(request, page, {"form": form, **shown})
