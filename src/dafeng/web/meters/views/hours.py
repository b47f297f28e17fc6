"""The kinds of hours: what holds, a new edition, one taken back."""

from __future__ import annotations

from datetime import date, datetime

import attrs
import numpy as np
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.days import CHINA
from dafeng.base.errors import DafengError
from dafeng.meters import TariffPeriod
from dafeng.web.core.access import signed_in
from dafeng.web.core.inside import district_of, inside
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.meters.calendars import house_calendar
from dafeng.web.meters.forms.hours import HoursEditionForm, HoursRows, hours_rows
from dafeng.web.meters.forms.points import ReasonForm
from dafeng.web.meters.models import HoursEdition, Tariff
from dafeng.web.meters.models.hours import HOURS, MONTHS
from dafeng.web.meters.permissions import TARIFF, VIEW
from dafeng.web.meters.services.hours import hours_enter, hours_withdraw
from dafeng.web.meters.views.register import acted, tell

MID_MONTH = 15


@attrs.frozen(kw_only=True)
class MonthHours:
    """The kinds of the 24 hours of a day in a month."""

    month: int
    periods: tuple[Tariff.Period, ...]


@require_http_methods(["GET", "HEAD"])
def hours(request: HttpRequest) -> HttpResponse:
    """Which hours are dear this year, as a picture, and the editions."""
    user = signed_in(request)
    require(user, VIEW)
    today = timezone.localdate()
    district = district_of(user, TARIFF)
    editions = _editions(user)
    context = {
        "year": today.year,
        "months": months_of_hours(today.year),
        "hours": range(HOURS),
        "editions": editions.prefetch_related("rows"),
        "may_keep": district is not None and may(user, TARIFF, district),
        "kinds": [one for one in Tariff.Period if one.value],
    }
    return render(request, "meters/hours.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hours_new(request: HttpRequest) -> HttpResponse:
    """Enter what a notice sets."""
    user = signed_in(request)
    district = district_of(user, TARIFF)
    if district is None:
        raise PermissionDenied
    require(user, TARIFF, district)
    form = HoursEditionForm(posted(request))
    rows = HoursRows(posted(request), prefix="rows")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            hours_enter(
                organisation=district,
                by=user,
                rows=hours_rows(rows),
                **form.cleaned_data,
            )
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            messages.success(request, _("分时时段已登记，用能将按新的时段重新划分。"))
            return redirect("meters:points-hours")
    return render(request, "meters/hours_new.html", {"form": form, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def hours_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an edition back."""
    user = signed_in(request)
    require(user, VIEW)
    edition = _editions(user).filter(pk=pk).first()
    if edition is None:
        raise Http404
    require(user, TARIFF, edition)
    form = ReasonForm(posted(request))

    def act() -> None:
        hours_withdraw(edition=edition, by=user, **form.cleaned_data)

    back, title = reverse("meters:points-hours"), _("撤下分时时段")
    return acted(request, form, act, back=back, title=title, about=edition)


def months_of_hours(year: int) -> tuple[MonthHours, ...]:
    """The kinds of hours in the middle of each month of a year."""
    calendar = house_calendar()
    made = []
    for month in range(1, MONTHS + 1):
        day = date(year, month, MID_MONTH)
        begin = datetime.combine(day, datetime.min.time(), CHINA)
        first = int(begin.timestamp()) // 3600
        kinds = calendar.periods(np.arange(first, first + HOURS))
        names = (TariffPeriod(kind).name.lower() for kind in kinds.tolist())
        made.append(MonthHours(month=month, periods=tuple(map(Tariff.Period, names))))
    return tuple(made)


def _editions(user: User) -> QuerySet[HoursEdition]:
    """Editions that stand, of the district in which the person reads meters."""
    mine = inside("organisation__path", user, VIEW)
    return HoursEdition.objects.filter(mine, withdrawn_at=None)
