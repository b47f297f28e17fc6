"""One act on one thing: its form, what it does, what is said then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import attrs
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from dafeng.base.errors import DafengError
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.inspections.wording import error_words

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Deed(Generic[T]):
    """One act.

    Attributes
    ----------
    right : str
        Right that is needed on ``on(thing)``.
    tells : str
        One sentence that says what follows from it.
    """

    title: str | Promise
    done: str | Promise
    right: str
    form: Callable[[HttpRequest, T], forms.Form]
    run: Callable[[T, User, forms.Form], object]
    on: Callable[[T], object]
    tells: str | Promise = ""


def acted(
    request: HttpRequest,
    user: User,
    thing: Any,
    deeds: Mapping[str, Deed[Any]],
    deed: str,
) -> HttpResponse:
    """Show the form of an act, or do it and go back to the thing."""
    what = deeds.get(deed)
    if what is None:
        raise Http404
    require(user, what.right, what.on(thing))
    form = what.form(request, thing)
    if request.method == "POST" and attempt(form, lambda: what.run(thing, user, form)):
        messages.success(request, str(what.done))
        return redirect(thing)
    context = {"form": form, "thing": thing, "deed": what}
    return render(request, "inspections/act.html", context)


def attempt(form: forms.Form, run: Callable[[], object]) -> bool:
    """Run a service with a valid form; what it refuses stands in the form then."""
    if not form.is_valid():
        return False
    try:
        run()
    except ValidationError as problem:
        add_errors(form, problem)
        return False
    except DafengError as error:
        form.add_error(None, error_words(error))
        return False
    return True
