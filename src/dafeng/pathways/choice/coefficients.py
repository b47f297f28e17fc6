"""What a unit built in a year costs and gives, for all options and years at once.

``M`` options, ``T`` years.  A unit built in year u has the age ``t - u`` in year t; its
ramp says how much of its effect and running cost it has by then, its life when it is
paid for again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.pathways.choice.records import Build

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.choice.records import ChoiceProblem, Goal

    Array: TypeAlias = npt.NDArray[np.float64]


@attrs.frozen(kw_only=True, eq=False)
class Coefficients:
    """Per share of the size (1 is the whole size), so that all numbers are alike.

    Attributes
    ----------
    size : Array, (M,)
    most : Array, (M, T)
        Share that can be built in each year; 0 before the earliest year.
    whole : Array of bool, (M,)
    ramp : Array, (M, T)
        Share of the effect by age.
    paid : Array, (M, T)
        Times that the investment is paid by age: 1 at age 0 and after each life.
    capital : Array, (M,)
        Investment for the whole size.
    investment : Array, (M, T)
        Discounted investment by year of building, renewals included.
    running : Array, (M, T)
        Discounted running cost by year of building, up to the last year.
    """

    size: Array
    most: Array
    whole: npt.NDArray[np.bool_]
    ramp: Array
    paid: Array
    capital: Array
    investment: Array
    running: Array


def coefficients(problem: ChoiceProblem) -> Coefficients:
    """Gather what the formulation needs from the options."""
    options, years = problem.options, np.array(problem.years)
    count, discount = len(years), problem.limits.discount
    size = np.array([one.size for one in options], dtype=np.float64)
    rate = np.array([one.per_year for one in options]) / size
    whole = np.array([one.build is Build.WHOLE for one in options], dtype=bool)
    earliest = np.array([one.earliest or years[0] for one in options])
    most = np.where(whole, 1.0, np.minimum(rate, 1.0))[:, None] * (
        years >= earliest[:, None]
    )
    forbidden = [one.measure in problem.limits.forbidden for one in options]
    most[np.array(forbidden, dtype=bool)] = 0.0
    ramp = np.array([_ages(one.ramp, count) for one in options]).reshape(-1, count)
    paid = np.array([_payments(one.life, count) for one in options])
    paid = paid.reshape(-1, count)
    capital = np.array([one.investment for one in options]) * size
    running = np.array([one.running for one in options]).reshape(-1, count)
    running = running * size[:, None] * discount
    return Coefficients(
        size=size,
        most=most,
        whole=whole,
        ramp=ramp,
        paid=paid.reshape(-1, count),
        capital=capital,
        investment=_from_ages(paid, capital[:, None] * discount),
        running=_from_ages(ramp, running),
    )


def goal_effects(problem: ChoiceProblem, made: Coefficients, goal: Goal) -> Array:
    """What the whole size gives to a goal by year of building, ``(M, T)``."""
    at = problem.years.index(goal.year)
    full = np.array([one.effect(goal.quantity)[at] for one in problem.options])
    found = np.zeros_like(made.ramp)
    found[:, : at + 1] = made.ramp[:, at::-1]
    found *= (full * made.size)[:, None]
    return found


def _ages(ramp: tuple[float, ...], count: int) -> Array:
    shares = np.full(count, ramp[-1], dtype=np.float64)
    shares[: len(ramp)] = ramp[:count]
    return shares


def _payments(life: float, count: int) -> Array:
    paid = np.zeros(count)
    paid[0] = 1.0
    if life < count:
        times = np.arange(1, int(np.ceil(count / life)))
        again = np.ceil(times * life - 1e-9).astype(int)
        np.add.at(paid, again[again < count], 1.0)
    return paid


def _from_ages(shares: Array, worth: Array) -> Array:
    """Sum over later years of share by age times worth, by year of building."""
    count = shares.shape[1]
    found = np.empty_like(shares)
    for built in range(count):
        found[:, built] = np.einsum(
            "ma,ma->m", shares[:, : count - built], worth[:, built:]
        )
    return found
