"""What is done with a document: checked, given back, issued, withdrawn."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.papers.forms import ReasonForm, SureForm
from dafeng.web.papers.models import Paper
from dafeng.web.papers.selectors.freshness import strange_figures
from dafeng.web.papers.services.signing import (
    paper_check,
    paper_issue,
    paper_return,
    paper_withdraw,
)
from dafeng.web.papers.views.visible import visible_paper
from dafeng.web.papers.wording import error_words

MAKE, CHECK, ISSUE = "papers.paper.make", "papers.paper.check", "papers.paper.issue"


@attrs.frozen(kw_only=True)
class _Deed:
    """One act: its right, its form, what it does, what is said before and then."""

    right: Callable[[User, Paper], str]
    form: type[forms.Form]
    run: Callable[[Paper, User, forms.Form], Paper]
    title: str | Promise
    asks: str | Promise
    done: str | Promise


def _return_right(user: User, paper: Paper) -> str:
    """Who checked it takes that back; anybody else has to be one who may issue."""
    return CHECK if paper.checked_by == user else ISSUE


def _withdraw_right(_user: User, paper: Paper) -> str:
    return ISSUE if paper.number else MAKE


DEEDS = {
    "check": _Deed(
        right=lambda _user, _paper: CHECK,
        form=SureForm,
        run=lambda paper, by, form: paper_check(
            paper=paper, by=by, **form.cleaned_data
        ),
        title=_("审核"),
        asks=_("确认数字、文字和依据无误，送领导签发。审核人不能再签发。"),
        done=_("已审核，等待签发。"),
    ),
    "return": _Deed(
        right=_return_right,
        form=ReasonForm,
        run=lambda paper, by, form: paper_return(
            paper=paper, by=by, **form.cleaned_data
        ),
        title=_("退回修改"),
        asks=_("退回后成为草稿，审核作废。"),
        done=_("已退回修改。"),
    ),
    "issue": _Deed(
        right=lambda _user, _paper: ISSUE,
        form=SureForm,
        run=lambda paper, by, form: paper_issue(
            paper=paper, by=by, **form.cleaned_data
        ),
        title=_("签发"),
        asks=_("签发后编文号、登记发文，不能再改；有错按更正办理。"),
        done=_("已签发，文号已编，发文已登记。"),
    ),
    "withdraw": _Deed(
        right=_withdraw_right,
        form=ReasonForm,
        run=lambda paper, by, form: paper_withdraw(
            paper=paper, by=by, **form.cleaned_data
        ),
        title=_("撤回"),
        asks=_("撤回后不再有效；已编的文号不再使用。"),
        done=_("已撤回。"),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do one thing with a document, after it was asked once more."""
    user = signed_in(request)
    found = visible_paper(user, pk)
    what = DEEDS.get(deed)
    if what is None:
        raise Http404
    require(user, what.right(user, found), found.organisation)
    form = what.form(posted(request), initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            what.run(found, user, form)
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, str(what.done))
            return redirect(found)
    context = {
        "form": form,
        "paper": found,
        "deed": what,
        "strange": strange_figures(found) if deed in {"check", "issue"} else (),
    }
    return render(request, "papers/act.html", context)
