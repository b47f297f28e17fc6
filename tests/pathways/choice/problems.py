"""Problems to choose in: the shared case by hand, and random ones of any size."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from dafeng.pathways.choice.records import (
    ABATEMENT,
    Build,
    ChoiceProblem,
    Goal,
    Limits,
    Option,
    discounting,
)

SHARED: dict[str, Any] = {
    "abatement": [12, 9, 7, 15, 5, 11, 8],
    "capital": [300, 150, 90, 520, 40, 260, 200],
    "nonfossil": [0, 6, 0, 9, 0, 7, 0],
    "years": [2024, 2025, 2026, 2027],
    "annual_capital_limit": 420,
    "max_starts": 2,
    "abatement_target": 38,
    "nonfossil_2025_target": 13,
    "discount": [1, 0.95, 0.9025, 0.857375],
    "requires": {"3": "1"},
}


def option(measure: str, years: int = 3, **fields: Any) -> Option:
    """An option of size 10 that abates one tonne a unit at 100 yuan a unit."""
    given = {
        "size": 10.0,
        "abatement": np.ones(years),
        "running": np.zeros(years),
        "investment": 100.0,
    }
    return Option(measure=measure, **(given | fields))


def problem(
    *options: Option, goals: tuple[Goal, ...] = (), **limits: Any
) -> ChoiceProblem:
    """Three years from 2025 on, without discount, or as many as the options have."""
    years = tuple(range(2025, 2025 + len(options[0].abatement)))
    limits.setdefault("discount", np.ones(len(years)))
    return ChoiceProblem(
        years=years, options=options, goals=goals, limits=Limits(**limits)
    )


def many(count: int, years: int, seed: int) -> ChoiceProblem:
    """A district's choice: some built at once, ties, limits and three goals."""
    chance = np.random.default_rng(seed)
    ones, options = np.ones(years), []
    for at in range(count):
        size, abates = chance.uniform(10, 1000), chance.uniform(50, 500)
        before = (f"m{chance.integers(0, at)}",) if at else ()
        apart = (f"m{chance.integers(0, at)}",) if at else ()
        options.append(
            Option(
                measure=f"m{at}",
                size=size,
                abatement=abates * np.linspace(1, chance.uniform(0.6, 1.2), years),
                investment=abates * chance.uniform(500, 8000),
                running=ones * abates * chance.uniform(-200, 150),
                life=float(chance.integers(8, 30)),
                ramp=tuple(np.linspace(0, 1, int(chance.integers(1, 6)) + 1)[1:]),
                per_year=size / chance.uniform(3, 10),
                least=0.1 * float(chance.random() < 0.5),
                build=Build.WHOLE if chance.random() < 0.1 else Build.CONTINUOUS,
                prerequisites=before if chance.random() < 0.15 else (),
                excludes=apart if chance.random() < 0.15 else (),
                owner=f"u{at % 10}",
            )
        )
    most = sum(one.size * one.abatement[-1] for one in options)
    whole = sum(one.size * one.investment for one in options)
    when = ((years // 7, 0.15), (years // 3, 0.35), (years - 1, 0.5))
    return ChoiceProblem(
        years=tuple(range(2025, 2025 + years)),
        options=tuple(options),
        goals=tuple(
            Goal(name=f"by {2025 + at}", year=2025 + at, amount=part * most)
            for at, part in when
        ),
        limits=Limits(
            discount=discounting(range(2025, 2025 + years), 0.05),
            capital=ones * whole / 20,
        ),
    )


def brute_force(given: ChoiceProblem) -> float | None:
    """Least cost over every begin year of every whole option; goals have penalties."""
    best: float | None = None
    for begins in product(range(-1, len(given.years)), repeat=len(given.options)):
        cost = cost_of(given, begins)
        if cost is not None and (best is None or cost < best):
            best = cost
    return best


def cost_of(given: ChoiceProblem, begins: tuple[int, ...]) -> float | None:
    """Cost of beginning in these years (-1 is never); None where a limit is broken."""
    years, limits = range(len(given.years)), given.limits
    at = dict(zip(given.measures, begins, strict=True))
    spent, starts = np.zeros(len(years)), np.zeros(len(years))
    cost = 0.0
    for one, begin in zip(given.options, begins, strict=True):
        if begin < 0:
            continue
        if any(not 0 <= at[name] < begin for name in one.prerequisites):
            return None
        if any(at[name] >= 0 for name in one.excludes):
            return None
        spent[begin] += one.investment * one.size
        starts[begin] += 1
        cost += one.investment * one.size * limits.discount[begin]
        cost += sum(
            one.running[t] * one.size * limits.discount[t] for t in years[begin:]
        )
    if limits.capital is not None and np.any(spent > limits.capital + 1e-9):
        return None
    if limits.starts is not None and np.any(starts > limits.starts):
        return None
    for goal in given.goals:
        end = given.years.index(goal.year)
        done = zip(given.options, begins, strict=True)
        got = sum(
            one.effect(goal.quantity)[end] * one.size
            for one, begin in done
            if 0 <= begin <= end
        )
        short = max(goal.amount - got, 0.0)
        if goal.penalty is None and short > 1e-9:
            return None
        cost += (goal.penalty or 0.0) * short * limits.discount[end]
    return cost


__all__ = ["ABATEMENT", "SHARED", "brute_force", "many", "option", "problem"]
