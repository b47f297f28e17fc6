"""Decide about proposals: a person, by the core's rules, each act in the audit."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from dafeng import assessment as core
from dafeng.assessment.consequences import Ruling
from dafeng.base.errors import BadInputError
from dafeng.web.assessment.convert_acts import stand_record
from dafeng.web.assessment.models import ProposalRow, RunStatus, Stand
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require

_VERBS = {
    Ruling.CONFIRMED: "confirm",
    Ruling.DECLINED: "decline",
    Ruling.WITHDRAWN: "withdraw",
}


@transaction.atomic
def proposal_decide(
    *, proposal: ProposalRow, by: User, ruling: Ruling, reason: str = ""
) -> ProposalRow:
    """Agree to a proposal, refuse it, or take a confirmed one back; nothing is sent.

    Raises
    ------
    BadInputError
        ``proposal.draft``: the result is not frozen. ``proposal.replaced``: the
        corrected result carries the proposal; decide there. Besides those of
        :func:`dafeng.assessment.decide`: ``decision.no_reason``, ``decision.twice``,
        ``decision.withdrawn``, ``decision.not_to_withdraw``.
    """
    held = (
        ProposalRow.objects.select_for_update(of=("self",))
        .select_related("run__organisation", "organisation", "decided_by")
        .get(pk=proposal.pk)
    )
    require(by, "assessment.proposal.decide", held.run.organisation)
    _require_standing(held)
    now = timezone.now()
    decision = core.Decision(
        proposal=held.core_id,
        ruling=ruling,
        by=by.username,
        decided_on=timezone.localdate(now),
        reason=reason.strip(),
    )
    (after,) = core.decide((stand_record(held),), decision)
    held.stand, held.reason = Stand(after.stand.value), after.reason
    held.decided_by, held.decided_at, held.changed = by, now, False
    held.full_clean()
    held.save()
    audit.record(
        by=by,
        action=f"assessment.proposal.{_VERBS[ruling]}",
        target=held,
        data={"proposal": held.core_id, "reason": held.reason},
    )
    return held


@transaction.atomic
def proposals_decide(
    *, proposals: Sequence[ProposalRow], by: User, ruling: Ruling, reason: str = ""
) -> int:
    """Decide about several with one reason: about all of them, or about none.

    Raises
    ------
    BadInputError
        ``proposal.none``: nothing was chosen. Besides those of
        :func:`proposal_decide`.
    """
    if not proposals:
        msg = "Choose at least one proposal."
        raise BadInputError(msg, code="proposal.none")
    for one in proposals:
        proposal_decide(proposal=one, by=by, ruling=ruling, reason=reason)
    return len(proposals)


def _require_standing(held: ProposalRow) -> None:
    """Decisions are about a published result; what it lost can be taken back only."""
    if held.run.status == RunStatus.DRAFT:
        msg = f"The result {held.run} is not frozen; freeze it before you decide."
        raise BadInputError(msg, code="proposal.draft", run=str(held.run))
    gone = held.stand in (Stand.WITHDRAWN, Stand.TO_WITHDRAW)
    if held.run.status == RunStatus.REPLACED and not gone:
        msg = f"The result {held.run} was corrected; decide on the one that stands."
        raise BadInputError(msg, code="proposal.replaced", run=str(held.run))
