"""Where the city's letters and the plan say different things of one target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dafeng.assessment.standings.demands import asked_of, wants_less
from dafeng.assessment.standings.reasons import shown
from dafeng.base.errors import UnitError
from dafeng.base.findings import Finding, Severity
from dafeng.base.units import convert

if TYPE_CHECKING:
    from dafeng.assessment.records import Case, Decree, Goal


def city_conflicts(case: Case) -> Iterator[Finding]:
    """Yield a finding for every target whose letter asks for another figure.

    The letter holds. A weaker or stronger figure is legal, but it is shown and not
    hidden.
    """
    for goal in case.goals:
        letter = asked_of(goal, case.decrees, case.as_of).decree
        if letter is not None and goal.value is not None:
            yield from _conflict(goal, letter)


def _conflict(goal: Goal, letter: Decree) -> Iterator[Finding]:
    if goal.value is None or letter.year not in (None, goal.year):
        return
    try:
        city = convert(letter.value, letter.unit or goal.unit, goal.unit)
    except UnitError as error:
        yield _finding(goal, letter, f"{error}", Severity.ERROR)
        return
    if city == goal.value:
        return
    stronger = city < goal.value if wants_less(goal.comparator) else city > goal.value
    word = "stronger" if stronger else "weaker"
    yield _finding(goal, letter, f"The city asks for the {word} figure.")


def _finding(
    goal: Goal, letter: Decree, what: str, severity: Severity = Severity.WARNING
) -> Finding:
    return Finding(
        code="goal.city_differs",
        severity=severity,
        place=f"{goal.clause} {goal.id}",
        value=f"{shown(goal.value)} {goal.unit}, {letter.number}: "
        f"{shown(letter.value)} {letter.unit}",
        rule="A target is judged by the newest letter of the city.",
        hint=f"{what} Check the letter, or revise the plan.",
    )
