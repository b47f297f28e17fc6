"""One act on one thing: its form, what it does, what is said then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import attrs
from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from dafeng.base.errors import DafengError
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.inspections.services.moves import StaleTextError
from dafeng.web.inspections.wording import error_words
from dafeng.web.work.task_compare import ComparedField

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
    rows = both_versions(form)
    context = {"form": form, "thing": thing, "deed": what, "rows": rows}
    return render(request, "inspections/act.html", context)


class BothShown(ValidationError):
    """A stale text is refused; the two versions stand beside each other.

    Attributes
    ----------
    rows : list of ComparedField
    """

    def __init__(self, words: str, rows: list[ComparedField]) -> None:
        super().__init__(words)
        self.rows = rows


def both_versions(form: forms.Form) -> list[ComparedField]:
    """The two versions that a form shows after a stale text; else nothing."""
    told = form.errors.as_data().get(NON_FIELD_ERRORS, [])
    return [row for one in told if isinstance(one, BothShown) for row in one.rows]


def _show_both(form: forms.Form, error: StaleTextError) -> None:
    """Refuse a stale text; who sends it again means to write over the other."""
    rows = [
        ComparedField(
            label=str(form.fields[name].label), mine=mine, theirs=error.theirs[name]
        )
        for name, mine in error.mine.items()
    ]
    form.add_error(
        None,
        BothShown(error_words(error), sorted(rows, key=lambda row: not row.differs)),
    )
    again = QueryDict(mutable=True)
    again.update(form.data)
    again["version"] = str(error.version)
    form.data = again


def attempt(form: forms.Form, run: Callable[[], object]) -> bool:
    """Run a service with a valid form; what it refuses stands in the form then."""
    if not form.is_valid():
        return False
    try:
        run()
    except ValidationError as problem:
        add_errors(form, problem)
        return False
    except StaleTextError as error:
        _show_both(form, error)
        return False
    except DafengError as error:
        form.add_error(None, error_words(error))
        return False
    return True
