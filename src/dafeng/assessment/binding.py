"""From the targets of a plan to goals: which definition reckons each, and who answers.

A target is bound to the first definition in force of its indicator whose unit fits; a
change needs one that compares with a base year. Targets without a measure of their own
are reported: a state as reached or not, a prohibition by its breaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.records import Duty, Goal, PathPoint, Role
from dafeng.base.errors import UnitError
from dafeng.base.findings import Finding, Severity
from dafeng.base.units import parse_unit
from dafeng.indicators import Definition, definition_register

if TYPE_CHECKING:
    from dafeng.plan import Plan, Target

REPORTED_KINDS = {
    "status": "plan.state",
    "threshold": "plan.state",
    "prohibition": "plan.breaches",
}
"""Kinds that a unit reports where no indicator measures them."""
_CHANGES = frozenset({"relative_change", "delegated"})
_FIGURES = frozenset({"level", "count", "capacity", "relative_change"})


@attrs.frozen(kw_only=True)
class Binding:
    """A person's word on how a target is reckoned; it goes before the rule.

    Attributes
    ----------
    target : str
    definition : str
        Empty: it cannot be reckoned, ``ground`` says why.
    base_year : int or None
    scope : str
    ground : str
    """

    target: str
    definition: str
    base_year: int | None = None
    scope: str = ""
    ground: str = ""


@attrs.frozen(kw_only=True)
class Goals:
    """Goals of a plan, and what was noticed while binding them."""

    goals: tuple[Goal, ...]
    findings: tuple[Finding, ...]


def goals_of_plan(plan: Plan, on: date, bindings: Sequence[Binding] = ()) -> Goals:
    """Bind every target of a plan.

    Parameters
    ----------
    plan : Plan
    on : date
        Day on which definitions must be in force.
    bindings : sequence of Binding, optional

    Returns
    -------
    Goals
        ``goal.no_indicator``: nothing reckons the target. ``goal.no_owner``: no unit
        answers for it; the carbon office does until one is named.
    """
    said = {one.target: one for one in bindings}
    roles = _roles(plan)
    goals = tuple(
        _goal(target, _bound(target, said.get(target.id), on), roles)
        for target in plan.targets
    )
    return Goals(goals=_with_steps(goals), findings=tuple(goal_findings(goals)))


def _roles(plan: Plan) -> Mapping[tuple[str, str], Role]:
    """Role of each unit for each target, from the tasks that carry it out."""
    return {
        (target, unit.name): Role(unit.role.value)
        for task in plan.tasks
        for target in task.targets
        for unit in task.responsible
    }


def _bound(target: Target, said: Binding | None, on: date) -> Binding:
    if said is not None:
        return said
    found = _fitting(target, on)
    if found is not None:
        return Binding(target=target.id, definition=found.id)
    reported = REPORTED_KINDS.get(target.kind, "")
    return Binding(
        target=target.id, definition=reported, scope=target.id if reported else ""
    )


def _fitting(target: Target, on: date) -> Definition | None:
    """Return the first definition of the target's indicator that fits it."""
    if target.indicator_code is None or target.kind == "threshold":
        return None
    register = definition_register()
    known = register.of_indicator(target.indicator_code, on)
    if target.kind in _CHANGES and target.unit in (None, "%"):
        # Of two ways to say it, a cut is a change and a share is a level.
        known = tuple(sorted(known, key=lambda d: not register.compares(d.id)))
    return next((one for one in known if _fits(one, target)), None)


def _fits(definition: Definition, target: Target) -> bool:
    if target.unit is None or target.kind not in _FIGURES:
        return target.kind != "status"
    try:
        mine, asked = parse_unit(definition.unit), parse_unit(target.unit)
    except UnitError:
        return False
    return mine.dimension == asked.dimension


def _goal(
    target: Target, bound: Binding, roles: Mapping[tuple[str, str], Role]
) -> Goal:
    return Goal(
        id=target.id,
        clause=target.clause,
        indicator=target.indicator,
        definition=bound.definition,
        kind=target.kind.value,
        comparator=target.comparator or "",
        value=target.value,
        value_max=target.value_max,
        unit=target.unit or "",
        direction=target.direction.value,
        softness=target.softness.value,
        year=target.year,
        base_year=bound.base_year or target.base_year,
        scope=bound.scope,
        duties=tuple(
            Duty(unit=unit, role=roles.get((target.id, unit), Role.SUPPORT))
            for unit in target.responsible
        ),
    )


def _with_steps(goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    """Let earlier targets of the same figure be steps on the way to the later ones."""
    return tuple(attrs.evolve(goal, path=_steps(goal, goals)) for goal in goals)


def _steps(goal: Goal, goals: tuple[Goal, ...]) -> tuple[PathPoint, ...]:
    if goal.year is None or goal.value is None or not goal.definition:
        return ()
    found: dict[int, Decimal] = {
        other.year: other.value
        for other in goals
        if other.year is not None
        and other.value is not None
        and other.year < goal.year
        and _figure(other) == _figure(goal)
    }
    return tuple(PathPoint(year=y, value=v) for y, v in sorted(found.items()))


def _figure(goal: Goal) -> tuple[object, ...]:
    """What two targets must share to be steps of one way."""
    return goal.definition, goal.scope, goal.unit, goal.kind, goal.base_year


def goal_findings(goals: Sequence[Goal]) -> Iterator[Finding]:
    """Yield a finding for each target that nothing reckons or nobody answers for."""
    for goal in goals:
        if not goal.definition:
            yield Finding(
                code="goal.no_indicator",
                severity=Severity.WARNING,
                place=f"{goal.clause} {goal.id}",
                value=goal.indicator,
                rule="A target is judged by a definition of the register.",
                hint="Bind it to a definition, or report its state with evidence.",
            )
        if not goal.duties:
            yield Finding(
                code="goal.no_owner",
                severity=Severity.WARNING,
                place=f"{goal.clause} {goal.id}",
                value=goal.indicator,
                rule="Somebody answers for every target.",
                hint="Name a unit; until then the carbon office answers.",
            )
