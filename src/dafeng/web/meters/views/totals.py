"""Energy of towns, parks and the district: page, CSV, workbook."""

from __future__ import annotations

from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.meters.charts.totals import totals_chart
from dafeng.web.meters.exporting_totals import (
    totals_cells,
    totals_head,
    totals_workbook,
)
from dafeng.web.meters.forms.totals import TotalsForm
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.totals import EnergyTotals, energy_totals, newest_day
from dafeng.web.meters.wording_totals import place_of, step_label, totals_sentence


@require_http_methods(["GET", "HEAD"])
def totals(request: HttpRequest) -> HttpResponse:
    """Picture, places over all days, and each step."""
    form, found = _asked(request, signed_in(request))
    context: dict[str, Any] = {"form": form, "found": found}
    if found is not None:
        whole = found.district.totals
        context |= {
            "sentence": totals_sentence(found),
            "options": _picture(found),
            "steps": zip(found.steps, whole.cells, strict=False),
            "rows": [(place_of(row), row) for row in found.places],
            "query": request.GET.urlencode(),
        }
    return render(request, "meters/totals.html", context)


@require_http_methods(["GET", "HEAD"])
def totals_csv(request: HttpRequest) -> HttpResponseBase:
    """One row for each place and step."""
    form, found = _asked(request, signed_in(request))
    if found is None:
        return _refused(request, form)
    return csv_response(
        name="energy-totals.csv", header=totals_head(), rows=totals_cells(found)
    )


@require_http_methods(["GET", "HEAD"])
def totals_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same as a workbook."""
    form, found = _asked(request, signed_in(request))
    if found is None:
        return _refused(request, form)
    content = totals_workbook(found, timezone.localdate())
    return file_response(content, "energy-totals.xlsx", XLSX)


def _asked(request: HttpRequest, user: User) -> tuple[TotalsForm, EnergyTotals | None]:
    require(user, VIEW)
    form = TotalsForm(request.GET, newest=newest_day() or timezone.localdate())
    asked = form.asked()
    return form, None if asked is None else energy_totals(user, asked)


def _refused(request: HttpRequest, form: TotalsForm) -> HttpResponse:
    """Days that cannot be: the page says why."""
    return render(request, "meters/totals.html", {"form": form}, status=400)


def _picture(found: EnergyTotals) -> dict[str, Any]:
    labels = [step_label(found.asked.step, first) for first, _last in found.steps]
    lines = [
        (place_of(row), [cell.tce_g for cell in row.totals.cells])
        for row in found.places
    ]
    return totals_chart(labels, lines, _("其他"))
