"""Take back one's own last act, all of it, where nobody has built on it since."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.plans.facts import Facts
from dafeng.web.plans.models import (
    Act,
    ActKind,
    Conflict,
    Decision,
    Plan,
    Proposal,
    ProposalKind,
    ProposalState,
    ReviewWorkbook,
)
from dafeng.web.plans.selectors.proposals import last_act, proposals_of, snapshot
from dafeng.web.plans.services.deciding import facts_write


class OvertakenError(BadInputError):
    """Another act has changed the same objects; undo that one first."""

    code = "act.overtaken"


@transaction.atomic
def last_act_undo(*, plan: Plan, by: User) -> Act:
    """Put every object of one's last act back to what it was before.

    An object that the act created is rejected, not deleted.

    Raises
    ------
    NotFoundError
        ``act.none``: nothing of this person's is left to undo in this plan.
    OvertakenError
        Some object was decided again by another act.
    """
    require(by, "plans.plan.undo", plan)
    act = last_act(plan, by)
    if act is None:
        msg = "You have no act left to undo in this plan."
        raise NotFoundError(msg, code="act.none")
    decisions = list(act.decisions.order_by("-pk"))
    objects = _objects(plan, decisions)
    changed = [
        objects[d.pk].key for d in decisions if snapshot(objects[d.pk]) != d.after
    ]
    if changed:
        msg = f"{', '.join(changed)} was decided again since."
        raise OvertakenError(msg, keys=changed)
    for decision in decisions:
        _restore(objects[decision.pk], decision.before)
    _reopen(act, plan)
    act.undone_at = timezone.now()
    act.save(update_fields=["undone_at"])
    audit.record(
        by=by,
        action="plans.plan.undo",
        target=plan,
        data={"act": act.pk, "kind": act.kind, "objects": len(decisions)},
    )
    return act


def _reopen(act: Act, plan: Plan) -> None:
    """Let the conflict or the workbook behind an act be settled again."""
    ReviewWorkbook.objects.filter(act=act).update(act=None)
    if act.kind == ActKind.RESOLVE:
        # The last act of a person: what that person settled since belongs to it.
        settled = Conflict.objects.filter(
            plan=plan, resolved_by=act.by, resolved_at__gte=act.at
        )
        settled.update(resolution="", resolved_by=None, resolved_at=None)


def _objects(plan: Plan, decisions: list[Decision]) -> dict[int, Proposal]:
    """The object of each decision, by the decision's key."""
    found: dict[int, Proposal] = {}
    for kind in {ProposalKind(decision.kind) for decision in decisions}:
        of_kind = [d for d in decisions if d.kind == kind]
        ids = [d.proposal_id for d in of_kind]
        rows = (
            proposals_of(plan, kind).filter(pk__in=ids).select_for_update(of=("self",))
        )
        by_id = {row.pk: row for row in rows}
        found |= {d.pk: by_id[d.proposal_id] for d in of_kind}
    return found


def _restore(proposal: Proposal, before: Facts | None) -> None:
    if before is None:
        proposal.state = ProposalState.REJECTED
        proposal.decided_at = timezone.now()
        proposal.save()
        return
    decided_at = before["decided_at"]
    proposal.state = str(before["state"])
    proposal.decided_by_id = cast(Any, before["decided_by"])
    proposal.decided_at = (
        None if decided_at is None else datetime.fromisoformat(str(decided_at))
    )
    if snapshot(proposal)["facts"] == before["facts"]:
        proposal.save()
    else:
        facts_write(proposal, cast(Facts, before["facts"]))
