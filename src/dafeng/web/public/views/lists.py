"""Disclosure lists for the public, inside: drafted, looked at, signed, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.paging import page_of, page_of_records
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.public.forms import ListForm
from dafeng.web.public.models import FIRST_YEAR, DisclosureList
from dafeng.web.public.selectors.lists import VIEW, files_of, lists_for, rows_of
from dafeng.web.public.selectors.releases import release_owner
from dafeng.web.public.services.lists import (
    list_check,
    list_draft,
    list_drop,
    list_issue,
    list_return,
    list_withdraw,
)
from dafeng.web.public.services.releases import EDIT
from dafeng.web.public.services.signing import CHECK, ISSUE
from dafeng.web.public.views.signing import Deed, Reasoned, deed_done, reasoned_done
from dafeng.web.public.wording import error_words

DEEDS: Mapping[str, Deed[DisclosureList]] = {
    "check": Deed(
        run=lambda row, by, seen: list_check(row=row, by=by, revision=seen),
        right=CHECK,
        done=_("已审核，等待签发。"),
    ),
    "issue": Deed(
        run=lambda row, by, seen: list_issue(row=row, by=by, revision=seen),
        right=ISSUE,
        done=_("已签发，公开网页已更新。"),
    ),
}
REASONED: Mapping[str, Reasoned[DisclosureList]] = {
    "return": Reasoned(
        run=lambda row, by, why, seen: list_return(
            row=row, by=by, reason=why, revision=seen
        ),
        rights=(CHECK, ISSUE),
        title=pgettext_lazy("sign", "退回"),
        done=_("已退回，审核意见已撤销。"),
    ),
    "drop": Reasoned(
        run=lambda row, by, why, seen: list_drop(
            row=row, by=by, reason=why, revision=seen
        ),
        rights=(EDIT,),
        title=_("放弃这份名单"),
        done=_("已放弃，记录保留。"),
    ),
    "withdraw": Reasoned(
        run=lambda row, by, why, seen: list_withdraw(
            row=row, by=by, reason=why, revision=seen
        ),
        rights=(ISSUE,),
        title=_("撤回这份名单"),
        done=_("已撤回，公开网页写明理由，文件不再提供。"),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Every list; draft the one of a year."""
    user = signed_in(request)
    organisation = release_owner(user)
    require(user, VIEW, organisation)
    if organisation is None:
        raise Http404
    today = timezone.localdate()
    years = range(today.year, FIRST_YEAR - 1, -1)
    form = ListForm(posted(request), years=years)
    if request.method == "POST":
        require(user, EDIT, organisation)
        if form.is_valid():
            year = form.cleaned_data["year"]
            try:
                made = list_draft(
                    organisation=organisation, year=year, on=today, by=user
                )
            except ValidationError as problem:
                add_errors(form, problem)
            except DafengError as error:
                form.add_error(None, error_words(error))
            else:
                messages.success(request, _("名单已拟定，核对后审核、签发。"))
                return redirect(made)
    context = {
        "organisation": organisation,
        "rows": page_of(request, lists_for(user)),
        "form": form,
    }
    return render(request, "public/office/lists.html", context)


@require_http_methods(["GET", "HEAD"])
def one_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One list as everybody will read it, its files and signatures."""
    row = _visible(signed_in(request), pk)
    files = [(name, len(content)) for name, content in sorted(files_of(row).items())]
    context = {
        "list": row,
        "rows": page_of_records(request, rows_of(row)),
        "files": files,
    }
    return render(request, "public/office/list.html", context)


@require_POST
def list_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Sign."""
    user = signed_in(request)
    return deed_done(request, user, _visible(user, pk), DEEDS, name)


@require_http_methods(["GET", "HEAD", "POST"])
def list_reason(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Send a list back, give it up, or withdraw it."""
    user = signed_in(request)
    return reasoned_done(request, user, _visible(user, pk), REASONED, name)


def _visible(user: User, pk: int) -> DisclosureList:
    return get_object_or_404(lists_for(user).defer(None), pk=pk)
