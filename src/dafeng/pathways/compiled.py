"""A model made ready for arithmetic: everything that is linear is a matrix.

The logarithm of a sector's activity times intensity is a sum: a path, plus shift
times years for each input, plus ``ln(1 - cut)`` for each delivered measure.  What a
unit of activity emits is a sum too: the mix of the year, plus what delivered switches
move, power apart from all else because its factor follows the grid.  So carriers are
summed before anything is drawn, and a draw costs three small matrix products and one
exponential.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import numpy as np

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.accounts import Boundary
    from dafeng.pathways.records import Input

    Array: TypeAlias = npt.NDArray[np.float64]


_BY_YEAR = {
    "log_driver": 1,
    "log_driver_inputs": 2,
    "log_sector": 0,
    "log_sector_inputs": 1,
    "log_sector_delivered": 1,
    "energy": 0,
    "energy_delivered": 1,
    "emission": 0,
    "fuel_g": 0,
    "power_g": 0,
    "fuel_delivered_g": 1,
    "power_delivered_g": 1,
    "log_grid": 0,
    "log_grid_inputs": 1,
    "generation_g": 1,
    "generation_tj": 1,
    "capacity_mw": 1,
}
"""Arrays that have years, and the axis on which they lie."""


@attrs.frozen(kw_only=True, eq=False)
class Delivery:
    """A measure that comes after so many years of delay.

    Attributes
    ----------
    measure : str
    delay : int
        Years.
    probability : float
        That it is delivered, and with this delay.
    """

    measure: str
    delay: int
    probability: float


@attrs.frozen(kw_only=True, eq=False)
class Compiled:
    """Arrays of one model, base year, scenario and grid convention.

    ``T`` years, ``S`` sectors, ``F`` carriers, ``D`` drivers, ``P`` inputs, ``V``
    deliveries (measure and delay); a draw has at most one delivery of a measure.

    Attributes
    ----------
    years : tuple of int
        From the base year to the horizon.
    history : tuple of (int, int)
        Year and grams before and with the base year.
    log_driver : Array, (D, T)
        ``ln(driver / base)``; 0 in the base year, as is every log and shift below.
    log_driver_inputs : Array, (P, D, T)
        Per log point of an input.
    log_sector : Array, (T, S)
        ``ln(activity x intensity)`` without measures.
    log_sector_inputs : Array, (P, T, S)
    log_sector_delivered : Array, (V, T, S)
    energy : Array, (T, S, F)
        Terajoules at base-year activity and intensity; row 0 is the base year.
    energy_delivered : Array, (V, T, S, F)
        What a delivery adds to it.
    emission : Array, (T, S, F)
        Grams, power at the base-year factor.
    fuel_g, power_g : Array, (T, S)
        ``emission`` summed over all carriers but power, and over power.
    fuel_delivered_g, power_delivered_g : Array, (V, T, S)
    log_grid : Array, (T,)
        ``ln(factor / base)`` of bought power.
    log_grid_inputs : Array, (P, T)
    generation_g : Array, (V, T)
        Grams that local generation takes off at the base-year factor of the grid.
    generation_tj : Array, (V, T)
    groups : tuple of str
        What each carrier counts as in indicators: ``coal``, ``gas``, ``power``, …
    driver_values : Array, (D,)
        Drivers in the base year, in their unit.
    capacity_mw : Array, (V, T)
        Renewable capacity that a delivery has built; 0 of what is no such plant.
    boundary : Boundary
        Which lines of the account the total counts.
    """

    scenario: str
    convention: str
    place: str
    years: tuple[int, ...]
    history: tuple[tuple[int, int], ...]
    drivers: tuple[str, ...]
    sectors: tuple[str, ...]
    carriers: tuple[str, ...]
    inputs: tuple[Input, ...]
    deliveries: tuple[Delivery, ...]
    log_driver: Array
    log_driver_inputs: Array
    log_sector: Array
    log_sector_inputs: Array
    log_sector_delivered: Array
    energy: Array
    energy_delivered: Array
    emission: Array
    fuel_g: Array
    power_g: Array
    fuel_delivered_g: Array
    power_delivered_g: Array
    log_grid: Array
    log_grid_inputs: Array
    generation_g: Array
    generation_tj: Array
    groups: tuple[str, ...]
    driver_values: Array
    capacity_mw: Array
    boundary: Boundary

    @property
    def measures(self) -> tuple[str, ...]:
        """Measures in the order of their first delivery."""
        return tuple(dict.fromkeys(d.measure for d in self.deliveries))


@attrs.frozen(kw_only=True, eq=False)
class Draws:
    """Futures to look at, each by its index.

    Attributes
    ----------
    inputs : Array, (N, P)
        Shifts in log points.
    delivered : Array, (N, V)
        1 for what is delivered, else 0; at most one delivery of a measure.
    seed : int
    """

    inputs: Array
    delivered: Array
    seed: int

    def __len__(self) -> int:
        """How many."""
        return len(self.inputs)

    def part(self, where: slice) -> Draws:
        """Some of them, in order."""
        return attrs.evolve(
            self, inputs=self.inputs[where], delivered=self.delivered[where]
        )


def in_years(compiled: Compiled, years: tuple[int, ...]) -> Compiled:
    """Return the model of some of its years: each year stands for itself.

    Parameters
    ----------
    years : tuple of int
        In order; the history stays as it is.

    Raises
    ------
    BadInputError
        ``model.year``: the model does not have one of them, or none is asked for.
    """
    lacking = [year for year in years if year not in compiled.years]
    if lacking or not years:
        shown = ", ".join(map(str, lacking)) or "no year"
        msg = (
            f"The model has {shown} not among its years "
            f"{compiled.years[0]} to {compiled.years[-1]}. Ask for one of these."
        )
        raise BadInputError(msg, code="model.year", years=lacking)
    at = [compiled.years.index(year) for year in years]
    cut: dict[str, Any] = {
        # By index and not np.take, which first lays all years side by side.
        name: np.ascontiguousarray(
            getattr(compiled, name)[(slice(None),) * axis + (at,)]
        )
        for name, axis in _BY_YEAR.items()
    }
    return attrs.evolve(compiled, years=tuple(years), **cut)


def central(compiled: Compiled, *, without: frozenset[str] = frozenset()) -> Draws:
    """Make one future: inputs at their mode, every measure delivered on its day.

    Parameters
    ----------
    without : frozenset of str
        Measures that are left out.
    """
    modes = np.array([[one.mode for one in compiled.inputs]])
    soonest: dict[str, int] = {}
    for at, one in enumerate(compiled.deliveries):
        best = soonest.setdefault(one.measure, at)
        if one.delay < compiled.deliveries[best].delay:
            soonest[one.measure] = at
    delivered = np.zeros((1, len(compiled.deliveries)))
    for measure, at in soonest.items():
        delivered[0, at] = float(measure not in without)
    return Draws(
        inputs=modes.reshape(1, len(compiled.inputs)), delivered=delivered, seed=0
    )
