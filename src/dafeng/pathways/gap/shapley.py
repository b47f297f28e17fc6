"""Parts of a whole by what each player adds, averaged over every order.

With up to :data:`EXACT` players all ``2^n`` sets are evaluated at once; with more, some
orders are drawn in pairs, each with its reverse, and the spread of the pairs is the
error.  Every order adds up to the whole by itself, so the parts always do.

Source
------
Shapley, L. S. (1953), Contributions to the Theory of Games II, 307-317; Castro, J.,
Gómez, D. and Tejada, J. (2009), Computers and Operations Research 36, 1726-1730
(sampling); Mitchell, R. et al. (2022), Journal of Machine Learning Research 23 (43)
(antithetic permutations).
"""

from __future__ import annotations

from collections.abc import Callable
from math import factorial
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]
    Sets: TypeAlias = npt.NDArray[np.bool_]

EXACT = 12
"""Players up to which every set is evaluated."""
BLOCK = 4096
"""Sets at a time."""


@attrs.frozen(kw_only=True, eq=False)
class Shares:
    """What each player adds; ``K`` values at once (years, for example).

    Attributes
    ----------
    parts : Array, (n, K)
    error : Array, (n, K)
        Standard error; 0 where every order was counted.
    whole : Array, (K,)
        All players less none.
    orders : int
        Orders that were drawn; 0 where every order was counted.
    """

    parts: Array
    error: Array
    whole: Array
    orders: int

    @property
    def residual(self) -> Array:
        """What the parts leave of the whole, ``(K,)``: rounding and nothing else."""
        found: Array = self.whole - self.parts.sum(axis=0)
        return found


def shapley_shares(
    value: Callable[[Sets], Array],
    players: int,
    *,
    orders: int = 512,
    seed: int = 0,
    exact: int = EXACT,
) -> Shares:
    """Share out ``value(all) - value(none)``.

    Parameters
    ----------
    value : callable
        Takes sets as an array of bool, (N, n), and returns (N, K).
    players : int
        n.
    orders : int
        Orders to draw beyond ``exact`` players, rounded up to pairs, four at least.
    seed : int
    exact : int

    Examples
    --------
    >>> shares = shapley_shares(lambda sets: sets.sum(axis=1, keepdims=True) ** 2.0, 2)
    >>> shares.parts.ravel().tolist()
    [2.0, 2.0]
    """
    if players <= exact:
        return _exact(value, players)
    return _sampled(value, players, max(orders, 4), seed)


def _exact(value: Callable[[Sets], Array], players: int) -> Shares:
    masks = np.arange(1 << players)
    sets = (masks[:, None] >> np.arange(players)) & 1 == 1
    values = _in_blocks(value, sets)
    sizes = sets.sum(axis=1)
    weights = np.array(
        [
            factorial(k) * factorial(players - 1 - k) / factorial(players)
            for k in range(players)
        ]
    )
    parts = np.zeros((players, values.shape[1]))
    for one in range(players):
        out = masks[~sets[:, one]]
        added = values[out | (1 << one)] - values[out]
        parts[one] = weights[sizes[out]] @ added
    whole = values[-1] - values[0]
    return Shares(
        parts=closed(parts, whole), error=np.zeros_like(parts), whole=whole, orders=0
    )


def _sampled(
    value: Callable[[Sets], Array], players: int, orders: int, seed: int
) -> Shares:
    chance = np.random.default_rng(seed)
    pairs = -(-orders // 2)
    drawn = np.stack([chance.permutation(players) for _ in range(pairs)])
    every = np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(2 * pairs, players)
    rank = np.argsort(every, axis=1)
    steps = np.arange(players + 1)
    sets = rank[:, None, :] < steps[None, :, None]
    values = _in_blocks(value, sets.reshape(-1, players))
    values = values.reshape(2 * pairs, players + 1, -1)
    added = np.diff(values, axis=1)
    by_player = np.take_along_axis(added, rank[:, :, None], axis=1)
    means = by_player.reshape(pairs, 2, players, -1).mean(axis=1)
    whole = values[0, -1] - values[0, 0]
    return Shares(
        parts=means.mean(axis=0),
        error=means.std(axis=0, ddof=1) / np.sqrt(pairs),
        whole=whole,
        orders=2 * pairs,
    )


def closed(parts: Array, whole: Array) -> Array:
    """Put the last rounding into the largest part, so that the sum is the whole."""
    found = parts.copy()
    if len(found):
        at = np.abs(found).argmax(axis=0)
        found[at, np.arange(found.shape[1])] += whole - found.sum(axis=0)
    return found


def _in_blocks(value: Callable[[Sets], Array], sets: Sets) -> Array:
    parts = [value(sets[at : at + BLOCK]) for at in range(0, len(sets), BLOCK)]
    return np.concatenate([one.reshape(len(one), -1) for one in parts])
