"""The marginal abatement cost curve, each measure alone and all in order.

Alone, a measure is measured against frozen policy; bars of such a curve add up to too
much where measures act on the same energy.  In order, each is measured after those
before it; these add up to what all of them do together.  The order is that of yuan per
tonne alone, and no measure stands before what it needs.

Source
------
Kesicki, F. and Strachan, N. (2011), Environmental Science and Policy 14, 1195-1204
(limits of expert-based curves).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.pathways.compiled import central, in_years
from dafeng.pathways.gap.shapley import closed
from dafeng.pathways.projecting import totals

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.compiled import Compiled

    Array: TypeAlias = npt.NDArray[np.float64]

GRAMS = 1e6
"""Grams in a tonne."""


@attrs.frozen(kw_only=True)
class Bar:
    """One measure of the curve.

    Attributes
    ----------
    measure : str
    yearly_cost : float
        Yuan a year: annuity and operation less saving.
    alone_t, in_order_t : float
        Tonnes of CO2 in the year, alone and after the bars before it.
    alone_cost, in_order_cost : float or None
        Yuan per tonne; None where it abates nothing.
    """

    measure: str
    yearly_cost: float
    alone_t: float
    in_order_t: float
    alone_cost: float | None
    in_order_cost: float | None


@attrs.frozen(kw_only=True)
class Macc:
    """The curve of a year.

    Attributes
    ----------
    bars : tuple of Bar
        In order.
    total_t : float
        What all of them abate together; the bars in order add up to it.
    """

    year: int
    bars: tuple[Bar, ...]
    total_t: float


def macc(
    compiled: Compiled,
    yearly_costs: Mapping[str, float],
    year: int,
    *,
    prerequisites: Mapping[str, tuple[str, ...]] | None = None,
) -> Macc:
    """Draw the curve for what a scenario builds.

    Parameters
    ----------
    compiled : Compiled
    yearly_costs : mapping of str to float
        Yuan a year for the sizes that act in ``year``; only these measures are shown,
        the others of the scenario stand delivered.
    year : int
    prerequisites : mapping, optional
        What each measure needs before it.
    """
    names = [name for name in compiled.measures if name in yearly_costs]
    model = in_years(compiled, (year,))
    sets = np.vstack(
        [np.zeros((1, len(names)), dtype=bool), np.eye(len(names), dtype=bool)]
    )
    alone = _totals(model, names, sets)
    abated = (alone[0] - alone[1:]) / GRAMS
    prices = {
        name: _per_tonne(yearly_costs[name], float(t))
        for name, t in zip(names, abated, strict=True)
    }
    order = _in_order(names, prices, prerequisites or {})
    rank = np.array([order.index(name) for name in names], dtype=int)
    values = _totals(model, names, rank < np.arange(len(names) + 1)[:, None])
    whole = (values[:1] - values[-1:]) / GRAMS
    extra = closed(-np.diff(values)[:, None] / GRAMS, whole)[:, 0]
    return Macc(
        year=year,
        bars=tuple(
            Bar(
                measure=name,
                yearly_cost=float(yearly_costs[name]),
                alone_t=float(abated[names.index(name)]),
                in_order_t=float(more),
                alone_cost=prices[name],
                in_order_cost=_per_tonne(yearly_costs[name], float(more)),
            )
            for name, more in zip(order, extra, strict=True)
        ),
        total_t=float(whole[0]),
    )


def _per_tonne(cost: float, tonnes: float) -> float | None:
    return float(cost) / tonnes if tonnes > 0 else None


def _in_order(
    names: list[str],
    prices: Mapping[str, float | None],
    needs: Mapping[str, tuple[str, ...]],
) -> list[str]:
    """Cheapest first among those whose prerequisites stand; no effect comes last.

    Measures that need each other in a ring come at the end, cheapest first.
    """
    left, order = list(names), list[str]()
    while left:
        free = [n for n in left if not set(needs.get(n, ())) & set(left)] or left
        chosen = min(free, key=lambda n: (_rank(prices[n]), names.index(n)))
        left.remove(chosen)
        order.append(chosen)
    return order


def _rank(price: float | None) -> float:
    return np.inf if price is None else price


def _totals(compiled: Compiled, names: list[str], sets: npt.NDArray[np.bool_]) -> Array:
    """Grams of the one year for sets of measures, ``(N,)``."""
    full = central(compiled)
    of = np.array([one.measure for one in compiled.deliveries], dtype=object)
    delivered = np.repeat(full.delivered, len(sets), axis=0)
    for at, name in enumerate(names):
        delivered[:, of == name] *= sets[:, at, None]
    inputs = np.repeat(full.inputs, len(sets), axis=0)
    draws = attrs.evolve(full, inputs=inputs, delivered=delivered)
    found: Array = totals(compiled, draws)[:, 0]
    return found
