"""The integer arithmetic of a line: one rounding to even, the same on every engine."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.accounts.exact import (
    co2e_column,
    co2e_g,
    coefficient_e6,
    mass_column,
    mass_g,
)
from dafeng.base.errors import BadInputError
from dafeng.lake import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.lake import Engine

LARGEST = 10**15
TIES = [(5 * 10**8, 1), (15 * 10**8, 1), (25 * 10**8, -1), (-35 * 10**8, 1)]
NEAR_TIES = [(5 * 10**8 + d, 1) for d in (-1, 1)] + [(10**14 + 5, 10**8 + 10**6)]

pairs = st.tuples(
    st.integers(-(10**14), 10**14), st.integers(-(9 * 10**12), 9 * 10**12)
).filter(lambda p: abs(p[0] * p[1]) < LARGEST * 10**9)


def by_decimal(quantity: int, coefficient: int) -> int:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(quantity) * Decimal(coefficient) / Decimal(10**9)
        return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """One engine for all examples: opening it takes longer than the arithmetic."""
    with open_engine() as opened:
        yield opened


@given(st.lists(pairs, min_size=1, max_size=200))
def test_set_work_gives_the_integers_of_decimal_arithmetic(engine, pairs) -> None:
    pairs = [*pairs, *TIES, *NEAR_TIES]
    table = pa.table(
        {
            "q": pa.array([q for q, _ in pairs], pa.int64()),
            "c": pa.array([c for _, c in pairs], pa.int64()),
        }
    )
    t = engine.table(table, "exact_pairs")
    found = engine.arrow(t.select(m=mass_column(t.q, t.c)))["m"].to_pylist()
    expected = [by_decimal(q, c) for q, c in pairs]
    assert found == expected
    assert [mass_g(q, c) for q, c in pairs] == expected


@given(
    st.lists(
        st.tuples(
            st.integers(-(10**13), 10**13),
            st.sampled_from([1000, 27900, 28000, 265000, 23500000]),
        ),
        min_size=1,
        max_size=200,
    )
)
def test_warming_potentials_are_applied_with_one_rounding(engine, pairs) -> None:
    pairs = [
        p for p in [*pairs, (500, 1001), (1500, 27900)] if abs(p[0] * p[1]) < 2**62
    ]
    table = pa.table(
        {
            "g": pa.array([g for g, _ in pairs], pa.int64()),
            "w": pa.array([w for _, w in pairs], pa.int64()),
        }
    )
    t = engine.table(table, "exact_gwp")
    found = engine.arrow(t.select(e=co2e_column(t.g, t.w)))["e"].to_pylist()
    assert found == [co2e_g(g, w) for g, w in pairs]
    assert found == [round(Fraction(g * w, 1000)) for g, w in pairs]


def test_a_coefficient_is_rounded_once_to_millionths_of_a_gram() -> None:
    diesel = (
        Fraction("42.652") * Fraction("0.0202") * Fraction("0.98") * Fraction(44, 12)
    )
    assert coefficient_e6(diesel) == 3095909637333


def test_a_coefficient_that_would_overflow_is_refused() -> None:
    with pytest.raises(BadInputError, match="smaller unit"):
        coefficient_e6(Fraction(10))
