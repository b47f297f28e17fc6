"""The forecast of one year: Student distributions, averaged by what fits the past."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import exp, inf, lgamma, log, pi, sqrt
from typing import TYPE_CHECKING

import attrs
import numpy as np
from scipy.special import stdtr, stdtrit

from dafeng.indicators.forecasting.shapes import design, shapes

if TYPE_CHECKING:
    from dafeng.indicators.forecasting.history import History
    from dafeng.indicators.forecasting.shapes import Floats, Shape

_HALF = Decimal("0.5")
_ROUNDS = 60
_CLOSE = 1e-8
_LARGEST_LOG = 690.0
_SMALLEST = np.finfo(np.float64).tiny


@attrs.frozen(kw_only=True)
class Forecast:
    """Distribution of the value of one year.

    Attributes
    ----------
    weights, centres, scales : float arrays, shape (k,)
        One Student distribution for each shape; ``weights`` add up to one.
    plain : int
        How many of them, the first ones, are of the value; the rest are of its
        logarithm.
    freedom : int
        Degrees of freedom of each.
    stays : float
        Probability that the value is exactly ``last``, beside the distributions.
    last : Decimal
        Newest value of the series.
    digit : Decimal
        Unit of the last digit that the series is written with.
    low, high : float
        Ends at which a value is held: 0 and 100 of a share, else infinite.
    """

    weights: Floats
    centres: Floats
    scales: Floats
    plain: int
    freedom: int
    stays: float
    last: Decimal
    digit: Decimal
    low: float
    high: float

    def at_least(self, value: Decimal) -> float:
        """Probability that the figure is written as ``value`` or more."""
        if value <= self.low:
            return 1.0
        if value > self.high:
            return 0.0
        steps = (value / self.digit).to_integral_value(ROUND_CEILING)
        held = self.stays * (self.last >= value)
        return held + (1 - self.stays) * self._written(steps)

    def above(self, value: Decimal) -> float:
        """Probability that the figure is written as more than ``value``."""
        if value < self.low:
            return 1.0
        if value >= self.high:
            return 0.0
        steps = (value / self.digit).to_integral_value(ROUND_FLOOR) + 1
        held = self.stays * (self.last > value)
        return held + (1 - self.stays) * self._written(steps)

    def _written(self, steps: Decimal) -> float:
        """Probability of what is rounded to so many units of the last digit or more."""
        return 1 - self._moving(float((steps - _HALF) * self.digit))

    def quantiles(self, shares: tuple[float, ...]) -> tuple[float, ...]:
        """Values that are not exceeded with the given probabilities."""
        asked, last = np.array(shares), float(self.last)
        before = (1 - self.stays) * self._moving(last)
        holds = (asked >= before) & (asked <= before + self.stays)
        moved = np.where(asked < before, asked, asked - self.stays) / (1 - self.stays)
        moved = np.where(holds, 0.5, moved)
        found = np.where(holds, last, self._invert(moved))
        return tuple(np.clip(found, self.low, self.high).tolist())

    def _moving(self, value: float) -> float:
        """Probability of less than a value, were nothing to stay or be held."""
        return float(self._below(self._standard(np.array([value])))[0])

    def _standard(self, values: Floats) -> Floats:
        """Distance of each value from each centre in scales, shape (values, k)."""
        spread = np.repeat(values[:, None], len(self.weights), axis=1)
        if self.plain < len(self.weights):
            spread[:, self.plain :] = np.log(np.maximum(values, _SMALLEST))[:, None]
        standard: Floats = (spread - self.centres) / self.scales
        return standard

    def _below(self, standard: Floats) -> Floats:
        below: Floats = stdtr(self.freedom, standard) @ self.weights
        return below

    def _density(self, values: Floats, standard: Floats) -> Floats:
        half = (self.freedom + 1) / 2
        height = exp(lgamma(half) - lgamma(half - 0.5)) / sqrt(pi * self.freedom)
        each = height * (1 + standard**2 / self.freedom) ** -half / self.scales
        each[:, self.plain :] /= np.maximum(values, _SMALLEST)[:, None]
        density: Floats = each @ self.weights
        return density

    def _invert(self, shares: Floats) -> Floats:
        """Search the span between the smallest and the largest quantile of a shape.

        Newton's rule, and halving where it leaves the span; over asinh of the distance
        from the last value, for a shape that grows by a rate may reach very far.
        """
        ends = self.centres + stdtrit(self.freedom, shares)[:, None] * self.scales
        ends[:, self.plain :] = np.exp(np.minimum(ends[:, self.plain :], _LARGEST_LOG))
        last = float(self.last)
        ends -= last
        unit = np.abs(ends).min() or 1.0
        ends = np.arcsinh(ends / unit)
        left, right, point = ends.min(axis=1), ends.max(axis=1), ends @ self.weights
        for _ in range(_ROUNDS):
            found: Floats = last + unit * np.sinh(point)
            standard = self._standard(found)
            miss = self._below(standard) - shares
            if np.abs(miss).max() < _CLOSE:
                break
            left, right = (
                np.where(miss < 0, point, left),
                np.where(miss < 0, right, point),
            )
            with np.errstate(over="ignore"):  # an endless slope is halved instead
                slope = self._density(found, standard) * unit * np.cosh(point)
                point = point - miss / np.maximum(slope, _SMALLEST)
            outside = (point <= left) | (point >= right)
            point = np.where(outside, (left + right) / 2, point)
        return found


@attrs.frozen(kw_only=True)
class _Fit:
    """What some shapes make of a series; arrays of shape (k,)."""

    evidence: Floats
    centres: Floats
    scales: Floats


def forecast(history: History, year: int, ends: tuple[float, float] | None) -> Forecast:
    """Forecast a year in which the series has no value.

    Parameters
    ----------
    history : History
        At least two values.
    year : int
    ends : two floats, or None
        Between which the value is held; None for a quantity without ends.

    Returns
    -------
    Forecast
    """
    plain = tuple(shape for shape in shapes() if not shape.logarithmic)
    fits = [_fit(plain, history, year)]
    if ends is None and min(history.values) > 0:
        by_rate = tuple(shape for shape in shapes() if shape.logarithmic)
        fits.append(_fit_logarithms(by_rate, history, year))
    evidence = np.concatenate([fit.evidence for fit in fits])
    weights = np.exp(evidence - evidence.max())
    low, high = ends or (-inf, inf)
    return Forecast(
        weights=weights / weights.sum(),
        centres=np.concatenate([fit.centres for fit in fits]),
        scales=np.concatenate([fit.scales for fit in fits]),
        plain=len(plain),
        freedom=len(history) - 1,
        stays=history.stays(year - history.years[-1]),
        last=history.last,
        digit=history.digit,
        low=low,
        high=high,
    )


def _fit(among: tuple[Shape, ...], history: History, year: int) -> _Fit:
    exact = [float(value - history.last) for value in history.values[:-1]]
    fit = _judge(among, history, year, np.array(exact), history.doubt)
    return attrs.evolve(fit, centres=float(history.last) + fit.centres)


def _fit_logarithms(among: tuple[Shape, ...], history: History, year: int) -> _Fit:
    """Fit the logarithms; the density is turned into one of the values themselves."""
    logs = [log(value) for value in history.values]
    last = logs[-1]
    fit = _judge(
        among,
        history,
        year,
        np.array(logs[:-1]) - last,
        history.doubt / float(history.last),
    )
    return attrs.evolve(
        fit, evidence=fit.evidence - sum(logs[:-1]), centres=last + fit.centres
    )


def _judge(
    among: tuple[Shape, ...],
    history: History,
    year: int,
    differences: Floats,
    doubt: float,
) -> _Fit:
    """Normal theory with unknown scale, prior 1/scale², on differences from the last.

    The m differences z have density |C|^(-1/2) · S^(-m/2) up to what all shapes share,
    with S = z'C⁻¹z, to which the error of rounding is added. Centres are distances from
    the last value.
    """
    newest = history.years[-1]
    seen = tuple(other - newest for other in history.years[:-1])
    made = design(among, seen, year - newest)
    freedom = len(seen)
    squares = ((made.precision @ differences) * differences).sum(axis=1) + doubt**2
    return _Fit(
        evidence=made.log_density - freedom / 2 * np.log(squares),
        centres=made.weights @ differences,
        scales=np.sqrt(made.variance * squares / freedom),
    )
