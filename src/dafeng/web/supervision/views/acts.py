"""What is done with a case: each act with its words, its service, what is said then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.supervision import CaseAct
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.posting import posted
from dafeng.web.supervision.forms import WordsForm
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.selectors.acts import (
    draft_reply,
    require_right,
    unit_to_receive,
)
from dafeng.web.supervision.selectors.one_case import own_unit
from dafeng.web.supervision.services.replying import case_receive, reply_confirm
from dafeng.web.supervision.services.reviewing import (
    case_close,
    case_withdraw,
    rectification_review,
    reply_accept,
    reply_return,
)
from dafeng.web.supervision.services.signing import case_amend, case_check, case_issue
from dafeng.web.supervision.views.visible import visible_case
from dafeng.web.supervision.wording import error_words

RECEIVE = "supervision.case.receive"


@attrs.frozen(kw_only=True)
class _Given:
    """What comes with an act: its words, and the version that the person saw."""

    words: str = ""
    version: int


@attrs.frozen(kw_only=True)
class _Deed:
    """One act: the label of its words (empty for none), what it does, what is said."""

    run: Callable[[Case, User, _Given], Case]
    title: str | Promise
    done: str | Promise
    label: str | Promise = ""
    hint: str | Promise = ""


def _receive(case: Case, by: User, _given: _Given) -> Case:
    unit = unit_to_receive(by, case) or own_unit(by, case, RECEIVE)
    if unit is None:
        raise PermissionDenied
    return case_receive(case=case, unit=unit.organisation, by=by)


DEEDS: Mapping[CaseAct, _Deed] = MappingProxyType(
    {
        CaseAct.CHECK: _Deed(
            run=lambda case, by, given: case_check(
                case=case, by=by, version=given.version
            ),
            title=_("审核"),
            done=_("已审核，请另一人签发。"),
        ),
        CaseAct.AMEND: _Deed(
            run=lambda case, by, given: case_amend(
                case=case, by=by, note=given.words, version=given.version
            ),
            title=_("退回修改"),
            done=_("已退回修改。"),
            label=_("理由"),
        ),
        CaseAct.ISSUE: _Deed(
            run=lambda case, by, given: case_issue(
                case=case, by=by, version=given.version
            ),
            title=_("签发"),
            done=_("已签发，文号 %(number)s；责任单位已收到提醒。"),
        ),
        CaseAct.RECEIVE: _Deed(run=_receive, title=_("签收"), done=_("已签收。")),
        CaseAct.REPLY: _Deed(
            run=lambda case, by, given: reply_confirm(
                case=case, by=by, version=given.version
            ),
            title=_("确认回复"),
            done=_("已确认，回复已送双碳办。"),
        ),
        CaseAct.RETURN: _Deed(
            run=lambda case, by, given: reply_return(
                case=case, by=by, opinion=given.words, version=given.version
            ),
            title=_("退回重报"),
            done=_("已退回，责任单位已收到提醒。"),
            label=_("退回的理由"),
        ),
        CaseAct.ACCEPT: _Deed(
            run=lambda case, by, given: reply_accept(
                case=case, by=by, opinion=given.words, version=given.version
            ),
            title=_("审核通过"),
            done=_("已通过，责任单位按整改方案办理。"),
            label=_("审核意见"),
        ),
        CaseAct.REVIEW: _Deed(
            run=lambda case, by, given: rectification_review(
                case=case, by=by, opinion=given.words, version=given.version
            ),
            title=_("复核整改"),
            done=_("已复核，可以销号。"),
            label=_("复核意见"),
        ),
        CaseAct.CLOSE: _Deed(
            run=lambda case, by, given: case_close(
                case=case, by=by, opinion=given.words, version=given.version
            ),
            title=_("销号"),
            done=_("已销号。"),
            label=_("销号意见"),
        ),
        CaseAct.WITHDRAW: _Deed(
            run=lambda case, by, given: case_withdraw(
                case=case, by=by, reason=given.words, version=given.version
            ),
            title=_("撤回"),
            done=_("已撤回；已印发的，责任单位已收到提醒。"),
            label=_("撤回的理由"),
            hint=_("文号保留，文件加注“已撤回”，责任单位收到提醒。"),
        ),
    }
)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do one thing with a case."""
    user = signed_in(request)
    found = visible_case(user, pk)
    what = DEEDS.get(CaseAct(deed)) if deed in set(CaseAct) else None
    if what is None:
        raise Http404
    require_right(user, found, CaseAct(deed))
    form = WordsForm(
        posted(request),
        label=what.label or _("意见"),
        version=_version(found, CaseAct(deed)),
    )
    if not what.label:
        del form.fields["words"]
    if request.method == "POST" and form.is_valid():
        given = _Given(**form.cleaned_data)
        try:
            done = what.run(found, user, given)
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, str(what.done) % {"number": done.number})
            return redirect(found)
    context = {"form": form, "case": found, "deed": what}
    return render(request, "supervision/act.html", context)


def _version(case: Case, act: CaseAct) -> int:
    """What the page shows: of a confirmation the answer, else the case."""
    draft = draft_reply(case) if act is CaseAct.REPLY else None
    return case.version if draft is None else draft.version
