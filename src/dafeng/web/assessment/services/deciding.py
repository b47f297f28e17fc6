"""Decide about proposals, and answer objections: people only, each with a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.assessment.models import (
    Objection,
    ObjectionState,
    ProposalRow,
    RunStatus,
    Stand,
    UnitScore,
)
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require


@transaction.atomic
def proposal_confirm(
    *, proposal: ProposalRow, by: User, reason: str = ""
) -> ProposalRow:
    """Agree to a proposal; nothing is sent by it.

    Raises
    ------
    BadInputError
        ``proposal.decided``: somebody decided before. ``proposal.draft``: the result
        is not frozen.
    """
    return _decide(proposal, by, Stand.CONFIRMED, reason)


@transaction.atomic
def proposal_decline(*, proposal: ProposalRow, by: User, reason: str) -> ProposalRow:
    """Refuse a proposal, with a reason.

    Raises
    ------
    BadInputError
        ``proposal.reason``: no reason. Besides those of :func:`proposal_confirm`.
    """
    if not reason.strip():
        msg = "Say why the proposal is declined."
        raise BadInputError(msg, code="proposal.reason")
    return _decide(proposal, by, Stand.DECLINED, reason)


def _decide(proposal: ProposalRow, by: User, stand: Stand, reason: str) -> ProposalRow:
    held = (
        ProposalRow.objects.select_for_update(of=("self",))
        .select_related("run__organisation", "organisation")
        .get(pk=proposal.pk)
    )
    require(by, "assessment.proposal.decide", held.run.organisation)
    if held.run.status != RunStatus.FROZEN:
        msg = f"The result {held.run} is not frozen; freeze it before you decide."
        raise BadInputError(msg, code="proposal.draft", run=str(held.run))
    if held.stand != Stand.PROPOSED:
        msg = f"{held} is {held.stand}; only an open proposal can be decided."
        raise BadInputError(msg, code="proposal.decided", proposal=str(held))
    held.stand, held.reason = stand, reason.strip()
    held.decided_by, held.decided_at = by, timezone.now()
    held.full_clean()
    held.save()
    verb = "confirm" if stand is Stand.CONFIRMED else "decline"
    audit.record(
        by=by,
        action=f"assessment.proposal.{verb}",
        target=held,
        data={"proposal": held.core_id, "reason": held.reason},
    )
    return held


@transaction.atomic
def objection_file(
    *,
    score: UnitScore,
    by: User,
    text: str,
    subject: str = "",
    appeals: Objection | None = None,
) -> Objection:
    """Say that the result of one's own unit is wrong.

    Parameters
    ----------
    score : UnitScore
    subject : str
        Key of a target or task; empty is the result as a whole.
    appeals : Objection, optional
        The objection whose answer left the result as it is; once only.

    Raises
    ------
    BadInputError
        ``objection.replaced``: a later result stands in its place.
        ``objection.not_upheld``: only an answer that leaves the result can be appealed.
    """
    require(by, "assessment.objection.file", score)
    if score.run.status == RunStatus.REPLACED:
        msg = f"{score.run} was replaced; object to the result that stands."
        raise BadInputError(msg, code="objection.replaced", run=str(score.run))
    if appeals is not None and (
        appeals.state != ObjectionState.UPHELD or appeals.score_id != score.pk
    ):
        msg = "Only an answer that upholds the same result can be appealed."
        raise BadInputError(msg, code="objection.not_upheld")
    row = Objection(
        score=score, subject=subject, text=text.strip(), by=by, appeals=appeals
    )
    row.full_clean()
    row.save()
    audit.record(
        by=by,
        action="assessment.objection.file",
        target=row,
        data={"unit": score.unit, "subject": subject, "text": row.text},
    )
    return row


@transaction.atomic
def objection_decide(
    *, objection: Objection, by: User, state: ObjectionState, outcome: str
) -> Objection:
    """Answer an objection; whoever filed it or gave the contested answer may not.

    Raises
    ------
    BadInputError
        ``objection.answered``, ``objection.same_person``, ``objection.outcome``.
    """
    held = (
        Objection.objects.select_for_update(of=("self",))
        .select_related("score__run__organisation", "score__organisation", "appeals")
        .get(pk=objection.pk)
    )
    require(by, "assessment.objection.decide", held.score.run.organisation)
    if held.state != ObjectionState.OPEN:
        msg = f"The objection of {held} was answered before."
        raise BadInputError(msg, code="objection.answered")
    if by.pk in {held.by_id, held.appeals and held.appeals.decided_by_id}:
        msg = "Another person has to answer this objection."
        raise BadInputError(msg, code="objection.same_person")
    if state == ObjectionState.OPEN or not outcome.strip():
        msg = "An answer says whether the result is corrected, and why."
        raise BadInputError(msg, code="objection.outcome")
    held.state, held.outcome = state, outcome.strip()
    held.decided_by, held.decided_at = by, timezone.now()
    held.full_clean()
    held.save()
    audit.record(
        by=by,
        action="assessment.objection.decide",
        target=held,
        data={"state": str(state), "outcome": held.outcome},
    )
    return held
