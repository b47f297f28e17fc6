"""Factors that state no unit: the usual unit of their activity, else one that fits.

Power is counted in kgCO2/kWh whatever its own unit, everything else in t per unit of
activity. A factor that would then be larger than any that is known is read in the next
smaller unit, with a finding.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.nodes import plain_unit
from dafeng.base.errors import UnitError
from dafeng.base.units import convert, parse_unit

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.base.findings import Finding

_MOST = {"kWh": Fraction(2, 1000), "GJ": Fraction(1, 2), "m3": Fraction(1, 100)}
"""Tonnes of CO2 per unit that no power, heat or gas goes beyond."""

_MOST_PER_T = Fraction(10)
"""Tonnes of CO2 per tonne of fuel: pure carbon gives 3.7."""


_LEAST = Fraction(1, 100)
"""Share of the most that a factor read by its size reaches at least."""


def bare_unit(
    place: Node, activity: str, *, fuel: bool = False
) -> tuple[str, tuple[Finding, ...]]:
    """Return the unit of a factor that states none, with a finding where it is told.

    Parameters
    ----------
    place : Node
        The factor.
    activity : str
        Unit of the activity as it was stated: ``万kWh``, ``GJ``, ``万m3``, ``t``.
    fuel : bool
        Whether mass is mass of a fuel.

    Raises
    ------
    UnitError
        ``unit.missing``: the number fits none of the units that are usual.
    """
    value = abs(place.number())
    units = _units(activity)
    base = _base(activity)
    most = _MOST.get(base, _MOST_PER_T if fuel and base == "t" else None)
    if most is None:
        return units[0], ()
    usual, *others = units
    if convert(value, plain_unit(usual), f"t/{base}") <= most:
        return usual, ()
    for unit in others:
        if most * _LEAST <= convert(value, plain_unit(unit), f"t/{base}") <= most:
            told = refusals.unit_by_size(place.path, str(place.value), unit)
            return unit, (told,)
    msg = f"{place.path}: {place.value} fits no unit of a factor; state its unit."
    raise UnitError(msg, code="unit.missing", path=place.path)


def is_power(activity: str) -> bool:
    """Whether a unit is one of power, not of heat."""
    plain = plain_unit(activity)
    return any(word in plain for word in ("Wh", "W·h", "千瓦时", "度", "兆瓦时"))


def _units(activity: str) -> tuple[str, ...]:
    plain = plain_unit(activity)
    if is_power(activity):
        return ("kg/kWh", f"t/{plain}", "kg/MWh")
    if _base(activity) == "GJ":
        return (f"t/{plain}", f"kg/{plain}", "kg/TJ")
    return (f"t/{plain}", f"kg/{plain}", f"g/{plain}")


def _base(activity: str) -> str:
    bases = ("kWh",) if is_power(activity) else ("GJ", "m3", "t")
    for base in bases:
        try:
            convert(Fraction(1), plain_unit(activity), base)
        except UnitError:
            continue
        return base
    return parse_unit(plain_unit(activity)).symbol
