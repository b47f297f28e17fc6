"""Printed numbers against the parts that they are made of.

- A standard-coal coefficient is the calorific value divided by that of standard coal;
  the editions of GB/T 2589 differ by 0.12 % in the latter, printed digits by less than
  1 %, so that 2 % catches dropped and misplaced digits and nothing else.
- A ready factor is NCV x carbon content x oxidation rate x 44/12.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.base.rounding import round_half_even
from dafeng.factors.checks.records import error, labelled
from dafeng.factors.fitting import fits, fitted

if TYPE_CHECKING:
    from dafeng.base.findings import Finding
    from dafeng.factors.books import FactorBook
    from dafeng.factors.checks.records import Stated
    from dafeng.factors.records import Factor

TOLERANCE = Fraction(2, 100)
CO2_PER_CARBON = Fraction(44, 12)
READY = {"ef_mass": "tCO2/t", "ef_volume": "tCO2/m3"}
_HEAT = {"ef_mass": "GJ/t", "ef_volume": "GJ/m3"}


def check_standard_coal(stated: Stated, book: FactorBook) -> Iterator[Finding]:
    """A coefficient of standard coal against the calorific value of the same thing.

    Values of the row's own set count; where it has none, one of another set must fit.
    A unit that leaves the basis out is read as calorific.
    """
    row = attrs.evolve(stated.factor, unit=labelled(stated.factor.unit))
    if row.parameter != "coal_equivalent" or row.value <= 0:
        return
    if fits(row.unit, "1"):  # heat per heat: power and heat themselves
        expected = [Fraction(1)]
        value, unit = fitted(row.value, row.unit, "1"), "1"
    else:
        heats = _heats(book, row)
        if not heats:
            return
        unit = heats[0].unit
        expected = [fitted(heat.value, heat.unit, unit) for heat in heats]
        value = fitted(row.value, row.unit, unit)
    if any(_near(value, heat) for heat in expected) or _spans(row, unit, expected):
        return
    nearest = min(expected, key=lambda heat: abs(value - heat))
    proper = (
        row.value * Decimal(1) if not value else nearest * Fraction(row.value) / value
    )
    yield error(
        "factor.standard_coal",
        stated.at("value"),
        f"{row.value} {stated.factor.unit}",
        f"The calorific value gives {round_half_even(proper, 4)} {row.unit}: "
        f"{_deviation(value, nearest)} % off.",
        "Compare both with the standard: a digit was dropped or misplaced, or the "
        "calorific value is that of another kind.",
    )


def check_ready_factor(stated: Stated, book: FactorBook) -> Iterator[Finding]:
    """A ready factor against its parts of the same set."""
    row = stated.factor
    unit = READY.get(row.parameter)
    if unit is None or not fits(row.unit, unit):
        return
    parts = [
        _part(book, row, "ncv", _HEAT[row.parameter]),
        _part(book, row, "carbon_content", "tC/GJ"),
        _part(book, row, "oxidation_rate", "1"),
    ]
    ncv, carbon, oxidation = parts
    if ncv is None or carbon is None or oxidation is None:
        return
    made = ncv * carbon * oxidation * CO2_PER_CARBON
    value = fitted(row.value, row.unit, unit)
    if _near(value, made) or abs(value - made) <= _half_digit(row, unit):
        return
    yield error(
        "factor.ready_factor",
        stated.at("value"),
        f"{row.value} {row.unit}",
        f"NCV x carbon content x oxidation x 44/12 of {row.factor_set} gives "
        f"{round_half_even(made, 6)} {unit}: {_deviation(value, made)} % off.",
        "Compare the factor and its parts with the document.",
    )


def _heats(book: FactorBook, row: Factor) -> Sequence[Factor]:
    heats = [
        heat
        for heat in book.at(row.code, "ncv")
        if fits(row.unit, heat.unit) and heat.value > 0
    ]
    own = [heat for heat in heats if heat.factor_set == row.factor_set]
    return own or heats


def _part(book: FactorBook, row: Factor, parameter: str, unit: str) -> Fraction | None:
    for part in book.at(row.code, parameter):
        same = part.factor_set == row.factor_set and part.region == row.region
        if same and part.owner == row.owner and fits(part.unit, unit):
            return fitted(part.value, part.unit, unit)
    return None


def _near(value: Fraction, expected: Fraction) -> bool:
    return abs(value - expected) <= TOLERANCE * abs(expected)


def _spans(row: Factor, unit: str, expected: Sequence[Fraction]) -> bool:
    """Whether the row prints a span that holds one of the expected values."""
    if row.low is None or row.high is None:
        return False
    low = fitted(row.low, row.unit, unit) * (1 - TOLERANCE)
    high = fitted(row.high, row.unit, unit) * (1 + TOLERANCE)
    return any(low <= value <= high for value in expected)


def _half_digit(row: Factor, unit: str) -> Fraction:
    exponent = row.value.as_tuple().exponent
    digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return fitted(digit, row.unit, unit) / 2


def _deviation(value: Fraction, expected: Fraction) -> Decimal:
    return round_half_even((value - expected) / expected * 100, 1)
