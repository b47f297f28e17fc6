"""Rounding takes a tie to the even neighbour and never drifts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.base.rounding import round_half_even

exact = st.one_of(
    st.fractions(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
)
places = st.integers(-6, 12)


@given(exact, places)
def test_the_result_is_the_nearest_and_a_tie_is_even(value: Fraction, keep: int):
    step = Fraction(10) ** -keep
    rounded = Fraction(round_half_even(value, keep))
    distance = abs(rounded - Fraction(value))
    assert distance * 2 <= step
    assert (rounded / step).denominator == 1
    if distance * 2 == step:
        assert rounded / step % 2 == 0


@given(exact, places)
def test_rounding_twice_is_rounding_once(value: Fraction, keep: int):
    once = round_half_even(value, keep)
    assert round_half_even(once, keep) == once


@given(exact, places)
def test_rounding_knows_no_side(value: Fraction, keep: int):
    one, other = round_half_even(-Fraction(value), keep), round_half_even(value, keep)
    assert Fraction(one) == -Fraction(other)


@given(exact, exact, places)
def test_rounding_keeps_the_order(a: Fraction, b: Fraction, keep: int):
    low, high = sorted((Fraction(a), Fraction(b)))
    assert round_half_even(low, keep) <= round_half_even(high, keep)


@pytest.mark.parametrize(
    ("value", "keep", "printed"),
    [
        ("2.25", 1, "2.2"),
        ("2.35", 1, "2.4"),
        ("0.5", 0, "0"),
        ("1.5", 0, "2"),
        ("25", -1, "20"),
        ("-0.004", 2, "0.00"),
        ("3", 2, "3.00"),
        ("1E+40", 1, "1" + "0" * 40 + ".0"),
    ],
)
def test_worked_roundings(value: str, keep: int, printed: str):
    assert str(round_half_even(Decimal(value), keep)) == printed


@pytest.mark.parametrize(
    "value", [0.1, float("nan"), Decimal("NaN"), Decimal("Infinity")]
)
def test_what_is_not_exact_is_refused(value: float):
    with pytest.raises(BadInputError) as caught:
        round_half_even(value, 1)  # type: ignore[arg-type]
    assert caught.value.code == "rounding.bad"
