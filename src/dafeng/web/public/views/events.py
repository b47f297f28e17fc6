"""Courses and campaigns, inside: the register, and whom they reached."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.forms import add_errors
from dafeng.web.core.inside import district_of
from dafeng.web.core.models import Organisation
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.public.forms import AudienceForm, EventEditForm, EventForm
from dafeng.web.public.models import AUDIENCES, Event
from dafeng.web.public.selectors.events import (
    CHANGE,
    VIEW,
    coverage_for,
    event_years,
    events_for,
    units_to_record_for,
)
from dafeng.web.public.services.events import (
    audience_set,
    event_change,
    event_record,
)
from dafeng.web.public.wording import error_words

AUDIENCE = "public.audience.change"


def _year(request: HttpRequest) -> int | None:
    text = request.GET.get("year", "")
    return int(text) or None if text.isdecimal() and len(text) == 4 else None


@require_http_methods(["GET", "HEAD"])
def events(request: HttpRequest) -> HttpResponse:
    """Every course and campaign, and the coverage of each audience."""
    user = signed_in(request)
    require(user, VIEW)
    years = event_years(user)
    year = _year(request) or (years[0] if years else timezone.localdate().year)
    words = dict(AUDIENCES)
    context = {
        "rows": page_of(request, events_for(user, year=year)),
        "coverage": [
            (words[one.audience.value], one) for one in coverage_for(user, year=year)
        ],
        "years": years,
        "year": year,
    }
    return render(request, "public/office/events.html", context)


@require_http_methods(["GET", "HEAD"])
def events_csv(request: HttpRequest) -> HttpResponse:
    """The register of a year as a file."""
    user = signed_in(request)
    require(user, VIEW)
    rows = events_for(user, year=_year(request))
    head = [
        _("日期"),
        _("名称"),
        _("类别"),
        _("对象"),
        _("主办单位"),
        _("状态"),
        _("学时"),
        _("参加人次"),
        _("其中本年首次参加的人数"),
        _("人数的依据"),
    ]
    cells = (
        [
            one.held_on.isoformat(),
            one.title,
            str(one.get_kind_display()),
            str(one.get_audience_display()),
            str(one.organisation),
            str(one.get_state_display()),
            one.hours,
            one.reached,
            one.new_people,
            one.source,
        ]
        for one in rows
    )
    return csv_response(name="events.csv", header=head, rows=cells)  # type: ignore[return-value] # streamed


@require_http_methods(["GET", "HEAD", "POST"])
def event_new(request: HttpRequest) -> HttpResponse:
    """Enter a course or campaign."""
    user = signed_in(request)
    require(user, CHANGE)
    units = units_to_record_for(user)
    form = EventForm(
        posted(request),
        units=units,
        initial={"organisation": units.first(), "state": "planned"},
    )
    if request.method == "POST" and form.is_valid():
        unit: Organisation = form.cleaned_data["organisation"]
        try:
            event_record(organisation=unit, by=user, facts=form.facts())
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已登记。"))
            return redirect("public:events")
    return render(request, "public/office/event.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a course or campaign; count who came."""
    user = signed_in(request)
    found = get_object_or_404(events_for(user), pk=pk)
    require(user, CHANGE, found.organisation)
    units = Organisation.objects.filter(pk=found.organisation_id)
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None:
        data["organisation"] = str(found.organisation_id)
    form = EventEditForm(data, units=units, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            event_change(event=found, by=user, facts=form.facts(), revision=seen)
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect("public:events")
    return render(request, "public/office/event.html", {"form": form, "event": found})


@require_http_methods(["GET", "HEAD", "POST"])
def audiences(request: HttpRequest) -> HttpResponse:
    """Say how many people an audience has in a year."""
    user = signed_in(request)
    district = district_of(user, AUDIENCE)
    require(user, AUDIENCE, district)
    if district is None:
        raise Http404
    form = AudienceForm(
        posted(request),
        initial={"year": timezone.localdate().year},
    )
    if request.method == "POST" and form.is_valid():
        try:
            audience_set(organisation=district, by=user, **form.cleaned_data)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, _("已登记。"))
            return redirect("public:events")
    context = {"form": form, "rows": district.public_audiences.all()}
    return render(request, "public/office/audiences.html", context)


def _initial(found: Event) -> dict[str, Any]:
    names = (
        *("organisation", "kind", "title", "audience", "held_on", "state", "hours"),
        *("reached", "new_people", "source", "note"),
    )
    shown = {name: getattr(found, name) for name in names}
    return {**shown, "version": found.revision}
