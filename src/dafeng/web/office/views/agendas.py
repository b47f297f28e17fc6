"""The agenda of a meeting: points taken, written, moved, dropped."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.office.forms import PointForm
from dafeng.web.office.models import AgendaRow, Meeting
from dafeng.web.office.selectors.meetings import proposal_named, units_to_invite
from dafeng.web.office.services.agendas import (
    Way,
    agenda_add,
    agenda_change,
    agenda_drop,
    agenda_move,
    agenda_take,
)
from dafeng.web.office.views.meetings import PREPARE, visible_meeting
from dafeng.web.office.wording import error_words


def _prepared(user: User, pk: int) -> Meeting:
    found = visible_meeting(user, pk)
    require(user, PREPARE, found.organisation)
    return found


def _point(found: Meeting, row: int) -> AgendaRow:
    for one in found.agenda.all():
        if one.pk == row:
            return one
    raise Http404


@require_http_methods(["POST"])
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Put ticked proposals on the agenda."""
    user = signed_in(request)
    found = _prepared(user, pk)
    keys = request.POST.getlist("item")
    items = proposal_named(found, keys, on=timezone.localdate())
    try:
        made = agenda_take(meeting=found, by=user, items=items)
    except DafengError as error:
        messages.error(request, error_words(error))
        return redirect(found)
    count = len(made)
    if count:
        words = ngettext("已列入 %(n)s 项议题。", "已列入 %(n)s 项议题。", count)
        messages.success(request, words % {"n": count})
    else:
        messages.error(request, _("没有选中事项，议程没有变化。"))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def point_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a point of the office's own."""
    user = signed_in(request)
    found = _prepared(user, pk)
    form = PointForm(posted(request), units=units_to_invite(found.organisation))
    if request.method == "POST" and form.is_valid():
        try:
            agenda_add(meeting=found, by=user, **form.cleaned_data)
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("议题已列入议程。"))
            return redirect(found)
    context = {"form": form, "meeting": found, "row": None}
    return render(request, "office/agenda_point.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def point_edit(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Word a point anew."""
    user = signed_in(request)
    found = _prepared(user, pk)
    point = _point(found, row)
    form = PointForm(
        posted(request),
        units=units_to_invite(found.organisation),
        initial={
            "title": point.title,
            "why": point.why,
            "presenter": point.presenter_id,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            agenda_change(row=point, by=user, **form.cleaned_data)
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect(found)
    context = {"form": form, "meeting": found, "row": point}
    return render(request, "office/agenda_point.html", context)


@require_http_methods(["POST"])
def point_move(request: HttpRequest, pk: int, row: int, way: str) -> HttpResponse:
    """Move a point up or down."""
    user = signed_in(request)
    found = _prepared(user, pk)
    point = _point(found, row)
    if way not in set(Way):
        raise Http404
    try:
        agenda_move(row=point, by=user, way=Way(way))
    except DafengError as error:
        messages.error(request, error_words(error))
    return redirect(f"{found.get_absolute_url()}#agenda")


@require_http_methods(["POST"])
def point_drop(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take a point off the agenda."""
    user = signed_in(request)
    found = _prepared(user, pk)
    point = _point(found, row)
    try:
        agenda_drop(row=point, by=user)
    except DafengError as error:
        messages.error(request, error_words(error))
    else:
        messages.success(request, _("已移出议程。"))
    return redirect(found)
