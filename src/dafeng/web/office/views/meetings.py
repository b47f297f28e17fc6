"""Meetings of the leading group: the list, one meeting, its plan, its agenda sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.core.sending import DOCX, file_response
from dafeng.web.office.agenda_paper import agenda_paper
from dafeng.web.office.forms import MeetingChangeForm, MeetingFilterForm, MeetingForm
from dafeng.web.office.meeting_compare import compared
from dafeng.web.office.models import Meeting
from dafeng.web.office.selectors.meetings import (
    left_open,
    meeting_in_full,
    meeting_log,
    next_meeting,
    office_of_meetings,
    proposed_for,
    units_to_invite,
)
from dafeng.web.office.services.meetings import (
    StaleMeetingError,
    facts_of,
    meeting_change,
    meeting_plan,
)
from dafeng.web.office.wording import error_words

VIEW, PREPARE = "office.meeting.view", "office.meeting.prepare"


def visible_meeting(user: User, pk: int) -> Meeting:
    """The meeting, if the person may see it; else there is none."""
    found = meeting_in_full(user, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD"])
def meetings(request: HttpRequest) -> HttpResponse:
    """The list: what is ahead, what was held."""
    user = signed_in(request)
    require(user, VIEW)
    form = MeetingFilterForm(request.GET)
    rows = meeting_log(user)
    if state := form.wanted():
        rows = rows.filter(state=state)
    organisation = office_of_meetings(user)
    context: dict[str, Any] = {
        "form": form,
        "rows": page_of(request, rows),
        "organisation": organisation,
        "coming": None if organisation is None else next_meeting(organisation),
        "left": [] if organisation is None else left_open(organisation),
    }
    return render(request, "office/meetings.html", context)


@require_http_methods(["GET", "HEAD"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting; who prepares it also sees what waits for a decision."""
    user = signed_in(request)
    found = visible_meeting(user, pk)
    prepares = found.is_ahead and may(user, PREPARE, found.organisation)
    today = timezone.localdate()
    context = {
        "meeting": found,
        "points": list(found.agenda.all()),
        "has_come": found.planned_on <= today,
        "proposed": proposed_for(found, on=today) if prepares else [],
    }
    return render(request, "office/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting; what earlier ones left open comes along."""
    user = signed_in(request)
    require(user, PREPARE)
    organisation = office_of_meetings(user)
    if organisation is None:
        raise Http404
    form = MeetingForm(posted(request), units=units_to_invite(organisation))
    if request.method == "POST" and form.is_valid():
        try:
            made = meeting_plan(organisation=organisation, by=user, facts=form.facts())
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已登记会议。请从下面的事项中列议题。"))
            return redirect(made)
    context = {"form": form, "left": left_open(organisation)}
    return render(request, "office/meeting_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is planned."""
    user = signed_in(request)
    found = visible_meeting(user, pk)
    require(user, PREPARE, found.organisation)
    form, rows = _changing(found, posted(request)), []
    if request.method == "POST" and form.is_valid():
        try:
            meeting_change(
                meeting=found,
                by=user,
                facts=form.facts(),
                version=form.cleaned_data["version"],
            )
        except StaleMeetingError as error:
            rows = compared(error.mine, error.theirs)
            newest = request.POST.copy()
            newest["version"] = str(error.version)
            form = _changing(found, newest)
            form.add_error(None, error_words(error))
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect(found)
    context = {"form": form, "meeting": found, "rows": rows}
    return render(request, "office/meeting_edit.html", context)


def _changing(found: Meeting, data: QueryDict | None) -> MeetingChangeForm:
    return MeetingChangeForm(
        data, units=units_to_invite(found.organisation), initial=_initial(found)
    )


@require_http_methods(["GET", "HEAD"])
def meeting_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda as it is laid on the table."""
    found = visible_meeting(signed_in(request), pk)
    context = {"meeting": found, "points": list(found.agenda.all())}
    return render(request, "office/meeting_sheet.html", context)


@require_http_methods(["GET", "HEAD"])
def meeting_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same agenda as a document."""
    # Writing documents loads a library that no other page needs.
    from dafeng.reports import as_docx  # noqa: PLC0415

    found = visible_meeting(signed_in(request), pk)
    content = as_docx(agenda_paper(found), made_on=found.planned_on)
    return file_response(content, f"{found.title}.docx", DOCX)


def _initial(found: Meeting) -> dict[str, Any]:
    facts = facts_of(found)
    names = ("title", "planned_on", "starts_at", "place", "chair", "participants")
    return {name: getattr(facts, name) for name in names} | {
        "units": [unit.pk for unit in facts.units],
        "version": found.version,
    }
