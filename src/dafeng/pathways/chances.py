"""Probabilities over draws, and how sure they are.

Draws stand in the order of their sequence.  Cut into 16 parts, each part of a Sobol
sequence is a net of its own, and the spread of the parts' shares says how far the share
of all may be off; for random draws the same spread is the usual error of batch means.
Whole nets vary less than the mean of parts that know nothing of each other, so the
error is on the safe side.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.pathways.rules import peak_rules

if TYPE_CHECKING:
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]
    Whole: TypeAlias = npt.NDArray[np.int64]
    Flags: TypeAlias = npt.NDArray[np.bool_]

SUBNETS, BINOMIAL = "sub-nets", "binomial"
FEWEST = 16
"""Draws of a part below which its share says too little."""


@attrs.frozen(kw_only=True)
class Chance:
    """A probability.

    Attributes
    ----------
    value : float
        Share of the draws, 0 to 1.
    error : float
        Standard error; never below one draw.
    method : str
        What the error rests on: ``sub-nets`` or ``binomial``.
    """

    value: float
    error: float
    method: str


def chance(flags: Flags) -> Chance:
    """Share of the draws that are flagged.

    Source
    ------
    Owen (1998), J. Complexity 14, 466-489 (parts of a net are nets).

    Examples
    --------
    >>> chance(np.array([True, True, False, True])).value
    0.75
    """
    shares = flags.reshape(_parts(len(flags)), -1).mean(axis=1)
    return _chances(shares[:, np.newaxis], len(flags))[0]


def chances(positions: Whole, count: int) -> tuple[Chance, ...]:
    """Share of the draws whose position is at most 0, 1, …, ``count - 1``."""
    parts = positions.reshape(_parts(len(positions)), -1)
    at = [np.bincount(part, minlength=count)[:count] for part in parts]
    return _chances(np.cumsum(at, axis=1) / parts.shape[1], len(positions))


def _parts(draws: int) -> int:
    """How many parts the draws make; one where a part would say too little."""
    parts = int(peak_rules().subnets)
    return 1 if draws % parts or draws // parts < FEWEST else parts


def _chances(shares: Array, draws: int) -> tuple[Chance, ...]:
    """Chances of columns, from the share of each part."""
    parts = len(shares)
    means = shares.mean(axis=0)
    if parts == 1:
        errors = np.sqrt(means * (1 - means) / draws)
    else:
        errors = shares.std(axis=0, ddof=1) / sqrt(parts)
    method = SUBNETS if parts > 1 else BINOMIAL
    return tuple(
        Chance(value=float(mean), error=max(float(error), 1 / draws), method=method)
        for mean, error in zip(means, errors, strict=True)
    )
