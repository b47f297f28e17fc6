"""Reading proposals of every kind, and what was decided about them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from dafeng.web.core.models import User
from dafeng.web.plans.convert import MODELS, facts_of
from dafeng.web.plans.facts import Facts
from dafeng.web.plans.models import (
    LIVE,
    Act,
    ActKind,
    Decision,
    Plan,
    Proposal,
    ProposalKind,
    ProposalState,
)

FETCH = {
    ProposalKind.TARGET: ("clause__field",),
    ProposalKind.TASK: ("clause__field",),
    ProposalKind.PROJECT: ("clause__field",),
    ProposalKind.MILESTONE: ("clause__field",),
    ProposalKind.UNIT: ("organisation",),
}
FETCH_MANY = {
    ProposalKind.TARGET: ("responsibilities__unit",),
    ProposalKind.TASK: ("responsibilities__unit", "targets", "projects"),
}


def proposals_of(plan: Plan, kind: ProposalKind) -> QuerySet[Any]:
    """Objects of one kind in the order of the document, with what their facts need.

    They know ``plan`` itself: it is not read again with each of them.
    """
    rows: QuerySet[Any] = getattr(plan, f"{MODELS[kind]._meta.model_name}s").all()
    rows = rows.select_related(*FETCH[kind]).order_by("order", "pk")
    return rows.prefetch_related(*FETCH_MANY.get(kind, ()))


def parts_of(kind: ProposalKind, proposal_id: int) -> QuerySet[Any]:
    """Live parts that an object was split into."""
    rows: Any = MODELS[kind]._default_manager
    fetched = rows.select_related(*FETCH[kind], "plan__owner").order_by("order", "pk")
    live: QuerySet[Any] = fetched.filter(split_from=proposal_id, state__in=LIVE)
    return live


def snapshot(proposal: Proposal) -> Facts:
    """State, decision and facts of an object, as kept in decisions."""
    decided_at = proposal.decided_at
    return {
        "state": str(proposal.state),
        "decided_by": proposal.decided_by_id,
        "decided_at": None if decided_at is None else decided_at.isoformat(),
        "facts": facts_of(proposal),
    }


def stamp_of(proposal: Proposal) -> str:
    """Short digest of state and facts: tells whether somebody else changed them."""
    seen = {"state": str(proposal.state), "facts": facts_of(proposal)}
    text = json.dumps(seen, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def last_act(plan: Plan, user: User) -> Act | None:
    """The newest act of this person in this plan that still stands.

    What a revision carried over is no act to take back alone.
    """
    acts = plan.acts.filter(by=user, undone_at__isnull=True)
    return acts.exclude(kind=ActKind.CARRY).first()


def history_of(proposal: Proposal) -> QuerySet[Decision]:
    """Decisions about one object, newest first."""
    rows = Decision.objects.filter(kind=proposal.KIND, proposal_id=proposal.pk)
    rows = rows.select_related("act__by").order_by("-act__at", "-pk")
    return rows.only(
        *("kind", "proposal_id", "act__kind", "act__at", "act__note"),
        *("act__undone_at", "act__by__display_name", "act__by__username"),
    )


def state_counts(plan: Plan, kinds: Iterable[ProposalKind]) -> dict[str, int]:
    """How many objects of these kinds stand in each state."""
    counts = dict.fromkeys(ProposalState.values, 0)
    for kind in kinds:
        states = MODELS[kind]._default_manager.filter(plan=plan)
        for state in states.values_list("state", flat=True):
            counts[state] += 1
    return counts


def review_states(plan: Plan) -> dict[str, str]:
    """State of every object that still stands, by its key (T001, K001, ...)."""
    states: dict[str, str] = {}
    for kind in ProposalKind:
        rows = MODELS[kind]._default_manager.filter(plan=plan, state__in=LIVE)
        states |= dict(rows.values_list("key", "state"))
    return states
