"""The enterprises with what they use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.meters import quality_rules_on
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.paging import ROWS
from dafeng.web.core.permissions import require
from dafeng.web.meters import exporting_energy
from dafeng.web.meters.charts.energy import (
    days_chart,
    hours_chart,
    structure_chart,
    years_chart,
)
from dafeng.web.meters.forms.energy import EnergyFilterForm
from dafeng.web.meters.models import EnergyDigest, MeterPoint
from dafeng.web.meters.panels import enterprise_panels
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.balance import places_of_month
from dafeng.web.meters.selectors.cutoff import Missing, missing_of
from dafeng.web.meters.selectors.energy import (
    EnergyRow,
    colour_counts,
    data_day,
    energy_rows,
    enterprises_for,
    judged_one,
    neighbours,
    towns_of,
)
from dafeng.web.meters.selectors.energy_page import (
    EnterpriseEnergy,
    enterprise_energy,
)
from dafeng.web.meters.selectors.energy_year import energy_days
from dafeng.web.meters.selectors.energy_years import enterprise_years
from dafeng.web.meters.sentences_energy import day_sentence, month_sentence
from dafeng.web.meters.wording_energy import carrier_words

_WEEK = timedelta(days=7)


@require_http_methods(["GET", "HEAD"])
def enterprises(request: HttpRequest) -> HttpResponse:
    """The list, narrowed."""
    user = signed_in(request)
    require(user, VIEW)
    form, rows = _asked(request, user)
    context = {
        "form": form,
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "count": len(rows),
        "counts": colour_counts(rows),
        "day": data_day(rows),
        "total_g": sum(row.digest.month_g or 0 for row in rows if row.digest),
        "known": sum(
            1 for row in rows if row.digest and row.digest.month_g is not None
        ),
    }
    return render(request, "meters/energy_list.html", context)


@require_http_methods(["GET", "HEAD"])
def enterprises_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV, all of its pages."""
    user = signed_in(request)
    require(user, VIEW)
    _form, rows = _asked(request, user)
    return csv_response(
        name="energy.csv",
        header=exporting_energy.list_head(),
        rows=exporting_energy.list_cells(rows),
    )


@require_http_methods(["GET", "HEAD"])
def enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    """One enterprise: words, figures, pictures, meters, and what other rooms bring."""
    user = signed_in(request)
    found = _visible(user, pk)
    page = enterprise_energy(found)
    previous, following = neighbours(user, found)
    context: dict[str, Any] = {
        "enterprise": found,
        "page": page,
        "previous": previous,
        "next": following,
        "panels": enterprise_panels(user, found),
        "missing": _missing(found),
    }
    if page is not None:
        context |= _shown(user, page)
        context |= _years(page.digest)
    else:
        context["points"] = MeterPoint.objects.filter(enterprise=found).count()
        context["statements"] = found.monthly_statements.filter(
            withdrawn_at=None
        ).count()
    return render(request, "meters/energy_one.html", context)


@require_http_methods(["GET", "HEAD"])
def enterprise_days(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Days of an enterprise by carrier as CSV: a year up to the newest day."""
    found = _visible(signed_in(request), pk)
    return csv_response(
        name=f"energy-{found.code}.csv",
        header=exporting_energy.days_head(),
        rows=exporting_energy.days_cells(energy_days(found)),
    )


def _visible(user: User, pk: int) -> Organisation:
    found = enterprises_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(user: User, page: EnterpriseEnergy) -> dict[str, Any]:
    today = timezone.localdate()
    parts = [
        (carrier_words(line.carrier), line.carrier.code, line.tce_g)
        for line in page.carriers
        if line.tce_g
    ]
    hours = page.digest.hours
    lines = {
        _day_name(page.day): hours.get("today", []),
        _day_name(page.day - timedelta(days=1)): hours.get("yesterday", []),
        _day_name(page.day - _WEEK): hours.get("week", []),
    }
    count = len(page.days_now)
    days = [page.day - timedelta(days=count - 1 - place) for place in range(count)]
    labels = [f"{one:%m-%d}" for one in days]
    return {
        "day_words": day_sentence(page, today=today),
        "month_words": month_sentence(page),
        "judged": judged_one(user, page.enterprise, page.quality, page.compared),
        "rules": quality_rules_on(page.day),
        "alarms": page.alarms,
        "places": places_of_month(page.meters, page.day.year),
        "source": _("在线监测读数"),
        "hours_options": hours_chart(lines),
        "hours_title": _("逐小时用能"),
        "days_options": days_chart(labels, page.days_now, page.days_before),
        "days_title": _("近 31 日逐日用能"),
        "parts": parts,
        "parts_options": structure_chart(parts),
        "parts_title": _parts_title(page),
    }


def _missing(enterprise: Organisation) -> Missing | None:
    """What the enterprise owes for the month that is over."""
    month = (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    return missing_of(month, firms=[enterprise]).get(enterprise.pk)


def _years(digest: EnergyDigest) -> dict[str, Any]:
    """Years as bars, from the second one on."""
    years = enterprise_years(digest)
    if len(years) < 2:  # noqa: PLR2004 - one bar compares nothing
        return {}
    labels = [
        str(one.year)
        if one.is_whole
        else f"{one.year}\n{one.first:%m-%d} – {one.last:%m-%d}"
        for one in years
    ]
    return {
        "years_options": years_chart(labels, [one.tce_g for one in years]),
        "years_title": _("历年用能"),
    }


def _day_name(day: date) -> str:
    return day.isoformat()


def _parts_title(page: EnterpriseEnergy) -> str:
    """The largest carrier and its share."""
    first = page.carriers[0] if page.carriers else None
    if first is None or first.share is None:
        return _("本月用能结构")
    return _("%(carrier)s占 %(share)s%%") % {
        "carrier": carrier_words(first.carrier),
        "share": round(first.share),
    }


def _asked(
    request: HttpRequest, user: User
) -> tuple[EnergyFilterForm, list[EnergyRow]]:
    form = EnergyFilterForm(request.GET, towns=towns_of(user))
    return form, energy_rows(user, form.wanted())
