"""LMDI of sums of cells and of their ratios: parts that add up, nothing left over.

A sum is split additively.  A ratio of two sums is split multiplicatively,
``ln R = ln P - ln W``, each logarithm being the sum of its cells' parts over the
logarithmic mean of the sum; times the logarithmic mean of the ratio the parts are in
the unit of the ratio and add up to its change.

Source
------
Ang, B. W. (2005), Energy Policy 33, 867-871 (LMDI-I, additive and multiplicative), by
``dafeng.accounts.lmdi``; Ang, B. W. (2015), Energy Policy 86, 233-238.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from dafeng.accounts import lmdi
from dafeng.pathways.gap.cells import FACTORS

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.gap.cells import Cells

    Array: TypeAlias = npt.NDArray[np.float64]


def effects_of(begin: Array, end: Array) -> Array:
    """Additive LMDI-I of cells, ``(C, 4)``; what turns its sign turned its mix."""
    found = np.zeros_like(begin)
    values = begin.prod(axis=1), end.prod(axis=1)
    turned = values[0] * values[1] < 0
    found[turned, FACTORS.index("mix")] = (values[1] - values[0])[turned]
    sign = np.where((values[0] < 0) | (values[1] < 0), -1.0, 1.0)
    some = ~turned & ((values[0] != 0) | (values[1] != 0))
    if some.any():
        mix = FACTORS.index("mix")
        turn = np.ones_like(begin)
        turn[:, mix] = sign
        x0, x1 = (begin * turn)[some], (end * turn)[some]
        told = lmdi(x0.prod(axis=1), x1.prod(axis=1), x0, x1, names=FACTORS)
        found[some] = told.cells * sign[some, None]
    return found


def sum_parts(begin: Cells, end: Cells) -> Array:
    """Parts of the change of a sum: the four factors, then generation, ``(5,)``."""
    cells = effects_of(begin.factors, end.factors).sum(axis=0)
    return np.append(cells, end.generated - begin.generated)


def ratio_parts(
    above: tuple[float, float, Array], below: tuple[float, float, Array]
) -> Array:
    """Parts of the change of a ratio, ``(5,)``.

    Parameters
    ----------
    above, below : tuple of float, float and Array
        Before and after, and the parts of the change. Where one of them is not
        positive there is no logarithm: then each changes at the mean of the other.
    """
    (p0, p1, of_p), (w0, w1, of_w) = above, below
    if min(p0, p1, w0, w1) > 0:
        mean = log_mean(p0 / w0, p1 / w1)
        return mean * (of_p / log_mean(p0, p1) - of_w / log_mean(w0, w1))
    turned = -of_w / (w0 * w1)
    found: Array = of_p * (1 / w0 + 1 / w1) / 2 + turned * (p0 + p1) / 2
    return found


def log_mean(one: float, other: float) -> float:
    """Logarithmic mean of two positive figures.

    Examples
    --------
    >>> log_mean(2.0, 2.0), round(log_mean(1.0, 2.718281828459045), 6)
    (2.0, 1.718282)
    """
    distance = np.log(other / one)
    if abs(distance) < 1e-12:
        return (one + other) / 2
    return float((other - one) / distance)
