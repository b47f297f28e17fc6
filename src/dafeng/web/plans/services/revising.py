"""Read a revised document as a new edition; what people decided survives.

Fact by fact (see ``matching.merge``): an unchanged object keeps its decision, a
changed one is proposed again with the corrections that still fit, and where a
correction contradicts the new reading a conflict is kept for a person to settle.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.plan import records
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.plans.convert import facts_of
from dafeng.web.plans.facts import Facts, with_names
from dafeng.web.plans.matching import Item, Merge, merge, pairs_of
from dafeng.web.plans.models import (
    ACCEPTED,
    LIVE,
    Act,
    ActKind,
    Clause,
    Conflict,
    ConflictKind,
    Plan,
    PlanSource,
    Proposal,
    ProposalKind,
    ProposalState,
    Resolution,
)
from dafeng.web.plans.selectors.proposals import parts_of, proposals_of, snapshot
from dafeng.web.plans.selectors.units import present_names
from dafeng.web.plans.services.bulk import accept
from dafeng.web.plans.services.deciding import (
    Addition,
    accepted_state,
    addition_create,
    begin,
    decide,
    facts_write,
    parts_create,
)
from dafeng.web.plans.services.storing import Provenance, plan_store

ORDER = (
    ProposalKind.UNIT,
    ProposalKind.PROJECT,
    ProposalKind.TARGET,
    ProposalKind.TASK,
    ProposalKind.MILESTONE,
)


@transaction.atomic
def plan_revise(*, previous: Plan, reading: records.Plan, by: User) -> Plan:
    """Keep the reading as the next edition and carry over what people decided.

    Raises
    ------
    BadInputError
        ``plan.has_next``: there is a later edition already; revise that one.
    """
    require(by, "plans.plan.revise", previous)
    if Plan.objects.filter(previous=previous).exists():
        msg = f"{previous.title} already has a later edition; revise that one."
        raise BadInputError(msg, code="plan.has_next", plan=previous.slug)
    provenance = Provenance(
        owner=previous.owner,
        source=PlanSource.READ,
        slug=previous.slug,
        place_code=previous.place_code,
        synthetic=previous.synthetic,
        previous=previous,
    )
    plan = plan_store(reading=reading, by=by, provenance=provenance)
    act = begin(plan=plan, kind=ActKind.CARRY, by=by)
    for kind in ORDER:
        _carry_kind(act, previous, kind)
    audit.record(
        by=by,
        action="plans.plan.revise",
        target=plan,
        data={
            "previous": previous.pk,
            "carried": act.decisions.count(),
            "conflicts": plan.conflicts.count(),
        },
    )
    return plan


@transaction.atomic
def conflict_resolve(
    *, conflict: Conflict, by: User, resolution: Resolution
) -> Conflict:
    """Settle a conflict: keep what had been decided, or take the new reading.

    Raises
    ------
    BadInputError
        ``conflict.resolved``: it was settled before.
    """
    require(by, "plans.plan.revise", conflict.plan)
    held = Conflict.objects.select_for_update().get(pk=conflict.pk)
    if held.resolution:
        msg = "This conflict was settled before."
        raise BadInputError(msg, code="conflict.resolved")
    act = begin(plan=held.plan, kind=ActKind.RESOLVE, by=by)
    settle = _keep if resolution is Resolution.KEEP else _take
    settle(act, held)
    held.resolution = resolution
    held.resolved_by, held.resolved_at = by, timezone.now()
    held.save()
    audit.record(
        by=by,
        action="plans.conflict.resolve",
        target=held,
        data={"act": act.pk, "resolution": resolution.value},
    )
    return held


# Carrying over ------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _Couple:
    """An object of the last edition and what the new reading makes of it."""

    old: Proposal
    new: Proposal
    merge: Merge


def _carry_kind(act: Act, previous: Plan, kind: ProposalKind) -> None:
    olds = {row.pk: row for row in proposals_of(previous, kind)}
    news = {row.pk: row for row in proposals_of(act.plan, kind)}
    roots = {pk: row for pk, row in olds.items() if row.split_from_id is None}
    names = present_names(previous)
    pairs = pairs_of(kind, _items(roots.values()), _items(news.values()))
    as_read: list[Proposal] = []
    for pair in pairs:
        old, new = olds[pair.old.id], news[pair.new.id]
        if old.state == ProposalState.PROPOSED:
            continue
        was_read = with_names(pair.old.facts, names)
        now_read = with_names(pair.new.facts, names)
        done = merge(was_read=was_read, decided=facts_of(old), now_read=now_read)
        couple = _Couple(old=old, new=new, merge=done)
        parts = [row for row in olds.values() if row.split_from_id == old.pk]
        as_read += _carry(act, couple, [p for p in parts if p.state in LIVE])
    accept(act, as_read)
    met = {pair.old.id for pair in pairs}
    for pk, row in roots.items():
        if pk not in met and _is_work(row):
            _conflict_note(act.plan, row, None)


def _items(rows: Sequence[Proposal] | object) -> list[Item]:
    return [
        Item(id=row.pk, facts=row.original or facts_of(row))
        for row in cast("Sequence[Proposal]", rows)
    ]


def _carry(act: Act, couple: _Couple, parts: Sequence[Proposal]) -> list[Proposal]:
    """Carry one decision; return the object where it is simply confirmed as read."""
    old, new, done = couple.old, couple.new, couple.merge
    if done.clashing or (done.moved and old.state == ProposalState.SPLIT):
        _conflict_note(act.plan, old, new)
    elif done.moved:
        if old.state in ACCEPTED and done.facts != facts_of(new):
            before = snapshot(new)
            facts_write(new, _possible(act.plan, done.facts, new))
            decide_open(act, new, before)
    elif old.state == ProposalState.REJECTED:
        decide(act, new, ProposalState.REJECTED)
    elif old.state == ProposalState.SPLIT:
        parts_create(act, new, [_own(facts_of(part), new) for part in parts])
        decide(act, new, ProposalState.SPLIT)
    elif done.facts == facts_of(new):
        return [new]
    else:
        before = snapshot(new)
        facts_write(new, _possible(act.plan, done.facts, new))
        decide(act, new, accepted_state(new), before=before)
    return []


def decide_open(act: Act, proposal: Proposal, before: Facts) -> None:
    """Note that facts were carried into an object that stays open."""
    act.decisions.create(
        kind=proposal.KIND,
        proposal_id=proposal.pk,
        before=before,
        after=snapshot(proposal),
    )


def _is_work(row: Proposal) -> bool:
    """Whether something would be lost: a correction, a split, an addition."""
    added = row.original is None and row.state in LIVE
    return added or row.state in (ProposalState.CORRECTED, ProposalState.SPLIT)


def _own(facts: Facts, new: Proposal) -> Facts:
    """Facts of an old part with the new edition's clause and links."""
    now = facts_of(new)
    return facts | {
        name: now[name] for name in ("clause", "targets", "projects") if name in now
    }


def _possible(plan: Plan, facts: Facts, new: Proposal) -> Facts:
    """Facts whose clause exists in the new edition."""
    ref = facts.get("clause")
    if ref is None or Clause.objects.filter(plan=plan, ref=ref).exists():
        return facts
    return facts | {"clause": facts_of(new)["clause"]}


def _conflict_note(plan: Plan, old: Proposal, new: Proposal | None) -> None:
    Conflict.objects.create(
        plan=plan,
        kind=ConflictKind.GONE if new is None else ConflictKind.CHANGED,
        proposal_kind=old.KIND,
        old_id=old.pk,
        new_id=None if new is None else new.pk,
        label=str(old),
        was_read=old.original,
        decided=snapshot(old),
        now_read=None if new is None else facts_of(new),
    )


# Settling -----------------------------------------------------------------------------


def _keep(act: Act, conflict: Conflict) -> None:
    """Give the new edition what had been decided in the last one."""
    kind = ProposalKind(conflict.proposal_kind)
    decided = cast(Facts, conflict.decided["facts"])
    state = ProposalState(conflict.decided["state"])
    if conflict.new_id is None:
        facts = _rooted(act.plan, decided)
        addition_create(act, Addition(kind=kind, facts=facts))
        return
    new = proposals_of(act.plan, kind).get(pk=conflict.new_id)
    before = snapshot(new)
    if state == ProposalState.SPLIT:
        parts = parts_of(kind, conflict.old_id)
        parts_create(act, new, [_own(facts_of(part), new) for part in parts])
        decide(act, new, ProposalState.SPLIT, before=before)
    elif state == ProposalState.REJECTED:
        decide(act, new, ProposalState.REJECTED, before=before)
    else:
        facts_write(new, _own(decided, new))
        decide(act, new, accepted_state(new), before=before)


def _take(act: Act, conflict: Conflict) -> None:
    """Confirm what the new reading says; where it says nothing, nothing is kept."""
    if conflict.new_id is None:
        return
    kind = ProposalKind(conflict.proposal_kind)
    new = proposals_of(act.plan, kind).get(pk=conflict.new_id)
    decide(act, new, accepted_state(new))


def _rooted(plan: Plan, facts: Facts) -> Facts:
    """Facts with a clause of this edition, without links into the last one."""
    facts = dict(facts)
    for name in ("targets", "projects"):
        if name in facts:
            facts[name] = []
    ref = facts.get("clause")
    if ref is not None and not Clause.objects.filter(plan=plan, ref=ref).exists():
        first = Clause.objects.filter(plan=plan).order_by("order").first()
        facts["clause"] = "" if first is None else first.ref
    return facts
