"""The list of unit-years, one report, its files."""

from __future__ import annotations

from datetime import date

import attrs
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.enterprises.reporting import (
    Hand,
    branch_of,
    days_of,
    keep_until,
    told_by,
)
from dafeng.web.core.access import signed_in
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.core.sending import file_response
from dafeng.web.office.views.files import paper_response
from dafeng.web.verification.documents import (
    FileKind,
    conclusion_file,
    report_file,
)
from dafeng.web.verification.exporting import report_workbook
from dafeng.web.verification.forms import ReportFilterForm, ReportForm
from dafeng.web.verification.models import Deposit, EmissionReport, ReportStep
from dafeng.web.verification.permissions import CONFIRM, VIEW
from dafeng.web.verification.selectors.beside import beside
from dafeng.web.verification.selectors.markets import members_without_report
from dafeng.web.verification.selectors.reports import (
    checks_of,
    enterprises_for,
    gap_of,
    grid_counts,
    grid_of,
    market_of,
    newest_record,
    newest_version,
    overdue_count,
    plan_in_force,
    plans_of,
    plans_waiting,
    report_rows,
    reports_for,
    row_of,
    state_counts,
    versions_side_by_side,
    years_present,
)
from dafeng.web.verification.selectors.terms import review_due, told_due
from dafeng.web.verification.services.nonconforming import WRITTEN_IN
from dafeng.web.verification.services.opening import report_open
from dafeng.web.verification.views.offers import (
    PUT_RIGHT,
    acts_for,
    findings_with_acts,
    may_act,
)
from dafeng.web.verification.views.visible import acted, visible_report
from dafeng.web.verification.wording import compliance_sentence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = {FileKind.DOCX: DOCX, FileKind.PDF: "application/pdf"}


@require_http_methods(["GET", "HEAD"])
def reports(request: HttpRequest) -> HttpResponse:
    """Unit-years with their states and last days."""
    user = signed_in(request)
    require(user, VIEW)
    today, years = timezone.localdate(), years_present(user)
    form = ReportFilterForm(request.GET, years=years)
    page = page_of(request, report_rows(user, form.wanted()))
    told = [row_of(one, today) for one in page]
    newest = next((one for one in years if one < today.year), today.year - 1)
    counts = state_counts(user, newest)
    context = {
        "form": form,
        "rows": page,
        "told": told,
        "newest": newest,
        "n": sum(counts.values()),
        "cleared": counts.get("cleared", 0),
        "short": counts.get("short", 0),
        "returned": counts.get("returned", 0),
        "overdue": overdue_count(user, today),
        "waiting": plans_waiting(user),
        "unreported": members_without_report(user, newest),
        "may_open": may(user, CONFIRM),
        "today": today,
    }
    return render(request, "verification/reports.html", context)


@require_http_methods(["GET", "HEAD"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one report."""
    user = signed_in(request)
    found = visible_report(user, pk)
    today = timezone.localdate()
    plans = plans_of(found.enterprise)
    day = min(today, date(found.year, 12, 31))
    plan = plan_in_force(found.enterprise, day, plans)
    branch = branch_of(found.branch)
    grid = grid_of(found, plans, today) if branch.deposits else ()
    version, gap = newest_version(found), gap_of(found)
    verification = getattr(found, "verification", None)
    market = market_of(found)
    context = {
        "report": found,
        "row": row_of(found, today),
        "branch": branch,
        "days": days_of(branch, found.year),
        "plan": plan,
        "plans": plans,
        "grid": grid,
        "counts": grid_counts(grid),
        "version": version,
        "versions": list(found.versions.all()),
        "all_reported": version is not None
        and all(one.reported_t is not None for one in version.lines.all() if one.flow),
        "sides": versions_side_by_side(found),
        "checks": checks_of(found, grid, today),
        "beside": beside(found, today),
        "gap": gap,
        "gap_sentence": compliance_sentence(gap, market),
        "verification": verification,
        "telling": _telling(found),
        "review": review_due(found),
        "keep_until": keep_until(timezone.localdate(newest_record(found))),
        "acts": acts_for(user, found, market),
        "put_right": PUT_RIGHT,
        "findings": findings_with_acts(user, found),
        "may_find": verification is not None
        and verification.state in WRITTEN_IN
        and may_act(user, found, Hand.VERIFIER),
        "may": {hand.value: may_act(user, found, hand) for hand in Hand},
        "market": market,
        "today": today,
    }
    return render(request, "verification/report.html", context)


@attrs.frozen(kw_only=True)
class Telling:
    """The last day to tell a result, and whether it was kept."""

    due_on: date
    late: bool
    unsure: bool


def _telling(found: EmissionReport) -> Telling | None:
    """When the result is to be told; None before the conclusion."""
    verification, due = getattr(found, "verification", None), told_due(found)
    if verification is None or due is None:
        return None
    told = verification.told_on or timezone.localdate()
    return Telling(
        due_on=due,
        late=told > due,
        unsure=bool(told_by(verification.concluded_on).findings),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
    """Open the report of a unit on a year."""
    user = signed_in(request)
    require(user, CONFIRM)
    form = ReportForm(
        posted(request),
        enterprises=enterprises_for(user, CONFIRM),
        initial={"year": timezone.localdate().year - 1},
    )
    made: list[EmissionReport] = []

    def do() -> None:
        made.append(
            report_open(
                enterprise=form.cleaned_data["enterprise"], by=user, facts=form.facts()
            )
        )

    return acted(request, form, do, "verification:reports", title=_("建立排放报告"))


@require_http_methods(["GET", "HEAD"])
def report_document(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The report as a document."""
    found = visible_report(signed_in(request), pk)
    asked = request.GET.get("version", "")
    version = next(
        (one for one in found.versions.all() if str(one.number) == asked), None
    )
    if asked and version is None:
        raise Http404
    made = report_file(found, FileKind(kind), timezone.localdate(), version)
    return file_response(made.content, made.name, MEDIA[FileKind(kind)])


@require_http_methods(["GET", "HEAD"])
def conclusion_document(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The conclusion of the verification as a document."""
    found = visible_report(signed_in(request), pk)
    if not hasattr(found, "verification") or not found.verification.conclusion:
        raise Http404
    made = conclusion_file(found, FileKind(kind), timezone.localdate())
    return file_response(made.content, made.name, MEDIA[FileKind(kind)])


@require_http_methods(["GET", "HEAD"])
def report_tables(request: HttpRequest, pk: int) -> HttpResponse:
    """Tables of the report as a workbook."""
    found = visible_report(signed_in(request), pk)
    today = timezone.localdate()
    grid = grid_of(found, plans_of(found.enterprise), today)
    name = f"report-{found.year}-{found.enterprise.code}.xlsx"
    return file_response(report_workbook(found, grid), name, XLSX)


@require_http_methods(["GET", "HEAD"])
def deposit_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a deposit, to keep."""
    user = signed_in(request)
    require(user, VIEW)
    rows = Deposit.objects.filter(report__in=reports_for(user), pk=pk)
    found = rows.first()
    if found is None or not found.file_sha256:
        raise Http404
    return paper_response(found.file_sha256, name=found.file_name)


@require_http_methods(["GET", "HEAD"])
def step_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a step, to keep."""
    user = signed_in(request)
    require(user, VIEW)
    rows = ReportStep.objects.filter(report__in=reports_for(user), pk=pk)
    found = rows.first()
    if found is None or not found.file_sha256:
        raise Http404
    return paper_response(found.file_sha256, name=found.file_name)
