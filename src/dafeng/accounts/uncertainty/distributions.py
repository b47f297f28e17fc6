"""Distributions of one number, relative to its value: every one keeps the mean at 1.

The published value is the best estimate; an inventory that is simulated must not drift
away from it because a range is wide or skewed.  So the mean is held and the shape is
fitted to the range as far as that allows:

========================  ===========================================================
range                     distribution
========================  ===========================================================
no width                  the value itself
symmetric                 normal; a wide one is cut at zero and, to keep the mean, at
                          twice the value
skewed                    shifted log-normal through both ends with the mean at the
                          value; where none exists or it would fall below zero, a
                          log-normal, or a beta where the longer tail points down, with
                          the mean at the value and the range's width
a share with a bound      beta between zero and the bound, with the range's width; a
                          symmetric range far from its bound is normal
========================  ===========================================================
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.accounts.uncertainty.spreads import Spread

    Array: TypeAlias = npt.NDArray[np.float64]

STANDARD = NormalDist()
Z95 = STANDARD.inv_cdf(0.975)
"""Half of the 95 % interval of a normal, in standard deviations."""

WIDE = 0.4 * (1 + 1e-9)
"""Half width from which a symmetric range is cut: a normal below zero is rarer than
one draw in a million up to here."""

WIDEST = 0.95
"""Half width at which the cut normal has become uniform between zero and twice."""

SYMMETRIC = 0.005
"""Deviation of the middle, in widths, up to which a range counts as symmetric."""

RARE = 1e-6
"""Probability of a draw below zero that a shifted log-normal may have."""

TAIL = 1.5
"""End of a range with a long lower tail, in half widths of its upper side."""

NEAR_BOUND = 6.0
"""Standard deviations from which a bound is out of a normal's reach."""

STEPS = 4096
"""Points of a tabulated quantile function."""


class Distribution(ABC):
    """A positive number around 1; draws come from a generator of its own."""

    mean = 1.0

    @abstractmethod
    def draw(self, generator: np.random.Generator, count: int) -> Array:
        """Return ``count`` draws, the next ones of the generator."""


@attrs.frozen
class Exact(Distribution):
    """The value itself."""

    def draw(self, generator: np.random.Generator, count: int) -> Array:  # noqa: ARG002
        """Ones."""
        return np.ones(count)


@attrs.frozen
class Normal(Distribution):
    """A normal with mean 1."""

    deviation: float

    def draw(self, generator: np.random.Generator, count: int) -> Array:
        """Normal draws."""
        drawn = generator.standard_normal(count)
        drawn *= self.deviation
        drawn += 1.0
        return drawn


@attrs.frozen
class CutNormal(Distribution):
    """A normal cut at 0 and 2; ``half`` holds 95 % of what is left."""

    half: float

    def draw(self, generator: np.random.Generator, count: int) -> Array:
        """Draws through the tabulated quantile function."""
        table = _cut_quantiles(self.half)
        return np.interp(generator.random(count), np.linspace(0, 1, STEPS + 1), table)


@attrs.frozen
class ShiftedLogNormal(Distribution):
    """``1 ± (exp(mu + sigma z) - its mean)``: the longer tail upwards or downwards."""

    scale: float
    sigma: float
    upwards: bool

    def draw(self, generator: np.random.Generator, count: int) -> Array:
        """Draws around 1."""
        drawn = generator.standard_normal(count)
        drawn *= self.sigma
        np.exp(drawn, out=drawn)
        drawn -= math.exp(self.sigma**2 / 2)
        drawn *= self.scale if self.upwards else -self.scale
        drawn += 1.0
        return drawn


@attrs.frozen
class LogNormal(Distribution):
    """A log-normal with mean 1."""

    sigma: float

    def draw(self, generator: np.random.Generator, count: int) -> Array:
        """Positive draws."""
        drawn = generator.standard_normal(count)
        drawn *= self.sigma
        drawn -= self.sigma**2 / 2
        return np.exp(drawn, out=drawn)


@attrs.frozen
class BoundedShare(Distribution):
    """A beta between 0 and ``bound`` with mean 1."""

    bound: float
    deviation: float

    def draw(self, generator: np.random.Generator, count: int) -> Array:
        """Draws that never exceed the bound."""
        mean = 1 / self.bound
        variance = (self.deviation * mean) ** 2
        weight = mean * (1 - mean) / variance - 1
        drawn = generator.beta(mean * weight, (1 - mean) * weight, count)
        drawn *= self.bound
        return drawn


def distribution(spread: Spread) -> Distribution:
    """Fit a distribution to a range; its mean is the published value.

    Parameters
    ----------
    spread : Spread
        Range relative to the value.

    Source
    ------
    IPCC 2006 Guidelines, volume 1, chapter 3, section 3.2.2.4 (choice of a probability
    density: normal for symmetric ranges, log-normal for skewed ones, bounded for
    shares).
    """
    low, high = spread.low, spread.high
    width = high - low
    if width <= 0 or spread.bound <= 1:
        return Exact()
    deviation = width / (2 * Z95)
    place = (1 - low) / width
    skewed = abs(place - 0.5) > SYMMETRIC
    reach = math.inf if skewed else NEAR_BOUND * deviation
    if spread.bound < 1 + reach:
        return _share(spread.bound, deviation)
    if skewed:
        return _skewed(low, high, place)
    half = width / 2
    return Normal(half / Z95) if half <= WIDE else CutNormal(min(half, WIDEST))


def _share(bound: float, deviation: float) -> Distribution:
    """A beta; never so wide that its draws part to both ends."""
    mean = 1 / bound
    most = bound * math.sqrt(mean * (1 - mean) / 2)
    return BoundedShare(bound, min(deviation, most))


def _skewed(low: float, high: float, place: float) -> Distribution:
    upwards = place < 0.5
    sigma = _shape(place if upwards else 1 - place)
    if sigma is not None:
        scale = (high - low) / (2 * math.sinh(Z95 * sigma))
        fitted = ShiftedLogNormal(scale, sigma, upwards)
        if _below_zero(fitted) <= RARE:
            return fitted
    if not upwards and high > 1:
        return _share(1 + TAIL * (high - 1), (high - low) / (2 * Z95))
    by_width = math.sqrt(math.log1p(((high - low) / (2 * Z95)) ** 2))
    by_ratio = math.log(high / low) / (2 * Z95) if low > 0 else math.inf
    # A lower end of nearly zero says little about the upper one.
    return LogNormal(min(by_width, by_ratio))


def _mean_place(sigma: float) -> float:
    """Where the mean of a log-normal stands between the ends of its 95 % interval."""
    low, high = math.exp(-Z95 * sigma), math.exp(Z95 * sigma)
    return (math.exp(sigma**2 / 2) - low) / (high - low)


SKEWEST = 1.9
"""Shape at which the mean stands nearest to the lower end; beyond it comes back."""


@cache
def _shape(place: float) -> float | None:
    """Shape of the log-normal whose mean stands there; None where none does."""
    narrow, broad = 1e-6, SKEWEST
    if place < _mean_place(broad):
        return None
    for _ in range(60):
        middle = (narrow + broad) / 2
        if _mean_place(middle) > place:
            narrow = middle
        else:
            broad = middle
    return (narrow + broad) / 2


def _below_zero(fitted: ShiftedLogNormal) -> float:
    """Probability of a draw below zero."""
    mean = math.exp(fitted.sigma**2 / 2)
    edge = mean - 1 / fitted.scale if fitted.upwards else mean + 1 / fitted.scale
    if edge <= 0:
        return 0.0 if fitted.upwards else 1.0
    below = STANDARD.cdf(math.log(edge) / fitted.sigma)
    return below if fitted.upwards else 1 - below


@cache
def _cut_quantiles(half: float) -> Array:
    """Quantiles of a normal cut to 1 ± 1, of which 95 % lie within 1 ± ``half``."""
    points = np.linspace(0, 1, STEPS + 1)
    if half >= WIDEST:
        return 2 * points
    narrow, broad = 1e-3, 1e3
    for _ in range(100):
        middle = math.sqrt(narrow * broad)
        inside = _within(half / middle) / _within(1 / middle)
        narrow, broad = (middle, broad) if inside > 0.95 else (narrow, middle)
    least = STANDARD.cdf(-1 / middle)
    # Half of the table, mirrored: the mean stays at 1 exactly.
    lower = [
        1 + middle * STANDARD.inv_cdf(least + point * (1 - 2 * least))
        for point in points[1 : STEPS // 2]
    ]
    lower = [0.0, *lower]
    return np.array([*lower, 1.0, *(2 - value for value in reversed(lower))])


def _within(edge: float) -> float:
    return math.erf(edge / math.sqrt(2))
