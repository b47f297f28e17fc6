"""Printed values arrive in the unit of the formula, exactly, or not at all."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import UnitError
from dafeng.base.units import convert
from dafeng.factors import fits, fitted

values = st.decimals(allow_nan=False, allow_infinity=False, places=6)


@pytest.mark.parametrize(
    ("value", "unit", "target", "expected"),
    [
        ("38931", "kJ/m3", "GJ/m3", "0.038931"),
        ("389.31", "GJ/万m3", "GJ/m3", "0.038931"),
        ("20908", "kJ/kg", "GJ/t", "20.908"),
        ("0.7041", "kgCO2/kWh", "tCO2/kWh", "0.0007041"),
        ("0.6101", "tCO2/MWh", "kgCO2/kWh", "0.6101"),
        ("78.0", "kgCH4/头/a", "tCH4/头", "0.078"),
        ("78.0", "kgCH4/头/a", "t/头", "0.078"),
        ("0.01", "kgN2O-N/kgN", "1", "0.01"),
        ("0.121", "tC/t", "1", "0.121"),
        ("0.43971", "tCO2/t", "t/t", "0.43971"),
        ("0.4", "kgC/kgDM", "tC/tDM", "0.4"),
        ("50", "kgN2O/Gg", "tN2O/t", "0.00005"),
        ("1.4571", "kgce当量/kg", "tce当量/t", "1.4571"),
        ("305.5", "gce等价/kWh", "tce等价/万kWh", "3.055"),
        ("0.06", "1/a", "1", "0.06"),
        ("40", "g/(人*d)", "t/(人*d)", "0.00004"),
    ],
)
def test_a_value_is_given_exactly(
    value: str, unit: str, target: str, expected: str
) -> None:
    assert fitted(Decimal(value), unit, target) == Fraction(expected)


@pytest.mark.parametrize(
    ("unit", "target"),
    [
        ("tC/GJ", "tCO2/GJ"),
        ("t/t", "tCO2/t"),
        ("GJ/t", "GJ/m3"),
        ("kgCO2e/kWh", "kgCO2/kWh"),
        ("kgce当量/kg", "tce等价/t"),
        ("kgN2O-N/kgN", "tN2O/tN"),
        ("kgCH4/头/a", "tN2O/头"),
    ],
)
def test_what_measures_something_else_is_refused_with_both_dimensions(
    unit: str, target: str
) -> None:
    assert not fits(unit, target)
    with pytest.raises(UnitError) as caught:
        fitted(Decimal(1), unit, target)
    assert caught.value.code == "unit.dimension"
    assert {"source_dimension", "target_dimension"} <= caught.value.fields.keys()


def test_an_unknown_unit_fits_nothing() -> None:
    assert not fits("furlong", "GJ/t")
    with pytest.raises(UnitError) as caught:
        fitted(Decimal(1), "furlong", "GJ/t")
    assert caught.value.code == "unit.unknown"


@given(values)
def test_units_of_one_dimension_convert_as_everywhere(value: Decimal) -> None:
    assert fitted(value, "kJ/kg", "GJ/t") == convert(value, "kJ/kg", "GJ/t")


@given(values)
def test_taking_the_label_away_in_two_steps_is_the_same(value: Decimal) -> None:
    once = fitted(value, "kgCH4/头/a", "t/头")
    first = fitted(value, "kgCH4/头/a", "tCH4/(头*a)")
    assert fitted(first, "tCH4/(头*a)", "t/头") == once
