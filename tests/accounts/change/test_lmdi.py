"""LMDI-I: exact, consistent, and right at zero.

Published numbers: MatthewHeun/LMDIR, tests/testthat/test_lmdi.R (method of Ang 2005;
Heun and Brockway 2019); Ang, Zhang and Choi (1998), Energy 23, 489-495, table 2; limits
instead of small values: Wood and Lenzen (2006), Energy Policy 34, 1326-1331. The second
way to each effect is the Divisia integral along the exponential path, done in steps.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dafeng.accounts.change.chain import lmdi_chain
from dafeng.accounts.change.checks import DecompositionError
from dafeng.accounts.change.lmdi import (
    Form,
    cell_effects,
    lmdi,
    log_ratio,
    logarithmic_mean,
    products,
)

EXACT = 1e-12
SIZES = st.tuples(st.integers(1, 5), st.integers(1, 5))
POSITIVE = st.floats(1e-3, 1e3)
OR_ZERO = st.one_of(st.just(0.0), POSITIVE)


@st.composite
def changes(draw, numbers=OR_ZERO):
    """Factors at two times."""
    shape = draw(SIZES)
    return tuple(
        draw(arrays.arrays(np.float64, shape, elements=numbers)) for _ in range(2)
    )


def decomposed(x0, x1, **more):
    return lmdi(products(x0), products(x1), x0, x1, **more)


def scale(change) -> float:
    return max(change.whole.start, change.whole.end, 1e-30)


def divisia_effects(x0, x1, steps=20_000):
    """Integral of v dln(x) along the path on which every logarithm grows evenly."""
    ratio = np.log(x1 / x0)
    times = (np.arange(steps) + 0.5) / steps
    values = products(x0)[:, None] * np.exp(ratio.sum(axis=1)[:, None] * times)
    return ratio * values.mean(axis=1)[:, None]


YEARS = {
    1971: [[1, 10, 2], [4, 5, 3]],
    1972: [[4, 5, 3], [5, 6, 4]],
    1973: [[8, 2, 4], [5, 7, 5]],
    1974: [[10, 1, 5], [6, 8, 6]],
}
PUBLISHED = {
    1972: (69.79006598, -9.455125793, 39.66505981),
    1973: (42.96021467, -34.31902656, 50.3588119),
    1974: (54.01064234, -9.021284671, 54.01064234),
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_published_effects_come_out(year: int) -> None:
    change = decomposed(np.array(YEARS[year - 1]), np.array(YEARS[year]))
    assert change.whole.effects == pytest.approx(PUBLISHED[year], abs=1e-7)


@pytest.mark.parametrize(
    ("v0", "v1", "x0", "x1", "effect"),
    [
        (0, 42, 0, 9999, 42),
        (42, 0, 9999, 0, -42),
        (0, 9999, 9999, 9999, 0),
        (9999, 0, 9999, 9999, 0),
        (0, 0, 9999, 9999, 0),
        (0, 0, 0, 0, 0),
        (0, 0, 9999, 0, 0),
        (0, 0, 0, 9999, 0),
    ],
)
def test_the_eight_limits_at_zero_are_exact(v0, v1, x0, x1, effect) -> None:
    found = cell_effects(
        np.array([v0]), np.array([v1]), np.array([[x0]]), np.array([[x1]])
    )
    assert found.tolist() == [[effect]]


def test_a_share_that_comes_and_goes_takes_its_change() -> None:
    start = np.array([[100, 0.0], [100, 0.5], [100, 0]])
    end = np.array([[120, 0.2], [120, 0.3], [120, 0]])
    effects = decomposed(start, end).whole.effects
    assert effects == pytest.approx((7.770076695375119, 2.2299233046248808), rel=1e-10)


def test_factors_that_move_against_each_other_have_effects() -> None:
    change = lmdi([100], [100], [[10, 10]], [[20, 5]])
    wanted = 100 * math.log(2)
    assert change.whole.effects == pytest.approx((wanted, -wanted), abs=1e-9)
    assert change.whole.change == 0


def test_the_mean_of_equal_numbers_is_the_number() -> None:
    assert logarithmic_mean(7.0, 7.0) == 7.0
    assert logarithmic_mean(7.0, 0.0) == 0.0
    assert logarithmic_mean(0.0, 0.0) == 0.0


@given(POSITIVE, st.floats(-1e-6, 1e-6))
def test_the_mean_of_close_numbers_keeps_its_digits(a: float, step: float) -> None:
    b = a * (1 + step)
    middle = (a + b) / 2
    # Series of the mean around the middle: m (1 - z²/3 - …) with z = (b - a) / (a + b).
    z = (b - a) / (a + b)
    assert logarithmic_mean(a, b) == pytest.approx(middle * (1 - z * z / 3), rel=4e-16)


def test_the_logarithm_of_a_ratio_survives_the_largest_numbers() -> None:
    largest, least = 1.7e308, 5e-324
    assert log_ratio(largest, least) == pytest.approx(
        math.log(least) - math.log(largest)
    )
    assert log_ratio(largest, largest) == 0


@given(changes())
def test_effects_add_up_to_the_change(factors) -> None:
    change = decomposed(*factors)
    assert abs(change.whole.residual) <= EXACT * scale(change)


@given(changes(POSITIVE))
def test_multiplicative_effects_multiply_to_the_ratio(factors) -> None:
    whole = decomposed(*factors).whole
    ratio = math.prod(whole.ratios)
    assert ratio == pytest.approx(whole.end / whole.start, rel=EXACT)
    assert whole.total(Form.MULTIPLICATIVE) == whole.end / whole.start


@given(changes(POSITIVE))
def test_both_forms_are_linked_by_the_mean(factors) -> None:
    whole = decomposed(*factors).whole
    mean = logarithmic_mean(whole.start, whole.end)
    logs = [mean * math.log(ratio) for ratio in whole.of(Form.MULTIPLICATIVE)]
    assert logs == pytest.approx(whole.of(Form.ADDITIVE), rel=1e-9, abs=1e-9)


@given(changes(), st.randoms())
def test_the_order_of_cells_changes_nothing(factors, random) -> None:
    start, end = factors
    order = list(range(len(start)))
    random.shuffle(order)
    first, second = decomposed(start, end), decomposed(start[order], end[order])
    assert second.whole.effects == pytest.approx(
        first.whole.effects, rel=EXACT, abs=EXACT * scale(first)
    )


@given(changes(), st.randoms())
def test_the_order_of_factors_changes_nothing_but_their_order(factors, random) -> None:
    start, end = factors
    order = list(range(start.shape[1]))
    random.shuffle(order)
    first = decomposed(start, end)
    second = decomposed(start[:, order], end[:, order])
    wanted = [first.whole.effects[place] for place in order]
    assert second.whole.effects == pytest.approx(wanted, abs=EXACT * scale(first))


@given(changes())
def test_time_reversal_turns_the_signs(factors) -> None:
    start, end = factors
    forth, back = decomposed(start, end).whole, decomposed(end, start).whole
    assert forth.effects == tuple(-effect for effect in back.effects)


@given(changes(), st.lists(st.sampled_from("abc"), min_size=5, max_size=5))
def test_levels_add_up_to_the_level_above(factors, sectors) -> None:
    paths = [(sectors[n], str(n)) for n in range(len(factors[0]))]
    change = decomposed(*factors, paths=paths)
    for depth in (1, 2):
        groups = change.level(depth)
        for effects in zip(
            change.whole.effects, *(g.effects for g in groups), strict=True
        ):
            assert sum(effects[1:]) == pytest.approx(
                effects[0], rel=1e-9, abs=EXACT * scale(change)
            )
        assert sum(g.start for g in groups) == pytest.approx(change.whole.start)


@given(changes(POSITIVE))
def test_a_group_on_its_own_gives_the_effects_of_its_level(factors) -> None:
    start, end = factors
    paths = [(str(n % 2), str(n)) for n in range(len(start))]
    for group in decomposed(start, end, paths=paths).level(1):
        rows = [n for n, path in enumerate(paths) if path[:1] == group.path]
        alone = decomposed(start[rows], end[rows]).whole
        assert alone.effects == pytest.approx(group.effects, rel=1e-9, abs=1e-9)


@given(changes(st.floats(0.2, 5)))
def test_effects_are_the_divisia_integral_on_the_even_path(factors) -> None:
    change = decomposed(*factors)
    integral = divisia_effects(*factors)
    assert change.cells == pytest.approx(integral, rel=1e-5, abs=1e-6)


@given(changes(POSITIVE), POSITIVE)
def test_the_unit_of_the_aggregate_changes_no_ratio(factors, unit) -> None:
    start, end = factors
    plain = decomposed(start, end).whole
    other = lmdi(products(start) * unit, products(end) * unit, start, end).whole
    assert other.ratios == pytest.approx(plain.ratios, rel=1e-9)


def test_a_chain_telescopes_and_differs_from_two_points() -> None:
    tables = [np.array(table, dtype=float) for table in YEARS.values()]
    chain = lmdi_chain([products(table) for table in tables], tables)
    steps = [decomposed(a, b).whole for a, b in zip(tables, tables[1:], strict=False)]
    assert [step.whole for step in chain.steps] == steps
    whole = decomposed(tables[0], tables[-1]).whole
    assert chain.direct.whole == whole
    assert sum(chain.chained()) == pytest.approx(whole.change)
    assert chain.chained() != pytest.approx(whole.effects, rel=0.01)
    ratio = math.prod(chain.chained(Form.MULTIPLICATIVE))
    assert ratio == pytest.approx(whole.end / whole.start, rel=EXACT)


@pytest.mark.parametrize(
    ("values", "factors"), [([[1]], [[[1]]]), ([[1], [1]], [[[1]]])]
)
def test_a_chain_has_values_and_factors_of_two_times(values, factors) -> None:
    with pytest.raises(DecompositionError, match="at least two times"):
        lmdi_chain(values, factors)


@pytest.mark.parametrize(
    ("values0", "values1", "factors0", "factors1", "code"),
    [
        ([-1], [1], [[1]], [[1]], "lmdi.negative"),
        ([1], [1], [[1]], [[-1]], "lmdi.negative"),
        ([1], [math.inf], [[1]], [[1]], "lmdi.not_finite"),
        ([1], [1], [[math.nan]], [[1]], "lmdi.not_finite"),
        ([0], [1], [[1]], [[1]], "lmdi.zero"),
        ([1], [1], [[0]], [[1]], "lmdi.zero"),
        ([1], [1], [[1, 2]], [[1]], "lmdi.shape"),
        ([1, 2], [1], [[1], [2]], [[1], [2]], "lmdi.shape"),
        ([], [], [[]], [[]], "lmdi.shape"),
    ],
)
def test_what_has_no_logarithm_is_refused(
    values0, values1, factors0, factors1, code
) -> None:
    with pytest.raises(DecompositionError) as caught:
        lmdi(values0, values1, factors0, factors1)
    assert {finding.code for finding in caught.value.findings} == {code}


def test_a_negative_number_is_named_by_cell_time_and_factor() -> None:
    with pytest.raises(DecompositionError, match="steel end intensity: -2") as caught:
        lmdi([2], [2], [[1, 2]], [[1, -2]], names=["x", "intensity"], paths=[["steel"]])
    (finding,) = caught.value.findings
    assert finding.place == "steel end intensity"
    assert finding.hint


def test_values_that_are_no_product_are_told_and_leave_a_residual() -> None:
    change = lmdi([2], [7], [[1, 2]], [[2, 3]])
    (finding,) = change.findings
    assert finding.code == "lmdi.product"
    assert change.whole.residual == pytest.approx(
        5 - logarithmic_mean(2, 7) * math.log(3)
    )


@pytest.mark.parametrize(("start", "end"), [(0, 2), (2, 0)])
def test_a_ratio_to_zero_is_refused(start: float, end: float) -> None:
    whole = lmdi([start], [end], [[start]], [[end]]).whole
    with pytest.raises(DecompositionError, match="additive"):
        _ = whole.ratios
    with pytest.raises(DecompositionError, match="has no ratio"):
        whole.total(Form.MULTIPLICATIVE)
    assert whole.total(Form.ADDITIVE) == end - start
