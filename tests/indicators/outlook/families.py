"""Families of made-up yearly series, none of which is a shape of the method.

``TUNED`` were used to choose the packaged weights, ``HELD_OUT`` were not. A family
takes a generator, a count and a length and returns an array (count, length); noise has
about the size 1 unless the family says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Family: TypeAlias = Callable[[np.random.Generator, int, int], Floats]


def between(rng: np.random.Generator, count: int, low: float, high: float) -> Floats:
    return rng.uniform(low, high, (count, 1))


def wide(rng: np.random.Generator, count: int, low: float, high: float) -> Floats:
    """Even on the logarithm: the size itself is not known."""
    return np.exp(rng.uniform(np.log(low), np.log(high), (count, 1)))


def normal(rng: np.random.Generator, count: int, length: int) -> Floats:
    return rng.standard_normal((count, length))


def remembering(
    rng: np.random.Generator, count: int, length: int, memory: Floats
) -> Floats:
    """First-order autoregression of size 1."""
    fresh = normal(rng, count, length)
    made = fresh.copy()
    for year in range(1, length):
        old, new = memory[:, 0], np.sqrt(1 - memory[:, 0] ** 2)
        made[:, year] = old * made[:, year - 1] + new * fresh[:, year]
    return made


def line(rng: np.random.Generator, count: int, length: int) -> Floats:
    trend = normal(rng, count, 1) * wide(rng, count, 0.05, 15)
    noise = remembering(rng, count, length, between(rng, count, 0, 0.7))
    return trend * np.arange(length) + noise


def drifting(rng: np.random.Generator, count: int, length: int) -> Floats:
    drift = normal(rng, count, 1) * wide(rng, count, 0.05, 15)
    return np.cumsum(normal(rng, count, length) + drift, axis=1)


def level(rng: np.random.Generator, count: int, length: int) -> Floats:
    walk = np.cumsum(normal(rng, count, length), axis=1)
    return walk * between(rng, count, 0, 0.6) + normal(rng, count, length)


def plateau(rng: np.random.Generator, count: int, length: int) -> Floats:
    return normal(rng, count, length)


def logistic(rng: np.random.Generator, count: int, length: int) -> Floats:
    middle = between(rng, count, -2, length + 3)
    rise = wide(rng, count, 2, 40) * np.sign(between(rng, count, -1, 3))
    along = (np.arange(length) - middle) / wide(rng, count, 1, 4)
    return rise / (1 + np.exp(-along)) + normal(rng, count, length)


def parabola(rng: np.random.Generator, count: int, length: int) -> Floats:
    years = np.arange(length)
    trend = normal(rng, count, 1) * wide(rng, count, 0.1, 2) * years
    bend = normal(rng, count, 1) * wide(rng, count, 0.01, 0.2) * years**2 / 2
    return trend + bend + normal(rng, count, length)


def broken_line(rng: np.random.Generator, count: int, length: int) -> Floats:
    """A trend that is drawn anew in one year of eight."""
    trend = normal(rng, count, length)
    anew = rng.random((count, length)) < 1 / 8
    for year in range(1, length):
        keeps = ~anew[:, year]
        trend[keeps, year] = trend[keeps, year - 1]
    walked = np.cumsum(trend * wide(rng, count, 0.3, 3), axis=1)
    return walked + normal(rng, count, length)


def compound(rng: np.random.Generator, count: int, length: int) -> Floats:
    rate = rng.normal(0.05, 0.12, (count, 1)) * np.arange(length)
    noise = remembering(rng, count, length, between(rng, count, 0, 0.7))
    walk = np.cumsum(normal(rng, count, length), axis=1) * rng.integers(
        0, 2, (count, 1)
    )
    return 100 * np.exp(rate + between(rng, count, 0.01, 0.1) * (noise + 0.7 * walk))


def diffusion(rng: np.random.Generator, count: int, length: int) -> Floats:
    middle = between(rng, count, -2, length + 6)
    along = (np.arange(length) - middle) / wide(rng, count, 1, 5)
    noise = remembering(rng, count, length, between(rng, count, 0, 0.6))
    return 100 / (1 + np.exp(-along)) * np.exp(wide(rng, count, 0.01, 0.15) * noise)


def damped(rng: np.random.Generator, count: int, length: int) -> Floats:
    keeps = between(rng, count, 0.6, 0.95)
    first = normal(rng, count, 1) * wide(rng, count, 0.3, 3)
    gone = first * (1 - keeps ** (np.arange(length) + 1)) / (1 - keeps)
    return gone + remembering(rng, count, length, between(rng, count, 0, 0.5))


def heavy_walk(rng: np.random.Generator, count: int, length: int) -> Floats:
    drift = normal(rng, count, 1) * between(rng, count, 0, 1)
    return np.cumsum(rng.standard_t(2.5, (count, length)) + drift, axis=1)


def step(rng: np.random.Generator, count: int, length: int) -> Floats:
    years = np.arange(length)
    jump = (years >= rng.integers(1, length, (count, 1))) * normal(rng, count, 1) * 4
    trend = normal(rng, count, 1) * between(rng, count, 0, 0.5) * years
    return jump + trend + normal(rng, count, length)


def cycle(rng: np.random.Generator, count: int, length: int) -> Floats:
    years = np.arange(length)
    turns = years / between(rng, count, 4, 9) + between(rng, count, 0, 1)
    wave = between(rng, count, 0.5, 2.5) * np.sin(2 * np.pi * turns)
    trend = normal(rng, count, 1) * between(rng, count, 0, 0.6) * years
    return wave + trend + normal(rng, count, length) / 2


def noisy_plateau(rng: np.random.Generator, count: int, length: int) -> Floats:
    memory = between(rng, count, -0.3, 0.5)
    return 50 + remembering(rng, count, length, memory) * wide(rng, count, 0.2, 3)


def saturating(rng: np.random.Generator, count: int, length: int) -> Floats:
    gone = 1 - np.exp(-between(rng, count, 0.1, 0.6) * np.arange(length))
    return wide(rng, count, 3, 40) * gone + rng.standard_t(5, (count, length))


def convex(rng: np.random.Generator, count: int, length: int) -> Floats:
    """A power of the years above one."""
    years = np.arange(length) + between(rng, count, 0, 3)
    noise = remembering(rng, count, length, between(rng, count, 0, 0.5))
    grown = years ** between(rng, count, 1.2, 2.5)
    return between(rng, count, 0, 60) + grown * (
        1 + wide(rng, count, 0.02, 0.3) * noise
    )


def decay(rng: np.random.Generator, count: int, length: int) -> Floats:
    left = 30 * np.exp(-between(rng, count, 0.01, 0.2) * np.arange(length))
    noise = between(rng, count, 0.005, 0.06) * rng.standard_t(5, (count, length))
    return left * (1 + noise) + between(rng, count, 0, 10)


def gompertz(rng: np.random.Generator, count: int, length: int) -> Floats:
    along = np.arange(length) - between(rng, count, -2, length + 4)
    risen = 100 * np.exp(-np.exp(-between(rng, count, 0.05, 0.5) * along))
    shaken = np.clip(rng.standard_t(5, (count, length)), -8, 8)
    return risen * (1 + between(rng, count, 0.01, 0.1) * shaken)


def even_march(rng: np.random.Generator, count: int, length: int) -> Floats:
    """Nearly the same move every year, with heavy tails."""
    moves = 1 + wide(rng, count, 0.02, 0.8) * rng.standard_t(4, (count, length))
    return np.cumsum(moves, axis=1) * np.sign(between(rng, count, -1, 1.5))


TUNED: tuple[Family, ...] = (
    line,
    drifting,
    level,
    plateau,
    logistic,
    parabola,
    broken_line,
    compound,
    diffusion,
)
HELD_OUT: tuple[Family, ...] = (
    damped,
    heavy_walk,
    step,
    cycle,
    noisy_plateau,
    saturating,
    convex,
    decay,
    gompertz,
    even_march,
)
POSITIVE = (compound, diffusion, noisy_plateau, convex, decay, gompertz)
"""Families that are positive quantities by themselves."""


def placed(family: Family, rng: np.random.Generator, count: int, length: int) -> Floats:
    """Series of a family, lifted: a fourth anywhere, the rest positive quantities."""
    made = family(rng, count, length)
    if family in POSITIVE:
        return made
    moves = np.sqrt((np.diff(made, axis=1) ** 2).mean(axis=1, keepdims=True))
    above = moves * wide(rng, count, 0.3, 100) - made.min(axis=1, keepdims=True)
    return made + np.where(rng.random((count, 1)) < 1 / 4, 0, above)
