"""Combustion of fuels: activity, heating value, carbon content, oxidation.

Source: GB/T 32150-2025 (and its edition of 2015), clause on fossil fuel combustion;
GB/T 32151.34-2024, annex C; 省级温室气体清单编制指南 (试行, 2011), chapter 1, sectoral
method.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dafeng.accounts.formula import CO2_PER_C, Formula, ratio, symbols
from dafeng.accounts.methods.records import Method
from dafeng.base.errors import BadInputError
from dafeng.base.units import convert
from dafeng.factors import Need

_NCV, _CC, _OF, _EF = symbols("NCV CC OF EF")
_TJ_PER_GJ = ratio(1, 1000)
_CARBON = (
    Need(symbol="CC", parameter="carbon_content", unit="tC/GJ"),
    Need(symbol="OF", parameter="oxidation_rate", unit="1"),
)
_SOURCE = "GB/T 32150, fossil fuel combustion; GB/T 32151.34-2024 annex C"
_READY = "省级温室气体清单编制指南 (2011), chapter 1: ready factor of the fuel"
_FLOWS = ("stationary", "mobile", "power", "heat")


class DoubleHeatingValueError(BadInputError):
    """An activity that is heat already came with a heating value."""

    code = "combustion.double_heating_value"


def _methods(
    path: str, unit: str, formula: Formula, needs: tuple[Need, ...], rank: int
) -> tuple[Method, ...]:
    return tuple(
        Method(
            id=f"combustion.{path}.{flow}",
            flow=f"fuel.{flow}",
            gas="CO2",
            unit=unit,
            formula=formula,
            needs=needs,
            rank=rank,
            source=_SOURCE if rank == 1 else _READY,
        )
        for flow in _FLOWS
    )


def _ncv(unit: str) -> tuple[Need, ...]:
    return (Need(symbol="NCV", parameter="ncv", unit=unit), *_CARBON)


def _ready(parameter: str, unit: str) -> tuple[Need, ...]:
    return (Need(symbol="EF", parameter=parameter, unit=unit),)


_BY_AMOUNT = _NCV * _CC * _OF * CO2_PER_C
_BY_HEAT = _CC * _OF * CO2_PER_C

_GAS_OF_USE = {
    "stationary": "stationary",
    "power": "stationary",
    "heat": "stationary",
    "mobile": "mobile",
}
_OTHER_GASES = (
    "IPCC 2006, volume 2, equations 2.1 and 3.2.3; tables 2.2 and 3.2.2 (one default "
    "for every technology)"
)


def _other_gases(path: str, unit: str) -> tuple[Method, ...]:
    """CH4 and N2O by the heat of a fuel; their factors need no set of its carbon."""
    by_heat = unit == "GJ"
    heat = () if by_heat else (Need(symbol="NCV", parameter="ncv", unit=f"TJ/{unit}"),)
    (per_unit,) = symbols("NCV") if not by_heat else (_TJ_PER_GJ,)
    return tuple(
        Method(
            id=f"combustion.{path}.{gas.lower()}.{flow}",
            flow=f"fuel.{flow}",
            gas=gas,
            unit=unit,
            formula=per_unit * _EF,
            needs=(
                *heat,
                Need(
                    symbol="EF",
                    parameter=f"ef_{gas.lower()}_{use}",
                    unit=f"t{gas}/TJ",
                ),
            ),
            closed=False,
            source=_OTHER_GASES,
        )
        for gas in ("CH4", "N2O")
        for flow, use in _GAS_OF_USE.items()
    )


METHODS = (
    *_methods("mass", "t", _BY_AMOUNT, _ncv("GJ/t"), 1),
    *_methods("mass-ready", "t", _EF, _ready("ef_mass", "tCO2/t"), 2),
    *_methods("volume", "m3", _BY_AMOUNT, _ncv("GJ/m3"), 1),
    *_methods("volume-ready", "m3", _EF, _ready("ef_volume", "tCO2/m3"), 2),
    *_methods("heat", "GJ", _BY_HEAT, _CARBON, 1),
    *_other_gases("mass", "t"),
    *_other_gases("volume", "m3"),
    *_other_gases("heat", "GJ"),
)
"""By mass, by volume and by heat, for each use of a fuel."""


def check_heat_path(path: str, *, ncv: object | None) -> None:
    """Refuse a heating value for an activity that is heat already.

    Parameters
    ----------
    path : str
        Where the activity stands, for the message.
    ncv : object or None
        The heating value that came with it, if any.

    Raises
    ------
    DoubleHeatingValueError
        ``ncv`` is there: multiplying by it would count the heating value twice.
    """
    if ncv is None:
        return
    msg = (
        f"{path}: the activity is heat already, but a net calorific value ({ncv}) "
        "came with it. Leave it out, or state the activity by mass or volume."
    )
    raise DoubleHeatingValueError(msg, path=path, ncv=ncv)


def mass_of_volume(
    volume_l: Decimal | Fraction | int, density_kg_m3: Decimal
) -> Fraction:
    """Return the tonnes of a liquid fuel that was counted in litres.

    Parameters
    ----------
    volume_l : Decimal, Fraction or int
        Litres.
    density_kg_m3 : Decimal
        ``density`` of the fuel, for example row ``DIESEL_DENSITY``.

    Examples
    --------
    >>> mass_of_volume(1000, Decimal(845))
    Fraction(169, 200)
    """
    return convert(volume_l, "L", "m3") * Fraction(density_kg_m3) / 1000
