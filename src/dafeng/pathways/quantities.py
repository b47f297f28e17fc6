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
KWH_PER_TJ = convert(Fraction(1), "TJ", "kWh")
_GRAMS_PER_TONNE = 10**6
GROUPS = ("coal", "oil", "gas", "power", "heat", "renewable")


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
    equal = convert(Fraction(worth.power) * KWH_PER_TJ, "kgce等价", "tce等价")
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
    uses = [uses_of(part, at, at) for at in range(len(part.years))]
    found: dict[int, list[Quantities]] = {year: [] for year in part.years}
    for begin in range(0, len(draws), BLOCK):
        some = draws.part(slice(begin, begin + BLOCK))
        block = project(part, some)
        moved = drivers(part, some)
        for at, year in enumerate(part.years):
            made = _of_year(part, some, block, uses[at], worth, moved[:, :, at])
            found[year].append(made)
    return {year: _joined(parts) for year, parts in found.items()}


def quantities_of(
    compiled: Compiled, draws: Draws, years: tuple[int, ...], block: Block
) -> dict[int, Quantities]:
    """Reckon the quantities of years that were projected already.

    Parameters
    ----------
    years : tuple of int
        Those of the block, in order.
    block : Block
        As :func:`dafeng.pathways.projecting.totals_and_block` makes it.
    """
    worth, moved = power_worth(compiled.years[0]), drivers(compiled, draws, years)
    found = {}
    for at, year in enumerate(years):
        uses = uses_of(compiled, compiled.years.index(year), at)
        # Nothing has moved in the base year: one draw is all draws.
        some = slice(0, 1) if uses.place == 0 else slice(None)
        made = _of_year(
            compiled,
            draws.part(some),
            block.part(some),
            uses,
            worth,
            moved[some, :, at],
        )
        found[year] = made if uses.place else _repeated(made, len(draws))
    return found


def _repeated(one: Quantities, count: int) -> Quantities:
    arrays = {name: np.repeat(getattr(one, name), count) for name in _NAMES}
    moved = {code: np.repeat(values, count) for code, values in one.drivers.items()}
    return Quantities(drivers=moved, **arrays)


def _of_year(
    compiled: Compiled,
    draws: Draws,
    block: Block,
    uses: Uses,
    worth: float,
    moved: Array,
) -> Quantities:
    place, used = uses.place, by_group(draws, block, uses)
    whole = dict(zip(GROUPS, used.sum(axis=1).T, strict=True))
    final = used[:, uses.is_final].sum(axis=1)
    made = _delivered(draws, compiled.generation_tj[:, place]) * TCE_PER_TJ
    total = sum(whole.values(), np.zeros(len(draws)))
    equal = total + whole["power"] * (worth - 1)
    return Quantities(
        co2_t=block.year_g(uses.at) / _GRAMS_PER_TONNE,
        energy=total,
        energy_equal=equal,
        fossil_equal=equal - whole["renewable"] - made * worth,
        coal=whole["coal"],
        oil=whole["oil"],
        gas=whole["gas"],
        power=whole["power"],
        final=final.sum(axis=1),
        final_power=final[:, GROUPS.index("power")],
        added=whole["renewable"] + made,
        added_equal=whole["renewable"] + made * worth,
        generated_kwh=made / TCE_PER_TJ * float(KWH_PER_TJ),
        capacity_mw=_delivered(draws, compiled.capacity_mw[:, place]),
        drivers={
            code: compiled.driver_values[d] * moved[:, d]
            for d, code in enumerate(compiled.drivers)
        },
    )


def _delivered(draws: Draws, amounts: Array) -> Array:
    """What comes of amounts by delivery; most deliveries have none."""
    some = np.flatnonzero(amounts)
    found: Array = draws.delivered[:, some] @ amounts[some]
    return found


@attrs.frozen(kw_only=True, eq=False)
class Uses:
    """What sectors use in one year, carriers counted together by group.

    Attributes
    ----------
    place, at : int
        Index of the year in the model, and in the block.
    tce : Array, (S, groups)
        At base-year activity and intensity, without measures.
    moved : tuple of (Places, Array)
        For each sector the deliveries that change it, and by how much,
        ``(acting, groups)``.
    is_final : Array of bool, (S,)
        Sectors that sell neither power nor heat in the first year.
    """

    place: int
    at: int
    tce: Array
    moved: tuple[tuple[npt.NDArray[np.intp], Array], ...]
    is_final: npt.NDArray[np.bool_]


def uses_of(compiled: Compiled, place: int, at: int) -> Uses:
    """Count the carriers of a year together, before anything is drawn."""
    counts = np.array(
        [[one == name for name in GROUPS] for one in compiled.groups], dtype=np.float64
    )
    counts *= TCE_PER_TJ
    delivered = compiled.energy_delivered[:, place]
    # Sector by sector: few measures touch each, and small products stay on one core.
    touches = np.asarray(np.any(delivered, axis=2))
    acting = [np.flatnonzero(one) for one in touches.T]
    return Uses(
        place=place,
        at=at,
        tce=compiled.energy[place] @ counts,
        moved=tuple(
            (rows, delivered[rows, sector] @ counts)
            for sector, rows in enumerate(acting)
        ),
        is_final=final_sectors(compiled),
    )


def by_group(draws: Draws, block: Block, uses: Uses) -> Array:
    """Tce by sector and group of carriers, ``(N, S, groups)``."""
    used = np.repeat(uses.tce[np.newaxis], len(draws), axis=0)
    for sector, (acting, moved) in enumerate(uses.moved):
        if len(acting):
            used[:, sector] += draws.delivered[:, acting] @ moved
    used *= block.index[:, uses.at, :, np.newaxis]
    return used


def final_sectors(compiled: Compiled) -> npt.NDArray[np.bool_]:
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
