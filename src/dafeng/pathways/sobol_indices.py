"""Sobol indices of any function of independent unknowns.

The first-order index is the share of the variance that an unknown explains alone, the
total index the share that would remain if only it were unknown.  Points come in two
nets A and B; for each unknown there are the points of A with its column of B.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]

Function: TypeAlias = "Callable[[Array], Array]"
"""Points ``(M, D)`` between 0 and 1 in, one output ``(M,)`` each out."""
_TAIL = 0.025
_TOGETHER = 8
"""Unknowns whose points are evaluated at once."""


@attrs.frozen(kw_only=True)
class Index:
    """How much of the variance of an output one unknown explains.

    Attributes
    ----------
    name : str
    first, total : float
        Estimates; they may lie a little outside 0 and 1.
    first_low, first_high, total_low, total_high : float
        95 % intervals by bootstrap.
    """

    name: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


@attrs.frozen(kw_only=True)
class SobolIndices:
    """Indices of all unknowns, in their order.

    Attributes
    ----------
    mean, variance : float
        Of the output.
    count : int
        Points of each net; ``count * (unknowns + 2)`` evaluations.
    indices : tuple of Index
        All zero where the output does not vary.
    """

    mean: float
    variance: float
    count: int
    indices: tuple[Index, ...]


def sobol_indices(
    function: Function,
    names: Sequence[str],
    *,
    count: int,
    seed: int,
    resamples: int = 200,
) -> SobolIndices:
    """Estimate first-order and total indices.

    Parameters
    ----------
    function : callable
        Points ``(M, D)``, uniform between 0 and 1, to ``(M,)``; rows are independent.
    names : sequence of str, length D
    count : int
        Points of each net, a power of two.
    seed : int
    resamples : int
        Of the bootstrap.

    Raises
    ------
    BadInputError
        ``sobol.count``: no power of two from 4 on. ``sobol.names``: no unknown.

    Source
    ------
    Saltelli et al. (2010), Comput. Phys. Commun. 181, 259-270, table 2 (b), first
    order; Jansen (1999), Comput. Phys. Commun. 117, 35-43, total.
    """
    _check(count, names)
    first, second = _nets(len(names), count, seed)
    at_first, at_second = function(first), function(second)
    mixed = np.concatenate(
        [function(points) for points in _mixtures(first, second)]
    ).reshape(len(names), count)
    both = np.concatenate([at_first, at_second])
    mean = float(both.mean())
    # Without the mean the products do not cancel, and every estimate is steadier.
    at_first, at_second, mixed = at_first - mean, at_second - mean, mixed - mean
    terms = _Terms(
        first=(at_second * (mixed - at_first)).T,
        total=((at_first - mixed) ** 2).T / 2,
        ones=(at_first + at_second) / 2,
        squares=(at_first**2 + at_second**2) / 2,
    )
    whole = terms.indices(np.full((1, count), 1 / count))[:, 0]
    weights = np.random.default_rng(seed).multinomial(
        count, np.full(count, 1 / count), size=resamples
    )
    spread = terms.indices(weights / count)
    low, high = np.quantile(spread, (_TAIL, 1 - _TAIL), axis=1)
    rows = zip(names, *(one.T for one in (whole, low, high)), strict=True)
    return SobolIndices(
        mean=mean,
        variance=float(both.var()),
        count=count,
        indices=tuple(_index(*row) for row in rows),
    )


@attrs.frozen(kw_only=True, eq=False)
class _Terms:
    """What each point adds to the estimates: a resample is a weighting of points."""

    first: Array
    total: Array
    ones: Array
    squares: Array

    def indices(self, weights: Array) -> Array:
        """First and total indices, ``(2, R, D)``, for each of R weightings."""
        variance = weights @ self.squares - (weights @ self.ones) ** 2
        sums = np.stack([weights @ self.first, weights @ self.total])
        some = np.where(variance > 0, variance, np.inf)
        found: Array = sums / some[:, np.newaxis]
        return found


def _index(name: str, whole: Array, low: Array, high: Array) -> Index:
    return Index(
        name=name,
        first=float(whole[0]),
        first_low=float(low[0]),
        first_high=float(high[0]),
        total=float(whole[1]),
        total_low=float(low[1]),
        total_high=float(high[1]),
    )


def _nets(unknowns: int, count: int, seed: int) -> tuple[Array, Array]:
    from scipy.stats import qmc

    engine = qmc.Sobol(2 * unknowns, scramble=True, rng=np.random.default_rng(seed))
    points = engine.random(count)
    return points[:, :unknowns].copy(), points[:, unknowns:].copy()


def _mixtures(first: Array, second: Array) -> Iterator[Array]:
    """Points of the first net, each unknown in turn from the second; some at once."""
    count, unknowns = first.shape
    for begin in range(0, unknowns, _TOGETHER):
        some = range(begin, min(begin + _TOGETHER, unknowns))
        points = np.repeat(first[np.newaxis], len(some), axis=0)
        for at, unknown in enumerate(some):
            points[at, :, unknown] = second[:, unknown]
        yield points.reshape(-1, unknowns)


def _check(count: int, names: Sequence[str]) -> None:
    if count < 4 or count & (count - 1):
        after = max(4, 2 ** max(count - 1, 0).bit_length())
        msg = f"{count} points are no net. Take a power of two, the next is {after}."
        raise BadInputError(msg, code="sobol.count", count=count, next=after)
    if not names:
        msg = "Nothing is unknown, so nothing explains the variance. Name an unknown."
        raise BadInputError(msg, code="sobol.names")
