"""Integer arithmetic of a line, in Python and as set work, to the same last digit.

Two roundings are stated and nothing else is rounded: a coefficient to 10^-6 g of gas
per unit of activity, a line to 1 g; both to even.  Products of 64-bit integers are
taken apart so that no engine overflows or falls back to floating point.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from ibis.expr.types import IntegerColumn

GRAMS_PER_TONNE = 10**6
ACTIVITY_SCALE = 10**3
"""Activities are kept in thousandths of their unit."""
COEFFICIENT_SCALE = 10**6
"""Coefficients are kept in millionths of a gram per unit."""
GWP_SCALE = 10**3
"""Warming potentials are kept in thousandths."""

_LINE_DIVISOR = ACTIVITY_SCALE * COEFFICIENT_SCALE
_SPLIT = 10**6
LARGEST_COEFFICIENT = 2**63 // _SPLIT - 1
"""In millionths of a gram: about 9.2 t of gas per unit of activity."""


def coefficient_e6(tonnes_per_unit: Fraction) -> int:
    """Round tonnes of gas per unit to millionths of a gram per unit.

    Raises
    ------
    BadInputError
        ``coefficient.large``: more than 9.2 t per unit; state the activity in a
        smaller unit.
    """
    rounded = round(tonnes_per_unit * GRAMS_PER_TONNE * COEFFICIENT_SCALE)
    if abs(rounded) > LARGEST_COEFFICIENT:
        msg = (
            f"{float(tonnes_per_unit):g} t of gas per unit is too much for one line: "
            "state the activity in a smaller unit."
        )
        raise BadInputError(msg, code="coefficient.large")
    return rounded


def mass_g(quantity_e3: int, coefficient: int) -> int:
    """Grams of gas from scaled activity and scaled coefficient."""
    return round(Fraction(quantity_e3 * coefficient, _LINE_DIVISOR))


def co2e_g(grams: int, gwp_e3: int) -> int:
    """Grams of CO2 equivalent from grams of a gas and its scaled potential."""
    return round(Fraction(grams * gwp_e3, GWP_SCALE))


def mass_column(quantity: IntegerColumn, coefficient: IntegerColumn) -> IntegerColumn:
    """:func:`mass_g` as set work."""
    exact = _signed(quantity, coefficient, _exact_mass(quantity, coefficient))
    return _rounded(quantity, coefficient, _LINE_DIVISOR, exact)


def co2e_column(grams: IntegerColumn, gwp_e3: IntegerColumn) -> IntegerColumn:
    """:func:`co2e_g` as set work."""
    whole, remainder = _divided(grams.abs() * gwp_e3, GWP_SCALE)
    exact = _signed(grams, gwp_e3, _to_even(whole, remainder, GWP_SCALE))
    rounded = _rounded(grams, gwp_e3, GWP_SCALE, exact)
    return (gwp_e3 == GWP_SCALE).ifelse(grams, rounded)  # most rows are CO2


def _rounded(
    left: IntegerColumn, right: IntegerColumn, divisor: int, exact: IntegerColumn
) -> IntegerColumn:
    """Round a product over a divisor; ``exact`` answers where a double cannot tell.

    A double carries four roundings here, so it is off by less than 2^-51 of the result.
    Farther than 2^-50 of it from a tie the nearest integer is therefore certain, and
    only the few rows nearer than that are worked out in integers.
    """
    near = left.cast("float64") * right / divisor
    nearest = near.round()
    certain = (near - nearest).abs() < 0.5 - near.abs() * 2.0**-50
    return certain.ifelse(nearest.cast("int64"), exact)


def _exact_mass(quantity: IntegerColumn, coefficient: IntegerColumn) -> IntegerColumn:
    """Size of the mass; the activity is split, or the product would not fit."""
    high, low = _divided(quantity.abs(), _SPLIT)
    size = coefficient.abs()
    whole, rest = _divided(high * size, _LINE_DIVISOR // _SPLIT)
    more, remainder = _divided(rest * _SPLIT + low * size, _LINE_DIVISOR)
    return _to_even(whole + more, remainder, _LINE_DIVISOR)


def _signed(
    left: IntegerColumn, right: IntegerColumn, size: IntegerColumn
) -> IntegerColumn:
    return size * left.sign().cast("int64") * right.sign().cast("int64")


def _divided(
    number: IntegerColumn, divisor: int
) -> tuple[IntegerColumn, IntegerColumn]:
    """Quotient and remainder of a number that is not negative.

    Engines divide integers as doubles.  Without its remainder the quotient is whole,
    so rounding gives it back exactly while it is below 2^51 (2 billion tonnes).
    """
    remainder = number % divisor
    quotient = ((number - remainder) / divisor).round().cast("int64")
    return quotient, remainder


def _to_even(
    whole: IntegerColumn, remainder: IntegerColumn, divisor: int
) -> IntegerColumn:
    return whole + (remainder * 2 + whole % 2 > divisor).cast("int64")
