"""Targets: completion of this period's milestone, never the chance of the end."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.assessment.exemptions import exempt_reason
from dafeng.assessment.records import Standing, State
from dafeng.assessment.scoring.marks import (
    FULL,
    NOTHING,
    Mark,
    Reached,
    has_evidence,
    percent,
)

if TYPE_CHECKING:
    from dafeng.assessment.schemes.rules import TargetsRule
    from dafeng.assessment.scoring.docket import Docket, GoalEntry
    from dafeng.assessment.scoring.shares import Answer

_DIRECTIONAL = {State.DIRECTIONAL_YES: FULL, State.DIRECTIONAL_NO: NOTHING}
_UNKNOWN = (State.UNKNOWN, State.DELEGATED_UNSET)


def target_marks(rule: TargetsRule, docket: Docket) -> Iterator[Mark]:
    """Yield a mark per target and unit that answers for it.

    Weight is that of the target's softness times the unit's share.
    """
    for entry in docket.goals:
        reached = target_reached(entry, docket.year)
        if rule.evidence:
            reached = with_evidence(reached, entry.standing)
        for answer in entry.answers:
            yield _mark(rule, docket, entry, answer, reached)


def _mark(
    rule: TargetsRule,
    docket: Docket,
    entry: GoalEntry,
    answer: Answer,
    reached: Reached,
) -> Mark:
    subject, standing = entry.goal.id, entry.standing
    state = "" if standing is None else standing.state.value
    evidence = () if standing is None else standing.evidence
    counts = entry.once_reached and reached.got == FULL
    why = (exempt_from if counts else not_asked)(docket, entry, answer.unit)
    weight = Fraction(docket.scheme.goals.weight(entry.goal.softness)) * answer.share
    if not weight and not why:
        why = "责任份额为零，不计分。"
    if why:
        return Mark(
            unit=answer.unit,
            rule=rule.id,
            subject=subject,
            weight=NOTHING,
            state=state,
            evidence=evidence,
            reason=why,
        )
    share = f"{answer.words}责任份额{percent(answer.share)}。"
    return Mark(
        unit=answer.unit,
        rule=rule.id,
        subject=subject,
        weight=weight,
        got=reached.got,
        best=reached.best,
        state=state,
        evidence=evidence,
        reason=reached.reason + share,
    )


def not_asked(docket: Docket, entry: GoalEntry, unit: str) -> str:
    """Say why a unit need not answer for a target; empty when it must."""
    if entry.aside:
        return f"{entry.aside}，权重由其余各项分摊。"
    return exempt_from(docket, entry, unit)


def exempt_from(docket: Docket, entry: GoalEntry, unit: str) -> str:
    """Say why a unit is exempt from a target; empty when it is not."""
    exemption = docket.exemptions.of_unit(unit, entry.goal.id)
    return "" if exemption is None else exempt_reason(exemption)


def target_reached(entry: GoalEntry, period: int) -> Reached:
    """Say how far a target's milestone of the period was reached.

    All for 1 and for a right direction, proportional below, nothing where no figure of
    the period is known. The chance that the target is met plays no part.
    """
    standing = entry.standing
    if standing is None or not known_in(standing, entry.asked.year, period):
        reason = "没有本期数据，按未知计，不得分。"
        return Reached(got=NOTHING, best=FULL, reason=reason)
    directed = _DIRECTIONAL.get(standing.state)
    if standing.completion is not None:
        share = min(max(Fraction(standing.completion), NOTHING), FULL)
    elif directed is not None:
        share = directed
    else:
        share = FULL if standing.state is State.MET else NOTHING
    if directed is not None:
        reason = "变化方向符合要求。" if share else "变化方向不符合要求，不得分。"
    elif share == FULL:
        reason = "本期进度要求已达到，得满分。"
    else:
        reason = f"本期进度完成率{percent(share)}，按比例得分。"
    return Reached(got=share, best=share, reason=reason)


def known_in(standing: Standing, year: int | None, period: int) -> bool:
    """Whether a figure of the period itself is known: an older one is no figure of it.

    ``standing.completion`` is that of the period's milestone. Without one a word alone
    (met, a direction) counts if its figure is of the period, or of the target's year
    where that is over.
    """
    if standing.value is None or standing.state in _UNKNOWN:
        return False
    if standing.completion is not None:
        return True
    final = standing.settled and standing.state in (State.MET, State.MISSED)
    if not (final or standing.state in _DIRECTIONAL):
        return False
    judged = str(min(period, year or period))
    return judged in (standing.period, *(point.period for point in standing.history))


def with_evidence(reached: Reached, standing: Standing | None) -> Reached:
    """Take what is not proven: it earns nothing until a paper is there."""
    proven = standing is None or has_evidence(standing.evidence)
    if proven or not reached.got:
        return reached
    return Reached(got=NOTHING, best=reached.best, reason="数据没有佐证材料，不得分。")
