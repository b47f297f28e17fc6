"""The least-cost set and timing of measures under goals and limits.

Goals are elastic.  A goal with a penalty may fall short at its price.  A must (no
penalty) is met where it can be; where it cannot, first the shortfalls of all musts are
made as small as they can be, in parts of their amounts, and then the cost with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.findings import Finding, Severity
from dafeng.pathways.choice.checks import check_problem
from dafeng.pathways.choice.coefficients import goal_effects
from dafeng.pathways.choice.formulation import formulate
from dafeng.pathways.choice.highs import Settings, solve
from dafeng.pathways.choice.records import Build, Choice, Costs, Reached, Status

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.choice.formulation import Formulation
    from dafeng.pathways.choice.highs import Answer
    from dafeng.pathways.choice.records import ChoiceProblem, Goal

    Array: TypeAlias = npt.NDArray[np.float64]

TINY = 1e-6
"""Relative: what is smaller is the rounding of the solver."""

HARD = (
    "capital",
    "owner-capital",
    "starts",
    "owner-starts",
    "exclusion",
    "prerequisite",
    "least",
)
"""Families of limits that can contradict what is required."""


def choose(problem: ChoiceProblem, settings: Settings | None = None) -> Choice:
    """Choose measures at least cost.

    Parameters
    ----------
    problem : ChoiceProblem
    settings : Settings, optional

    Returns
    -------
    Choice
        Also where goals cannot be met (with their shortfall) and where hard limits
        contradict each other (with findings, and nothing built).

    Raises
    ------
    ChoiceError
        The problem is not put well: arrays of other lengths, a size that is none.

    Source
    ------
    Mixed-integer programme as described in ``docs/methods/choice.md``; solved with
    HiGHS, Huangfu and Hall (2018).
    """
    findings = check_problem(problem)
    settings = settings or Settings()
    form = formulate(problem)
    answer = solve(musts_met(form), settings)
    if answer.impossible and _musts(problem).any():
        answer = _as_near_as_can_be(form, settings)
    if answer.values is None:
        return nothing(form, answer, settings, findings)
    return choice_of(form, answer, findings)


def musts_met(form: Formulation) -> Formulation:
    """Forbid every shortfall of a must."""
    upper = form.upper.copy()
    upper[form.short[_musts(form.problem)]] = 0.0
    return attrs.evolve(form, upper=upper)


def choice_of(
    form: Formulation, answer: Answer, findings: tuple[Finding, ...] = ()
) -> Choice:
    """Read an answer that has values: amounts, years, costs, goals."""
    if answer.values is None:
        msg = "there are no values to read"
        raise ValueError(msg)
    problem, made = form.problem, form.made
    shares = np.clip(answer.values[form.share], 0.0, made.most)
    shares[shares < TINY] = 0.0
    shares[made.whole] = np.round(shares[made.whole])
    some = shares > 0
    began = np.where(some.any(axis=1), some.argmax(axis=1), -1)
    reached = tuple(
        _reached(float((goal_effects(problem, made, goal) * shares).sum()), goal)
        for goal in problem.goals
    )
    discount = problem.limits.discount
    penalty = sum(
        (one.goal.penalty or 0.0)
        * one.shortfall
        * discount[problem.years.index(one.goal.year)]
        for one in reached
    )
    return Choice(
        problem=problem,
        built=shares * made.size[:, None],
        started=tuple(problem.years[t] if t >= 0 else None for t in began),
        costs=Costs(
            investment=float((made.investment * shares).sum()),
            running=float((made.running * shares).sum()),
            penalty=float(penalty),
        ),
        reached=reached,
        status=Status.OPTIMAL if answer.finished else Status.STOPPED,
        gap=answer.gap,
        seconds=answer.seconds,
        findings=(*findings, *_fallen_short(reached)),
    )


def values_of(form: Formulation, choice: Choice) -> Array:
    """Write a choice as values of a formulation's columns."""
    values = np.zeros(form.columns)
    values[form.share] = choice.built / form.made.size[:, None]
    began = np.array([year is not None for year in choice.started], dtype=bool)
    values[form.yes] = began
    for at in np.flatnonzero(began & (form.begin[:, 0] >= 0)):
        year = choice.problem.years.index(choice.started[at] or 0)
        values[form.begin[at, year]] = 1.0
    for yearly, summed in ((form.share, form.stock), (form.begin, form.begun)):
        there = summed >= 0
        values[summed[there]] = np.cumsum(values[yearly], axis=1)[there]
    values[form.short] = [one.shortfall for one in choice.reached]
    return values


def _reached(amount: float, goal: Goal) -> Reached:
    short = goal.amount - amount
    if short <= TINY * max(abs(goal.amount), abs(amount)):
        short = 0.0
    return Reached(goal=goal, reached=amount, shortfall=short)


def _musts(problem: ChoiceProblem) -> npt.NDArray[np.bool_]:
    return np.array([goal.penalty is None for goal in problem.goals], dtype=bool)


def _as_near_as_can_be(form: Formulation, settings: Settings) -> Answer:
    """First the least shortfall of the musts, then the least cost with it."""
    musts = _musts(form.problem)
    short = form.short[musts]
    amounts = np.array([abs(goal.amount) for goal in form.problem.goals])[musts]
    cost = np.zeros(form.columns)
    cost[short] = 1.0 / np.where(amounts > 0, amounts, 1.0)
    nearest = solve(attrs.evolve(form, cost=cost), settings)
    if nearest.values is None:
        return nearest
    upper = form.upper.copy()
    upper[short] = np.maximum(nearest.values[short], 0.0) + TINY * amounts
    least = solve(attrs.evolve(form, upper=upper), settings, start=nearest.values)
    return attrs.evolve(
        least if least.values is not None else nearest,
        finished=nearest.finished and least.finished,
        seconds=nearest.seconds + least.seconds,
    )


def nothing(
    form: Formulation,
    answer: Answer,
    settings: Settings,
    findings: tuple[Finding, ...],
) -> Choice:
    """Say that there is no set, and why."""
    problem = form.problem
    if answer.impossible:
        status, found = Status.CONTRADICTORY, _contradiction(form, settings)
    else:
        status, found = Status.UNKNOWN, _too_short(settings)
    return Choice(
        problem=problem,
        built=np.zeros(form.share.shape),
        started=(None,) * len(problem.options),
        costs=Costs(investment=np.nan, running=np.nan, penalty=np.nan),
        reached=tuple(_reached(0.0, goal) for goal in problem.goals),
        status=status,
        gap=float("inf"),
        seconds=answer.seconds,
        findings=(*findings, found),
    )


def _contradiction(form: Formulation, settings: Settings) -> Finding:
    """Name the limits without which what is required could be done."""
    free = attrs.evolve(form, cost=np.zeros(form.columns))
    there = {rows.family for rows in form.families}
    guilty = [
        family
        for family in HARD
        if family in there and not solve(free.without(family), settings).impossible
    ]
    late = any(one.build is Build.CONTINUOUS for one in form.problem.options)
    otherwise = "build rates" if late else "years"
    return Finding(
        code="choice.contradiction",
        severity=Severity.ERROR,
        place=", ".join(guilty) or "several limits at once",
        value=", ".join(form.problem.limits.required) or otherwise,
        rule="What is required can be done within the hard limits.",
        hint="Loosen one of the limits named, or require less.",
    )


def _too_short(settings: Settings) -> Finding:
    return Finding(
        code="choice.time",
        severity=Severity.WARNING,
        place="search",
        value=f"{settings.seconds:g} s",
        rule="The search finds a set within its time.",
        hint="Give it more time.",
    )


def _fallen_short(reached: tuple[Reached, ...]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            code="choice.shortfall",
            severity=Severity.WARNING,
            place=one.goal.name,
            value=f"{one.shortfall:.6g}",
            rule="The goal is met.",
            hint="See which limit is the cheapest to loosen.",
        )
        for one in reached
        if one.shortfall > 0
    )
