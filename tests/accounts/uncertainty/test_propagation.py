"""Error propagation: the two rules, and what lines share.

Rules: IPCC 2006 Guidelines, volume 1, chapter 3, equations 3.1 and 3.2; the two numbers
follow from them by hand. The second way to a total is the covariance matrix.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.accounts.records import Grade
from dafeng.accounts.uncertainty.propagation import intervals
from dafeng.accounts.uncertainty.rules import product_uncertainty, sum_uncertainty
from dafeng.base.errors import BadInputError, NotFoundError
from tests.accounts.uncertainty.small_accounts import Shelf, factor, formula_of, line

GRADE_B = 0.03
BOOK = Shelf(
    (
        factor("NCV.1", "0.95", "1.05"),
        factor("CC.1", "0.96", "1.04"),
        factor("EF.1", "0.9", "1.1"),
        factor("EF.2", "0.8", "1.2"),
        factor("EF.3", "0.5", "2"),
        factor("CC.2", "0.7", "1.1"),
        factor("EF.4"),
    )
)


def of(*lines):
    return intervals(lines, BOOK, formula_of=formula_of)


def half_widths(interval: tuple[int, int], value: int) -> tuple[float, float]:
    return (value - interval[0]) / value, (interval[1] - value) / value


def test_the_rule_of_products() -> None:
    assert product_uncertainty([5, 10]) == pytest.approx(11.180339887498949, abs=1e-9)


def test_the_rule_of_sums() -> None:
    found = sum_uncertainty([1000, 500, 100], [5, 10, 50])
    assert found == pytest.approx(5.412658773652741, abs=1e-9)


def test_sinks_count_with_their_sign_below_and_without_it_above() -> None:
    assert sum_uncertainty([100, -50], [3, 8]) == pytest.approx(10)


@pytest.mark.parametrize("percent", [-1, math.nan])
def test_a_negative_uncertainty_is_refused(percent: float) -> None:
    with pytest.raises(BadInputError, match="at least 0"):
        product_uncertainty([percent])
    with pytest.raises(BadInputError, match="at least 0"):
        sum_uncertainty([1], [percent])


def test_zero_has_no_uncertainty_in_percent() -> None:
    with pytest.raises(BadInputError, match="add up to zero"):
        sum_uncertainty([1, -1], [5, 5])


def test_a_line_is_a_product_of_activity_and_factors() -> None:
    found = of(line("a", "fuel", ["NCV.1", "CC.1"])).line("a")
    wanted = math.sqrt(GRADE_B**2 + 0.05**2 + 0.04**2)
    assert half_widths(found, 10**9) == pytest.approx((wanted, wanted), rel=1e-6)


def test_independent_lines_add_up_by_squares() -> None:
    lines = [line("a", "ready", ["EF.1"]), line("b", "ready", ["EF.2"])]
    wanted = math.sqrt(0.1**2 + 0.2**2 + 2 * GRADE_B**2) / 2
    assert half_widths(of(*lines).total(lines), 2 * 10**9) == pytest.approx(
        (wanted, wanted), rel=1e-6
    )


def test_lines_that_share_a_factor_add_up_their_errors() -> None:
    lines = [line("a", "ready", ["EF.1"]), line("b", "ready", ["EF.1"])]
    wanted = math.sqrt(0.1**2 + 2 * (GRADE_B / 2) ** 2)
    assert half_widths(of(*lines).total(lines), 2 * 10**9) == pytest.approx(
        (wanted, wanted), rel=1e-6
    )


def test_gases_of_one_fuel_share_its_activity() -> None:
    lines = [
        line("a", "ready", ["EF.1"], evidence="bill"),
        line("b", "ready", ["EF.2"], evidence="bill"),
    ]
    wanted = math.sqrt((0.1 / 2) ** 2 + (0.2 / 2) ** 2 + GRADE_B**2)
    assert half_widths(of(*lines).total(lines), 2 * 10**9) == pytest.approx(
        (wanted, wanted), rel=1e-6
    )


def test_what_is_sold_with_the_same_factor_cancels_its_error() -> None:
    lines = [
        line("bought", "ready", ["EF.1"], grams=3 * 10**9),
        line("sold", "ready", ["EF.1"], grams=-2 * 10**9),
    ]
    low, high = of(*lines).total(lines)
    wanted = math.sqrt((0.1 * 1) ** 2 + (GRADE_B * 3) ** 2 + (GRADE_B * 2) ** 2)
    assert (high - low) / 2 / 10**9 == pytest.approx(wanted, rel=1e-6)


def test_a_skewed_range_stays_skewed_and_turns_over_in_a_sink() -> None:
    up = line("up", "ready", ["EF.3"], grams=10**9)
    down = line("down", "ready", ["EF.3"], grams=-(10**9))
    found = of(up, down)
    below, above = half_widths(found.line("up"), 10**9)
    assert (below, above) == pytest.approx(
        (math.hypot(0.5, GRADE_B), math.hypot(1, GRADE_B)), rel=1e-6
    )
    low, high = found.line("down")
    assert (low, high) == (-found.line("up")[1], -found.line("up")[0])


def test_a_source_cannot_become_a_sink() -> None:
    wide = Shelf((factor("EF.1", "0", "3"),))
    lines = [line("a", "ready", ["EF.1"], grade=Grade.D)]
    assert intervals(lines, wide, formula_of=formula_of).line("a")[0] == 0


def test_a_sum_in_a_formula_weighs_its_parts() -> None:
    found = of(line("a", "sum", ["EF.1", "CC.1"])).line("a")
    part = 0.06 / 0.56
    wanted = math.sqrt(GRADE_B**2 + (0.1 * part) ** 2 + (0.04 * (1 - part)) ** 2)
    assert half_widths(found, 10**9) == pytest.approx((wanted, wanted), rel=1e-6)


def test_a_factor_without_a_range_takes_the_default_of_its_kind() -> None:
    found = of(line("a", "ready", ["EF.4"])).line("a")
    wanted = math.hypot(GRADE_B, 0.07)
    assert half_widths(found, 10**9) == pytest.approx((wanted, wanted), rel=1e-6)


def test_a_line_of_nothing_has_no_width() -> None:
    assert of(line("a", "ready", ["EF.1"], grams=0)).line("a") == (0, 0)


def test_shares_of_the_variance_name_what_to_measure_first() -> None:
    lines = [line("a", "ready", ["EF.2"]), line("b", "ready", ["EF.1"])]
    shares = of(*lines).shares(lines)
    assert next(iter(shares)) == "factor:EF.2"
    assert sum(shares.values()) == pytest.approx(1)


@given(
    st.lists(
        st.tuples(
            st.integers(-(10**12), 10**12),
            st.sampled_from(["EF.1", "EF.2"]),
            st.sampled_from(["x", "y", "z"]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_totals_are_those_of_the_covariance_matrix(cells) -> None:
    lines = [
        line(str(n), "ready", [used], grams=grams, evidence=evidence)
        for n, (grams, used, evidence) in enumerate(cells)
    ]
    widths = {"EF.1": 0.1, "EF.2": 0.2, "x": GRADE_B, "y": GRADE_B, "z": GRADE_B}
    rows = np.array(
        [
            [
                grams * widths[name] * (name in (used, evidence))
                for name in ("EF.1", "EF.2", "x", "y", "z")
            ]
            for grams, used, evidence in cells
        ]
    )
    covariance = rows @ rows.T
    wanted = math.sqrt(max(covariance.sum(), 0))
    low, high = of(*lines).total(lines)
    value = sum(cell[0] for cell in cells)
    # One side may be cut where all lines have one sign.
    assert max(high - value, value - low) == pytest.approx(wanted, rel=1e-6, abs=2)


@given(st.permutations(range(6)))
def test_the_order_of_lines_changes_no_gram(order) -> None:
    lines = [
        line(str(n), "fuel", ["NCV.1", "CC.2"], grams=7**n * 10**6) for n in range(6)
    ]
    mixed = [lines[place] for place in order]
    assert of(*mixed).total(mixed) == of(*lines).total(lines)


def test_a_line_that_is_not_there_is_an_error() -> None:
    found = of(line("a", "ready", ["EF.1"]))
    with pytest.raises(NotFoundError, match="among the 1"):
        found.line("b")
    with pytest.raises(NotFoundError, match="'b'"):
        found.total(["a", "b"])


def test_the_total_of_no_lines_is_zero() -> None:
    assert of().total([]) == (0, 0)
