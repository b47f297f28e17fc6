"""What is wrong with a target, a task or a letter, before anything is judged by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from dafeng.assessment.records import Case, Goal, Progress, Work
from dafeng.base.errors import NotFoundError, UnitError
from dafeng.base.units import parse_unit
from dafeng.indicators import Definition, definition_register
from dafeng.plan.records import Direction, Softness, TargetKind

COMPARATORS = ("", ">=", ">", "<=", "<", "=", "~")
_WHOLE = Decimal(100)
_FINISHED = (Progress.CLOSED, Progress.VERIFIED)
_WORDS = {
    "kind": tuple(kind.value for kind in TargetKind),
    "direction": tuple(way.value for way in Direction),
    "softness": tuple(one.value for one in Softness),
    "comparator": COMPARATORS,
}


def goal_problems(goal: Goal) -> Iterator[str]:
    """Yield what keeps a target from being judged, with the way out."""
    for name, known in _WORDS.items():
        word = getattr(goal, name)
        if word not in known:
            yield (
                f"Target {goal.id}: {name} {word!r} is none of "
                f"{', '.join(filter(None, known))}."
            )
    if goal.value is not None and not goal.comparator:
        yield (
            f"Target {goal.id} has a figure and no comparator: "
            "say >=, >, <=, <, = or ~."
        )
    if goal.year is not None and (goal.base_year or 0) >= goal.year:
        yield (
            f"Target {goal.id}: base year {goal.base_year} is not before {goal.year}: "
            "correct one of them."
        )
    if goal.value_max is not None and goal.value_max < (goal.value or 0):
        yield f"Target {goal.id}: the range is empty; give the smaller end first."
    definition = None
    if goal.definition:
        try:
            definition = definition_register().get(goal.definition)
        except NotFoundError as error:
            yield f"Target {goal.id}: {error}"
    if definition is not None and goal.definition.partition(".")[0] != "plan":
        yield from _unit(f"Target {goal.id} ({goal.indicator})", goal.unit, definition)


def _unit(what: str, unit: str, definition: Definition) -> Iterator[str]:
    """Say when a demand is in another unit than its indicator."""
    if not unit:
        return
    try:
        fits = parse_unit(unit).dimension == parse_unit(definition.unit).dimension
    except UnitError as error:
        yield f"{what}: {error}"
        return
    if not fits:
        yield (
            f"{what} is in {unit}, its indicator {definition.id} is in "
            f"{definition.unit}: bind it to a definition in its own unit, or correct "
            "the unit."
        )


def work_problems(work: Work) -> Iterator[str]:
    """Yield what keeps a task from being judged."""
    if work.percent is not None and not 0 <= work.percent <= _WHOLE:
        yield f"Task {work.id}: progress {work.percent} % is not between 0 and 100."
    if None not in (work.begins_on, work.due_on) and str(work.due_on) < str(
        work.begins_on
    ):
        yield f"Task {work.id} is due on {work.due_on}, before it begins."
    if work.state is Progress.CLOSED and (work.percent or _WHOLE) < _WHOLE:
        yield (
            f"Task {work.id} is closed at {work.percent} %: report it done, or open it."
        )


def letter_problems(case: Case) -> Iterator[str]:
    """Yield letters that speak of nothing, in a wrong unit, or twice on one day."""
    goals = {goal.id: goal for goal in case.goals}
    days = Counter((one.goal, one.issued_on, one.year) for one in case.decrees)
    for (goal_id, day, _year), times in days.items():
        if times > 1:
            yield (
                f"{times} letters of {day} speak of target {goal_id}: nobody can say "
                "which holds; keep one."
            )
    for letter in case.decrees:
        goal = goals.get(letter.goal)
        if goal is None:
            yield (
                f"Letter {letter.number} speaks of target {letter.goal}, which is not "
                "in the case: correct the key or add the target."
            )
        elif letter.comparator not in COMPARATORS[1:]:
            yield f"Letter {letter.number}: {letter.comparator!r} is no comparator."
        elif goal.definition and goal.definition in definition_register().by_id:
            definition = definition_register().get(goal.definition)
            yield from _unit(f"Letter {letter.number}", letter.unit, definition)
