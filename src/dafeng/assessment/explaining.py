"""A result opened: from a target or a score down to figures, rules and papers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.cases import evidence_of
from dafeng.base.errors import NotFoundError
from dafeng.base.periods import Period
from dafeng.indicators import (
    Definition,
    IndicatorValue,
    Question,
    definition_register,
    indicator_value,
)

if TYPE_CHECKING:
    from dafeng.assessment.records import Assessment, Case, Point, Standing, UnitScore


@attrs.frozen(kw_only=True)
class TargetChain:
    """One target, opened.

    Attributes
    ----------
    standing : Standing
    definition : Definition or None
        How it is reckoned; None where no indicator does.
    value : IndicatorValue or None
        The newest figure with every input, its paper and who entered it; of an unknown
        figure what is missing.
    """

    standing: Standing
    definition: Definition | None
    value: IndicatorValue | None


@attrs.frozen(kw_only=True)
class RuleSum:
    """What one rule of the scheme gave a unit in all."""

    rule: str
    points: Decimal
    of: Decimal


@attrs.frozen(kw_only=True)
class UnitChain:
    """One unit's score, opened: sums by rule, then point by point."""

    score: UnitScore
    rules: tuple[RuleSum, ...]
    points: tuple[Point, ...]


def explain_target(assessment: Assessment, case: Case, target: str) -> TargetChain:
    """Open one target of a result.

    Raises
    ------
    NotFoundError
        ``assessment.no_target``: no such key; the message says which there are.
    """
    found = next((s for s in assessment.targets if s.id == target), None)
    if found is None:
        keys = ", ".join(s.id for s in assessment.targets[:5])
        msg = f"There is no target {target!r} here; keys are {keys} …"
        raise NotFoundError(msg, code="assessment.no_target", target=target)
    if not found.definition:
        return TargetChain(standing=found, definition=None, value=None)
    goal = next(one for one in case.goals if one.id == target)
    asked = Question(
        definition=found.definition,
        period=Period.parse(found.period or case.period),
        base=found.base_year,
        scope=goal.scope,
    )
    return TargetChain(
        standing=found,
        definition=definition_register().get(found.definition),
        value=indicator_value(asked, evidence_of(case)),
    )


def explain_unit(assessment: Assessment, unit: str) -> UnitChain:
    """Open one unit's score.

    Raises
    ------
    NotFoundError
        ``assessment.no_unit``: no such unit; the message says which there are.
    """
    found = next((u for u in assessment.units if u.name == unit), None)
    if found is None:
        names = ", ".join(u.name for u in assessment.units)
        msg = f"No unit {unit!r} was scored. There are: {names or 'none'}."
        raise NotFoundError(msg, code="assessment.no_unit", unit=unit)
    rules = dict.fromkeys(point.rule for point in found.points)
    return UnitChain(
        score=found,
        rules=tuple(_sum(rule, found.points) for rule in rules),
        points=found.points,
    )


def _sum(rule: str, points: tuple[Point, ...]) -> RuleSum:
    mine = [point for point in points if point.rule == rule]
    return RuleSum(
        rule=rule,
        points=sum((point.points for point in mine), Decimal(0)),
        of=sum((point.of for point in mine), Decimal(0)),
    )
