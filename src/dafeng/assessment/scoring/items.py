"""Items of a scheme for the district: judged by a department, else by the targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.exemptions import exempt_reason
from dafeng.assessment.records import State
from dafeng.assessment.schemes.rules import ItemsRule, Measure, Pay, SchemeItem, Span
from dafeng.assessment.scoring.asked import DIRECTIONAL, has_begun, start_year
from dafeng.assessment.scoring.docket import DISTRICT
from dafeng.assessment.scoring.marks import (
    FULL,
    NOTHING,
    Mark,
    has_evidence,
    percent,
)
from dafeng.assessment.scoring.targets import known_in, target_reached

if TYPE_CHECKING:
    from dafeng.assessment.records import Judgement
    from dafeng.assessment.scoring.docket import Docket, GoalEntry


class Verdict(StrEnum):
    """What is known of an item."""

    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class Outcome:
    """What the evidence says of an item, or of one target behind it.

    Attributes
    ----------
    verdict : Verdict
    share : Fraction
        Completion, 0 to 1; 0 where it is not known.
    evidence : tuple of str
    reason : str
    """

    verdict: Verdict
    share: Fraction
    evidence: tuple[str, ...] = ()
    reason: str = ""


_SETTLED = {
    State.MET: Verdict.MET,
    State.DIRECTIONAL_YES: Verdict.MET,
    State.MISSED: Verdict.MISSED,
    State.DIRECTIONAL_NO: Verdict.MISSED,
}
_WORDS = {
    Verdict.MET: "达标",
    Verdict.MISSED: "未达标",
    Verdict.UNKNOWN: "没有可用数据",
}


def item_marks(rule: ItemsRule, docket: Docket) -> Iterator[Mark]:
    """Yield a mark per item; its weight is its points."""
    for item in rule.items:
        why = _aside(item, docket)
        outcome = item_outcome(item, rule, docket)
        got = NOTHING if why else _paid(rule, outcome)
        unknown = outcome.verdict is Verdict.UNKNOWN and not why
        yield Mark(
            unit=DISTRICT,
            rule=rule.id,
            subject=item.id,
            weight=NOTHING if why else Fraction(item.points),
            got=got,
            best=FULL if unknown else got,
            state=outcome.verdict.value,
            evidence=outcome.evidence,
            reason=why or f"{item.name_zh}：{outcome.reason}",
        )


def _paid(rule: ItemsRule, outcome: Outcome) -> Fraction:
    if outcome.verdict is Verdict.MET:
        return FULL
    missed = outcome.verdict is Verdict.MISSED
    return outcome.share if missed and rule.pays is Pay.PROPORTIONAL else NOTHING


def _aside(item: SchemeItem, docket: Docket) -> str:
    """Say why an item is not asked: itself exempt, or all targets behind it."""
    exemption = docket.exemptions.of_unit(DISTRICT, item.id)
    if exemption is None:
        bound = [e for name in item.indicators for e in _bound(item, name, docket)]
        found = [docket.exemptions.of_unit(DISTRICT, e.goal.id) for e in bound]
        if not found or None in found:
            return ""
        exemption = found[0]
    return "" if exemption is None else exempt_reason(exemption)


def item_outcome(item: SchemeItem, rule: ItemsRule, docket: Docket) -> Outcome:
    """Say whether an item is met.

    The department's word holds where it names a paper; else each indicator of the item
    must be met by its targets; without either it is unknown. A word against an item
    leaves it what the figures show of the way, but never all.
    """
    measured = measured_outcome(item, rule, docket)
    word = judgement_of(item.id, docket)
    if word is None:
        return measured
    reason = f"部门评价{'达标' if word.met else '不达标'}（{word.by}，{word.document}）"
    if word.met:
        return Outcome(
            verdict=Verdict.MET,
            share=FULL,
            evidence=(word.document,),
            reason=f"{reason}。",
        )
    share = measured.share if measured.share < FULL else NOTHING
    if rule.pays is Pay.PROPORTIONAL:
        reason += f"，完成率{percent(share)}"
    return Outcome(
        verdict=Verdict.MISSED,
        share=share,
        evidence=(word.document, *measured.evidence),
        reason=f"{reason}。",
    )


def judgement_of(item: str, docket: Docket) -> Judgement | None:
    """Return the department's newest word with a paper; of one day the stricter."""
    words = [
        word
        for word in docket.case.judgements
        if word.item == item
        and word.document.strip()
        and word.judged_on <= docket.case.as_of
    ]
    return max(
        words,
        key=lambda word: (word.judged_on, not word.met, word.document, word.by),
        default=None,
    )


def measured_outcome(item: SchemeItem, rule: ItemsRule, docket: Docket) -> Outcome:
    """Say what the targets alone show of an item, whatever a department says."""
    if item.measure is Measure.JUDGED:
        reason = "没有部门评价，按未知计，不得分。"
        return Outcome(verdict=Verdict.UNKNOWN, share=NOTHING, reason=reason)
    outcomes = []
    for name in item.indicators:
        bound = _bound(item, name, docket)
        kept = [
            entry
            for entry in bound
            if docket.exemptions.of_unit(DISTRICT, entry.goal.id) is None
        ]
        outcomes += [_of_target(item, rule, entry, docket) for entry in kept]
        if not bound:
            told = f"计划中没有本年度的相应目标（{name}）"
            outcomes.append(
                Outcome(verdict=Verdict.UNKNOWN, share=NOTHING, reason=told)
            )
    return _together(outcomes)


def _together(outcomes: Sequence[Outcome]) -> Outcome:
    """Join what must all be met: one missed misses, one unknown leaves it unknown."""
    verdicts = {outcome.verdict for outcome in outcomes}
    order = (Verdict.MISSED, Verdict.UNKNOWN, Verdict.MET)
    verdict = next((v for v in order if v in verdicts), Verdict.UNKNOWN)
    papers = (paper for outcome in outcomes for paper in outcome.evidence)
    told = "；".join(outcome.reason for outcome in outcomes)
    ends = "，按未知计，不得分。" if verdict is Verdict.UNKNOWN else "。"
    return Outcome(
        verdict=verdict,
        share=min((outcome.share for outcome in outcomes), default=NOTHING),
        evidence=tuple(dict.fromkeys(papers)),
        reason=told + ends,
    )


def _bound(item: SchemeItem, name: str, docket: Docket) -> list[GoalEntry]:
    """Targets of the whole district behind one indicator of an item.

    A mere direction counts only where the plan promises no figure.
    """
    found = [
        entry
        for entry in docket.goals
        if entry.goal.definition == name or entry.goal.definition.startswith(f"{name}.")
        if not entry.goal.scope and _spoken_of(item, entry, docket.year)
    ]
    return [e for e in found if e.goal.kind != DIRECTIONAL] or found


def _spoken_of(item: SchemeItem, entry: GoalEntry, period: int) -> bool:
    year, start = entry.asked.year, start_year(entry.asked)
    own = year == period and start == period - 1
    if item.span is not Span.ANY and own is not (item.span is Span.YEAR):
        return False
    if item.measure is Measure.FINAL:
        return year is None or year == period
    return (year is None or year >= period) and has_begun(entry.asked, period)


def _of_target(
    item: SchemeItem, rule: ItemsRule, entry: GoalEntry, docket: Docket
) -> Outcome:
    standing, goal = entry.standing, entry.goal
    verdict, share = Verdict.UNKNOWN, NOTHING
    if standing is not None and known_in(standing, entry.asked.year, docket.year):
        share = target_reached(entry, docket.year).got
        if item.measure is Measure.FINAL:
            settled = _SETTLED.get(standing.state) if standing.settled else None
            verdict = settled or Verdict.UNKNOWN
        else:
            missed = standing.state is State.MISSED or share < FULL
            met = standing.state is State.MET
            verdict = Verdict.MISSED if missed and not met else Verdict.MET
    evidence = () if standing is None else standing.evidence
    told = _WORDS[verdict]
    if rule.evidence and verdict is not Verdict.UNKNOWN and not has_evidence(evidence):
        verdict, told = Verdict.UNKNOWN, "数据没有佐证材料"
    if verdict is Verdict.UNKNOWN:
        share = NOTHING
    elif rule.pays is Pay.PROPORTIONAL:
        told += f"，完成率{percent(share)}"
    return Outcome(
        verdict=verdict,
        share=share,
        evidence=evidence,
        reason=f"{goal.id}（{goal.indicator}）{told}",
    )
