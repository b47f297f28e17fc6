"""The office's year: list and strip, done marks, rows of the house's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import DafengError
from dafeng.base.periods import Period
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.core.sending import file_response
from dafeng.web.office.exporting import turn_cells, turn_head, turns_ics
from dafeng.web.office.forms import CalendarFilterForm, DoneForm, EndForm, OwnRuleForm
from dafeng.web.office.forms.calendar import month_name
from dafeng.web.office.ics import CONTENT_TYPE
from dafeng.web.office.openings import address_of
from dafeng.web.office.selectors.calendar import (
    Turn,
    TurnState,
    calendar_owner,
    marks_of,
    months_of,
    narrowed,
    next_turns,
    own_rules_for,
    turn_at,
    turns_of,
)
from dafeng.web.office.services.calendar import (
    own_rule_add,
    own_rule_end,
    turn_done,
    turn_undone,
)
from dafeng.web.office.wording import error_words

VIEW, CHANGE = "office.calendar.view", "office.calendar.change"
NEXT = 6


def _owner(user: User) -> Organisation:
    """The district whose calendar it is; who has none is told what is missing."""
    require(user, VIEW)
    found = calendar_owner(user)
    if found is None:
        raise Http404
    return found


def _listed(
    request: HttpRequest,
) -> tuple[Organisation, CalendarFilterForm, list[Turn]]:
    """Whose calendar, the filter, and the turns of the filter's year."""
    organisation = _owner(signed_in(request))
    today = timezone.localdate()
    form = CalendarFilterForm(request.GET, today=today)
    year = Period.year(form.wanted().year)
    turns = turns_of(organisation, first=year.start, last=year.end, on=today)
    return organisation, form, turns


@require_http_methods(["GET", "HEAD"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The year as a strip of months and a list."""
    organisation, form, turns = _listed(request)
    wanted = form.wanted()
    waiting = next_turns(organisation, on=timezone.localdate())
    context: dict[str, Any] = {
        "organisation": organisation,
        "form": form,
        "wanted": wanted,
        "months": [(month_name(one.number), one) for one in months_of(turns)],
        "turns": narrowed(turns, wanted),
        "next": waiting[:NEXT],
        "overdue": sum(turn.state is TurnState.OVERDUE for turn in waiting),
        "soon": sum(turn.state is not TurnState.OVERDUE for turn in waiting),
    }
    return render(request, "office/calendar.html", context)


@require_http_methods(["GET", "HEAD"])
def calendar_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV."""
    _organisation, form, turns = _listed(request)
    rows = narrowed(turns, form.wanted())
    name = f"calendar-{form.wanted().period.code}.csv"
    return csv_response(name=name, header=turn_head(), rows=turn_cells(rows))


@require_http_methods(["GET", "HEAD"])
def calendar_ics(request: HttpRequest) -> HttpResponse:
    """The same list for people's own calendars."""
    organisation, form, turns = _listed(request)
    rows = narrowed(turns, form.wanted())
    content = turns_ics(organisation, rows, timezone.localdate())
    name = f"calendar-{form.wanted().period.code}.ics"
    return file_response(content, name, CONTENT_TYPE)


@require_http_methods(["GET", "HEAD", "POST"])
def turn(request: HttpRequest, key: str) -> HttpResponse:
    """One turn: what it is, its source, who marked it; mark it as done."""
    user = signed_in(request)
    organisation = _owner(user)
    today = timezone.localdate()
    found = turn_at(organisation, key, on=today)
    if found is None:
        raise Http404
    form = DoneForm(posted(request), initial={"done_on": today})
    if request.method == "POST":
        require(user, CHANGE, organisation)
        if form.is_valid():
            try:
                turn_done(
                    organisation=organisation,
                    item=found.item,
                    by=user,
                    **form.cleaned_data,
                )
            except ValidationError as problem:
                add_errors(form, problem)
            except DafengError as error:
                form.add_error(None, error_words(error))
            else:
                messages.success(request, _("已登记办结。"))
                return redirect("office:turn", key)
    context = {
        "turn": found,
        "form": form,
        "organisation": organisation,
        "marks": marks_of(organisation, key),
        "opens": address_of(found.item.rule.opens, user),
    }
    return render(request, "office/turn.html", context)


@require_POST
def turn_take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take a mark back."""
    user = signed_in(request)
    organisation = _owner(user)
    require(user, CHANGE, organisation)
    mark = get_object_or_404(marks_of(organisation, key), undone=False)
    try:
        turn_undone(mark=mark, by=user)
    except DafengError as error:
        messages.error(request, error_words(error))
    else:
        messages.success(request, _("办结登记已取消。"))
    return redirect("office:turn", key)


@require_http_methods(["GET", "HEAD", "POST"])
def own_rules(request: HttpRequest) -> HttpResponse:
    """Rows that the house added, and a form for another."""
    user = signed_in(request)
    organisation = _owner(user)
    form = OwnRuleForm(posted(request), initial={"valid_from": timezone.localdate()})
    if request.method == "POST":
        require(user, CHANGE, organisation)
        if form.is_valid():
            try:
                own_rule_add(organisation=organisation, by=user, row=form.row())
            except ValidationError as problem:
                add_errors(form, problem)
            except DafengError as error:
                form.add_error(None, error_words(error))
            else:
                messages.success(request, _("已加入日历。"))
                return redirect("office:own-rules")
    context = {
        "organisation": organisation,
        "form": form,
        "rows": own_rules_for(user),
    }
    return render(request, "office/own_rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def own_rule_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a row its last day."""
    user = signed_in(request)
    _owner(user)
    rule = get_object_or_404(own_rules_for(user), pk=pk)
    require(user, CHANGE, rule)
    form = EndForm(posted(request), initial={"valid_to": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            own_rule_end(rule=rule, by=user, valid_to=form.cleaned_data["valid_to"])
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, _("已设终止日。"))
            return redirect("office:own-rules")
    return render(request, "office/own_rule_end.html", {"form": form, "rule": rule})
