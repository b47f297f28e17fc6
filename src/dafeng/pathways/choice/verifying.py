"""A chosen set, asked of the whole model with draws that the choice has not seen.

The choice is linear: what a unit gives is measured once, around a centre.  The whole
model knows better, so a set is told with the probability that the model gives it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.pathways.projecting import totals

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.choice.records import Choice, Sizes
    from dafeng.pathways.compiled import Compiled, Draws


@attrs.frozen(kw_only=True)
class Verified:
    """What fresh draws of the whole model say of a set.

    Attributes
    ----------
    met : int
        Draws in which the goal is met.
    draws : int
    probability : float
    error : float
        Standard error of the probability.
    """

    met: int
    draws: int
    probability: float
    error: float


def verify(
    compile_sizes: Callable[[Sizes], Compiled],
    choice: Choice,
    draws_of: Callable[[Compiled], Draws],
    is_met: Callable[[Compiled, Draws], npt.NDArray[np.bool_]],
) -> Verified:
    """Ask the whole model, with draws that the choice has not seen.

    Parameters
    ----------
    compile_sizes : callable
        Compiles the model with a scenario of these sizes.
    choice : Choice
    draws_of : callable
        Makes fresh draws: another seed than that of the sample.
    is_met : callable
        Says of each draw whether the goal is met, for example :func:`below`.
    """
    compiled = compile_sizes(choice.sizes)
    met = np.asarray(is_met(compiled, draws_of(compiled)), dtype=bool)
    count, share = len(met), float(met.mean())
    return Verified(
        met=int(met.sum()),
        draws=count,
        probability=share,
        error=float(np.sqrt(share * (1 - share) / count)),
    )


def below(
    year: int, grams: float
) -> Callable[[Compiled, Draws], npt.NDArray[np.bool_]]:
    """Say of each draw whether all emissions of a year stay within an amount."""

    def is_met(compiled: Compiled, draws: Draws) -> npt.NDArray[np.bool_]:
        found = totals(compiled, draws)[:, compiled.years.index(year)]
        return np.asarray(found <= grams)

    return is_met
