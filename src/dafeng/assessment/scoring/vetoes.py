"""What caps a grade whatever the points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.records import State
from dafeng.assessment.schemes.records import MissedItemVeto, MissedTargetVeto
from dafeng.assessment.schemes.rules import ItemsRule
from dafeng.assessment.scoring.docket import DISTRICT
from dafeng.assessment.scoring.items import Verdict
from dafeng.assessment.scoring.targets import (
    not_asked,
    target_reached,
    with_evidence,
)

if TYPE_CHECKING:
    from dafeng.assessment.schemes.records import Scheme
    from dafeng.assessment.scoring.docket import Docket, GoalEntry
    from dafeng.assessment.scoring.marks import Mark

_MET = (State.MET, State.DIRECTIONAL_YES)
_MISSED = (State.MISSED, State.DIRECTIONAL_NO)


@attrs.frozen(kw_only=True)
class Cut:
    """A grade that is capped.

    Attributes
    ----------
    cap : str
        Id of the best grade that is left.
    certain : bool
        False where it is only not known whether the demand was met: it caps the formal
        grade, not the best one that is possible.
    reason : str
    """

    cap: str
    certain: bool
    reason: str


def cuts_of(unit: str, marks: Sequence[Mark], docket: Docket) -> Iterator[Cut]:
    """Yield everything that caps the grade of a unit."""
    scheme = docket.scheme
    yield from _falsified(unit, docket)
    for veto in scheme.vetoes:
        match veto:
            case MissedItemVeto():
                yield from _missed_items(veto, marks, scheme)
            case MissedTargetVeto():
                yield from _missed_targets(veto, unit, docket)


def is_falsified(unit: str, docket: Docket) -> bool:
    """Whether a unit falsified; the district's data are those of all its units."""
    return any(one.unit == unit or unit == DISTRICT for one in docket.falsified)


def _falsified(unit: str, docket: Docket) -> Iterator[Cut]:
    grading = docket.scheme.grading
    name = grading.grade(grading.falsified).name_zh
    for one in docket.falsified:
        if one.unit == unit or unit == DISTRICT:
            yield Cut(
                cap=grading.falsified,
                certain=True,
                reason=f"{one.unit}数据弄虚作假（{one.document}），直接评为“{name}”。",
            )


def _missed_items(
    veto: MissedItemVeto, marks: Sequence[Mark], scheme: Scheme
) -> Iterator[Cut]:
    names = {
        item.id: item.name_zh
        for rule in scheme.rules
        if isinstance(rule, ItemsRule)
        for item in rule.items
    }
    for mark in marks:
        if mark.subject in veto.items and mark.weight and mark.state != Verdict.MET:
            certain = mark.state == Verdict.MISSED
            yield _cut(veto.cap, names[mark.subject], scheme, certain=certain)


def _missed_targets(veto: MissedTargetVeto, unit: str, docket: Docket) -> Iterator[Cut]:
    for entry in docket.goals:
        asked = entry.goal.softness in veto.softness and _due(veto, entry, docket)
        if not asked or not _answers(veto, unit, entry):
            continue
        if not_asked(docket, entry, unit) or _is_met(entry, docket):
            continue
        standing = entry.standing
        certain = standing is not None and standing.state in _MISSED
        name = f"{entry.goal.id}（{entry.goal.indicator}）"
        yield _cut(veto.cap, name, docket.scheme, certain=certain)


def _due(veto: MissedTargetVeto, entry: GoalEntry, docket: Docket) -> bool:
    year = entry.asked.year
    return year == docket.year or (year is None and entry.goal.kind in veto.yearless)


def _answers(veto: MissedTargetVeto, unit: str, entry: GoalEntry) -> bool:
    return any(a.unit == unit and a.role in veto.roles for a in entry.answers)


def _is_met(entry: GoalEntry, docket: Docket) -> bool:
    """Met by a proven figure of the period; what is not known is not met."""
    standing = entry.standing
    if standing is None or standing.state not in _MET:
        return False
    proven = with_evidence(target_reached(entry, docket.year), standing)
    return bool(proven.got)


def _cut(cap: str, name: str, scheme: Scheme, *, certain: bool) -> Cut:
    grade = scheme.grading.grade(cap).name_zh
    what = "未达标" if certain else "没有可用的本期数据，按未达标计"
    return Cut(cap=cap, certain=certain, reason=f"{name}{what}，等级最高为“{grade}”。")
