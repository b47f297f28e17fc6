"""What is done with a version: signed, sent back, given up, corrected; and figures."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import NOT_SEEN, SeenVersionForm, posted
from dafeng.web.public.forms import ReasonForm, WithdrawForm
from dafeng.web.public.models import Release
from dafeng.web.public.services.figures import (
    figure_restore,
    figure_withdraw,
    figures_renew,
)
from dafeng.web.public.services.releases import EDIT, release_correct, release_drop
from dafeng.web.public.services.signing import (
    CHECK,
    ISSUE,
    release_check,
    release_issue,
    release_return,
)
from dafeng.web.public.views.releases import visible_release
from dafeng.web.public.wording import error_words


@attrs.frozen(kw_only=True)
class _Deed:
    """One act without a form: what it does, and what is said then."""

    run: Callable[[Release, User, int], Release]
    right: str
    done: str | Promise


@attrs.frozen(kw_only=True)
class _Reasoned:
    """One act that needs a reason."""

    run: Callable[[Release, User, str, int], Release]
    rights: tuple[str, ...]
    title: str | Promise
    done: str | Promise


DEEDS = {
    "check": _Deed(
        run=lambda found, by, seen: release_check(release=found, by=by, revision=seen),
        right=CHECK,
        done=_("已审核，等待签发。"),
    ),
    "issue": _Deed(
        run=lambda found, by, seen: release_issue(release=found, by=by, revision=seen),
        right=ISSUE,
        done=_("已签发，公开网页已更新。"),
    ),
    "correct": _Deed(
        run=lambda found, by, seen: release_correct(
            release=found, by=by, revision=seen
        ),
        right=EDIT,
        done=_("更正的草稿已建立，数字照录现行版本。"),
    ),
}
REASONED = {
    "return": _Reasoned(
        run=lambda found, by, why, seen: release_return(
            release=found, by=by, reason=why, revision=seen
        ),
        rights=(CHECK, ISSUE),
        title=pgettext_lazy("sign", "退回"),
        done=_("已退回，审核意见已撤销。"),
    ),
    "drop": _Reasoned(
        run=lambda found, by, why, seen: release_drop(
            release=found, by=by, reason=why, revision=seen
        ),
        rights=(EDIT,),
        title=_("放弃这一版"),
        done=_("已放弃，记录保留。"),
    ),
}


@require_POST
def deed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Sign, or begin a correction."""
    user = signed_in(request)
    found = visible_release(user, pk)
    known = DEEDS.get(name)
    if known is None:
        raise Http404
    require(user, known.right, found.organisation)
    form = SeenVersionForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(NOT_SEEN))
        return redirect(found)
    try:
        after = known.run(found, user, form.cleaned_data["version"])
    except DafengError as error:
        messages.error(request, error_words(error))
        return redirect(found)
    messages.success(request, str(known.done))
    return redirect(after)


@require_http_methods(["GET", "HEAD", "POST"])
def reasoned(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Send a version back, or give it up."""
    user = signed_in(request)
    found = visible_release(user, pk)
    known = REASONED.get(name)
    if known is None:
        raise Http404
    if not any(may(user, right, found.organisation) for right in known.rights):
        require(user, known.rights[0], found.organisation)
    form = ReasonForm(posted(request), initial={"version": found.revision})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            known.run(found, user, data["reason"], data["version"])
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, str(known.done))
            return redirect(found)
    context = {"form": form, "release": found, "act": known.title}
    return render(request, "public/office/reason.html", context)


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the figures of a draft anew from the results in force."""
    user = signed_in(request)
    found = visible_release(user, pk)
    require(user, EDIT, found.organisation)
    form = SeenVersionForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(NOT_SEEN))
        return redirect(found)
    try:
        seen = form.cleaned_data["version"]
        n = figures_renew(release=found, by=user, revision=seen)
    except DafengError as error:
        messages.error(request, error_words(error))
    else:
        words = ngettext("%(n)d 个数字有变化。", "%(n)d 个数字有变化。", n)
        messages.success(request, words % {"n": n})
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int, figure: int) -> HttpResponse:
    """Take a published figure back, in a correction."""
    user = signed_in(request)
    found = visible_release(user, pk)
    require(user, EDIT, found.organisation)
    row = get_object_or_404(found.figures, pk=figure)
    form = WithdrawForm(posted(request), initial={"version": found.revision})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        seen = data.pop("version")
        try:
            figure_withdraw(figure=row, by=user, revision=seen, **data)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已在本版撤回，签发后公开网页显示原因。"))
            return redirect(found)
    context = {"form": form, "release": found, "figure": row, "act": _("撤回数字")}
    return render(request, "public/office/reason.html", context)


@require_POST
def restore(request: HttpRequest, pk: int, figure: int) -> HttpResponse:
    """Publish a withdrawn figure again."""
    user = signed_in(request)
    found = visible_release(user, pk)
    require(user, EDIT, found.organisation)
    row = get_object_or_404(found.figures, pk=figure)
    form = SeenVersionForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(NOT_SEEN))
        return redirect(found)
    try:
        seen = form.cleaned_data["version"]
        figure_restore(figure=row, by=user, revision=seen)
    except DafengError as error:
        messages.error(request, error_words(error))
    else:
        messages.success(request, _("已恢复，数值取自现行结果。"))
    return redirect(found)
