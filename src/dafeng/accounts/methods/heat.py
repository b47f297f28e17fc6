"""Heat bought and sold, and steam as heat.

Source: GB/T 32150-2025, purchased heat: the supplier's measured factor first,
0.11 tCO2/GJ only where none exists; the enterprise guidelines of 2013 to 2015, steam
and hot water as heat above water of 20 ℃.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dafeng.accounts.formula import symbols
from dafeng.accounts.methods.records import Method
from dafeng.factors import Need

(_EF,) = symbols("EF")


def _heat(flow: str, name: str, code: str, rank: int, source: str) -> Method:
    return Method(
        id=f"heat.{flow}.{name}",
        flow=f"heat.{flow}",
        gas="CO2",
        unit="GJ",
        formula=_EF,
        needs=(Need(symbol="EF", parameter="ef_heat", unit="tCO2/GJ", code=code),),
        rank=rank,
        source=source,
    )


METHODS = tuple(
    each
    for flow in ("bought", "sold")
    for each in (
        _heat(flow, "supplier", "", 1, "GB/T 32150, measured by the supplier of heat"),
        _heat(flow, "default", "HEAT_DEFAULT", 2, "GB/T 32150-2025, default factor"),
    )
)
"""The supplier's factor of the item, then the default."""


def steam_heat(
    mass_t: Decimal | Fraction | int,
    enthalpy_kj_kg: Decimal | Fraction,
    feed_water_kj_kg: Decimal | Fraction | int = 0,
) -> Fraction:
    """Return the heat of steam or hot water, in GJ.

    Parameters
    ----------
    mass_t : Decimal, Fraction or int
        Tonnes.
    enthalpy_kj_kg : Decimal or Fraction
        Of the steam at its pressure and temperature.
    feed_water_kj_kg : Decimal, Fraction or int
        Of the water that it is made from: row ``WATER20_H`` (83.74) under the
        guidelines of 2013 to 2015, 0 under GB/T 32151.34-2024.

    Examples
    --------
    >>> steam_heat(1, Decimal("3051.3"))
    Fraction(30513, 10000)
    """
    above = Fraction(enthalpy_kj_kg) - Fraction(feed_water_kj_kg)
    return Fraction(mass_t) * above / 1000
