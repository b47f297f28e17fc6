"""What is done with a version: signed, sent back, given up, corrected; and figures."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.public.forms import WithdrawForm
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
from dafeng.web.public.views.signing import (
    Deed,
    Reasoned,
    deed_done,
    pressed,
    reason_page,
    reasoned_done,
)

DEEDS: Mapping[str, Deed[Release]] = {
    "check": Deed(
        run=lambda found, by, seen: release_check(release=found, by=by, revision=seen),
        right=CHECK,
        done=_("已审核，等待签发。"),
    ),
    "issue": Deed(
        run=lambda found, by, seen: release_issue(release=found, by=by, revision=seen),
        right=ISSUE,
        done=_("已签发，公开网页已更新。"),
    ),
    "correct": Deed(
        run=lambda found, by, seen: release_correct(
            release=found, by=by, revision=seen
        ),
        right=EDIT,
        done=_("更正的草稿已建立，数字照录现行版本。"),
    ),
}
REASONED: Mapping[str, Reasoned[Release]] = {
    "return": Reasoned(
        run=lambda found, by, why, seen: release_return(
            release=found, by=by, reason=why, revision=seen
        ),
        rights=(CHECK, ISSUE),
        title=pgettext_lazy("sign", "退回"),
        done=_("已退回，审核意见已撤销。"),
    ),
    "drop": Reasoned(
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
    return deed_done(request, user, visible_release(user, pk), DEEDS, name)


@require_http_methods(["GET", "HEAD", "POST"])
def reasoned(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Send a version back, or give it up."""
    user = signed_in(request)
    return reasoned_done(request, user, visible_release(user, pk), REASONED, name)


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the figures of a draft anew from the results in force."""
    user = signed_in(request)
    found = visible_release(user, pk)
    require(user, EDIT, found.organisation)

    def act(seen: int) -> tuple[Release, str]:
        n = figures_renew(release=found, by=user, revision=seen)
        words = ngettext("%(n)d 个数字有变化。", "%(n)d 个数字有变化。", n)
        return found, words % {"n": n}

    return pressed(request, found, act)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int, figure: int) -> HttpResponse:
    """Take a published figure back, in a correction."""
    user = signed_in(request)
    found = visible_release(user, pk)
    require(user, EDIT, found.organisation)
    row = get_object_or_404(found.figures, pk=figure)
    form = WithdrawForm(posted(request), initial={"version": found.revision})

    def act() -> None:
        data = dict(form.cleaned_data)
        figure_withdraw(figure=row, by=user, revision=data.pop("version"), **data)

    page = reason_page(_("已在本版撤回，签发后公开网页显示原因。"))
    return page(request, form, act, found, title=str(_("撤回数字")), figure=row)


@require_POST
def restore(request: HttpRequest, pk: int, figure: int) -> HttpResponse:
    """Publish a withdrawn figure again."""
    user = signed_in(request)
    found = visible_release(user, pk)
    require(user, EDIT, found.organisation)
    row = get_object_or_404(found.figures, pk=figure)

    def act(seen: int) -> tuple[Release, str | Promise]:
        figure_restore(figure=row, by=user, revision=seen)
        return found, _("已恢复，数值取自现行结果。")

    return pressed(request, found, act)
