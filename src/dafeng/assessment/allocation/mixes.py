"""Carbon per energy of a party's mix, and how far that can change until the year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.allocation.figures import plain
from dafeng.assessment.allocation.mix_tables import (
    packaged_fuels,
    packaged_replacements,
)
from dafeng.base.units import Dimension, Unit, parse_unit

if TYPE_CHECKING:
    from dafeng.assessment.allocation.records import (
        AllocationCase,
        Party,
        Replacement,
    )

ENERGY_UNITS = ("tce", "tce当量", "tce等价")
CARBON_UNITS = ("tCO2", "tCO2e")
_NO_BASIS = "energy_basis_unknown"
_EQUAL_VALUE = "energy_equal_value"


@attrs.frozen(kw_only=True)
class Mix:
    """What a party's energy emits.

    Attributes
    ----------
    intensity : Fraction
        tCO2 per tce.
    low, high : Fraction
        How far that can lie from it in the year, as multiples.
    formula : str
        Shares and factors, written out.
    """

    intensity: Fraction
    low: Fraction
    high: Fraction
    formula: str


def mix_of(party: Party, case: AllocationCase) -> Mix:
    """Reckon a party's mix.

    The intensity is the mean of the fuels' factors, weighted by their amounts. The
    lower end of the band lets every replacement run from the year of the mix to that
    of the allocation, each year a part of what is left; replacements that emit more
    are not made. The upper end is ``parameters.dirtier``. A band of the party's own
    takes the place of both.

    Raises
    ------
    KeyError
        A fuel has no factor; :func:`unknown_fuels` says so before.
    """
    total = sum(Fraction(use.amount) for use in party.fuels)
    factors = {use.fuel: _factor(use.fuel, use.factor, case) for use in party.fuels}
    shares = {use.fuel: Fraction(0) for use in party.fuels}
    for use in party.fuels:
        shares[use.fuel] += Fraction(use.amount) / total
    intensity = sum((shares[fuel] * factors[fuel] for fuel in shares), Fraction(0))
    formula = " + ".join(
        f"{use.amount}/{plain(total)} × {plain(factors[use.fuel])}"
        for use in party.fuels
    )
    if party.band is not None:
        low, high = Fraction(party.band.low), Fraction(party.band.high)
    else:
        saved = sum(
            (shares[fuel] * _saving(fuel, factors[fuel], case) for fuel in shares),
            Fraction(0),
        )
        low = (intensity - saved) / intensity if intensity else Fraction(1)
        high = 1 + Fraction(case.parameters.dirtier)
    return Mix(intensity=intensity, low=low, high=high, formula=formula)


def _saving(fuel: str, factor: Fraction, case: AllocationCase) -> Fraction:
    """CO2 per tce of a fuel that replacements save until the year."""
    years = case.year - _mix_year(case)
    ways = [
        (Fraction(each.share), factor - _factor(each.by, None, case))
        for each in _replacements(case)
        if each.fuel == fuel
    ]
    good = [(share, saved) for share, saved in ways if saved > 0]
    yearly = sum((share for share, _ in good), Fraction(0))
    if not yearly or years <= 0:
        return Fraction(0)
    replaced = 1 - (1 - yearly) ** years
    return (
        sum((share * saved for share, saved in good), Fraction(0)) / yearly * replaced
    )


def _replacements(case: AllocationCase) -> tuple[Replacement, ...]:
    return case.parameters.replacements or packaged_replacements(case.year)


def _factor(fuel: str, own: Decimal | None, case: AllocationCase) -> Fraction:
    if own is not None:
        return Fraction(own)
    stated = {each.fuel: each.factor for each in case.parameters.fuels}
    if fuel in stated:
        return Fraction(stated[fuel])
    return Fraction(packaged_fuels(_mix_year(case))[fuel].factor)


def _mix_year(case: AllocationCase) -> int:
    return case.parameters.mix_year or case.base_year


def unknown_fuels(case: AllocationCase) -> tuple[str, ...]:
    """Fuels of a case that have no factor, by name.

    A packaged factor does not answer outside its years, nor for bought power and heat
    where energy is counted at equal value (等价值).
    """
    stated = {each.fuel for each in case.parameters.fuels}
    asked = {
        use.fuel
        for party in case.parties
        for use in party.fuels
        if use.factor is None and use.fuel not in stated
    }
    reckoned = {
        use.fuel for party in case.parties if party.band is None for use in party.fuels
    }
    replacing = {each.by for each in _replacements(case) if each.fuel in reckoned}
    wanted = asked | (replacing - stated)
    return tuple(sorted(fuel for fuel in wanted if not _answers(fuel, case)))


def _answers(fuel: str, case: AllocationCase) -> bool:
    row = packaged_fuels(_mix_year(case)).get(fuel)
    return row is not None and not (row.basis == "calorific" and equal_value(case))


def equal_value(case: AllocationCase) -> bool:
    """Whether energy is counted at equal value (等价值)."""
    return case.energy is not None and _dimension(case.energy.unit) == _EQUAL_VALUE


def basis_unstated(case: AllocationCase) -> bool:
    """Whether nobody says if energy is calorific or of equal value."""
    return case.energy is not None and _dimension(case.energy.unit) == _NO_BASIS


def _dimension(unit: str) -> str:
    return str(parse_unit(unit).dimension)


def steps_rate(mix: Mix, case: AllocationCase) -> Fraction:
    """Steps of carbon per step of energy: the mix in the units of the totals."""
    if case.energy is None or case.carbon is None:
        return Fraction(0)
    return (
        mix.intensity
        * unit_rate(case)
        * Fraction(case.energy.step)
        / Fraction(case.carbon.step)
    )


def unit_rate(case: AllocationCase) -> Fraction:
    """Turn tCO2 per tce into units of the carbon total per unit of the energy total."""
    if case.energy is None or case.carbon is None:
        return Fraction(1)
    return _tonnes(case.energy.unit) / _tonnes(case.carbon.unit)


def _tonnes(unit: str) -> Fraction:
    """How many tonnes a unit is, on whatever basis."""
    asked = parse_unit(unit)
    return asked.factor / tonnes_by_dimension()[asked.dimension].factor


@cache
def tonnes_by_dimension() -> Mapping[Dimension, Unit]:
    """The tonne of each dimension in which a total can be stated."""
    units = map(parse_unit, (*ENERGY_UNITS, *CARBON_UNITS))
    return MappingProxyType({unit.dimension: unit for unit in units})
