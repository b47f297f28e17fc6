"""Versions for the public, inside: drafted, filled, signed, corrected."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.public import Change
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.public.forms import ChooseForm, ReleaseEditForm, ReleaseForm
from dafeng.web.public.models import Release, ReleaseState
from dafeng.web.public.selectors.candidates import candidates_of
from dafeng.web.public.selectors.releases import (
    changes_of,
    latest_issued,
    open_release,
    outdated_figures,
    release_owner,
    releases_for,
)
from dafeng.web.public.services.figures import figures_choose
from dafeng.web.public.services.releases import EDIT, release_draft, release_edit
from dafeng.web.public.wording import change_words, error_words

VIEW = "public.release.view"


def visible_release(user: User, pk: int) -> Release:
    """A version that a person may see; 404 otherwise."""
    return get_object_or_404(releases_for(user), pk=pk)


@require_http_methods(["GET", "HEAD"])
def office(request: HttpRequest) -> HttpResponse:
    """Every version, and what waits."""
    user = signed_in(request)
    if not may(user, VIEW):
        if may(user, "public.event.view"):
            return redirect("public:events")
        require(user, VIEW)
    organisation = release_owner(user)
    if organisation is None:
        raise Http404
    context = {
        "organisation": organisation,
        "rows": page_of(request, releases_for(user)),
        "open": open_release(organisation),
        "latest": latest_issued(organisation),
    }
    return render(request, "public/office/releases.html", context)


@require_http_methods(["GET", "HEAD"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: its figures, its signatures, what it changes."""
    user = signed_in(request)
    found = visible_release(user, pk)
    is_draft = found.state == ReleaseState.DRAFT
    context = {
        "release": found,
        "figures": list(found.figures.all()),
        "changes": [change_words(one) for one in _changes(found)],
        "outdated": outdated_figures(found) if found.is_open else [],
        "is_draft": is_draft,
        "latest": latest_issued(found.organisation),
        "published": _published_keys(found),
    }
    return render(request, "public/office/release.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def release_new(request: HttpRequest) -> HttpResponse:
    """Begin the next release."""
    user = signed_in(request)
    organisation = release_owner(user, EDIT)
    require(user, EDIT, organisation)
    if organisation is None:
        raise Http404
    initial = {"title": _("碳达峰进展公开数据"), "terms": "CC-BY-4.0"}
    form = ReleaseForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = release_draft(organisation=organisation, by=user, facts=form.facts())
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("草稿已建立，请选择要公布的数字。"))
            return redirect("public:choose", made.pk)
    return render(request, "public/office/release_edit.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def release_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change title, note and terms of a draft."""
    user = signed_in(request)
    found = visible_release(user, pk)
    require(user, EDIT, found.organisation)
    names = ("title", "title_en", "note", "note_en", "terms")
    form = ReleaseEditForm(
        posted(request),
        initial={name: getattr(found, name) for name in names}
        | {"version": found.revision},
    )
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            release_edit(release=found, by=user, facts=form.facts(), revision=seen)
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect(found)
    context = {"form": form, "release": found}
    return render(request, "public/office/release_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose which figures of the results in force a draft holds."""
    user = signed_in(request)
    found = visible_release(user, pk)
    require(user, EDIT, found.organisation)
    known = candidates_of(found.organisation)
    held = {row.key: row for row in found.figures.all()}
    form = ChooseForm(
        posted(request),
        known=dict.fromkeys([*known, *held]),
        revision=found.revision,
    )
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            figures_choose(
                release=found, by=user, keys=data["keys"], revision=data["version"]
            )
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已保存选择。"))
            return redirect(found)
    chosen = form.data.getlist("keys") if form.is_bound else [*held]  # type: ignore[attr-defined]
    context = {
        "form": form,
        "release": found,
        "candidates": list(known.values()),
        "gone": [row for key, row in held.items() if key not in known],
        "chosen": set(chosen),
        "published": _published_keys(found),
    }
    return render(request, "public/office/choose.html", context)


def _published_keys(found: Release) -> set[str]:
    before = found.corrects
    return (
        set() if before is None else set(before.figures.values_list("key", flat=True))
    )


def _changes(found: Release) -> tuple[Change, ...]:
    try:
        return changes_of(found)
    except DafengError:
        return ()
