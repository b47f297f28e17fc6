"""Acts on what two people sign for the public: by a button, or with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

import attrs
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from dafeng.base.errors import DafengError
from dafeng.web.core.act_pages import ActPage, telling
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import NOT_SEEN, SeenVersionForm, posted
from dafeng.web.public.forms import ReasonForm
from dafeng.web.public.models import DisclosureList, Release
from dafeng.web.public.wording import error_words

T = TypeVar("T", Release, DisclosureList)


@attrs.frozen(kw_only=True)
class Deed(Generic[T]):
    """One act without a form: what it does, and what is said then."""

    run: Callable[[T, User, int], T]
    right: str
    done: str | Promise


@attrs.frozen(kw_only=True)
class Reasoned(Generic[T]):
    """One act that needs a reason."""

    run: Callable[[T, User, str, int], T]
    rights: tuple[str, ...]
    title: str | Promise
    done: str | Promise


def reason_page(done: str | Promise) -> ActPage:
    """The page that asks for a reason; what is said when the act is done."""
    template = "public/office/reason.html"
    return ActPage(template=template, done=done, tell=telling(error_words))


def pressed(
    request: HttpRequest,
    row: T,
    act: Callable[[int], tuple[T, str | Promise]],
) -> HttpResponse:
    """Do what a button asks of the revision that its page showed.

    ``act`` gives where to go then, and what to say.
    """
    form = SeenVersionForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(NOT_SEEN))
        return redirect(row)
    try:
        after, words = act(form.cleaned_data["version"])
    except DafengError as error:
        messages.error(request, error_words(error))
        return redirect(row)
    messages.success(request, str(words))
    return redirect(after)


def deed_done(
    request: HttpRequest, user: User, row: T, deeds: Mapping[str, Deed[T]], name: str
) -> HttpResponse:
    """Do the named act, when the person may."""
    known = deeds.get(name)
    if known is None:
        raise Http404
    require(user, known.right, row.organisation)
    return pressed(request, row, lambda seen: (known.run(row, user, seen), known.done))


def reasoned_done(
    request: HttpRequest, user: User, row: T, acts: Mapping[str, Reasoned[T]], name: str
) -> HttpResponse:
    """Ask why, and do the named act, when the person may."""
    known = acts.get(name)
    if known is None:
        raise Http404
    if not any(may(user, right, row.organisation) for right in known.rights):
        require(user, known.rights[0], row.organisation)
    form = ReasonForm(posted(request), initial={"version": row.revision})

    def act() -> None:
        known.run(row, user, form.cleaned_data["reason"], form.cleaned_data["version"])

    return reason_page(known.done)(request, form, act, row, title=str(known.title))
