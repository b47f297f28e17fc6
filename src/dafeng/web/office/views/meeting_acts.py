"""What is done with a meeting: called, held, minuted, called off."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.office.forms import HeldForm, MinutesForm, OutcomeForm, ReasonForm
from dafeng.web.office.models import AgendaRow, Meeting, MeetingState
from dafeng.web.office.services.decisions import Minutes
from dafeng.web.office.services.meetings import (
    meeting_cancel,
    meeting_hold,
    meeting_invite,
    meeting_minute,
)
from dafeng.web.office.services.papers import paper_keep
from dafeng.web.office.views.meetings import PREPARE, visible_meeting
from dafeng.web.office.wording import error_words


@attrs.frozen(kw_only=True)
class _Deed:
    """One act: its form, what it does, what is said then."""

    form: Callable[[HttpRequest, Meeting], forms.Form]
    run: Callable[[Meeting, User, forms.Form], Meeting]
    title: str | Promise
    done: str | Promise


def _held_form(request: HttpRequest, meeting: Meeting) -> forms.Form:
    initial = {
        "on": min(meeting.planned_on, timezone.localdate()),
        "participants": meeting.participants,
    }
    return HeldForm(posted(request), initial=initial)


DEEDS = {
    "invite": _Deed(
        form=lambda request, _meeting: forms.Form(posted(request)),
        run=lambda meeting, by, _form: meeting_invite(meeting=meeting, by=by),
        title=gettext_lazy("发会议通知"),
        done=gettext_lazy("会议通知已发出。"),
    ),
    "held": _Deed(
        form=_held_form,
        run=lambda meeting, by, form: meeting_hold(
            meeting=meeting, by=by, **form.cleaned_data
        ),
        title=gettext_lazy("登记已召开"),
        done=gettext_lazy("已登记召开。请记录纪要。"),
    ),
    "cancel": _Deed(
        form=lambda request, _meeting: ReasonForm(posted(request)),
        run=lambda meeting, by, form: meeting_cancel(
            meeting=meeting, by=by, **form.cleaned_data
        ),
        title=gettext_lazy("取消会议"),
        done=gettext_lazy("会议已取消，议题可列入其他会议。"),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do one thing with a meeting."""
    user = signed_in(request)
    found = visible_meeting(user, pk)
    require(user, PREPARE, found.organisation)
    what = DEEDS.get(deed)
    if what is None:
        raise Http404
    form = what.form(request, found)
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
    context = {"form": form, "meeting": found, "what": what, "deed": deed}
    return render(request, "office/meeting_act.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what became of every point; what was decided enters the log."""
    user = signed_in(request)
    found = visible_meeting(user, pk)
    require(user, PREPARE, found.organisation)
    if found.state != MeetingState.HELD:
        messages.error(request, _("登记已召开后，才能记录纪要。"))
        return redirect(found)
    form = MinutesForm(posted(request), sent_files(request))
    points = [(row, _outcome(request, user, found, row)) for row in found.agenda.all()]
    if request.method == "POST":
        sound = [each.is_valid() for each in (form, *(one for _row, one in points))]
        if all(sound):
            try:
                meeting_minute(
                    meeting=found,
                    by=user,
                    minutes=_frame(found, form),
                    points=[one.point(row) for row, one in points],
                    paper=paper_keep(form.cleaned_data["paper"]),
                )
            except ValidationError as problem:
                add_errors(form, problem)
            except DafengError as error:
                form.add_error(None, error_words(error))
            else:
                messages.success(request, _("纪要已登记，决定已进入决定登记簿。"))
                return redirect(found)
    context = {"form": form, "meeting": found, "points": points}
    return render(request, "office/meeting_minutes.html", context)


def _outcome(
    request: HttpRequest, user: User, found: Meeting, row: AgendaRow
) -> OutcomeForm:
    return OutcomeForm(
        posted(request),
        prefix=f"p{row.pk}",
        user=user,
        organisation=found.organisation,
    )


def _frame(found: Meeting, form: MinutesForm) -> Minutes:
    data = form.cleaned_data
    return Minutes(
        number=data["number"],
        meeting=found.title,
        met_on=found.held_on or found.planned_on,
        chair=found.chair,
        present=found.participants,
        text=data["text"],
    )
