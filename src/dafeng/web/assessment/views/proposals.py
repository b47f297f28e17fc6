"""What the rules propose, and what people decide about it."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import DafengError
from dafeng.web.assessment.forms import ReasonForm
from dafeng.web.assessment.models import (
    AssessmentRun,
    ProposalRow,
    Stand,
    StepCode,
)
from dafeng.web.assessment.selectors.scores import (
    ProposalFilter,
    proposal_of,
    proposals_for,
    proposals_shown,
)
from dafeng.web.assessment.selectors.standings import indicators_of
from dafeng.web.assessment.services.deciding import proposal_confirm, proposal_decline
from dafeng.web.assessment.views.visible import frame, posted, visible_run
from dafeng.web.assessment.wording import error_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require


@require_http_methods(["GET", "HEAD"])
def proposals(
    request: HttpRequest, slug: str, period: str, scheme: str
) -> HttpResponse:
    """Every proposal that the reader may see, open ones first."""
    run = visible_run(request, slug, period, scheme)
    wanted = ProposalFilter(
        step=request.GET.get("step", ""), stand=request.GET.get("stand", "")
    )
    stands = Counter(proposals_for(request.user, run).values_list("stand", flat=True))
    context = frame(request, run) | {
        "rows": page_of(request, proposals_shown(request.user, run, wanted)),
        "total": stands.total(),
        "open": stands[Stand.PROPOSED.value],
        "steps": StepCode.choices,
        "stands": Stand.choices,
        "wanted": wanted,
        "indicators": indicators_of(run),
        "can_decide": _can_decide(request, run),
    }
    return render(request, "assessment/proposals.html", context)


@require_http_methods(["GET", "HEAD"])
def proposal(
    request: HttpRequest, slug: str, period: str, scheme: str, pk: int
) -> HttpResponse:
    """One proposal as a sheet to print."""
    run, row = _visible_proposal(request, slug, period, scheme, pk)
    context = frame(request, run) | {
        "proposal": row,
        "subject_name": indicators_of(run).get(row.subject, ""),
        "can_decide": _can_decide(request, run),
    }
    return render(request, "assessment/proposal.html", context)


def _can_decide(request: HttpRequest, run: AssessmentRun) -> bool:
    right = may(request.user, "assessment.proposal.decide", run.organisation)
    return right and run.status == "frozen"


@require_POST
def confirm(
    request: HttpRequest, slug: str, period: str, scheme: str, pk: int
) -> HttpResponse:
    """Agree to a proposal."""
    user = signed_in(request)
    run, row = _visible_proposal(request, slug, period, scheme, pk)
    require(user, "assessment.proposal.decide", run.organisation)
    try:
        proposal_confirm(proposal=row, by=user)
    except DafengError as error:
        messages.error(request, error_words(error))
    else:
        words = _("已同意：%(proposal)s。系统不会自动发送，请按程序印发。")
        messages.success(request, words % {"proposal": row})
    return redirect("assessment:proposals", *run.address)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(
    request: HttpRequest, slug: str, period: str, scheme: str, pk: int
) -> HttpResponse:
    """Refuse a proposal, with a reason."""
    user = signed_in(request)
    run, row = _visible_proposal(request, slug, period, scheme, pk)
    require(user, "assessment.proposal.decide", run.organisation)
    form = ReasonForm(
        posted(request), hint=_("写明为什么不采纳；理由会与建议一并保存。")
    )
    if request.method == "POST" and form.is_valid():
        try:
            proposal_decline(proposal=row, by=user, reason=form.cleaned_data["reason"])
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已记录：不予采纳“%(p)s”。") % {"p": row})
            return redirect("assessment:proposals", *run.address)
    context = frame(request, run) | {
        "proposal": row,
        "form": form,
        "subject_name": indicators_of(run).get(row.subject, ""),
    }
    return render(request, "assessment/decline.html", context)


def _visible_proposal(
    request: HttpRequest, slug: str, period: str, scheme: str, pk: int
) -> tuple[AssessmentRun, ProposalRow]:
    run = visible_run(request, slug, period, scheme)
    row = proposal_of(request.user, run, pk)
    if row is None:
        raise Http404
    return run, row
