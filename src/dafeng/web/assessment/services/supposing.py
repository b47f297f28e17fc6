"""What if, and two results side by side: reckoned when asked for, kept nowhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

import attrs

from dafeng import assessment as core
from dafeng.assessment import Change, Comparison
from dafeng.web.assessment.convert import assessment_of, case_of
from dafeng.web.assessment.models import AssessmentRun


def suppose(run: AssessmentRun, changes: Sequence[Change]) -> Comparison:
    """Say what a result would be if something came in; both sides by today's rules.

    Raises
    ------
    BadInputError, NotFoundError, UnitError
        As :func:`dafeng.assessment.what_if`.
    """
    case = case_of(run)
    changed = core.what_if(case, changes)
    return core.compare(core.assess(case), core.assess(changed))


def scope_of(run: AssessmentRun, key: str) -> str:
    """Part of the district by which a target's figure is found in the evidence."""
    goals = {goal.id: goal.scope for goal in case_of(run).goals}
    return goals.get(key, "")


def side_by_side(before: AssessmentRun, after: AssessmentRun) -> Comparison:
    """Hold two kept results of one plan against each other."""
    return core.compare(assessment_of(before), assessment_of(after))


def as_seen(found: Comparison, units: Collection[str]) -> Comparison:
    """A comparison without scores and proposals of units that are not to be seen.

    Units stand in the order of their change, the largest first.
    """
    return attrs.evolve(
        found,
        units=tuple(
            sorted(
                (one for one in found.units if one.name in units),
                key=lambda one: -abs(one.change or Decimal(0)),
            )
        ),
        proposals_came=tuple(p for p in found.proposals_came if p.unit in units),
        proposals_went=tuple(p for p in found.proposals_went if p.unit in units),
    )
