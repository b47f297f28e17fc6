"""The office's side after an answer: accepted or returned, reviewed, closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dafeng.assessment.consequences import Ruling
from dafeng.base.errors import BadInputError
from dafeng.supervision import CaseAct, reply_day
from dafeng.web.assessment.models import Stand
from dafeng.web.assessment.services.deciding import proposal_decide
from dafeng.web.core.models import User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import may, require
from dafeng.web.supervision.models import (
    Case,
    Closure,
    DocumentMark,
    Outcome,
    Reply,
    Review,
)
from dafeng.web.supervision.services.documents import documents_keep
from dafeng.web.supervision.services.interviewing import see_the_interview_was_held
from dafeng.web.supervision.services.moving import (
    case_held,
    case_moved,
    require_words,
    see_it_is_open,
)
from dafeng.web.supervision.services.registering import letter_voided
from dafeng.web.supervision.telling import units_told
from dafeng.work import NoticeKind

REVIEW = "supervision.case.review"
DRAFT, ISSUE = "supervision.case.draft", "supervision.case.issue"
DECIDE = "assessment.proposal.decide"


@transaction.atomic
def reply_accept(
    *,
    case: Case,
    by: User,
    opinion: str,
    at: datetime | None = None,
    version: int | None = None,
) -> Case:
    """Accept the answer: the unit carries out its plan."""
    held, now = _held(case, by), moment(at)
    reply = _answer(held)
    held.accepted_reply = reply
    case_moved(held, CaseAct.ACCEPT, by=by, at=now, note=opinion, seen=version)
    _said(held, reply, Outcome.ACCEPTED, opinion, by, now)
    _tell(held, NoticeKind.REPLIED, by, now, opinion)
    return held


@transaction.atomic
def reply_return(
    *,
    case: Case,
    by: User,
    opinion: str,
    at: datetime | None = None,
    version: int | None = None,
) -> Case:
    """Return an answer, or a rectification that is not what was promised.

    The unit gets the time of the ladder anew, where the first day is nearer.
    """
    held, now = _held(case, by), moment(at)
    reply = _answer(held)
    held.accepted_reply = None
    anew = reply_day(held.step, timezone.localdate(now))
    days = [day for day in (held.reply_by, anew) if day is not None]
    held.reply_by, held.review_by = max(days, default=None), None
    case_moved(held, CaseAct.RETURN, by=by, at=now, note=opinion, seen=version)
    _said(held, reply, Outcome.RETURNED, opinion, by, now)
    _tell(held, NoticeKind.RETURNED, by, now, opinion)
    return held


@transaction.atomic
def rectification_review(
    *,
    case: Case,
    by: User,
    opinion: str,
    at: datetime | None = None,
    version: int | None = None,
) -> Case:
    """Find that the plan was carried out.

    Raises
    ------
    BadInputError
        ``items.undone``: lines of the plan are not done.
    """
    held, now = _held(case, by), moment(at)
    reply = held.accepted_reply or _answer(held)
    left = reply.items.filter(done_on__isnull=True).count()
    if left and held.accepted_reply is not None:
        msg = f"{left} lines of the plan are not done."
        raise BadInputError(msg, code="items.undone", count=left)
    case_moved(held, CaseAct.REVIEW, by=by, at=now, note=opinion, seen=version)
    _said(held, reply, Outcome.RECTIFIED, opinion, by, now)
    _tell(held, NoticeKind.REPLIED, by, now, opinion)
    return held


@transaction.atomic
def case_close(
    *,
    case: Case,
    by: User,
    opinion: str,
    at: datetime | None = None,
    version: int | None = None,
) -> Case:
    """Close a case with an opinion; nothing is answered after that.

    Raises
    ------
    BadInputError
        ``interview.unsigned``: the minutes of the interview are not signed.
    """
    held, now = _held(case, by), moment(at)
    see_the_interview_was_held(held)
    case_moved(held, CaseAct.CLOSE, by=by, at=now, note=opinion, seen=version)
    row = Closure(case=held, opinion=require_words(opinion), by=by, at=now)
    row.full_clean()
    row.save()
    _tell(held, NoticeKind.REPLIED, by, now, opinion)
    return held


@transaction.atomic
def case_withdraw(
    *,
    case: Case,
    by: User,
    reason: str,
    at: datetime | None = None,
    version: int | None = None,
) -> Case:
    """Withdraw a case; its number stays, its files are marked, its units are told.

    Who withdraws what the result no longer carries takes the proposal back as well,
    where the person has that right.
    """
    held, now = case_held(case), moment(at)
    issued = held.issued_at is not None
    require(by, ISSUE if issued else DRAFT, held.organisation)
    case_moved(held, CaseAct.WITHDRAW, by=by, at=now, note=reason, seen=version)
    if issued:
        letter_voided(held, reason)
        documents_keep(held, mark=DocumentMark.WITHDRAWN, by=by, at=now)
        _tell(held, NoticeKind.WITHDRAWN, by, now, reason)
    _proposal_taken_back(held, by, reason)
    return held


def _proposal_taken_back(held: Case, by: User, reason: str) -> None:
    proposal = held.proposal
    if proposal is None or proposal.stand != Stand.TO_WITHDRAW:
        return
    if may(by, DECIDE, proposal.run.organisation):
        proposal_decide(
            proposal=proposal, by=by, ruling=Ruling.WITHDRAWN, reason=reason
        )


def _held(case: Case, by: User) -> Case:
    held = case_held(case)
    require(by, REVIEW, held.organisation)
    see_it_is_open(held)
    return held


def _answer(held: Case) -> Reply:
    reply = held.replies.filter(confirmed_at__isnull=False).order_by("turn").last()
    if reply is None:
        msg = "There is no answer yet."
        raise BadInputError(msg, code="reply.none")
    return reply


def _said(
    held: Case,
    reply: Reply,
    outcome: Outcome,
    opinion: str,
    by: User,
    now: datetime,
) -> None:
    row = Review(
        case=held,
        reply=reply,
        outcome=outcome,
        opinion=require_words(opinion),
        by=by,
        at=now,
    )
    row.full_clean()
    row.save()


def _tell(held: Case, kind: NoticeKind, by: User, now: datetime, note: str) -> None:
    units_told(held, kind, by=by, on=timezone.localdate(now), note=note)
