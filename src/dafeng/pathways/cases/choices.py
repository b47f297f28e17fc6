"""Cases of choice: solved, and where they are small every choice looked at as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from dafeng.pathways.cases.numbers import doubles
from dafeng.pathways.choice import (
    Build,
    Settings,
    Status,
    answer_of,
    choose,
    problem_of_case,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.choice import Choice, ChoiceProblem

    Whole: TypeAlias = npt.NDArray[np.int64]
    Array: TypeAlias = npt.NDArray[np.float64]
    Flags: TypeAlias = npt.NDArray[np.bool_]

MOST = 500_000
"""Choices that are all looked at."""
SHOWN = 20
NEVER = 0
_NEAR = 1e-9


def answer_choice(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Solve a choice to the last digit; count equally cheap ones where it is small.

    Returns
    -------
    dict
        As :func:`dafeng.pathways.choice.answer_of`; ``number_of_optima`` and up to 20
        of them in ``optima``, null where there are too many choices to look at all.

    Raises
    ------
    BadInputError
        ``case.choice``: a figure is missing or of another kind.
    """
    problem = problem_of_case(doubles(inputs))
    found = choose(problem, Settings(gap=0.0))
    optima = _optima(problem, found)
    told = answer_of(found)
    told["number_of_optima"] = None if optima is None else len(optima)
    told["optima"] = None if optima is None else optima[:SHOWN].tolist()
    return told


def _optima(problem: ChoiceProblem, found: Choice) -> Whole | None:
    """Look at all choices of a problem that builds every measure whole.

    Rows are choices as good as the one that was found: the year in which each measure
    starts, counted from 1, or :data:`NEVER`.
    """
    years = len(problem.years)
    small = (years + 1) ** len(problem.options) <= MOST
    plain = all(
        one.build is Build.WHOLE and one.ramp == (1.0,) and not one.running.any()
        for one in problem.options
    )
    limited = problem.limits.owners or problem.limits.required
    if not (small and plain) or limited or found.status is not Status.OPTIMAL:
        return None
    if any(one.shortfall > 0 for one in found.reached):
        return None
    grid = np.indices((years + 1,) * len(problem.options), dtype=np.int8)
    starts = grid.reshape(len(problem.options), -1).astype(np.int64)
    keep = _allowed(problem, starts) & _met(problem, starts)
    price = np.array([one.investment * one.size for one in problem.options])
    worth = np.concatenate([[0.0], problem.limits.discount])
    costs = price @ worth[starts]
    best = keep & (costs <= found.cost + _NEAR * max(1.0, abs(found.cost)))
    return starts[:, best].T


def _allowed(problem: ChoiceProblem, starts: Whole) -> Flags:
    """Which keep capital and starts of each year, order and exclusions."""
    limits, names = problem.limits, problem.measures
    keep = np.ones(starts.shape[1], dtype=np.bool_)
    price = np.array([one.investment * one.size for one in problem.options])
    for at in range(1, len(problem.years) + 1):
        now = starts == at
        if limits.capital is not None:
            keep &= price @ now <= limits.capital[at - 1] * (1 + _NEAR)
        if limits.starts is not None:
            keep &= now.sum(axis=0) <= limits.starts
    for one, mine in zip(problem.options, starts, strict=True):
        done = mine != NEVER
        if one.measure in limits.forbidden:
            keep &= ~done
        if one.earliest is not None:
            first = one.earliest - problem.years[0] + 1
            keep &= ~done | (mine >= first)
        for other in one.prerequisites:
            if other in names:
                before = starts[names.index(other)]
                keep &= ~done | ((before != NEVER) & (before < mine))
        for other in one.excludes:
            if other in names:
                keep &= ~(done & (starts[names.index(other)] != NEVER))
    return keep


def _met(problem: ChoiceProblem, starts: Whole) -> Flags:
    """Which reach every goal by its year."""
    keep = np.ones(starts.shape[1], dtype=np.bool_)
    for goal in problem.goals:
        at = problem.years.index(goal.year)
        gives = np.array(
            [one.effect(goal.quantity)[at] * one.size for one in problem.options]
        )
        there = (starts != NEVER) & (starts <= at + 1)
        keep &= gives @ there >= goal.amount * (1 - _NEAR)
    return keep
