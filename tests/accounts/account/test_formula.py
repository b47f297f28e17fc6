"""A formula's exact value, its draws and its words come from one expression."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.accounts.formula import CO2_PER_C, exp, ratio, symbols
from dafeng.base.errors import BadInputError

A, B, C = symbols("A B C")
FORMULAS = (
    A * B * C * CO2_PER_C,
    A * (B + C) - 2 * A,
    (A - B) * C,
    A - (B - C),
    A - (B + C),
    A / (B * C),
    A * (B / C),
    1 - A * B,
    -A * ratio(16, 12),
    exp(-(A * B)) * (1 - exp(-C)),
)
sizes = st.fractions(min_value=Fraction(1, 50), max_value=3, max_denominator=1000)


@given(st.sampled_from(FORMULAS), sizes, sizes, sizes)
def test_exact_value_draws_and_words_agree(formula, a, b, c) -> None:
    exact = formula.value({"A": a, "B": b, "C": c})
    drawn = formula.draws(
        {n: np.array([float(v)]) for n, v in zip("ABC", (a, b, c), strict=True)}
    )
    words = formula.written({"A": f"({a})", "B": f"({b})", "C": f"({c})"})
    told = eval(words.replace("×", "*"), {"exp": math.exp})  # noqa: S307 - our own words
    assert float(np.asarray(drawn).flat[0]) == pytest.approx(float(exact), abs=1e-9)
    assert told == pytest.approx(float(exact), abs=1e-9)


def test_brackets_stand_only_where_they_are_needed() -> None:
    assert str(A * B * C * CO2_PER_C) == "A × B × C × 44/12"
    assert str(A * (B + C)) == "A × (B + C)"
    assert str(A - (B - C)) == "A - (B - C)"
    assert str(A + B - C) == "A + B - C"
    assert str(A / (B * C)) == "A / (B × C)"


def test_numbers_fill_the_formula() -> None:
    words = {"A": "42.652 GJ/t", "B": "0.0202 tC/GJ"}
    assert (A * B * CO2_PER_C).written(words) == "42.652 GJ/t × 0.0202 tC/GJ × 44/12"


def test_an_exponential_has_forty_digits() -> None:
    value = exp(A).value({"A": Fraction(1)})
    assert str(float(value)) == str(math.e)
    digits = str(value.numerator * 10**39 // value.denominator)
    assert digits.startswith("2718281828459045235360287471352662497")


def test_dividing_by_zero_names_the_formula() -> None:
    with pytest.raises(BadInputError, match="A / B divides by zero") as caught:
        (A / B).value({"A": Fraction(1), "B": Fraction(0)})
    assert caught.value.code == "formula.zero"


def test_a_symbol_without_a_number_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        (A * B).value({"A": Fraction(1)})
