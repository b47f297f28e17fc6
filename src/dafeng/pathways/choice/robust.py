"""A set that meets its goals with a probability, over many futures at once.

Sample average: each draw says what every option gives in it and what it needs.  One yes
or no per draw says whether the goal is met in it, and enough of them must be yes.  As
effects are not negative, ``effect x >= need z`` needs no large constant: with z = 0 it
holds by itself.  A first set comes from leaving out the draws that are hardest to
serve, again and again; the search improves it.

Source
------
Luedtke, J. and Ahmed, S. (2008), SIAM Journal on Optimization 19, 674-699 (sample
approximation of chance constraints).
"""

from __future__ import annotations

from math import floor
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.findings import Finding, Severity
from dafeng.pathways.choice.blocks import Rows, entries
from dafeng.pathways.choice.checks import ChoiceError, check_problem
from dafeng.pathways.choice.coefficients import goal_effects
from dafeng.pathways.choice.formulation import formulate
from dafeng.pathways.choice.highs import Settings, solve
from dafeng.pathways.choice.solving import choice_of, musts_met, nothing

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.choice.formulation import Formulation
    from dafeng.pathways.choice.highs import Answer
    from dafeng.pathways.choice.records import Choice, ChoiceProblem

    Array: TypeAlias = npt.NDArray[np.float64]

ROUNDS = 4
"""Times that the draws to leave out are chosen anew before the search."""
ROUND_GAP = 1e-3
"""Gap of these first sets: they are a beginning, not an answer."""
MET = 1e-6
"""Part of a need up to which a draw counts as served."""


@attrs.frozen(kw_only=True, eq=False)
class GoalDraws:
    """A goal over ``N`` draws.

    Attributes
    ----------
    goal : str
        Name of a goal of the problem.
    factor : Array, (N, M)
        What each option gives in each draw, relative to its effect; not negative.
        0 is not delivered.
    need : Array, (N,)
        Amount needed in each draw, in the unit of the goal.
    probability : float
        Share of draws in which the goal shall be met.
    """

    goal: str
    factor: Array
    need: Array
    probability: float


@attrs.frozen(kw_only=True, eq=False)
class Robust:
    """A robust choice.

    Attributes
    ----------
    choice : Choice
        Its goals are judged by the plain problem; by the draws see ``met``.
    met : tuple of (str, float)
        Goal and share of the draws in which it is met, in the sample.
    """

    choice: Choice
    met: tuple[tuple[str, float], ...]


@attrs.frozen(kw_only=True, eq=False)
class _Sampled:
    """Draws of one goal in the columns of a formulation.

    Attributes
    ----------
    columns : array of int, (M,)
        What each option gives, in parts of the most that it can give.
    gives : Array, (N, M)
        Per unit of these columns, in parts of the need of the draw.
    spare : int
        Draws that may be missed.
    """

    goal: str
    columns: npt.NDArray[np.intp]
    gives: Array
    spare: int
    easy: int

    def served(self, values: Array) -> Array:
        """Part of its need that each draw gets, ``(N,)``."""
        found: Array = self.gives @ values[self.columns]
        return found


def choose_robust(
    problem: ChoiceProblem,
    draws: tuple[GoalDraws, ...],
    settings: Settings | None = None,
) -> Robust:
    """Choose measures at least cost so that each goal is met in enough draws.

    Parameters
    ----------
    problem : ChoiceProblem
        Its goals that have draws are judged by them; the others stay as they are.
    draws : tuple of GoalDraws
    settings : Settings, optional
        Default: a gap of 1e-3 and 20 seconds for the search.

    Returns
    -------
    Robust
        Where no set meets enough draws, one that meets as many as can be, with the
        finding ``choice.not_robust``.

    Raises
    ------
    ChoiceError
        The problem or its draws are not put well.
    """
    findings = check_problem(problem)
    _check(problem, draws)
    settings = settings or Settings(gap=ROUND_GAP, seconds=20.0)
    named = [goal.name for goal in problem.goals]
    form = _without_goals(musts_met(formulate(problem)), [d.goal for d in draws])
    sampled = []
    for one in draws:
        goal = problem.goals[named.index(one.goal)]
        form, sample = _reaching(form, goal_effects(problem, form.made, goal), one)
        sampled.append(sample)
    answer = _search(form, sampled, settings)
    if answer is None or answer.values is None:
        answer = _as_many_as_can_be(form, sampled, settings)
        findings = (*findings, _not_robust(problem))
    if answer.values is None:
        return Robust(choice=nothing(form, answer, settings, findings), met=())
    met = tuple(
        (one.goal, _met(one, answer.values) / (len(one.gives) + one.easy))
        for one in sampled
    )
    return Robust(choice=choice_of(form, answer, findings), met=met)


def _search(
    form: Formulation, sampled: list[_Sampled], settings: Settings
) -> Answer | None:
    """First by leaving draws out, then by a yes or no for each of them."""
    begun = perf_counter()
    first = _leaving_out(form, sampled, settings)
    whole = _choosing_draws(form, sampled, [one.spare for one in sampled])
    start = None
    if first is not None and first.values is not None:
        served = [one.served(first.values) >= 1 - MET for one in sampled]
        start = np.concatenate([first.values, *served]).astype(float)
    left = max(settings.seconds - (perf_counter() - begun), 1.0)
    answer = solve(whole, attrs.evolve(settings, seconds=left), start=start)
    if answer.values is not None:
        return attrs.evolve(answer, seconds=perf_counter() - begun)
    return None if first is None else _unproven(first)


def _leaving_out(
    form: Formulation, sampled: list[_Sampled], settings: Settings
) -> Answer | None:
    """Serve all but the hardest draws; who is hardest depends on what is chosen."""
    best: Answer | None = None
    least = np.inf
    ease = [one.gives.sum(axis=1) for one in sampled]
    quick = attrs.evolve(settings, gap=ROUND_GAP, seconds=settings.seconds / 8)
    for _ in range(ROUNDS):
        kept = [
            np.sort(np.argsort(e)[s.spare :])
            for e, s in zip(ease, sampled, strict=True)
        ]
        rows = [_all_served(form, s, k) for s, k in zip(sampled, kept, strict=True)]
        answer = solve(form.with_rows(*rows), quick)
        if answer.values is None:
            break
        cost = float(form.cost @ answer.values)
        if cost >= least * (1 - ROUND_GAP) if least > 0 else cost >= least:
            break
        best, least = answer, cost
        ease = [one.served(answer.values) for one in sampled]
    return best


def _as_many_as_can_be(
    form: Formulation, sampled: list[_Sampled], settings: Settings
) -> Answer:
    whole = _choosing_draws(form, sampled, [len(one.gives) for one in sampled])
    cost = np.zeros(whole.columns)
    cost[form.columns :] = -1.0
    most = solve(attrs.evolve(whole, cost=cost), settings)
    if most.values is None:
        return most
    kept = [np.flatnonzero(s.served(most.values) >= 1 - MET) for s in sampled]
    rows = [_all_served(form, s, k) for s, k in zip(sampled, kept, strict=True)]
    least = solve(form.with_rows(*rows), settings)
    return _unproven(least if least.values is not None else most)


def _unproven(answer: Answer) -> Answer:
    """Say of an answer that its draws were chosen by hand: no bound holds for it."""
    return attrs.evolve(answer, finished=False, gap=float("inf"))


def _choosing_draws(
    form: Formulation, sampled: list[_Sampled], spare: list[int]
) -> Formulation:
    """Add a yes or no for every draw, and that enough of them are yes."""
    before = form.columns
    form = _wider(form, sum(len(one.gives) for one in sampled), 1.0)
    form.integer[before:] = True
    for one, missed in zip(sampled, spare, strict=True):
        count = len(one.gives)
        at, yes = np.arange(count), before + np.arange(count)
        before += count
        sure = np.minimum(quantile_floor(one.gives, missed), 1.0)
        served = Rows(
            family="draws",
            names=tuple(f"{one.goal} {n}" for n in range(count)),
            matrix=entries(
                form.columns,
                (at[:, None], one.columns, one.gives),
                (at, yes, sure - 1.0),
                rows=count,
            ),
            lower=sure,
            upper=np.full(count, np.inf),
        )
        enough = Rows(
            family="probability",
            names=(one.goal,),
            matrix=entries(form.columns, (0, yes, 1.0), rows=1),
            lower=np.array([float(count - min(missed, count))]),
            upper=np.array([np.inf]),
        )
        form = form.with_rows(served, enough)
    return form


def quantile_floor(gives: Array, missed: int) -> Array:
    """What every draw gets at least when at most so many draws are missed, ``(N,)``.

    Serving draw n costs draw k at least the value of a fractional knapsack.  Of the
    ``missed + 1`` draws with the largest values one is served, so draw k gets the
    smallest of these.  This quantile cut lifts the bound of the search.

    Source
    ------
    Xie, W. and Ahmed, S. (2018), Mathematical Programming 170, 43-65 (quantile cuts).
    """
    count = len(gives)
    if missed >= count:
        return np.zeros(count)
    found = np.empty(count)
    for k, row in enumerate(gives):
        ratio = np.where(gives > 0, row / np.where(gives > 0, gives, 1.0), np.inf)
        order = np.argsort(ratio, axis=1)
        weight = np.take_along_axis(gives, order, axis=1)
        before = np.cumsum(weight, axis=1) - weight
        filled = np.clip(1.0 - before, 0.0, weight)
        part = np.divide(filled, weight, out=np.zeros_like(weight), where=weight > 0)
        value = (part * row[order]).sum(axis=1)
        value[gives.sum(axis=1) < 1.0] = np.inf
        found[k] = np.sort(value)[count - 1 - missed]
    return found


def _all_served(form: Formulation, one: _Sampled, kept: npt.NDArray[np.intp]) -> Rows:
    at = np.arange(len(kept))
    return Rows(
        family="draws",
        names=tuple(f"{one.goal} {n}" for n in kept),
        matrix=entries(
            form.columns, (at[:, None], one.columns, one.gives[kept]), rows=len(kept)
        ),
        lower=np.ones(len(kept)),
        upper=np.full(len(kept), np.inf),
    )


def _reaching(
    form: Formulation, effects: Array, draws: GoalDraws
) -> tuple[Formulation, _Sampled]:
    """Add a column for what each option gives: the rows of the draws stay short."""
    most = np.abs(effects).max(axis=1)
    most = np.where(most > 0, most, 1.0)
    options = len(effects)
    columns, at = form.columns + np.arange(options), np.arange(options)
    form = _wider(form, options, np.inf)
    rows = Rows(
        family="reach",
        names=form.problem.measures,
        matrix=entries(
            form.columns,
            (at[:, None], form.share, effects / most[:, None]),
            (at, columns, -1.0),
            rows=options,
        ),
        lower=np.zeros(options),
        upper=np.zeros(options),
    )
    hard = draws.need > 0
    count = len(draws.need)
    return form.with_rows(rows), _Sampled(
        goal=draws.goal,
        columns=columns,
        gives=draws.factor[hard] * most / draws.need[hard, None],
        spare=floor(count * (1 - draws.probability) + MET),
        easy=int(count - hard.sum()),
    )


def _without_goals(form: Formulation, names: list[str]) -> Formulation:
    goals = form.problem.goals
    free = [goal.name in names for goal in goals]
    families = tuple(
        attrs.evolve(rows, lower=np.where(free, -np.inf, rows.lower))
        if rows.family == "goal"
        else rows
        for rows in form.families
    )
    return attrs.evolve(form, families=families)


def _wider(form: Formulation, more: int, upper: float) -> Formulation:
    """Add columns without cost at the end, to every family of rows too."""
    return attrs.evolve(
        form,
        cost=np.concatenate([form.cost, np.zeros(more)]),
        lower=np.concatenate([form.lower, np.zeros(more)]),
        upper=np.concatenate([form.upper, np.full(more, upper)]),
        integer=np.concatenate([form.integer, np.zeros(more, dtype=bool)]),
        families=tuple(_widened(rows, form.columns + more) for rows in form.families),
    )


def _widened(rows: Rows, columns: int) -> Rows:
    matrix = rows.matrix.copy()
    matrix.resize((matrix.shape[0], columns))
    return attrs.evolve(rows, matrix=matrix)


def _met(one: _Sampled, values: Array) -> int:
    return int((one.served(values) >= 1 - MET).sum()) + one.easy


def _check(problem: ChoiceProblem, draws: tuple[GoalDraws, ...]) -> None:
    found = []
    named = {goal.name for goal in problem.goals}
    for one in draws:
        shape = (len(one.need), len(problem.options))
        well = one.factor.shape == shape and 0 <= one.probability <= 1 and shape[0]
        known = one.goal in named
        whole = np.isfinite(one.factor).all() and (one.factor >= 0).all()
        if not (well and known and whole and np.isfinite(one.need).all()):
            found.append(
                Finding(
                    code="choice.draws",
                    severity=Severity.ERROR,
                    place=one.goal,
                    value=f"factor {one.factor.shape}, need {one.need.shape}",
                    rule="Draws name a goal; factors are finite and not negative.",
                    hint="Give a row of factors for each draw, a column per option.",
                )
            )
    if found:
        raise ChoiceError(tuple(found))


def _not_robust(problem: ChoiceProblem) -> Finding:
    return Finding(
        code="choice.not_robust",
        severity=Severity.WARNING,
        place=", ".join(goal.name for goal in problem.goals),
        value="",
        rule="Some set meets the goals in as many draws as are asked for.",
        hint="See in how many draws they are met; ask for less or loosen a limit.",
    )
