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
    Machine,
    branch_of,
    days_of,
    keep_until,
    report_moves_from,
    told_by,
)
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
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
from dafeng.web.verification.forms import (
    MarketForm,
    ReportFilterForm,
    ReportForm,
)
from dafeng.web.verification.models import (
    Deposit,
    EmissionReport,
    MarketMembership,
    ReportStep,
)
from dafeng.web.verification.permissions import (
    CONFIRM,
    RIGHT_OF,
    VIEW,
    object_for,
)
from dafeng.web.verification.selectors.reports import (
    checks_of,
    enterprises_for,
    gap_of,
    grid_counts,
    grid_of,
    market_of,
    newest_version,
    plan_in_force,
    plans_of,
    report_rows,
    reports_for,
    row_of,
    state_counts,
    told_due,
    versions_side_by_side,
    years_present,
)
from dafeng.web.verification.services.opening import market_enter, report_open
from dafeng.web.verification.views.acts import ACTS
from dafeng.web.verification.views.visible import acted, visible_report
from dafeng.web.verification.wording import compliance_sentence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = {FileKind.DOCX: DOCX, FileKind.PDF: "application/pdf"}
_LINES = {"compile", "compile-without", "correct"}
_BY_FINDING = {"return", "resume", "verify"}
_COMPLIANCE = {"clear", "fall-short"}


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
    plan = plan_in_force(found.enterprise, today, plans)
    branch = branch_of(found.branch)
    grid = grid_of(found, plan, today) if branch.deposits else ()
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
        "checks": checks_of(found, today),
        "gap": gap,
        "gap_sentence": compliance_sentence(gap, market),
        "verification": verification,
        "telling": _telling(found),
        "keep_until": keep_until(timezone.localdate(found.opened_at)),
        "acts": acts_for(user, found, market),
        "may": {hand.value: _may(user, found, hand) for hand in Hand},
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


def acts_for(
    user: User, found: EmissionReport, market: MarketMembership | None
) -> list[tuple[str, str]]:
    """Acts that the person can do now, with their titles; the next one first."""
    wanted: list[str] = []
    deposits = branch_of(found.branch).deposits
    verification = getattr(found, "verification", None)
    moves = list(report_moves_from(Machine.REPORT, found.state))
    if verification is not None:
        moves += report_moves_from(Machine.VERIFICATION, verification.state)
    for move in moves:
        if not _may(user, found, move.who) or move.act in _BY_FINDING:
            continue
        if move.act == ("compile-without" if deposits else "complete"):
            continue
        if move.act in _LINES:
            wanted.append("lines")
        elif move.act in _COMPLIANCE:
            wanted += [] if market is None else ["surrender", "compliance"]
        elif _fits(move.act, found):
            wanted.append(move.act)
    titles = {"lines": _("编制报告") if found.state != "returned" else _("更正报告")}
    return [
        (name, titles.get(name) or str(ACTS[name].title))
        for name in dict.fromkeys(wanted)
        if name in titles or name in ACTS
    ]


def _fits(act: str, found: EmissionReport) -> bool:
    """Whether an act that the table allows fits what was found."""
    has = bool(found.nonconformities.all())
    state = found.verification.state if hasattr(found, "verification") else ""
    if act == "issue-findings":
        return has
    if act == "conclude" and state == "site-visit":
        return not has
    return True


def _may(user: User, found: EmissionReport, hand: Hand) -> bool:
    return may(user, RIGHT_OF[hand], object_for(found, hand))


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


@require_http_methods(["GET", "HEAD", "POST"])
def market_new(request: HttpRequest) -> HttpResponse:
    """Enter that a unit is on the list of a market."""
    user = signed_in(request)
    require(user, CONFIRM)
    form = MarketForm(
        posted(request),
        enterprises=enterprises_for(user, CONFIRM),
        initial={"year": timezone.localdate().year},
    )

    def do() -> None:
        market_enter(by=user, **form.cleaned_data)

    return acted(request, form, do, "verification:reports", title=_("登记碳市场名录"))


@require_http_methods(["GET", "HEAD"])
def report_document(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The report as a document."""
    found = visible_report(signed_in(request), pk)
    made = report_file(found, FileKind(kind), timezone.localdate())
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
    grid = grid_of(found, plan_in_force(found.enterprise, today), today)
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
