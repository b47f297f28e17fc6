"""Make it: the set of measures that reaches a cut with a probability at least cost.

The choice is linear and made on a sample of draws, so what it finds tends to fall short
of the wish in the whole model.  It is asked of the whole model, the need is raised by
what lacked, and the choice made again, a few times at most.  The set is at last asked
of draws that no choice has seen, and that probability is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.measures import ASSUMED_RATE
from dafeng.pathways.achieved import (
    AFTER,
    ROUNDS,
    STEPS,
    Achieved,
    chosen_measures,
    proven_gap,
    yearly_capital,
)
from dafeng.pathways.choice import (
    ChoiceProblem,
    Goal,
    GoalDraws,
    Limits,
    Settings,
    below,
    choose_robust,
    discounting,
    options_alone,
    verify,
)
from dafeng.pathways.compiling import compile_model, named_scenario
from dafeng.pathways.draws import sobol_draws
from dafeng.pathways.paths import exact
from dafeng.pathways.projecting import totals
from dafeng.pathways.schedules import schedules

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from dafeng.measures import Measure
    from dafeng.pathways.achieved import Wish
    from dafeng.pathways.case import OutlookCase
    from dafeng.pathways.choice.records import Option, Sizes
    from dafeng.pathways.choice.robust import Robust
    from dafeng.pathways.choice.verifying import Verified
    from dafeng.pathways.compiled import Compiled, Draws
    from dafeng.pathways.outlook import Progress
    from dafeng.pathways.records import Scenario
    from dafeng.pathways.schedules import Schedule

    Array: TypeAlias = npt.NDArray[np.float64]

GRAMS = 1e6
SAMPLE, FRESH = 64, 1024
"""Draws that the choice sees, and draws that test and that verify it."""
FIRST_SECONDS, LATER_SECONDS = 6.0, 3.0
"""Time of the search in the first round, and in each that follows."""
GOAL = "cut"


def _silent(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""


def achieve(case: OutlookCase, wish: Wish, progress: Progress = _silent) -> Achieved:
    """Choose measures so that the promised year lies low enough, often enough.

    Parameters
    ----------
    case : OutlookCase
    wish : Wish
    progress : callable
        Told what is being done: ``effects``, ``choice`` once for each round (at most
        :data:`ROUNDS`), ``verification``.

    Raises
    ------
    BadInputError
        ``wish.probability``: it is none. ``wish.since``: nothing could be built before
        the promised year is over, or that year is beyond the horizon.
    """
    if not 0 <= wish.probability <= 1:
        msg = f"{wish.probability:g} is no probability. Ask for one from 0 to 1."
        raise BadInputError(msg, code="wish.probability")
    progress("effects", 0, STEPS)
    ground = _ground(case, wish)
    found, rounds = _raised(ground, progress)
    progress("verification", STEPS - 1, STEPS)
    compiled = _compiled(case, ground.free, found.choice.sizes)
    checked = verify(
        lambda _sizes: compiled,
        found.choice,
        lambda made: _draws(case, made, FRESH, case.seed + 2),
        below(case.by, ground.limit),
    )
    findings = found.choice.findings
    if checked.probability < wish.probability and found.met:
        findings = (*findings, _below_wish(checked, wish, rounds))
    return Achieved(
        measures=chosen_measures(case, found.choice),
        asked=exact(wish.probability),
        rounds=rounds,
        gap=proven_gap(found.choice),
        cost=exact(found.choice.cost),
        sampled=exact(dict(found.met).get(GOAL, 0.0)),
        verified=exact(checked.probability),
        error=exact(checked.error),
        yearly=yearly_capital(found.choice, until=case.by),
        findings=findings,
    )


@attrs.frozen(kw_only=True, eq=False)
class _Ground:
    """What every round of a choice rests on.

    Attributes
    ----------
    free : Scenario
        Without any measures.
    limit : float
        Grams of the promised year.
    totals_g : Array, (SAMPLE,)
        Of the sample, without measures.
    delivered : Array, (SAMPLE, M)
    """

    case: OutlookCase
    wish: Wish
    years: tuple[int, ...]
    free: Scenario
    options: tuple[Option, ...]
    limit: float
    totals_g: Array
    delivered: Array


def _ground(case: OutlookCase, wish: Wish) -> _Ground:
    years = _years(case, wish)
    free = attrs.evolve(
        named_scenario(case.model, case.headline), delivery=0.0, potential=0.0, sizes=()
    )
    options = options_alone(
        lambda one, sizes: _compiled_alone(case, free, one, sizes),
        case.measures,
        case.potentials,
        years=years,
    )
    frozen = _compiled(case, free, ())
    found = totals(frozen, _draws(case, frozen, SAMPLE, case.seed))
    return _Ground(
        case=case,
        wish=wish,
        years=years,
        free=free,
        options=tuple(options),
        limit=case.base.history[-1][1] * (1 - wish.cut),
        totals_g=found[:, frozen.years.index(case.by)],
        delivered=_delivered(case, options, years[0]),
    )


def _raised(ground: _Ground, progress: Progress) -> tuple[Robust, int]:
    """Choose until the whole model meets the wish; return the best set and the rounds.

    What the wished quantile of the tested draws lies above the limit is added to the
    need. The cheapest set that meets the wish is the best one; without any, the one
    that comes nearest.
    """
    case, share = ground.case, ground.wish.probability
    aimed = min(share + (share * (1 - share) / FRESH) ** 0.5, 1.0)
    margin = 0.0
    tried: list[tuple[float, Robust]] = []
    for at in range(ROUNDS):
        progress("choice", 1 + at, STEPS)
        seconds = LATER_SECONDS if at else FIRST_SECONDS
        found = _chosen(ground, margin, seconds)
        if tried and _out_of_reach(found):
            break
        compiled = _compiled(case, ground.free, found.choice.sizes)
        tested = totals(compiled, _draws(case, compiled, FRESH, case.seed + 1))
        reached = tested[:, compiled.years.index(case.by)]
        tried.append((float(np.mean(reached <= ground.limit)), found))
        if tried[-1][0] >= aimed or _out_of_reach(found):
            break
        over = np.quantile(reached, aimed, method="inverted_cdf") - ground.limit
        margin += float(over)
    for floor in (aimed, share):
        met = [found for seen, found in tried if seen >= floor]
        if met:
            return min(met, key=lambda one: one.choice.cost), len(tried)
    return max(tried, key=lambda one: one[0])[1], len(tried)


def _out_of_reach(found: Robust) -> bool:
    return any(one.code == "choice.not_robust" for one in found.choice.findings)


def _chosen(ground: _Ground, margin: float, seconds: float) -> Robust:
    """Choose so that the sample lies below the limit less a margin, both in grams."""
    case, wish, years = ground.case, ground.wish, ground.years
    need = np.maximum(ground.totals_g - ground.limit + margin, 0.0) / GRAMS
    problem = ChoiceProblem(
        years=years,
        options=ground.options,
        goals=(Goal(name=GOAL, year=case.by, amount=_plain(need, wish)),),
        limits=Limits(
            discount=discounting(years, ASSUMED_RATE),
            capital=None
            if wish.capital is None
            else np.full(len(years), float(wish.capital)),
        ),
    )
    drawn = GoalDraws(
        goal=GOAL,
        factor=ground.delivered,
        need=need,
        probability=wish.probability,
    )
    settings = Settings(gap=1e-3, seconds=seconds, seed=case.seed)
    return choose_robust(problem, (drawn,), settings)


def _below_wish(checked: Verified, wish: Wish, rounds: int) -> Finding:
    return Finding(
        code="choice.below_wish",
        severity=Severity.WARNING,
        place=GOAL,
        value=f"{checked.probability:.4f} of {wish.probability:g}, {rounds} rounds",
        rule="Fresh draws of the whole model meet the wish as often as was asked.",
        hint="Ask for a higher probability, or take what was verified.",
    )


def _years(case: OutlookCase, wish: Wish) -> tuple[int, ...]:
    first = max(case.base.year + 1, wish.since)
    if not first <= case.by <= case.model.horizon:
        msg = (
            f"Building from {first} on for {case.by} is no choice: the years must lie "
            f"in this order, and up to {case.model.horizon}. Name other years."
        )
        raise BadInputError(msg, code="wish.since", since=wish.since, by=case.by)
    return tuple(range(first, min(case.by + AFTER, case.model.horizon) + 1))


def _compiled(case: OutlookCase, free: Scenario, sizes: Sizes) -> Compiled:
    way = attrs.evolve(free, sizes=sizes)
    return compile_model(
        case.model, case.base, case.measures, case.potentials, scenario=way
    ).compiled


def _compiled_alone(
    case: OutlookCase, free: Scenario, measure: Measure, sizes: Sizes
) -> tuple[Compiled, Sequence[Schedule]]:
    way = attrs.evolve(free, sizes=sizes)
    potentials = [one for one in case.potentials if one.measure == measure.id]
    compiled = compile_model(
        case.model, case.base, [measure], potentials, scenario=way
    ).compiled
    made, _findings = schedules([measure], potentials, way, compiled.years)
    return compiled, made


def _draws(case: OutlookCase, compiled: Compiled, count: int, seed: int) -> Draws:
    return sobol_draws(compiled, count=count, seed=seed, place=case.base.place)


def _plain(need: Array, wish: Wish) -> float:
    """Need that a set which serves enough draws covers when all of it comes."""
    return float(np.quantile(need, wish.probability, method="inverted_cdf"))


def _delivered(case: OutlookCase, options: Sequence[Option], first: int) -> Array:
    """What comes of each option in each draw, as likely as its potential says.

    What comes late counts as far as it could have been built so much sooner.
    """
    potentials = {one.measure: one for one in case.potentials}
    numbers = np.random.default_rng(case.seed).random((SAMPLE, len(options)))
    whole = case.by - first + 1
    found = np.zeros_like(numbers)
    for at, option in enumerate(options):
        one = potentials[option.measure]
        ends = one.probability * np.cumsum([share for _late, share in one.delay])
        parts = [max(whole - late, 0) / whole for late, _share in one.delay]
        came = np.searchsorted(ends, numbers[:, at], side="right")
        found[:, at] = np.array([*parts, 0.0])[came]
    return found
