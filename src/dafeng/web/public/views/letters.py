"""Letters of the public, inside: read, answered, published as agreed, closed."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import NOT_SEEN, SeenVersionForm, posted
from dafeng.web.notices.services.writing import mail_is_on
from dafeng.web.public.forms import AnswerForm, CloseForm
from dafeng.web.public.models import Feedback, FeedbackState
from dafeng.web.public.selectors.feedback import ANSWER, feedback_for
from dafeng.web.public.services.feedback import (
    feedback_answer,
    feedback_close,
    feedback_hide,
    feedback_publish,
)
from dafeng.web.public.wording import error_words


@attrs.frozen(kw_only=True)
class _Deed:
    """One act on a letter, and what is said then."""

    run: Callable[[Feedback, User, HttpRequest, int], Feedback]
    done: str | Promise


def _close(letter: Feedback, by: User, request: HttpRequest, seen: int) -> Feedback:
    form = CloseForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return feedback_close(feedback=letter, by=by, reason=reason, revision=seen)


DEEDS = {
    "publish": _Deed(
        run=lambda letter, by, _request, seen: feedback_publish(
            feedback=letter, by=by, revision=seen
        ),
        done=_("已公开。"),
    ),
    "hide": _Deed(
        run=lambda letter, by, _request, seen: feedback_hide(
            feedback=letter, by=by, revision=seen
        ),
        done=_("已不再公开。"),
    ),
    "close": _Deed(run=_close, done=_("已办结。")),
}


@require_http_methods(["GET", "HEAD"])
def letters(request: HttpRequest) -> HttpResponse:
    """Letters, those that wait first on demand."""
    user = signed_in(request)
    require(user, ANSWER)
    state = request.GET.get("state", "")
    rows = feedback_for(user)
    if state in FeedbackState.values:
        rows = rows.filter(state=state)
    context = {
        "rows": page_of(request, rows),
        "state": state,
        "states": FeedbackState.choices,
        "waiting": feedback_for(user).filter(state=FeedbackState.NEW).count(),
    }
    return render(request, "public/office/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Read and answer a letter."""
    user = signed_in(request)
    require(user, ANSWER)
    found = get_object_or_404(feedback_for(user), pk=pk)
    form = AnswerForm(
        posted(request),
        initial={"answer": found.answer, "version": found.revision},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            feedback_answer(
                feedback=found,
                by=user,
                answer=data["answer"],
                revision=data["version"],
            )
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已答复。"))
            return redirect(found)
    context = {
        "form": form,
        "close": CloseForm(),
        "letter": found,
        "mail_is_on": mail_is_on(),
    }
    return render(request, "public/office/letter.html", context)


@require_POST
def letter_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Publish, hide or close a letter."""
    user = signed_in(request)
    require(user, ANSWER)
    found = get_object_or_404(feedback_for(user), pk=pk)
    known = DEEDS.get(name)
    if known is None:
        raise Http404
    form = SeenVersionForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(NOT_SEEN))
        return redirect(found)
    try:
        known.run(found, user, request, form.cleaned_data["version"])
    except DafengError as error:
        messages.error(request, error_words(error))
    else:
        messages.success(request, str(known.done))
    return redirect(found)
