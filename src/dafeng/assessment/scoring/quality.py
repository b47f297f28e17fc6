"""Quality of data: how well a unit's figures are proven, whether its reports held."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.assessment.exemptions import report_name
from dafeng.assessment.records import Role
from dafeng.assessment.scoring.marks import (
    FULL,
    NOTHING,
    Mark,
    Reached,
    has_evidence,
    percent,
)
from dafeng.assessment.scoring.targets import known_in, not_asked
from dafeng.assessment.scoring.timeliness import (
    came,
    report_evidence,
    report_not_asked,
)

if TYPE_CHECKING:
    from dafeng.assessment.schemes.rules import QualityRule
    from dafeng.assessment.scoring.docket import Docket, GoalEntry, Owed


def quality_marks(rule: QualityRule, docket: Docket) -> Iterator[Mark]:
    """Yield a mark per figure that a unit leads and per report that it owed."""
    for entry in docket.goals:
        for answer in entry.answers:
            if answer.role is Role.LEAD:
                yield _figure(rule, docket, entry, answer.unit)
    for row in docket.owed:
        yield _report(rule, docket, row)


def _figure(rule: QualityRule, docket: Docket, entry: GoalEntry, unit: str) -> Mark:
    why = not_asked(docket, entry, unit)
    reached = figure_quality(rule, entry, docket.year)
    standing = entry.standing
    quality = None if standing is None else standing.quality
    return Mark(
        unit=unit,
        rule=rule.id,
        subject=entry.goal.id,
        weight=NOTHING if why else Fraction(rule.figure_weight),
        got=NOTHING if why else reached.got,
        best=NOTHING if why else reached.best,
        state="" if quality is None else quality.value,
        evidence=() if standing is None else standing.evidence,
        reason=why or reached.reason,
    )


def figure_quality(rule: QualityRule, entry: GoalEntry, period: int) -> Reached:
    """Say what the quality of a target's figure of the period earns."""
    standing = entry.standing
    if (
        standing is None
        or standing.quality is None
        or not known_in(standing, entry.asked.year, period)
    ):
        return Reached(got=NOTHING, best=FULL, reason="没有本期数据，不得分。")
    share = Fraction(rule.grades[standing.quality])
    if rule.evidence and not has_evidence(standing.evidence):
        reason = "数据没有佐证材料，不得分。"
        return Reached(got=NOTHING, best=share, reason=reason)
    reason = f"数据质量{standing.quality}级，按{percent(share)}计。"
    return Reached(got=share, best=share, reason=reason)


def _report(rule: QualityRule, docket: Docket, row: Owed) -> Mark:
    why = report_not_asked(docket, row)
    as_of = docket.case.as_of
    there = came(row.report, as_of) is not None
    held = there and row.report.accepted
    told = "一次审核通过，得满分。" if held else "被退回，不得分。"
    return Mark(
        unit=row.unit,
        rule=rule.id,
        subject=report_name(row.report),
        weight=NOTHING if why else Fraction(rule.report_weight),
        got=FULL if held and not why else NOTHING,
        best=FULL if (held or not there) and not why else NOTHING,
        state="" if not there else "accepted" if held else "returned",
        evidence=report_evidence(row.report, as_of),
        reason=why or (told if there else "未报送，不得分。"),
    )
