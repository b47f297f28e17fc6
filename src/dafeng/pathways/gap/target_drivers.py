"""The gap of each target over drivers, in the target's own unit.

Between the plan and half delivery a target's figure moves because a quantity of the
model moves, or a ratio of two.  That is split by LMDI; what the figure makes of the
quantity (a share of a stated level, a cut since a base year, odds of a share) is a
function of it alone, so its parts go along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from dafeng.pathways.gap.cells import futures
from dafeng.pathways.gap.logarithms import ratio_parts, sum_parts
from dafeng.pathways.targets import seen_definitions, years_needed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from dafeng.pathways.compiled import Compiled
    from dafeng.pathways.gap.cells import Future
    from dafeng.pathways.records import Sector
    from dafeng.pathways.targets import Asked, SeenDefinition, Stated

    Array: TypeAlias = npt.NDArray[np.float64]
    Pair: TypeAlias = "tuple[dict[int, Future], dict[int, Future]]"

_TINY = 1e-12


def driver_parts(
    planned: Compiled,
    expected: Compiled,
    sectors: Sequence[Sector],
    asked: Sequence[Asked],
    *,
    moved: Sequence[float],
    stated: Stated,
) -> Array:
    """Split what the figure of each target moves by, ``(K, 5)``.

    Parameters
    ----------
    planned, expected : Compiled
        The plan delivered, and delivered in part.
    sectors : sequence of Sector
    asked : sequence of Asked
        Targets that the model sees.
    moved : sequence of float
        From the planned to the expected figure of each; its parts add up to it.
    stated : mapping
        Figures of the base year.
    """
    if not asked:
        return np.zeros((0, 5))
    years = years_needed(planned, asked)
    both = futures(planned, sectors, years), futures(expected, sectors, years)
    rows = []
    for one, way in zip(asked, moved, strict=True):
        parts = _parts(both, one, seen_definitions()[one.definition], stated)
        whole = float(parts.sum())
        small = abs(whole) <= _TINY * max(float(np.abs(parts).max()), _TINY)
        rows.append(np.zeros(5) if small else parts * (way / whole))
    return np.array(rows)


def _parts(both: Pair, asked: Asked, seen: SeenDefinition, stated: Stated) -> Array:
    """Parts of the change of the quantity, or of the ratio, that the figure follows."""
    part, _, whole = seen.quantity.partition("/")
    above = _change(both, part, asked.year)
    if seen.kind == "growth":
        return ratio_parts(above, _change(both, part, asked.year - 1))
    if not whole:
        return above[2]
    below = _change(both, whole, asked.year)
    if seen.kind == "added-share":
        base = min(both[0])
        figure = float(stated.get((seen.definition, base), 0)) / seen.scale
        start = both[0][base]
        had = figure * start.of(whole).total - start.of(part).total
        above = (above[0] + had, above[1] + had, above[2])
    return ratio_parts(above, below)


def _change(both: Pair, name: str, year: int) -> tuple[float, float, Array]:
    begin, end = (future[year].of(name) for future in both)
    return begin.total, end.total, sum_parts(begin, end)
