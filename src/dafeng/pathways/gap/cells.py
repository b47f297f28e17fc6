"""The quantities of targets as sums of cells, each a product of the same four factors.

A cell is one sector, its fuel and its power apart where power follows the grid::

    quantity = sum over cells of activity x intensity x mix x grid, and generation

The mix is what a unit of the sector's activity and intensity uses of the quantity: of
all energy, of coal, of emissions at the base-year factor of power.  What measures
generate is a part by itself: added to renewables, taken off fossil energy and grams.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.pathways.compiled import central, in_years
from dafeng.pathways.projecting import drivers, project
from dafeng.pathways.quantities import (
    GROUPS,
    KWH_PER_TJ,
    TCE_PER_TJ,
    by_group,
    power_worth,
    uses_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from dafeng.pathways.compiled import Compiled
    from dafeng.pathways.records import Sector

    Array: TypeAlias = npt.NDArray[np.float64]

FACTORS = ("activity", "intensity", "mix", "grid")
GENERATION = "generation"
PARTS = (*FACTORS, GENERATION)
"""What a gap is split over."""
_TONNE = 1e6


@attrs.frozen(kw_only=True, eq=False)
class Cells:
    """One quantity of one future in one year.

    Attributes
    ----------
    factors : Array, (C, 4)
        The product of a row is what the cell holds; see :data:`FACTORS`.
    generated : float
        What measures generate of it; negative where that takes off.
    """

    factors: Array
    generated: float

    @property
    def total(self) -> float:
        """The quantity."""
        return float(self.factors.prod(axis=1).sum()) + self.generated


@attrs.frozen(kw_only=True, eq=False)
class Future:
    """One future in one year, sector by sector.

    Attributes
    ----------
    activity, intensity : Array, (S,)
        A sector without a driver has all its change in its intensity.
    fuel_g, power_g : Array, (S,)
        Grams per unit of activity times intensity, power at the base-year factor.
    used : Array, (S, groups)
        Tonnes of standard coal, calorific, per unit of the same.
    is_final : Array of bool, (S,)
    grid : float
        Factor of bought power, 1 in the base year.
    generated_g, generated_tj, capacity_mw : float
        By measures.
    worth : float
        Of one tce of power at equal value.
    drivers : dict of str to float
        In their units.
    """

    activity: Array
    intensity: Array
    fuel_g: Array
    power_g: Array
    used: Array
    is_final: npt.NDArray[np.bool_]
    grid: float
    generated_g: float
    generated_tj: float
    capacity_mw: float
    worth: float
    drivers: dict[str, float]

    def of(self, name: str) -> Cells:
        """Return a quantity by its name, as :class:`Quantities` names it.

        Raises
        ------
        KeyError
            There is no such quantity.
        """
        kind, _, code = name.rpartition(":")
        made = self.generated_tj * TCE_PER_TJ
        if kind == "driver":
            return Cells(factors=_alone(self.drivers[code]), generated=0.0)
        if name == "co2_t":
            ones = np.ones_like(self.activity)
            fuel = self._rows(self.fuel_g / _TONNE, ones)
            power = self._rows(self.power_g / _TONNE, self.grid * ones)
            taken = -self.generated_g / _TONNE
            return Cells(factors=np.concatenate([fuel, power]), generated=taken)
        generated = {
            "fossil_equal": -made * self.worth,
            "added": made,
            "added_equal": made * self.worth,
            "generated_kwh": self.generated_tj * float(KWH_PER_TJ),
            "capacity_mw": self.capacity_mw,
        }.get(name, 0.0)
        mix = self._mix(name)
        return Cells(factors=self._rows(mix, np.ones_like(mix)), generated=generated)

    def _rows(self, mix: Array, grid: Array) -> Array:
        return np.stack([self.activity, self.intensity, mix, grid], axis=1)

    def _mix(self, name: str) -> Array:
        """What a unit of activity times intensity uses of a quantity of energy."""
        equal = np.ones(len(GROUPS))
        equal[GROUPS.index("power")] = self.worth
        is_power = np.array([group == "power" for group in GROUPS], dtype=float)
        is_renewable = np.array([group == "renewable" for group in GROUPS], dtype=float)
        weights = {
            "energy": np.ones(len(GROUPS)),
            "energy_equal": equal,
            "fossil_equal": equal - is_renewable,
            "final": np.ones(len(GROUPS)),
            "final_power": is_power,
            "added": is_renewable,
            "added_equal": is_renewable,
            "generated_kwh": np.zeros(len(GROUPS)),
            "capacity_mw": np.zeros(len(GROUPS)),
        } | {
            group: np.array([one == group for one in GROUPS], dtype=float)
            for group in ("coal", "oil", "gas", "power")
        }
        found: Array = self.used @ weights[name]
        return (
            np.where(self.is_final, found, 0.0) if name.startswith("final") else found
        )


def futures(
    compiled: Compiled, sectors: Sequence[Sector], years: tuple[int, ...]
) -> dict[int, Future]:
    """Read the centre of a model in some of its years.

    Parameters
    ----------
    compiled : Compiled
        Its first year is the base year.
    sectors : sequence of Sector
        Those of the model: they say which driver each follows.
    years : tuple of int
        In order, the base year first.
    """
    part = in_years(compiled, years)
    draws = central(part)
    block, moved = project(part, draws), drivers(part, draws)[0]
    worth = power_worth(part.years[0])
    chosen = draws.delivered[0]
    found = {}
    for at, year in enumerate(part.years):
        index = block.index[0, at]
        activity = activities(part, sectors, moved[:, at])
        uses = uses_of(part, at, at)
        used = by_group(draws, block, uses)[0] / index[:, np.newaxis]
        found[year] = Future(
            activity=activity,
            intensity=index / activity,
            fuel_g=part.fuel_g[at] + chosen @ part.fuel_delivered_g[:, at],
            power_g=part.power_g[at] + chosen @ part.power_delivered_g[:, at],
            used=used,
            is_final=uses.is_final,
            grid=float(block.grid[0, at]),
            generated_g=float(block.generation_g[0, at]),
            generated_tj=float(chosen @ part.generation_tj[:, at]),
            capacity_mw=float(chosen @ part.capacity_mw[:, at]),
            worth=worth,
            drivers={
                code: float(part.driver_values[d] * moved[d, at])
                for d, code in enumerate(part.drivers)
            },
        )
    return found


def activities(compiled: Compiled, sectors: Sequence[Sector], moved: Array) -> Array:
    """Activity of each sector relative to the base year, from drivers that moved."""
    follows = {one.code: one for one in sectors}
    activity = np.ones(len(compiled.sectors))
    for s, code in enumerate(compiled.sectors):
        one = follows.get(code)
        if one is not None and one.driver in compiled.drivers:
            activity[s] = moved[compiled.drivers.index(one.driver)] ** one.elasticity
    return activity


def _alone(value: float) -> Array:
    """A driver is all activity."""
    return np.array([[value, 1.0, 1.0, 1.0]])
