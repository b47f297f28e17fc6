"""The page of one act: its form, what the act does, what is said when it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.functional import Promise

from dafeng.base.errors import DafengError
from dafeng.web.core.forms import add_errors

Tell = Callable[[forms.Form, DafengError | ValidationError], None]
"""Shows on a form what a service refused."""


def telling(words: Callable[[DafengError], str]) -> Tell:
    """How a room shows what a service refused: at its field, or in the room's words."""

    def tell(form: forms.Form, problem: DafengError | ValidationError) -> None:
        if isinstance(problem, ValidationError):
            add_errors(form, problem)
        else:
            form.add_error(None, words(problem))

    return tell


@attrs.frozen(kw_only=True)
class ActPage:
    """How the acts of a room look and speak.

    Attributes
    ----------
    template : str
        Page of the form; it includes ``core/_act_form.html``. It knows ``form``,
        ``title``, ``back`` (a thing or an address), ``back_address``, and what the
        view shows besides.
    done : str
        Said of an act that was done; may hold ``%(act)s``, its title.
    """

    template: str
    done: str | Promise
    tell: Tell

    def __call__(
        self,
        request: HttpRequest,
        form: forms.Form,
        act: Callable[[], object],
        back: Model | str,
        *,
        title: str,
        **shown: Any,
    ) -> HttpResponse:
        """Show the form, or do the act and go back to where it belongs."""
        if request.method == "POST" and self.attempt(form, act):
            messages.success(request, str(self.done) % {"act": title})
            return redirect(resolve_url(back))
        return self.show(request, form, back, title=title, **shown)

    def attempt(self, form: forms.Form, act: Callable[[], object]) -> bool:
        """Do an act whose form is valid; what it refuses stands on the form then."""
        if not form.is_valid():
            return False
        try:
            act()
        except (DafengError, ValidationError) as problem:
            self.tell(form, problem)
            return False
        return True

    def show(
        self, request: HttpRequest, form: forms.Form, back: Model | str, **shown: Any
    ) -> HttpResponse:
        """The form on its page."""
        context = {"form": form, "back": back, "back_address": resolve_url(back)}
        return render(request, self.template, context | shown)
