"""The report on the quality of data: a month of all enterprises."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import NotFoundError
from dafeng.web.core.access import signed_in
from dafeng.web.core.days import possible_day
from dafeng.web.core.paging import page_of_records
from dafeng.web.core.permissions import require
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.meters.exporting_quality import quality_workbook
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.quality import QualityReport, quality_report


@require_http_methods(["GET", "HEAD"])
def quality(request: HttpRequest) -> HttpResponse:
    """Which enterprises hold the official measures in a month, the worst first."""
    report = _asked(request)
    only = request.GET.get("only") == "broken"
    firms = [one for one in report.firms if one.broken or not only]
    context = {"report": report, "rows": page_of_records(request, firms), "only": only}
    return render(request, "meters/quality.html", context)


@require_http_methods(["GET", "HEAD"])
def quality_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, with the counts of every mark and trouble."""
    report = _asked(request)
    name = f"{_('数据质量')}-{report.month:%Y-%m}.xlsx"
    made = quality_workbook(report, on=timezone.localdate())
    return file_response(made, name, XLSX)


def _asked(request: HttpRequest) -> QualityReport:
    user = signed_in(request)
    require(user, VIEW)
    text = request.GET.get("month", "")
    try:
        return quality_report(user, month=_month(text) if text else None)
    except NotFoundError as error:  # no rule says anything of that month
        raise Http404 from error


def _month(text: str) -> date:
    try:
        found = date.fromisoformat(f"{text}-01")
        possible_day(found)
    except (ValueError, ValidationError) as error:
        raise Http404 from error
    return found
