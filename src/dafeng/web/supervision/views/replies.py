"""The unit's answer: draft, files, handing in; and what is done of its plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.office.views.files import paper_response
from dafeng.web.supervision.comparing import compared_replies
from dafeng.web.supervision.forms import ItemDoneForm, ReplyForm, plan_lines, plan_of
from dafeng.web.supervision.models import (
    Case,
    CaseFile,
    CaseUnit,
    Outcome,
    Reply,
    Review,
)
from dafeng.web.supervision.selectors.acts import draft_reply, reads_drafts_of
from dafeng.web.supervision.selectors.one_case import own_unit
from dafeng.web.supervision.services.rectifying import (
    item_done,
    reply_file_add,
    reply_file_remove,
)
from dafeng.web.supervision.services.replying import (
    ReplyContent,
    StaleReplyError,
    content_of,
    reply_hand_in,
    reply_save,
    reply_take_back,
)
from dafeng.web.supervision.views.visible import visible_case
from dafeng.web.supervision.wording import error_words

RECEIVE, WRITE = "supervision.case.receive", "supervision.reply.write"


def _writing(user: User, pk: int) -> tuple[Case, CaseUnit]:
    """A case and the person's unit of it; others are refused."""
    found = visible_case(user, pk)
    unit = own_unit(user, found, WRITE)
    if unit is None:
        require(user, WRITE, found)
        raise Http404
    return found, unit


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the answer; ``hand_in`` gives it to the head."""
    user = signed_in(request)
    found, unit = _writing(user, pk)
    standing = draft_reply(found)
    content = _begun(found, standing)
    initial = {
        "text": content.text,
        "problems": content.problems,
        "contact": content.contact,
        "version": 0 if standing is None else standing.version,
    }
    form = ReplyForm(posted(request), sent_files(request), initial=initial)
    plan = plan_lines(posted(request), content=content)
    rows: list[Any] = []
    if request.method == "POST" and form.is_valid() and plan.is_valid():
        wanted = form.content(plan_of(plan))
        try:
            _saved(request, user, found, unit, form, wanted)
        except StaleReplyError as error:
            rows = compared_replies(error.mine, error.theirs)
            newest = request.POST.copy()
            newest["version"] = str(error.version)
            form = ReplyForm(newest, sent_files(request), initial=initial)
            form.add_error(None, error_words(error))
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form = _still_mine(request, found, form)
            form.add_error(None, error_words(error))
        else:
            return redirect(_after(request, found))
    context = {
        "case": found,
        "unit": unit,
        "form": form,
        "plan": plan,
        "draft": standing,
        "rows": rows,
        "returned": _returned(found),
    }
    return render(request, "supervision/reply.html", context)


def _returned(found: Case) -> Review | None:
    """What the office said when it returned the answer."""
    said = list(found.reviews.all())
    returned = bool(said) and said[-1].outcome == Outcome.RETURNED
    return said[-1] if returned else None


def _begun(found: Case, standing: Reply | None) -> ReplyContent:
    """What the form begins with: the draft, else the answer that was returned."""
    if standing is not None:
        return content_of(standing)
    earlier = list(found.replies.all())
    return content_of(earlier[-1]) if earlier else ReplyContent()


def _saved(
    request: HttpRequest,
    user: User,
    found: Case,
    unit: CaseUnit,
    form: ReplyForm,
    wanted: ReplyContent,
) -> None:
    """Save the draft, keep the file, and give it to the head when that was asked."""
    reply_save(
        case=found,
        unit=unit.organisation,
        by=user,
        content=wanted,
        version=form.cleaned_data["version"],
    )
    upload = form.cleaned_data["upload"]
    if upload is not None:
        reply_file_add(
            case=found, by=user, name=upload.name or "", content=upload.read()
        )
    if "hand_in" in request.POST:
        reply_hand_in(case=found, by=user)
        messages.success(request, _("已呈负责人确认。"))
    else:
        messages.success(request, _("草稿已保存。"))


def _still_mine(request: HttpRequest, found: Case, form: ReplyForm) -> ReplyForm:
    """The same form with the version that its own first half saved."""
    newest = found.replies.filter(confirmed_at__isnull=True).first()
    again = request.POST.copy()
    if newest is not None:
        again["version"] = str(newest.version)
    fresh = ReplyForm(again, sent_files(request), initial=form.initial)
    fresh.is_valid()
    return fresh


def _after(request: HttpRequest, found: Case) -> str:
    if "hand_in" in request.POST:
        return found.get_absolute_url()
    return request.path


@require_POST
def reply_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer back from the head."""
    user = signed_in(request)
    found = visible_case(user, pk)
    if own_unit(user, found, RECEIVE) is None:
        require(user, RECEIVE, found)
    try:
        reply_take_back(case=found, by=user)
    except DafengError as error:
        messages.error(request, error_words(error))
    else:
        messages.success(request, _("已退给经办人修改。"))
    return redirect(found)


def _visible_file(user: User, found: Case, number: int) -> CaseFile:
    """A file of a confirmed answer, or of a draft for the unit's own people."""
    for one in found.replies.all():
        seen = one.confirmed_at is not None or reads_drafts_of(user, found)
        files = [*one.files.all()] if seen else []
        for kept in files:
            if kept.pk == number:
                return kept
    raise Http404


@require_http_methods(["GET", "HEAD"])
def file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file of an answer, to keep; never shown inside the site."""
    user = signed_in(request)
    kept = _visible_file(user, visible_case(user, pk), file)
    return paper_response(kept.sha256, name=kept.name)


@require_POST
def file_remove(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Take a file off a draft."""
    user = signed_in(request)
    found, _unit = _writing(user, pk)
    kept = _visible_file(user, found, file)
    try:
        reply_file_remove(file=kept, by=user)
    except DafengError as error:
        messages.error(request, error_words(error))
    else:
        messages.success(request, _("文件已移除。"))
    return redirect("supervision:reply", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Say that a line of the plan is done."""
    user = signed_in(request)
    found, _unit = _writing(user, pk)
    lines = [] if found.accepted_reply is None else found.accepted_reply.items.all()
    line = next((one for one in lines if one.pk == item), None)
    if line is None:
        raise Http404
    form = ItemDoneForm(
        posted(request), sent_files(request), initial={"on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            item_done(item=line, by=user, **form.cleaned_data)
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已登记完成。"))
            return redirect(found)
    context = {"form": form, "case": found, "item": line}
    return render(request, "supervision/item.html", context)
