"""Mid-term revision of a plan: other targets, and what that does to states and scores.

A revision holds from a day on. A period that was over by then is judged by the targets
it was under. A weaker target is legal and is shown, never hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum

import attrs

from dafeng.assessment.comparing import Comparison, compare
from dafeng.assessment.matching import nearest
from dafeng.assessment.records import (  # noqa: TC001 - read back from JSON by type
    Assessment,
    Case,
    Goal,
)
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.findings import Finding, Severity
from dafeng.base.periods import Period

_FIRMNESS = ("expected", "strive", "binding")
_FLOORS = (">=", ">")
_CAPS = ("<=", "<")


class Strength(StrEnum):
    """What a revision does to a target."""

    ADDED = "added"
    DROPPED = "dropped"
    STRONGER = "stronger"
    WEAKER = "weaker"
    MIXED = "mixed"
    """In one way stronger, in another weaker: a higher figure in a later year."""
    SAME = "same"
    """Asks for the same; other fields differ."""
    UNKNOWN = "unknown"
    """Another unit, base year or comparator, or no figure: nobody can tell."""


@attrs.frozen(kw_only=True)
class Revision:
    """A decision that changes targets of a plan.

    Attributes
    ----------
    document : str
        Title and number.
    reason : str
    decided_on, effective_from : date
    goals : tuple of Goal
        Targets in their new form, and new ones; matched by key.
    dropped : tuple of str
        Keys of targets that are given up.
    """

    document: str
    reason: str
    decided_on: date
    effective_from: date
    goals: tuple[Goal, ...] = ()
    dropped: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class GoalChange:
    """One target before and after.

    Attributes
    ----------
    id : str
    before, after : Goal or None
    strength : Strength
    fields : tuple of str
        Which fields differ.
    """

    id: str
    before: Goal | None
    after: Goal | None
    strength: Strength
    fields: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class RevisionEffect:
    """What a revision does.

    Attributes
    ----------
    revision : Revision
    goals : tuple of GoalChange
    comparison : Comparison
        The same case under the old and the new targets.
    findings : tuple of Finding
        Weaker and dropped targets; letters of the city that go on holding.
    """

    revision: Revision
    goals: tuple[GoalChange, ...]
    comparison: Comparison
    findings: tuple[Finding, ...] = ()


def revised(case: Case, revision: Revision) -> Case:
    """Return the case under the revised targets.

    Letters and exemptions about a dropped target go with it.

    Raises
    ------
    BadInputError
        ``revision.no_ground``: without a document or reason. ``revision.closed``: the
        case's period was over before the revision holds. ``revision.empty``: nothing
        changes.
    NotFoundError
        ``revision.unknown``: a dropped target is not in the case.
    """
    if not revision.document.strip() or not revision.reason.strip():
        msg = "A plan is revised by a document and for a reason. State both."
        raise BadInputError(msg, code="revision.no_ground")
    end = Period.parse(case.period).end
    if end < revision.effective_from:
        msg = (
            f"{revision.document} holds from {revision.effective_from}; {case.period} "
            f"was over on {end} and is judged by the targets that held. Take a later "
            "period, or restate the published result with a reason."
        )
        raise BadInputError(msg, code="revision.closed", period=case.period)
    known = {goal.id for goal in case.goals}
    for name in revision.dropped:
        if name not in known:
            offer = ", ".join(nearest(name, known)) or "none"
            msg = f"There is no target {name!r} to drop. Near to it: {offer}."
            raise NotFoundError(msg, code="revision.unknown", goal=name)
    after = attrs.evolve(
        case,
        goals=_goals(case.goals, revision),
        decrees=tuple(d for d in case.decrees if d.goal not in revision.dropped),
        exemptions=tuple(
            e for e in case.exemptions if e.subject not in revision.dropped
        ),
    )
    if after.goals == case.goals:
        msg = f"{revision.document} changes no target. List those that it changes."
        raise BadInputError(msg, code="revision.empty")
    return after


def _goals(goals: Iterable[Goal], revision: Revision) -> tuple[Goal, ...]:
    new = {goal.id: goal for goal in revision.goals}
    kept = [new.pop(goal.id, goal) for goal in goals if goal.id not in revision.dropped]
    return (*kept, *new.values())


def effect_of_revision(
    case: Case, revision: Revision, assess: Callable[[Case], Assessment]
) -> RevisionEffect:
    """Assess a case under the old and the new targets, and compare.

    Parameters
    ----------
    case : Case
        Under the old targets.
    revision : Revision
    assess : callable
        ``dafeng.assessment.assess``, or the same with a scheme of one's own.

    Raises
    ------
    BadInputError, NotFoundError
        As :func:`revised`.
    """
    after = revised(case, revision)
    changes = goal_changes(case.goals, after.goals)
    return RevisionEffect(
        revision=revision,
        goals=changes,
        comparison=compare(assess(case), assess(after)),
        findings=tuple(_findings(changes, case, revision)),
    )


def goal_changes(
    before: Iterable[Goal], after: Iterable[Goal]
) -> tuple[GoalChange, ...]:
    """Return the targets that differ, in the later order, what is gone behind it."""
    old = {goal.id: goal for goal in before}
    new = {goal.id: goal for goal in after}
    names = [*new, *(name for name in old if name not in new)]
    pairs = ((name, old.get(name), new.get(name)) for name in names)
    return tuple(_change(*pair) for pair in pairs if pair[1] != pair[2])


def _change(name: str, before: Goal | None, after: Goal | None) -> GoalChange:
    if before is None or after is None:
        gone = Strength.DROPPED if after is None else Strength.ADDED
        return GoalChange(id=name, before=before, after=after, strength=gone)
    fields = tuple(
        field.name
        for field in attrs.fields(Goal)
        if getattr(before, field.name) != getattr(after, field.name)
    )
    strength = strength_of(before, after)
    return GoalChange(
        id=name, before=before, after=after, strength=strength, fields=fields
    )


def strength_of(before: Goal, after: Goal) -> Strength:
    """Say whether a target asks for more or less than before.

    Three things count: the figure, its year (later is weaker) and how firmly the plan
    binds itself. A target that had no figure and gets one is stronger.
    """
    figure = _figure(before, after)
    if figure is None:
        return Strength.UNKNOWN
    signs = {figure, _year(before, after), _firmness(before, after)} - {0}
    if not signs:
        return Strength.SAME
    if len(signs) > 1:
        return Strength.MIXED
    return Strength.STRONGER if signs == {1} else Strength.WEAKER


def _figure(before: Goal, after: Goal) -> int | None:
    """1 asks for more, -1 for less, 0 for the same; None when nobody can tell."""
    if before.value is None or after.value is None:
        return (after.value is not None) - (before.value is not None)
    alike = all(
        getattr(before, name) == getattr(after, name)
        for name in ("unit", "base_year", "definition", "scope")
    )
    same = (before.comparator, before.value, before.value_max) == (
        after.comparator,
        after.value,
        after.value_max,
    )
    if alike and same:
        return 0
    more = (after.value > before.value) - (after.value < before.value)
    strict = _strict(after) - _strict(before)
    for kinds, sign in ((_FLOORS, 1), (_CAPS, -1)):
        if alike and before.comparator in kinds and after.comparator in kinds:
            return sign * more or strict
    return None


def _strict(goal: Goal) -> int:
    return int(goal.comparator in (">", "<"))


def _year(before: Goal, after: Goal) -> int:
    if before.year is None or after.year is None:
        return (after.year is not None) - (before.year is not None)
    return (after.year < before.year) - (after.year > before.year)


def _firmness(before: Goal, after: Goal) -> int:
    old, new = (_FIRMNESS.index(goal.softness) for goal in (before, after))
    return (new > old) - (new < old)


def _findings(
    changes: Iterable[GoalChange], case: Case, revision: Revision
) -> Iterator[Finding]:
    letters = {decree.goal: decree for decree in case.decrees}
    for change in changes:
        if change.strength in (Strength.WEAKER, Strength.MIXED, Strength.DROPPED):
            yield _weaker(change, revision)
        letter = letters.get(change.id)
        if letter is not None and change.after is not None:
            yield Finding(
                code="revision.letter_holds",
                severity=Severity.WARNING,
                place=change.id,
                value=letter.number,
                rule="A figure that the city handed down goes before the plan's.",
                hint=f"{letter.number}下达的指标继续有效；如已调整，请录入新的文件。",
            )


def _weaker(change: GoalChange, revision: Revision) -> Finding:
    words = {
        Strength.WEAKER: "目标放宽",
        Strength.MIXED: "目标部分放宽",
        Strength.DROPPED: "目标取消",
    }
    goal = change.before or change.after
    indicator = "" if goal is None else goal.indicator
    return Finding(
        code=f"revision.{change.strength.value}",
        severity=Severity.WARNING,
        place=change.id,
        value=indicator,
        rule="A weaker target is legal and is shown.",
        hint=f"“{indicator}”{words[change.strength]}，依据{revision.document}。",
    )
