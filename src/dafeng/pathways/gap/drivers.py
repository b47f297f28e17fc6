"""Why the outlook stands above the target path: LMDI over drivers, sector by sector.

A sector's emission is ``activity x intensity x mix x grid``: the mix is what a unit of
its energy emits at the base-year factor of power, the grid moves power alone.  Local
generation takes power off the grid, and is a part by itself.

Source
------
Ang, B. W. (2005), Energy Policy 33, 867-871 (LMDI-I), by ``dafeng.accounts.lmdi``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.pathways.compiled import central, in_years
from dafeng.pathways.gap.cells import FACTORS, GENERATION, activities
from dafeng.pathways.gap.logarithms import effects_of
from dafeng.pathways.gap.shapley import closed
from dafeng.pathways.projecting import drivers, project

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from dafeng.pathways.compiled import Compiled
    from dafeng.pathways.records import Sector

    Array: TypeAlias = npt.NDArray[np.float64]


@attrs.frozen(kw_only=True)
class DriverPart:
    """What one driver of one sector has in a gap.

    Attributes
    ----------
    sector : str
        Empty for local generation.
    driver : str
        One of :data:`FACTORS`, or ``generation``.
    grams : float
    """

    sector: str
    driver: str
    grams: float


@attrs.frozen(kw_only=True)
class DriverGap:
    """The gap between a path and the outlook, by driver and sector.

    Attributes
    ----------
    parts : tuple of DriverPart
        They add up to ``outlook_g - path_g``.
    """

    year: int
    path_g: float
    outlook_g: float
    parts: tuple[DriverPart, ...]

    def by_driver(self) -> tuple[tuple[str, float], ...]:
        """Add up over sectors."""
        names = dict.fromkeys(one.driver for one in self.parts)
        return tuple(
            (name, sum(p.grams for p in self.parts if p.driver == name))
            for name in names
        )


@attrs.frozen(kw_only=True, eq=False)
class _Future:
    """Factors of fuel and of power by sector, ``(S, 4)``, and the rest."""

    fuel: Array
    power: Array
    generation: float
    total: float


def gap_by_drivers(
    path: Compiled, outlook: Compiled, sectors: Sequence[Sector], *, year: int
) -> DriverGap:
    """Decompose the distance of two futures in a year.

    Parameters
    ----------
    path : Compiled
        The path on which the target is met.
    outlook : Compiled
        The same model as it is expected to go.
    sectors : sequence of Sector
        Those of the model: they say which driver each follows. A sector without a
        driver has all its change in its intensity.
    year : int
    """
    first = _future(in_years(path, (year,)), sectors)
    second = _future(in_years(outlook, (year,)), sectors)
    effects = np.zeros((len(path.sectors), len(FACTORS)))
    for begin, end in ((first.fuel, second.fuel), (first.power, second.power)):
        effects += effects_of(begin, end)
    generation = -(second.generation - first.generation)
    whole = second.total - first.total
    flat = closed(np.append(effects, generation)[:, None], np.array([whole]))[:, 0]
    parts = [
        DriverPart(sector=sector, driver=factor, grams=float(grams))
        for (sector, factor), grams in zip(
            ((s, f) for s in path.sectors for f in FACTORS), flat[:-1], strict=True
        )
        if grams
    ]
    if flat[-1]:
        parts.append(DriverPart(sector="", driver=GENERATION, grams=float(flat[-1])))
    return DriverGap(
        year=year, path_g=first.total, outlook_g=second.total, parts=tuple(parts)
    )


def _future(compiled: Compiled, sectors: Sequence[Sector]) -> _Future:
    draws = central(compiled)
    block = project(compiled, draws)
    moved = drivers(compiled, draws)[0, :, 0]
    index, grid = block.index[0, 0], float(block.grid[0, 0])
    activity = activities(compiled, sectors, moved)
    chosen = draws.delivered[0]
    fuel = compiled.fuel_g[0] + chosen @ compiled.fuel_delivered_g[:, 0]
    power = compiled.power_g[0] + chosen @ compiled.power_delivered_g[:, 0]
    ones = np.ones_like(index)
    return _Future(
        fuel=np.stack([activity, index / activity, fuel, ones], axis=1),
        power=np.stack([activity, index / activity, power, grid * ones], axis=1),
        generation=float(block.generation_g[0, 0]),
        total=float(block.total_g[0, 0]),
    )
