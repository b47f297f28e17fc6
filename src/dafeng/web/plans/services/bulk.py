"""Confirm many proposals in one act that one undo takes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.plans.convert import MODELS, facts_of
from dafeng.web.plans.facts import with_names
from dafeng.web.plans.models import (
    Act,
    ActKind,
    Decision,
    Plan,
    Proposal,
    ProposalKind,
    ProposalState,
)
from dafeng.web.plans.selectors.clauses import subtree
from dafeng.web.plans.selectors.proposals import proposals_of, snapshot
from dafeng.web.plans.selectors.units import present_names
from dafeng.web.plans.services.deciding import begin

EVERY_KIND = tuple(ProposalKind)


@attrs.frozen(kw_only=True)
class BulkChoice:
    """Which open proposals: of these kinds, under this clause, at least this sure."""

    kinds: tuple[ProposalKind, ...] = EVERY_KIND
    clause: str | None = None
    confidence: Decimal = Decimal(0)


@transaction.atomic
def bulk_confirm(
    *, plan: Plan, by: User | None, choice: BulkChoice, note: str = ""
) -> Act:
    """Confirm every chosen open proposal as it stands."""
    if by is not None:
        require(by, "plans.plan.bulk", plan)
    act = begin(plan=plan, kind=ActKind.BULK, by=by, note=note)
    chosen = [row for kind in choice.kinds for row in _chosen(plan, kind, choice)]
    accept(act, chosen)
    audit.record(
        by=by,
        action="plans.plan.bulk",
        target=plan,
        data={
            "act": act.pk,
            "note": note,
            "clause": choice.clause,
            "confidence": choice.confidence,
            "objects": [row.key for row in chosen],
        },
    )
    return act


def _chosen(plan: Plan, kind: ProposalKind, choice: BulkChoice) -> Iterable[Proposal]:
    rows = proposals_of(plan, kind).filter(
        state=ProposalState.PROPOSED, confidence__gte=choice.confidence
    )
    if choice.clause is None:
        return rows
    if kind is ProposalKind.UNIT:
        return ()
    return rows.filter(clause__in=subtree(plan, choice.clause))


def accept(act: Act, rows: Sequence[Proposal]) -> None:
    """Confirm rows that were fetched with what their facts need, in few queries."""
    now = timezone.now()
    names = present_names(act.plan)
    decisions = []
    for row in rows:
        before = snapshot(row)
        same = row.original is None or with_names(row.original, names) == facts_of(row)
        row.state = ProposalState.CONFIRMED if same else ProposalState.CORRECTED
        row.decided_by, row.decided_at = act.by, now
        decisions.append(
            Decision(
                act=act,
                kind=row.KIND,
                proposal_id=row.pk,
                before=before,
                after=snapshot(row),
            )
        )
    for kind, model in MODELS.items():
        model._default_manager.bulk_update(
            [row for row in rows if kind == row.KIND],
            ["state", "decided_by", "decided_at"],
        )
    Decision.objects.bulk_create(decisions)
