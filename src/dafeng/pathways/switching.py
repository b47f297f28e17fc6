"""From one future to another, measure by measure.

Two compilations of one model differ in what is built, and perhaps in how drivers grow.
Their deliveries side by side make one compilation in which each measure can be switched
from the first future to the second by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import numpy as np

from dafeng.base.errors import BadInputError
from dafeng.pathways.compiled import Draws, central
from dafeng.pathways.projecting import totals

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.compiled import Compiled

    Array: TypeAlias = npt.NDArray[np.float64]
    Sets: TypeAlias = npt.NDArray[np.bool_]

_OF_DELIVERIES = (
    "log_sector_delivered",
    "energy_delivered",
    "fuel_delivered_g",
    "power_delivered_g",
    "generation_g",
    "generation_tj",
    "capacity_mw",
)


@attrs.frozen(kw_only=True, eq=False)
class Switch:
    """Two futures and the measures that tell them apart.

    Attributes
    ----------
    before, after : Compiled
        Deliveries of both; paths of the first, and of the second.
    measures : tuple of str
        Those whose deliveries differ.
    off, on : Array, (n, V)
        Deliveries of each measure in the first and in the second future.
    same : Array, (V,)
        Deliveries that both have alike.
    inputs : Array, (1, P)
    """

    before: Compiled
    after: Compiled
    measures: tuple[str, ...]
    off: Array
    on: Array
    same: Array
    inputs: Array

    def totals(self, sets: Sets) -> Array:
        """Grams by year on the paths of the second, with some measures switched."""
        return totals(self.after, self.draws(sets))

    def draws(self, sets: Sets) -> Draws:
        """One draw for each set, around the centre, with its measures switched."""
        chosen = sets.astype(np.float64)
        delivered = self.same + chosen @ self.on + (1.0 - chosen) @ self.off
        inputs = np.repeat(self.inputs, len(sets), axis=0)
        return Draws(inputs=inputs, delivered=delivered, seed=0)

    def start(self) -> Array:
        """Grams by year of the first future, ``(T,)``."""
        none = np.zeros((1, len(self.measures)), dtype=bool)
        found: Array = totals(self.before, self.draws(none))[0]
        return found


def switch(first: Compiled, second: Compiled) -> Switch:
    """Lay two futures side by side.

    Raises
    ------
    BadInputError
        ``switch.unlike``: they are not of one model.
    """
    same = ("years", "sectors", "carriers", "drivers")
    unlike = [name for name in same if getattr(first, name) != getattr(second, name)]
    codes = [[one.code for one in each.inputs] for each in (first, second)]
    if unlike or codes[0] != codes[1]:
        told = ", ".join(unlike) or "inputs"
        msg = f"Two futures of one model are compared; here {told} differ."
        raise BadInputError(msg, code="switch.unlike")
    begin, end = central(first), central(second)
    count = len(first.deliveries), len(second.deliveries)
    old = np.concatenate([begin.delivered[0], np.zeros(count[1])])
    new = np.concatenate([np.zeros(count[0]), end.delivered[0]])
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(first, name), getattr(second, name)])
        for name in _OF_DELIVERIES
    }
    deliveries = (*first.deliveries, *second.deliveries)
    of = np.array([one.measure for one in deliveries], dtype=object)
    every = tuple(dict.fromkeys((*first.measures, *second.measures)))
    moved = [name for name in every if _differs(joined, old, new, of == name)]
    off = np.array([np.where(of == name, old, 0.0) for name in moved])
    on = np.array([np.where(of == name, new, 0.0) for name in moved])
    shape = (len(moved), len(deliveries))
    off, on = off.reshape(shape), on.reshape(shape)
    return Switch(
        before=attrs.evolve(first, deliveries=deliveries, **joined),
        after=attrs.evolve(second, deliveries=deliveries, **joined),
        measures=tuple(moved),
        off=off,
        on=on,
        same=old - off.sum(axis=0),
        inputs=end.inputs,
    )


def _differs(
    joined: dict[str, Any], old: Array, new: Array, of: npt.NDArray[np.bool_]
) -> bool:
    return any(
        np.any(np.tensordot(np.where(of, new - old, 0.0), array, axes=1))
        for array in joined.values()
    )
