"""What is wrong with a problem before anybody solves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity, has_errors
from dafeng.pathways.choice.records import ABATEMENT

if TYPE_CHECKING:
    from dafeng.pathways.choice.records import ChoiceProblem, Option


class ChoiceError(BadInputError):
    """A problem is not put well: no search can mend it.

    Attributes
    ----------
    findings : tuple of Finding
    """

    code = "choice.bad"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        errors = [one for one in findings if one.severity is Severity.ERROR]
        told = "; ".join(f"{one.place}: {one.value}: {one.rule}" for one in errors[:3])
        more = f" And {len(errors) - 3} more." if len(errors) > 3 else ""
        super().__init__(
            f"The choice is not put well: {told}{more}", findings=self.findings
        )


def check_problem(problem: ChoiceProblem) -> tuple[Finding, ...]:
    """Look at a problem; what blocks is an error, what only deserves a look is not.

    Raises
    ------
    ChoiceError
        Something blocks; ``.findings`` names all of it.
    """
    found = (*_years(problem), *_options(problem), *_goals(problem), *_ties(problem))
    if has_errors(found):
        raise ChoiceError(found)
    return found


def _years(problem: ChoiceProblem) -> Iterator[Finding]:
    years = problem.years
    if not years or any(b != a + 1 for a, b in zip(years, years[1:], strict=False)):
        yield _bad("years", str(years), "Years follow one another without a gap.")
    limits = problem.limits
    budgets = [("capital", limits.capital), ("discount", limits.discount)]
    budgets += [(f"capital of {one.owner}", one.capital) for one in limits.owners]
    for place, amount in budgets:
        if amount is not None and np.shape(amount) != (len(years),):
            rule = f"There is one figure for each of {len(years)} years."
            yield _bad(place, f"shape {np.shape(amount)}", rule)


def _options(problem: ChoiceProblem) -> Iterator[Finding]:
    seen: set[str] = set()
    for one in problem.options:
        if one.measure in seen:
            yield _bad(one.measure, "twice", "A measure is one option.")
        seen.add(one.measure)
        yield from _figures(one, len(problem.years))


def _figures(one: Option, years: int) -> Iterator[Finding]:
    if not (np.isfinite(one.size) and one.size > 0):
        yield _bad(one.measure, f"size {one.size}", "A size is above 0 and finite.")
    if not (one.life > 0 and one.per_year >= 0 and 0 <= one.least <= 1):
        shown = f"life {one.life}, per_year {one.per_year}, least {one.least}"
        rule = "A life is above 0, a rate not below 0, the least a share."
        yield _bad(one.measure, shown, rule)
    if not one.ramp:
        yield _bad(one.measure, "ramp ()", "A ramp has a share for age 0 at least.")
    arrays = (one.abatement, one.running, *(array for _, array in one.contributions))
    for array in arrays:
        if np.shape(array) != (years,) or not np.all(np.isfinite(array)):
            rule = f"Effects and costs are finite figures for {years} years."
            yield _bad(one.measure, f"shape {np.shape(array)}", rule)
    if not np.isfinite(one.investment):
        yield _bad(one.measure, f"{one.investment}", "What it costs is known.")


def _goals(problem: ChoiceProblem) -> Iterator[Finding]:
    for goal in problem.goals:
        if goal.year not in problem.years:
            yield _bad(goal.name, str(goal.year), "The year of a goal is one of them.")
        if not np.isfinite(goal.amount) or (goal.penalty or 0.0) < 0:
            yield _bad(goal.name, f"{goal.amount}", "An amount is a finite figure.")
        known = {name for one in problem.options for name, _ in one.contributions}
        if goal.quantity != ABATEMENT and goal.quantity not in known:
            yield Finding(
                code="choice.no_contribution",
                severity=Severity.WARNING,
                place=goal.name,
                value=goal.quantity,
                rule="Something among the options gives to every goal.",
                hint="Add a measure that does, or correct the name of the quantity.",
            )


def _ties(problem: ChoiceProblem) -> Iterator[Finding]:
    """Tell of options that need themselves in the end, or what they exclude."""
    needs = {one.measure: one.prerequisites for one in problem.options}
    excludes = {one.measure: set(one.excludes) for one in problem.options}
    for name in needs:
        before = _before(name, needs)
        both = {name, *before}
        torn = any(other in excludes.get(each, ()) for each in both for other in both)
        if name in before or torn:
            yield Finding(
                code="choice.never",
                severity=Severity.WARNING,
                place=name,
                value=", ".join(sorted(before)),
                rule="What a measure needs can be done before it and together with it.",
                hint="It is never chosen as it stands; mend its prerequisites.",
            )
    named = set(problem.measures)
    for name in (*problem.limits.required, *problem.limits.forbidden):
        if name not in named:
            yield _bad("limits", name, "What is required or forbidden is an option.")


def _before(name: str, needs: dict[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    left = list(needs[name])
    while left:
        one = left.pop()
        if one in needs and one not in found:
            found.add(one)
            left.extend(needs[one])
    return found


def _bad(place: str, value: str, rule: str) -> Finding:
    return Finding(
        code="choice.bad",
        severity=Severity.ERROR,
        place=place,
        value=value,
        rule=rule,
        hint="Correct it.",
    )
