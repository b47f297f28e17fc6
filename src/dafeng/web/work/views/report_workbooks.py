"""The workbook of a unit's reports in a round: out and back in."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.base.findings import Finding
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.models import Organisation
from dafeng.web.core.permissions import require
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.work.forms.reports import UploadForm
from dafeng.web.work.models import Report, Round
from dafeng.web.work.report_words import error_words
from dafeng.web.work.selectors.reports import reports_for
from dafeng.web.work.services.report_workbooks import (
    UnreadableWorkbookError,
    round_workbook,
    round_workbook_take,
)
from dafeng.web.work.views.rounds import visible_round


@require_http_methods(["GET", "HEAD"])
def download(request: HttpRequest, pk: int, unit: str) -> HttpResponse:
    """The workbook to fill in, with last period's figures."""
    round_, owner, reports = _unit_reports(request, pk, unit)
    require(signed_in(request), "work.report.fill", owner)
    content = round_workbook(round_, owner, reports, note=synthetic_mark())
    name = f"report-{round_.period}-{owner.code}.xlsx"
    return file_response(content, name, XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int, unit: str) -> HttpResponse:
    """Take the filled workbook; its answers become drafts to look over and submit."""
    round_, owner, _reports = _unit_reports(request, pk, unit)
    user = signed_in(request)
    require(user, "work.report.fill", owner)
    posted = request.method == "POST"
    form = UploadForm(
        request.POST if posted else None, request.FILES if posted else None
    )
    findings: tuple[Finding, ...] = ()
    if posted and form.is_valid():
        given = form.cleaned_data["workbook"]
        try:
            saved = round_workbook_take(
                round_=round_,
                unit=owner,
                by=user,
                name=given.name,
                content=given.read(),
            )
        except UnreadableWorkbookError as error:
            findings = error.findings
            form.add_error("workbook", error_words(error))
        except (DafengError, ValidationError) as error:
            form.add_error("workbook", error_words(error))
        else:
            words = ngettext(
                "已读入 %(count)s 份报送，存为草稿。请逐份看过再提交。",
                "已读入 %(count)s 份报送，存为草稿。请逐份看过再提交。",
                len(saved),
            )
            messages.success(request, words % {"count": len(saved)})
            return redirect("work:reports-mine")
    context = {"round": round_, "unit": owner, "form": form, "findings": findings}
    return render(request, "work/report_upload.html", context)


def _unit_reports(
    request: HttpRequest, pk: int, code: str
) -> tuple[Round, Organisation, list[Report]]:
    round_ = visible_round(request, pk)
    rows = reports_for(request.user).filter(round=round_, unit__code=code)
    reports = list(rows.prefetch_related("figures"))
    if not reports:
        raise Http404
    return round_, reports[0].unit, reports
