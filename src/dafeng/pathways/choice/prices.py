"""What a limit costs: shadow prices, and which limit is the cheapest to loosen.

A shadow price holds for a small step while every yes and no stays.  The price of a
whole step (five percent more capital, a pair that need not exclude each other) is found
by choosing again, because then a yes may become a no.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.pathways.choice.formulation import formulate
from dafeng.pathways.choice.highs import Settings, solve
from dafeng.pathways.choice.records import Status
from dafeng.pathways.choice.solving import choose, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from dafeng.pathways.choice.records import Choice, ChoiceProblem, Option

    Array: TypeAlias = npt.NDArray[np.float64]

STEP = 0.05
"""Part of an amount by which a relaxation loosens it."""
SMALL = 1e-9


@attrs.frozen(kw_only=True)
class Price:
    """What one unit more of a limit saves.

    Attributes
    ----------
    family : str
        ``goal`` (one unit less demanded), ``capital``, ``owner-capital`` (one yuan
        more), ``rate`` (one unit more in the year), ``size`` (one unit more in sum).
    name : str
        Goal, year, owner and year, or measure and year.
    price : float
        Discounted yuan per unit, at least 0; for a must it is the marginal cost of
        the goal.
    """

    family: str
    name: str
    price: float


@attrs.frozen(kw_only=True)
class Relaxation:
    """What loosening a limit by a whole step saves.

    Attributes
    ----------
    family, name : str
        As in :class:`Price`; besides ``starts``, ``owner-starts`` (one more in every
        year), ``exclusion`` and ``prerequisite`` (lifted).
    step : float
        How much is loosened, in the unit of the limit; 1 where it is lifted.
    saved : float
        Discounted yuan.
    shortfall : float
        Shortfall of the musts that goes away, in sum over their parts.
    """

    family: str
    name: str
    step: float
    saved: float
    shortfall: float


def shadow_prices(choice: Choice) -> tuple[Price, ...]:
    """Prices of all limits that bind, the dearest first within each family.

    Every yes and no is fixed as chosen; what is left is linear, and its duals are the
    prices.  Shortfalls of musts stay as they are.
    """
    if choice.status in (Status.CONTRADICTORY, Status.UNKNOWN):
        return ()
    problem = choice.problem
    form = formulate(problem)
    values = values_of(form, choice)
    lower, upper = form.lower.copy(), form.upper.copy()
    held = form.integer.copy()
    held[form.yes] = True
    lower[held] = upper[held] = values[held]
    for at, one in enumerate(choice.reached):
        if one.goal.penalty is None:
            upper[form.short[at]] = one.shortfall * (1 + 1e-9)
    fixed = attrs.evolve(
        form, lower=lower, upper=upper, integer=np.zeros_like(form.integer)
    )
    answer = solve(fixed, Settings())
    if not len(answer.row_duals):
        return ()
    found: list[Price] = []
    begin = 0
    for rows in form.families:
        duals = answer.row_duals[begin : begin + len(rows.names)]
        begin += len(rows.names)
        if rows.family in ("goal", "capital", "owner-capital", "size"):
            per_unit = np.abs(duals)
            if rows.family == "size":
                per_unit = np.maximum(-duals, 0) / form.made.size
            found += _prices(rows.family, rows.names, per_unit)
    bound = np.maximum(-answer.column_duals[form.share], 0.0)
    bound[form.made.whole | ~np.isfinite(_rates(problem))] = 0.0
    bound[form.made.most <= 0] = 0.0
    names = tuple(f"{m} {y}" for m in problem.measures for y in problem.years)
    found += _prices("rate", names, (bound / form.made.size[:, None]).ravel())
    return tuple(sorted(found, key=lambda one: (one.family, -one.price, one.name)))


def relaxations(
    choice: Choice, settings: Settings | None = None
) -> tuple[Relaxation, ...]:
    """Loosen each limit by one step, choose again, and rank by what it saves.

    Limits of amount are tried where they have a shadow price or something falls short;
    limits of yes and no are all tried, whatever they are.
    """
    settings = settings or Settings()
    short = _shortfall(choice)
    found = []
    for family, name, step, loosened in _candidates(choice):
        again = choose(loosened, settings)
        if again.status in (Status.CONTRADICTORY, Status.UNKNOWN):
            continue
        one = Relaxation(
            family=family,
            name=name,
            step=step,
            saved=choice.cost - again.cost,
            shortfall=short - _shortfall(again),
        )
        least = settings.gap * abs(choice.cost)
        if one.saved > least or one.shortfall > SMALL:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (-one.shortfall, -one.saved, one.name)))


def _prices(family: str, names: tuple[str, ...], duals: Array) -> list[Price]:
    return [
        Price(family=family, name=name, price=float(dual))
        for name, dual in zip(names, duals, strict=True)
        if dual > SMALL
    ]


def _rates(problem: ChoiceProblem) -> Array:
    return np.array([one.per_year for one in problem.options], dtype=np.float64)


def _shortfall(choice: Choice) -> float:
    return sum(
        one.shortfall / max(abs(one.goal.amount), SMALL)
        for one in choice.reached
        if one.goal.penalty is None
    )


def _candidates(
    choice: Choice,
) -> Iterator[tuple[str, str, float, ChoiceProblem]]:
    problem = choice.problem
    binding = {(one.family, one.name) for one in shadow_prices(choice)}
    if _shortfall(choice) > 0:
        binding |= {("goal", goal.name) for goal in problem.goals}
        binding.add(("capital", ""))
    for at, goal in enumerate(problem.goals):
        if ("goal", goal.name) in binding:
            step = STEP * abs(goal.amount)
            less = attrs.evolve(goal, amount=goal.amount - step)
            goals = (*problem.goals[:at], less, *problem.goals[at + 1 :])
            yield "goal", goal.name, step, attrs.evolve(problem, goals=goals)
    limits = problem.limits
    families = {family for family, _ in binding}
    if limits.capital is not None and "capital" in families:
        more = attrs.evolve(limits, capital=limits.capital * (1 + STEP))
        step = float(limits.capital.sum() * STEP)
        yield "capital", "all years", step, attrs.evolve(problem, limits=more)
    yield from _more_starts(problem)
    yield from _owners(problem)
    yield from _lifted(problem)


def _more_starts(
    problem: ChoiceProblem,
) -> Iterator[tuple[str, str, float, ChoiceProblem]]:
    limits = problem.limits
    if limits.starts is not None:
        more = attrs.evolve(limits, starts=limits.starts + 1)
        yield "starts", "all years", 1.0, attrs.evolve(problem, limits=more)


def _owners(
    problem: ChoiceProblem,
) -> Iterator[tuple[str, str, float, ChoiceProblem]]:
    limits = problem.limits
    for at, one in enumerate(limits.owners):
        before, after = limits.owners[:at], limits.owners[at + 1 :]
        if one.capital is not None:
            more = attrs.evolve(one, capital=one.capital * (1 + STEP))
            loose = attrs.evolve(limits, owners=(*before, more, *after))
            step = float(one.capital.sum() * STEP)
            yield (
                "owner-capital",
                one.owner,
                step,
                attrs.evolve(problem, limits=loose),
            )
        if one.starts is not None:
            more = attrs.evolve(one, starts=one.starts + 1)
            loose = attrs.evolve(limits, owners=(*before, more, *after))
            yield "owner-starts", one.owner, 1.0, attrs.evolve(problem, limits=loose)


def _lifted(
    problem: ChoiceProblem,
) -> Iterator[tuple[str, str, float, ChoiceProblem]]:
    named = set(problem.measures)
    for one in problem.options:
        for name in one.prerequisites:
            if name in named:
                kept = tuple(n for n in one.prerequisites if n != name)
                free = attrs.evolve(one, prerequisites=kept)
                changed = _with(problem, free)
                yield "prerequisite", f"{one.measure} after {name}", 1.0, changed
    pairs = {
        tuple(sorted((one.measure, name)))
        for one in problem.options
        for name in one.excludes
        if name in named
    }
    for first, second in sorted(pairs):
        free_of = {first: second, second: first}
        options = tuple(
            attrs.evolve(
                one,
                excludes=tuple(
                    n for n in one.excludes if n != free_of.get(one.measure)
                ),
            )
            for one in problem.options
        )
        changed = attrs.evolve(problem, options=options)
        yield "exclusion", f"{first} or {second}", 1.0, changed


def _with(problem: ChoiceProblem, option: Option) -> ChoiceProblem:
    options = tuple(
        option if one.measure == option.measure else one for one in problem.options
    )
    return attrs.evolve(problem, options=options)
