"""The list of cases, one case, and the ladder."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dafeng.supervision import Asks, CaseState, CaseStep, ladder_rungs
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.models import User
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.supervision.convert import is_out
from dafeng.web.supervision.exporting import case_cells, case_head, cases_workbook
from dafeng.web.supervision.forms import CaseFilterForm
from dafeng.web.supervision.models import STEPS, Case
from dafeng.web.supervision.selectors.acts import (
    acts_for,
    draft_reply,
    reads_drafts_of,
    unit_to_write,
)
from dafeng.web.supervision.selectors.cases import (
    cases_narrowed,
    tally_of,
    units_named,
)
from dafeng.web.supervision.selectors.one_case import related_cases
from dafeng.web.supervision.selectors.prefilling import from_case
from dafeng.web.supervision.sentences import standing_sentence
from dafeng.web.supervision.services.documents import kept_of
from dafeng.web.supervision.services.interviewing import REVIEW, side_of
from dafeng.web.supervision.services.signing import findings_of
from dafeng.web.supervision.views.visible import VIEW, visible_case

DRAFT = "supervision.case.draft"


@require_http_methods(["GET", "HEAD"])
def cases(request: HttpRequest) -> HttpResponse:
    """The list, narrowed."""
    user = signed_in(request)
    require(user, VIEW)
    today = timezone.localdate()
    form = CaseFilterForm(request.GET, units=units_named(user))
    context: dict[str, Any] = {
        "form": form,
        "rows": page_of(request, cases_narrowed(user, form.wanted(), on=today)),
        "tally": tally_of(user, on=today),
        "today": today,
    }
    return render(request, "supervision/cases.html", context)


@require_http_methods(["GET", "HEAD"])
def cases_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV."""
    today = timezone.localdate()
    rows = case_cells(_wanted(request), today)
    return csv_response(name="cases.csv", header=case_head(), rows=rows)


@require_http_methods(["GET", "HEAD"])
def cases_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    content = cases_workbook(_wanted(request), timezone.localdate())
    return file_response(content, "cases.xlsx", XLSX)


def _wanted(request: HttpRequest) -> list[Case]:
    user = signed_in(request)
    require(user, VIEW)
    form = CaseFilterForm(request.GET, units=units_named(user))
    return list(cases_narrowed(user, form.wanted(), on=timezone.localdate()))


@require_http_methods(["GET", "HEAD"])
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: where it stands, what it says, what became of it."""
    user = signed_in(request)
    found = visible_case(user, pk)
    today = timezone.localdate()
    context = {
        "case": found,
        "today": today,
        "sentence": standing_sentence(found),
        "acts": acts_for(user, found),
        "findings": _findings(found),
        "documents": kept_of(found),
        "related": related_cases(user, found),
        "replies": _replies(found),
        "draft": draft_reply(found) if reads_drafts_of(user, found) else None,
        "can_write": unit_to_write(user, found) is not None,
        "can_rectify": _can_rectify(user, found),
        "can_draft": may(user, DRAFT, found.organisation),
        "next": _next_step(user, found),
        **_minutes(user, found),
    }
    return render(request, "supervision/case.html", context)


@require_http_methods(["GET", "HEAD"])
def rungs(request: HttpRequest) -> HttpResponse:
    """The ladder as it holds today, with its sources."""
    require(signed_in(request), VIEW)
    today = timezone.localdate()
    words = dict(STEPS)
    rows = [
        (words[rung.step.value], rung, words.get(rung.follows or "", ""))
        for rung in ladder_rungs()
        if rung.in_force(today)
    ]
    return render(request, "supervision/ladder.html", {"rows": rows})


def _minutes(user: User, found: Case) -> dict[str, bool]:
    """What the person may do with the minutes of an interview now."""
    summons = found.step == CaseStep.INTERVIEW.value and is_out(found)
    if not summons or found.ended:
        return {"summons": summons}
    held = getattr(found, "interview", None)
    signed = [] if held is None else [one.user_id for one in held.signatures.all()]
    signs = held is not None and side_of(user, found) is not None
    return {
        "summons": True,
        "can_minute": not signed and may(user, REVIEW, found.organisation),
        "can_sign_minutes": signs and user.pk not in signed,
    }


def _findings(found: Case) -> Any:
    unsigned = (CaseState.DRAFT.value, CaseState.CHECKED.value)
    return findings_of(found) if found.state in unsigned else ()


def _replies(found: Case) -> list[Any]:
    """Answers as they were confirmed, the newest first."""
    said = list(found.reviews.all())
    return [
        (one, [review for review in said if review.reply_id == one.pk])
        for one in reversed(found.replies.all())
        if one.confirmed_at is not None
    ]


def _can_rectify(user: User, found: Case) -> bool:
    accepted = found.accepted_reply
    running = found.state == CaseState.ACCEPTED.value and accepted is not None
    return running and any(
        may(user, "supervision.reply.write", one) for one in found.units.all()
    )


def _next_step(user: User, found: Case) -> str:
    """Word for the step that is proposed after silence; empty for none."""
    if found.asks != Asks.REPLY.value or not may(user, DRAFT, found.organisation):
        return ""
    made = from_case(found, on=timezone.localdate())
    return "" if made is None else str(dict(STEPS)[made[0].step.value])
