"""What a person may see of the register, and one act on a part of it."""

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
from dafeng.meters import MeterError
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.points import enterprise_for, point_for
from dafeng.web.meters.wording import error_words, rule_words

FIELDS = ("carrier", "unit", "multiplier", "digits", "formula", "parent")


def visible_point(user: User, pk: int) -> MeterPoint:
    """A meter that the person may see; else there is none."""
    require(user, VIEW)
    found = point_for(user, pk)
    if found is None:
        raise Http404
    return found


def visible_firm(user: User, pk: int, right: str = VIEW) -> Organisation:
    """An enterprise that the person may see; else there is none."""
    require(user, VIEW)
    found = enterprise_for(user, pk)
    if found is None:
        raise Http404
    require(user, right, found)
    return found


def tell(form: forms.Form, problem: DafengError | ValidationError) -> None:
    """Show on the form what a service refused, at its fields where it has them."""
    if isinstance(problem, ValidationError):
        add_errors(form, problem)
    elif isinstance(problem, MeterError):
        for one in problem.findings:
            meter, _comma, names = one.place.partition(", ")
            field = next((name for name in FIELDS if name in names), "")
            own = meter == f"meter {form.data.get('code') or form['code'].initial}"
            words = rule_words(one)
            if own and field in form.fields:
                form.add_error(field, words)
            else:
                form.add_error(None, f"{meter.removeprefix('meter ')}: {words}")
    else:
        form.add_error(None, error_words(problem))


def acted(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], object],
    *,
    back: str,
    **shown: Any,
) -> HttpResponse:
    """Show the form, or do the act and go back to where it belongs."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            done = {"act": shown["title"]}
            messages.success(request, _("%(act)s：完成。") % done)
            return redirect(back)
    context = {"form": form, "back": back, **shown}
    return render(request, "meters/register_act.html", context)
