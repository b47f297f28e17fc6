"""What a plan's targets speak of, out of the draws: energy, carriers, power, drivers.

Standard coal is as in the account: calorific by the heat that a carrier holds (GB/T
2589), at equal value power by the coal that is burned to supply it.  Power that the
district makes replaces bought power and is energy as well, so it leaves the total as it
is.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.accounts.balance import equal_value
from dafeng.base.errors import BadInputError
from dafeng.base.units import convert
from dafeng.factors import factor_book
from dafeng.pathways.compiled import in_years
from dafeng.pathways.projecting import BLOCK, drivers, project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

    from dafeng.pathways.compiled import Compiled, Draws
    from dafeng.pathways.projecting import Block

    Array: TypeAlias = npt.NDArray[np.float64]

TCE_PER_TJ = float(convert(Fraction(1), "TJ", "tce当量"))
_KWH_PER_TJ = convert(Fraction(1), "TJ", "kWh")
_GRAMS_PER_TONNE = 10**6
_GROUPS = ("coal", "oil", "gas", "power", "heat", "renewable")


@attrs.frozen(kw_only=True, eq=False)
class Quantities:
    """One year of all draws; every array is ``(N,)``, energy in tce.

    Attributes
    ----------
    co2_t : Array
        The model's total, whatever its boundary.
    energy, energy_equal : Array
        All energy but processes, power and heat at their calorific and equal value.
    fossil_equal : Array
        ``energy_equal`` less renewables and what measures generate; bought power is in
        it whatever made it.
    coal, oil, gas : Array
        Calorific.
    power : Array
        Power used net of what is sold, calorific.
    final, final_power : Array
        Energy and power of sectors that sell none.
    added, added_equal : Array
        Renewable carriers and what measures generate.
    generated_kwh : Array
        By measures of local generation.
    capacity_mw : Array
        Renewable, built by measures.
    drivers : mapping of str to Array
        In their units.
    """

    co2_t: Array
    energy: Array
    energy_equal: Array
    fossil_equal: Array
    coal: Array
    oil: Array
    gas: Array
    power: Array
    final: Array
    final_power: Array
    added: Array
    added_equal: Array
    generated_kwh: Array
    capacity_mw: Array
    drivers: Mapping[str, Array]

    def of(self, name: str) -> Array:
        """Return a quantity by its name, a driver as ``driver:<code>``.

        Raises
        ------
        KeyError
            There is no such quantity, or the model has no such driver.
        """
        kind, _, code = name.rpartition(":")
        if kind == "driver":
            return self.drivers[code]
        if kind or code not in _NAMES:
            raise KeyError(name)
        found: Array = getattr(self, code)
        return found


@cache
def power_worth(year: int) -> float:
    """Tonnes of standard coal at equal value for one tce of power at calorific value.

    Raises
    ------
    BadInputError
        ``quantities.power``: the factor tables do not know the year.

    Source
    ------
    ``factors/data/power.csv``, as the energy balance takes it.
    """
    worth = equal_value(factor_book(), year)
    if worth.power is None:
        msg = f"Nobody knows what power is worth in {year}: {worth.remark}"
        raise BadInputError(msg, code="quantities.power", year=year)
    equal = convert(Fraction(worth.power) * _KWH_PER_TJ, "kgce等价", "tce等价")
    return float(equal) / TCE_PER_TJ


def quantities(
    compiled: Compiled, draws: Draws, years: Iterable[int]
) -> dict[int, Quantities]:
    """Reckon the quantities of some years, block by block.

    What power is worth stays that of the base year: the ratio of two years then tells
    what the district did and not what the power stations of the country did.

    Raises
    ------
    BadInputError
        ``model.year``: the model has none of a year; ``quantities.power``.
    """
    part = in_years(compiled, tuple(sorted(set(years))))
    worth = power_worth(compiled.years[0])
    found: dict[int, list[Quantities]] = {year: [] for year in part.years}
    for begin in range(0, len(draws), BLOCK):
        some = draws.part(slice(begin, begin + BLOCK))
        block = project(part, some)
        moved = drivers(part, some)
        for at, year in enumerate(part.years):
            made = _of_year(part, some, block, at, worth, moved[:, :, at])
            found[year].append(made)
    return {year: _joined(parts) for year, parts in found.items()}


def _of_year(
    compiled: Compiled,
    draws: Draws,
    block: Block,
    at: int,
    worth: float,
    moved: Array,
) -> Quantities:
    used = _by_group(compiled, draws, block, at)
    whole = dict(zip(_GROUPS, used.sum(axis=1).T, strict=True))
    final = used[:, _final_sectors(compiled)].sum(axis=1)
    made = draws.delivered @ compiled.generation_tj[:, at] * TCE_PER_TJ
    total = sum(whole.values(), np.zeros(len(draws)))
    equal = total + whole["power"] * (worth - 1)
    return Quantities(
        co2_t=block.total_g[:, at] / _GRAMS_PER_TONNE,
        energy=total,
        energy_equal=equal,
        fossil_equal=equal - whole["renewable"] - made * worth,
        coal=whole["coal"],
        oil=whole["oil"],
        gas=whole["gas"],
        power=whole["power"],
        final=final.sum(axis=1),
        final_power=final[:, _GROUPS.index("power")],
        added=whole["renewable"] + made,
        added_equal=whole["renewable"] + made * worth,
        generated_kwh=made / TCE_PER_TJ * float(_KWH_PER_TJ),
        capacity_mw=draws.delivered @ compiled.capacity_mw[:, at],
        drivers={
            code: compiled.driver_values[d] * moved[:, d]
            for d, code in enumerate(compiled.drivers)
        },
    )


def _by_group(compiled: Compiled, draws: Draws, block: Block, at: int) -> Array:
    """Tce by sector and group of carriers, ``(N, S, groups)``; groups before draws."""
    counts = np.array(
        [[one == name for name in _GROUPS] for one in compiled.groups], dtype=np.float64
    )
    moved = compiled.energy_delivered[:, at] @ counts
    touches = np.asarray(np.any(moved, axis=2))
    used = np.repeat((compiled.energy[at] @ counts)[np.newaxis], len(draws), axis=0)
    # Sector by sector: few measures touch each, and small products stay on one core.
    for sector in range(len(compiled.sectors)):
        acting = np.flatnonzero(touches[:, sector])
        used[:, sector] += draws.delivered[:, acting] @ moved[acting, sector]
    used *= block.index[:, at, :, np.newaxis]
    used *= TCE_PER_TJ
    return used


def _final_sectors(compiled: Compiled) -> npt.NDArray[np.bool_]:
    """Sectors that sell neither power nor heat in the first year."""
    sold = [group in ("power", "heat") for group in compiled.groups]
    uses: npt.NDArray[np.bool_] = (compiled.energy[0][:, sold] >= 0).all(axis=1)
    return uses


def _joined(parts: list[Quantities]) -> Quantities:
    if len(parts) == 1:
        return parts[0]
    arrays = {
        name: np.concatenate([getattr(one, name) for one in parts]) for name in _NAMES
    }
    moved = {
        code: np.concatenate([one.drivers[code] for one in parts])
        for code in parts[0].drivers
    }
    return Quantities(drivers=moved, **arrays)


_NAMES = tuple(one.name for one in attrs.fields(Quantities) if one.name != "drivers")
