"""Wedges: what lies between two futures, measure by measure, in every year.

Both ways of counting add up to the difference in every year: in an order, each wedge is
what a measure takes off after those before it; without an order, it is the mean over
all orders (Shapley).  What the paths of drivers and grid differ in is a wedge of its
own, counted first.

Source
------
Pacala, S. and Socolow, R. (2004), Science 305, 968-972 (wedges); Shapley (1953).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.errors import NotFoundError
from dafeng.pathways.gap.shapley import closed, shapley_shares
from dafeng.pathways.switching import switch

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.compiled import Compiled
    from dafeng.pathways.switching import Switch

    Array: TypeAlias = npt.NDArray[np.float64]

PATHS = "paths"
"""Wedge of drivers, intensities and grid, where the two futures differ in them."""


@attrs.frozen(kw_only=True, eq=False)
class Wedges:
    """Grams between two futures.

    Attributes
    ----------
    years : tuple of int
    start, end : Array, (T,)
        Totals of the first and of the second future.
    names : tuple of str
        Measures, or fields; :data:`PATHS` is the first when it is not zero.
    grams : Array, (n, T)
        What each takes off; they add up to ``start - end``.
    error : Array, (n, T)
        Standard error of sampled orders; else 0.
    """

    years: tuple[int, ...]
    start: Array
    end: Array
    names: tuple[str, ...]
    grams: Array
    error: Array

    def by(self, fields: Mapping[str, str]) -> Wedges:
        """Add up wedges by the field of their measure; others keep their name."""
        of = [fields.get(name, name) for name in self.names]
        names = tuple(dict.fromkeys(of))
        inside = np.array([[one == name for one in of] for name in names], dtype=float)
        inside = inside.reshape(len(names), len(of))
        # Errors of wedges in one order are not independent: their sum is a bound.
        return attrs.evolve(
            self, names=names, grams=inside @ self.grams, error=inside @ self.error
        )


def ordered_wedges(
    first: Compiled, second: Compiled, order: Sequence[str] = ()
) -> Wedges:
    """Switch measures one after the other.

    Parameters
    ----------
    order : sequence of str
        Measures that go first; the others follow in the order of the model.

    Raises
    ------
    NotFoundError
        ``wedges.unknown``: a measure of the order is in neither future.
    BadInputError
        ``switch.unlike``: the futures are not of one model.
    """
    made = switch(first, second)
    known = {*first.measures, *second.measures}
    strange = [name for name in order if name not in known]
    if strange:
        have = ", ".join(sorted(known))
        msg = f"No such measure: {', '.join(strange)}. There are: {have}."
        raise NotFoundError(msg, code="wedges.unknown")
    names = [name for name in dict.fromkeys(order) if name in made.measures]
    names += [name for name in made.measures if name not in names]
    rank = np.array([names.index(name) for name in made.measures], dtype=int)
    sets = rank[None, :] < np.arange(len(names) + 1)[:, None]
    values = made.totals(sets)
    grams = -np.diff(values, axis=0)
    return _wedges(made, tuple(names), values, grams, np.zeros_like(grams))


def shapley_wedges(
    first: Compiled, second: Compiled, *, orders: int = 512, seed: int = 0
) -> Wedges:
    """Share the difference out without an order.

    Raises
    ------
    BadInputError
        ``switch.unlike``: the futures are not of one model.
    """
    made = switch(first, second)
    count = len(made.measures)
    shares = shapley_shares(made.totals, count, orders=orders, seed=seed)
    ends = np.array([[False] * count, [True] * count])
    values = made.totals(ends)
    return _wedges(made, made.measures, values, -shares.parts, shares.error)


def _wedges(
    made: Switch, names: tuple[str, ...], values: Array, grams: Array, error: Array
) -> Wedges:
    start, end = made.start(), values[-1]
    paths = start - values[0]
    if paths.any():
        names = (PATHS, *names)
        grams = np.vstack([paths, grams])
        error = np.vstack([np.zeros_like(paths), error])
    return Wedges(
        years=made.after.years,
        start=start,
        end=end,
        names=names,
        grams=closed(grams, start - end) + 0.0,
        error=error,
    )
