"""What the rules propose, and what people decide about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dafeng.assessment.consequences import Ruling
from dafeng.base.errors import DafengError
from dafeng.web.assessment.exporting import (
    mark_of,
    proposal_cells,
    proposal_head,
    table_workbook,
)
from dafeng.web.assessment.forms import DecideForm, ProposalFilterForm
from dafeng.web.assessment.models import AssessmentRun, ProposalRow
from dafeng.web.assessment.offers import offers_of
from dafeng.web.assessment.selectors.proposals import (
    proposal_of,
    proposals_for,
    proposals_shown,
    tally_of,
)
from dafeng.web.assessment.selectors.scores import titles_of
from dafeng.web.assessment.selectors.standings import indicators_of
from dafeng.web.assessment.services.deciding import proposal_decide, proposals_decide
from dafeng.web.assessment.views.visible import frame, visible_run
from dafeng.web.assessment.wording import error_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.core.ticked import ticked

ROWS = 25


@require_http_methods(["GET", "HEAD", "POST"])
def proposals(
    request: HttpRequest, slug: str, period: str, scheme: str
) -> HttpResponse:
    """The filtered table, strongest steps first; several are decided at once."""
    run = visible_run(request, slug, period, scheme)
    chosen = ticked(request, "proposal")
    form = DecideForm(posted(request), ruling=_ruling(request))
    if request.method == "POST":
        require(signed_in(request), "assessment.proposal.decide", run.organisation)
        if form.is_valid() and _decided(request, run, chosen, form):
            return redirect(request.get_full_path())
    tally, targets = tally_of(request.user, run), indicators_of(run)
    filters = ProposalFilterForm(request.GET, units=tally.units)
    shown = proposals_shown(request.user, run, filters.wanted())
    context = frame(request, run) | {
        "rows": Paginator(shown, ROWS).get_page(request.GET.get("page")),
        "total": tally.total,
        "open": tally.waiting,
        "steps": tally.steps,
        "filters": filters,
        "form": form,
        "chosen": chosen,
        "names": titles_of(run) | targets,
        "targets": targets,
        "can_decide": _can_decide(request, run),
    }
    return render(request, "assessment/proposals.html", context)


def _decided(
    request: HttpRequest, run: AssessmentRun, chosen: list[int], form: DecideForm
) -> bool:
    """Decide about what was chosen; whether it went through."""
    rows = list(proposals_for(request.user, run).filter(pk__in=chosen))
    if form.ruling is None:
        raise BadRequest
    try:
        count = proposals_decide(
            proposals=rows,
            by=signed_in(request),
            ruling=form.ruling,
            reason=form.cleaned_data["reason"],
        )
    except DafengError as error:
        form.add_error(None, error_words(error))
        return False
    words = ngettext(
        "已决定 %(count)s 条建议。系统不会自动发送，请按程序印发。",
        "已决定 %(count)s 条建议。系统不会自动发送，请按程序印发。",
        count,
    )
    messages.success(request, words % {"count": count})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(
    request: HttpRequest, slug: str, period: str, scheme: str, pk: int
) -> HttpResponse:
    """One proposal, in the drawer or as a sheet to print; decided here."""
    run, row = _visible_proposal(request, slug, period, scheme, pk)
    form = DecideForm(posted(request), ruling=_ruling(request))
    if request.method == "POST":
        require(signed_in(request), "assessment.proposal.decide", run.organisation)
        if form.is_valid() and _decided_one(request, row, form):
            return redirect("assessment:proposals", *run.address)
    context = frame(request, run) | {
        "proposal": row,
        "subject_name": _subjects(run).get(row.subject, ""),
        "is_target": run.standings.filter(key=row.subject).exists(),
        "form": form,
        "can_decide": _can_decide(request, run),
        "offers": offers_of(request.user, row),
    }
    return render(request, "assessment/proposal.html", context)


def _decided_one(request: HttpRequest, row: ProposalRow, form: DecideForm) -> bool:
    if form.ruling is None:
        raise BadRequest
    try:
        proposal_decide(
            proposal=row,
            by=signed_in(request),
            ruling=form.ruling,
            reason=form.cleaned_data["reason"],
        )
    except DafengError as error:
        form.add_error(None, error_words(error))
        return False
    words: dict[Ruling, str] = {
        Ruling.CONFIRMED: _("已同意：%(p)s。系统不会自动发送，请按程序印发。"),
        Ruling.DECLINED: _("已记录：不予采纳“%(p)s”。"),
        Ruling.WITHDRAWN: _("已撤回：%(p)s。请按程序告知收文单位。"),
    }
    messages.success(request, words[form.ruling] % {"p": row})
    return True


def _ruling(request: HttpRequest) -> Ruling | None:
    text = request.POST.get("ruling", "")
    return Ruling(text) if text in set(Ruling) else None


def _subjects(run: AssessmentRun) -> dict[str, str]:
    """What targets and tasks are called, by their keys."""
    return titles_of(run) | indicators_of(run)


def _can_decide(request: HttpRequest, run: AssessmentRun) -> bool:
    right = may(request.user, "assessment.proposal.decide", run.organisation)
    return right and run.status == "frozen"


def _visible_proposal(
    request: HttpRequest, slug: str, period: str, scheme: str, pk: int
) -> tuple[AssessmentRun, ProposalRow]:
    run = visible_run(request, slug, period, scheme)
    row = proposal_of(request.user, run, pk)
    if row is None:
        raise Http404
    return run, row


# Exports of exactly what is seen ------------------------------------------------------


@require_http_methods(["GET", "HEAD"])
def proposals_csv(
    request: HttpRequest, slug: str, period: str, scheme: str
) -> StreamingHttpResponse:
    """The filtered table, all pages of it, as CSV."""
    run = visible_run(request, slug, period, scheme)
    return csv_response(
        name=f"{_name(run)}.csv", header=proposal_head(), rows=_cells(request, run)
    )


@require_http_methods(["GET", "HEAD"])
def proposals_xlsx(
    request: HttpRequest, slug: str, period: str, scheme: str
) -> HttpResponse:
    """The filtered table as a workbook."""
    run = visible_run(request, slug, period, scheme)
    content = table_workbook(
        name=_("处置建议"),
        title=f"{run.plan.title} {run.period}",
        head=proposal_head(),
        rows=_cells(request, run),
        note=mark_of(run),
    )
    return file_response(content, f"{_name(run)}.xlsx", XLSX)


def _cells(request: HttpRequest, run: AssessmentRun) -> Any:
    units = tally_of(request.user, run).units
    wanted = ProposalFilterForm(request.GET, units=units).wanted()
    return proposal_cells(proposals_shown(request.user, run, wanted), _subjects(run))


def _name(run: AssessmentRun) -> str:
    return f"{run.plan.slug}-{run.period}-{run.scheme}-proposals"
