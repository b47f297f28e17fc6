"""Decisions about proposals: confirmed or declined by a person, taken back when due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.consequences.records import (
    Decision,
    ProposalStand,
    Ruling,
    Stand,
)
from dafeng.assessment.words import STEP_WORDS
from dafeng.base.errors import BadInputError, NotFoundError

if TYPE_CHECKING:
    from dafeng.assessment.records import Proposal


def stand_of_proposals(
    proposals: Sequence[Proposal],
    earlier: Sequence[Proposal] = (),
    decisions: Sequence[Decision] = (),
    awaiting: Sequence[Proposal] = (),
) -> tuple[ProposalStand, ...]:
    """Say where each proposal stands, those of earlier results included.

    A proposal that the newest result no longer carries is withdrawn, with the reason;
    if it was confirmed, a person has to take it back. One that was declined stays so.

    Parameters
    ----------
    proposals : sequence of Proposal
        Of the newest result.
    earlier : sequence of Proposal
        Of the results before; of one id the last holds.
    decisions : sequence of Decision
        In the order in which they were made.
    awaiting : sequence of Proposal
        What the newest result carries and does not propose again, because the letter
        is out and waits for its answer: a confirmed one of these stays confirmed.

    Returns
    -------
    tuple of ProposalStand
        The newest result's in its order, then those that are gone, by unit and subject.

    Raises
    ------
    NotFoundError
        ``decision.unknown``: a decision about no proposal.
    BadInputError
        ``decision.no_reason``, ``decision.twice`` or ``decision.withdrawn``: see
        :func:`decide`.
    """
    now = {one.id: one for one in proposals}
    before = {one.id: one for one in earlier}
    made = _by_proposal(decisions, known=now | before)
    standing = [
        _standing(one, before.get(one.id), made.get(one.id)) for one in proposals
    ]
    carried = {one.id for one in awaiting}
    replaced = {(one.unit, one.subject): one for one in proposals}
    gone = sorted(
        (one for name, one in before.items() if name not in now),
        key=lambda one: (one.unit, one.subject, one.id),
    )
    taken_back = [
        _standing(one, None, made.get(one.id))
        if one.id in carried
        else _gone(one, made.get(one.id), replaced.get((one.unit, one.subject)))
        for one in gone
    ]
    return (*standing, *taken_back)


def _by_proposal(
    decisions: Iterable[Decision], known: Mapping[str, Proposal]
) -> Mapping[str, Decision]:
    made: dict[str, Decision] = {}
    for decision in decisions:
        if decision.proposal not in known:
            raise _unknown(decision, known)
        _require_reason(decision)
        earlier = made.get(decision.proposal)
        if earlier is not None and not _takes_back(earlier, decision):
            raise _twice(earlier)
        if earlier is None and decision.ruling is Ruling.WITHDRAWN:
            raise _nothing_to_take_back(decision.proposal)
        made[decision.proposal] = decision
    return made


def _takes_back(earlier: Decision, decision: Decision) -> bool:
    return (earlier.ruling, decision.ruling) == (Ruling.CONFIRMED, Ruling.WITHDRAWN)


def _standing(
    one: Proposal, before: Proposal | None, decision: Decision | None
) -> ProposalStand:
    changed = before is not None and _wording(before) != _wording(one)
    stand = Stand.PROPOSED if decision is None else Stand(decision.ruling.value)
    return ProposalStand(
        proposal=one,
        stand=stand,
        decision=decision,
        reason="" if decision is None else decision.reason,
        changed=changed,
    )


def _wording(one: Proposal) -> tuple[str, str]:
    return one.facts, one.figure


def _gone(
    one: Proposal, decision: Decision | None, instead: Proposal | None
) -> ProposalStand:
    if decision is not None and decision.ruling is not Ruling.CONFIRMED:
        stand, reason = Stand(decision.ruling.value), decision.reason
    else:
        stand = Stand.WITHDRAWN if decision is None else Stand.TO_WITHDRAW
        reason = _why_gone(instead)
        if stand is Stand.TO_WITHDRAW:
            reason = f"{reason}该建议已确认，须由人撤回。"
    return ProposalStand(proposal=one, stand=stand, decision=decision, reason=reason)


def _why_gone(instead: Proposal | None) -> str:
    if instead is None:
        return "更正后的结果不再支持该建议。"
    return f"更正后的结果改为建议“{STEP_WORDS[instead.step]}”（规则{instead.rule}）。"


def decide(
    stands: Sequence[ProposalStand], decision: Decision
) -> tuple[ProposalStand, ...]:
    """Record a person's decision.

    Parameters
    ----------
    stands : sequence of ProposalStand
        As :func:`stand_of_proposals` returns them.
    decision : Decision
        ``confirmed`` or ``declined`` of one that waits; ``withdrawn`` of one that was
        confirmed and is to be taken back.

    Returns
    -------
    tuple of ProposalStand
        The same with this one changed.

    Raises
    ------
    NotFoundError
        ``decision.unknown``: there is no such proposal.
    BadInputError
        ``decision.no_reason``: declined or taken back without a reason, or nobody's
        name. ``decision.twice``: it was decided before. ``decision.withdrawn``: the
        result no longer carries it. ``decision.not_to_withdraw``: nothing to take back.
    """
    by_id = {one.proposal.id: one for one in stands}
    found = by_id.get(decision.proposal)
    if found is None:
        known = {name: one.proposal for name, one in by_id.items()}
        raise _unknown(decision, known)
    _require_reason(decision)
    _require_open(found, decision)
    after = attrs.evolve(
        found,
        stand=Stand(decision.ruling.value),
        decision=decision,
        reason=decision.reason,
    )
    return tuple(after if one is found else one for one in stands)


def _require_reason(decision: Decision) -> None:
    if not decision.by.strip():
        msg = f"A person decides about {decision.proposal}: say who."
        raise BadInputError(
            msg, code="decision.no_reason", proposal=decision.proposal, lacks="by"
        )
    if decision.ruling is not Ruling.CONFIRMED and not decision.reason.strip():
        msg = (
            f"{decision.proposal} is {decision.ruling.value} without a reason. "
            "Write in one sentence why."
        )
        raise BadInputError(
            msg, code="decision.no_reason", proposal=decision.proposal, lacks="reason"
        )


def _require_open(found: ProposalStand, decision: Decision) -> None:
    takes_back = decision.ruling is Ruling.WITHDRAWN
    if found.stand is Stand.TO_WITHDRAW and takes_back:
        return
    if found.stand in (Stand.WITHDRAWN, Stand.TO_WITHDRAW):
        msg = (
            f"The proposal {decision.proposal} is withdrawn: {found.reason} "
            "Decide about a proposal of the newest result."
        )
        raise BadInputError(msg, code="decision.withdrawn", proposal=decision.proposal)
    if takes_back:
        raise _nothing_to_take_back(decision.proposal)
    if found.decision is not None:
        raise _twice(found.decision)


def _twice(earlier: Decision) -> BadInputError:
    msg = (
        f"{earlier.proposal} was {earlier.ruling.value} by {earlier.by} on "
        f"{earlier.decided_on}. A decision is made once; an objection changes it."
    )
    return BadInputError(msg, code="decision.twice", proposal=earlier.proposal)


def _nothing_to_take_back(proposal: str) -> BadInputError:
    msg = (
        f"{proposal} has nothing to take back: only a confirmed step that the newest "
        "result no longer carries is withdrawn by a person."
    )
    return BadInputError(msg, code="decision.not_to_withdraw", proposal=proposal)


def _unknown(decision: Decision, known: Mapping[str, Proposal]) -> NotFoundError:
    offer = ", ".join(sorted(known)) or "none"
    msg = f"There is no proposal {decision.proposal!r}. There are: {offer}."
    return NotFoundError(msg, code="decision.unknown", proposal=decision.proposal)
