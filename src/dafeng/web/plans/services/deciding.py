"""People decide: confirm, correct, reject, reopen, split and add, for every kind alike.

Each act keeps the object before and after, so that it can be undone and audited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.plans.convert import MODELS, facts_of, fill
from dafeng.web.plans.facts import Facts, Json, with_names
from dafeng.web.plans.models import (
    LIVE,
    Act,
    ActKind,
    Clause,
    Decision,
    Plan,
    Proposal,
    ProposalKind,
    ProposalState,
)
from dafeng.web.plans.selectors.proposals import (
    parts_of,
    proposals_of,
    snapshot,
    stamp_of,
)
from dafeng.web.plans.selectors.units import present_names
from dafeng.web.plans.services.linking import links_set


class DecidedError(BadInputError):
    """The object is not in a state in which this can be done; ``fields`` say which."""

    code = "proposal.decided"


class StaleError(BadInputError):
    """Somebody else has changed the object since the page was opened."""

    code = "proposal.stale"


@transaction.atomic
def proposal_confirm(*, proposal: Proposal, by: User, note: str = "") -> Act:
    """Let a proposal through as it stands."""
    held = _hold(proposal, by, "confirm", (ProposalState.PROPOSED,))
    act = begin(plan=held.plan, kind=ActKind.CONFIRM, by=by, note=note)
    decide(act, held, accepted_state(held))
    return _record(act, held, "confirm")


@transaction.atomic
def proposal_correct(
    *, proposal: Proposal, by: User, changes: Facts, stamp: str, note: str = ""
) -> Act:
    """Replace some facts; the reader's own stay in ``original``.

    Parameters
    ----------
    changes : Facts
        Facts to replace; those not named stay.
    stamp : str
        ``selectors.stamp_of`` of the object that the person saw.

    Raises
    ------
    StaleError
        The object is no longer as it was seen.
    django.core.exceptions.ValidationError
        The corrected facts do not hold together.
    """
    held = _hold(proposal, by, "correct", LIVE)
    if stamp_of(held) != stamp:
        msg = f"{held.key} was changed after it was opened. Look at it again."
        raise StaleError(msg, key=held.key)
    act = begin(plan=held.plan, kind=ActKind.CORRECT, by=by, note=note)
    before = snapshot(held)
    facts_write(held, facts_of(held) | changes)
    decide(act, held, accepted_state(held), before=before)
    return _record(act, held, "correct")


@transaction.atomic
def proposal_reject(*, proposal: Proposal, by: User, note: str = "") -> Act:
    """Say that the plan promises no such thing."""
    held = _hold(proposal, by, "reject", LIVE)
    act = begin(plan=held.plan, kind=ActKind.REJECT, by=by, note=note)
    decide(act, held, ProposalState.REJECTED)
    return _record(act, held, "reject")


@transaction.atomic
def proposal_reopen(*, proposal: Proposal, by: User, note: str = "") -> Act:
    """Put a decided object back to what the reader proposed; its parts are rejected."""
    decided = tuple(s for s in ProposalState if s != ProposalState.PROPOSED)
    held = _hold(proposal, by, "reopen", decided)
    act = begin(plan=held.plan, kind=ActKind.REOPEN, by=by, note=note)
    before = snapshot(held)
    for part in parts_of(held.KIND, held.pk):
        decide(act, part, ProposalState.REJECTED)
    if held.original is not None:
        facts_write(held, held.original)
    held.state, held.decided_by, held.decided_at = ProposalState.PROPOSED, None, None
    held.save()
    _note_decision(act, held, before)
    return _record(act, held, "reopen")


@transaction.atomic
def proposal_split(
    *, proposal: Proposal, by: User, parts: Sequence[Facts], note: str = ""
) -> Act:
    """Replace one object by several, each with its own facts.

    Parameters
    ----------
    parts : sequence of Facts, two or more
        What differs from the whole in each part; the rest is taken over.

    Raises
    ------
    BadInputError
        ``proposal.parts``: fewer than two parts.
    """
    if len(parts) < 2:  # noqa: PLR2004 - one part is a correction
        msg = "A split needs two parts or more; one part is a correction."
        raise BadInputError(msg, code="proposal.parts")
    held = _hold(proposal, by, "split", LIVE)
    act = begin(plan=held.plan, kind=ActKind.SPLIT, by=by, note=note)
    parts_create(act, held, parts)
    decide(act, held, ProposalState.SPLIT)
    return _record(act, held, "split")


@attrs.frozen(kw_only=True)
class Addition:
    """An object that the reader missed."""

    kind: ProposalKind = attrs.field(converter=ProposalKind)
    facts: Facts
    start: int | None = None
    end: int | None = None
    quote: str = ""


@transaction.atomic
def proposal_add(
    *, plan: Plan, by: User, addition: Addition, note: str = ""
) -> Proposal:
    """Add what the reader missed; a person's addition is confirmed at once."""
    require(by, f"plans.{addition.kind.value}.add", plan)
    act = begin(plan=plan, kind=ActKind.ADD, by=by, note=note)
    row = addition_create(act, addition)
    _record(act, row, "add")
    return row


def addition_create(act: Act, addition: Addition) -> Proposal:
    """Create the row of an addition within a running act."""
    model = MODELS[addition.kind]
    last = model._default_manager.filter(plan=act.plan).order_by("-order").first()
    row = model(
        plan=act.plan,
        key=_next_key(act.plan, addition.kind),
        order=1 if last is None else last.order + 1,
        confidence=1,
        rule="person",
        start=addition.start,
        end=addition.end,
        quote=addition.quote,
    )
    _create(act, row, addition.facts)
    return row


# Within an act ------------------------------------------------------------------------


def begin(*, plan: Plan, kind: ActKind, by: User | None, note: str = "") -> Act:
    """Open an act; what is decided in it is undone together."""
    return Act.objects.create(plan=plan, kind=kind, by=by, note=note)


def decide(
    act: Act,
    proposal: Proposal,
    state: ProposalState,
    *,
    before: Mapping[str, Json] | None = None,
) -> None:
    """Set the state and keep the object before and after."""
    earlier = snapshot(proposal) if before is None else before
    proposal.state = state
    proposal.decided_by, proposal.decided_at = act.by, timezone.now()
    proposal.save()
    _note_decision(act, proposal, earlier)


def parts_create(act: Act, whole: Proposal, parts: Sequence[Facts]) -> None:
    """Create the parts of an object; what a part leaves out the whole gives."""
    shared = facts_of(whole)
    for number, part in enumerate(parts, start=1):
        model: Any = type(whole)
        row = model(
            plan=whole.plan,
            key=_free_key(whole, f"{whole.key}-{number}"),
            order=whole.order,
            confidence=whole.confidence,
            rule=whole.rule,
            start=whole.start,
            end=whole.end,
            quote=whole.quote,
            split_from=whole,
        )
        _create(act, row, shared | part)


def facts_write(proposal: Proposal, facts: Facts) -> None:
    """Write facts into an object and check that they hold together.

    Raises
    ------
    django.core.exceptions.ValidationError
        A value is not among the choices, or two values contradict each other.
    BadInputError
        The facts name a clause, target or project that the plan does not have.
    """
    named = facts.get("clause")
    clauses = {c.ref: c for c in Clause.objects.filter(plan=proposal.plan, ref=named)}
    if named is not None and named not in clauses:
        msg = f"The plan has no clause {named}."
        raise BadInputError(msg, code="clause.unknown", clause=named)
    fill(proposal, facts, clauses)
    proposal.full_clean(exclude=["plan", "split_from", "decided_by"])
    proposal.save()
    links_set(proposal, facts)


def accepted_state(proposal: Proposal) -> ProposalState:
    """Confirmed where the facts are the reader's own, corrected where they differ."""
    if proposal.original is None:
        return ProposalState.CONFIRMED
    read = with_names(proposal.original, present_names(proposal.plan))
    same = read == facts_of(proposal)
    return ProposalState.CONFIRMED if same else ProposalState.CORRECTED


def _create(act: Act, row: Proposal, facts: Facts) -> None:
    row.state = ProposalState.CONFIRMED
    row.decided_by, row.decided_at = act.by, timezone.now()
    facts_write(row, facts)
    _note_decision(act, row, None)


def _note_decision(
    act: Act, proposal: Proposal, before: Mapping[str, Json] | None
) -> None:
    Decision.objects.create(
        act=act,
        kind=proposal.KIND,
        proposal_id=proposal.pk,
        before=before,
        after=snapshot(proposal),
    )


def _hold(
    proposal: Proposal, by: User, verb: str, states: Sequence[ProposalState]
) -> Proposal:
    """Lock the row, after asking for the right; refuse a state that does not fit."""
    require(by, f"plans.{proposal.kind_word}.{verb}", proposal)
    rows = proposals_of(proposal.plan, proposal.KIND)
    held: Proposal = rows.select_for_update(of=("self",)).get(pk=proposal.pk)
    if held.state not in states:
        msg = f"{held.key} is {held.state}; {verb} needs one of {', '.join(states)}."
        raise DecidedError(msg, key=held.key, state=held.state)
    return held


def _record(act: Act, proposal: Proposal, verb: str) -> Act:
    decisions = act.decisions.all()
    audit.record(
        by=act.by,
        action=f"plans.{proposal.kind_word}.{verb}",
        target=proposal,
        data={
            "act": act.pk,
            "note": act.note,
            "decisions": [{"before": d.before, "after": d.after} for d in decisions],
        },
    )
    return act


_LETTERS = {
    ProposalKind.TARGET: "T",
    ProposalKind.TASK: "K",
    ProposalKind.PROJECT: "P",
    ProposalKind.MILESTONE: "M",
    ProposalKind.UNIT: "U",
}


def _next_key(plan: Plan, kind: ProposalKind) -> str:
    letter = _LETTERS[kind]
    keys = MODELS[kind]._default_manager.filter(plan=plan).values_list("key", flat=True)
    numbers = [int(key[1:]) for key in keys if key[1:].isdigit()]
    width = 2 if kind is ProposalKind.UNIT else 3
    return f"{letter}{max(numbers, default=0) + 1:0{width}d}"


def _free_key(proposal: Proposal, wanted: str) -> str:
    taken = set(
        MODELS[proposal.KIND]
        ._default_manager.filter(plan=proposal.plan, key__startswith=wanted)
        .values_list("key", flat=True)
    )
    key = wanted
    while key in taken:
        key += "x"
    return key
