"""Two spellings of one project: proposed, merged with consent, or said to be two."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.core.templatetags.dafeng import zh
from dafeng.web.projects.forms import MergeForm, ReasonForm
from dafeng.web.projects.permissions import KEEP
from dafeng.web.projects.selectors.alike import alike_pairs
from dafeng.web.projects.services.merging import projects_keep_apart, projects_merge
from dafeng.web.projects.views.visible import (
    acted,
    owner_of,
    row_now,
    tell,
    visible_project,
)


@require_http_methods(["GET", "HEAD"])
def alike(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one."""
    user = signed_in(request)
    owner_of(user, KEEP)
    return render(request, "projects/alike.html", {"pairs": alike_pairs(user)})


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Agree that two projects are one."""
    user = signed_in(request)
    pair = {one: visible_project(user, one) for one in (pk, other)}
    for one in pair.values():
        require(user, KEEP, one.organisation)
    form = MergeForm(
        posted(request),
        initial={
            "keep": str(pk),
            "one_version": pair[pk].version,
            "other_version": pair[other].version,
        },
    )
    keep: Any = form.fields["keep"]
    keep.choices = [
        (str(key), zh(f"{one.code} {one.name}")) for key, one in pair.items()
    ]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kept = int(data["keep"])
        gone = other if kept == pk else pk
        versions = {pk: data["one_version"], other: data["other_version"]}
        try:
            made = projects_merge(
                kept=pair[kept],
                gone=pair[gone],
                by=user,
                reason=data["reason"],
                kept_version=versions[kept],
                gone_version=versions[gone],
            )
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            messages.success(request, _("两个项目已合并为一个。"))
            return redirect(made)
    context = {
        "form": form,
        "pair": [row_now(one) for one in pair.values()],
        "pk": pk,
        "other": other,
    }
    return render(request, "projects/merge.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Say that two projects are two."""
    user = signed_in(request)
    one, two = visible_project(user, pk), visible_project(user, other)
    for each in (one, two):
        require(user, KEEP, each.organisation)
    form = ReasonForm(posted(request))

    def act() -> None:
        projects_keep_apart(one=one, other=two, by=user, **form.cleaned_data)

    if request.method == "POST" and acted.attempt(form, act):
        messages.success(request, _("已记为两个项目，不再提示。"))
        return redirect("projects:alike")
    title, about = _("不是同一项目"), f"{one} / {two}"
    return acted.show(request, form, one, title=title, about=about)
