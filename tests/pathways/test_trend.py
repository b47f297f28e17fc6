"""Mann-Kendall, Sen and the past: published cases, enumeration, pymannkendall."""

from __future__ import annotations

from itertools import permutations
from math import factorial

import numpy as np
import pymannkendall
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.accounts import CarbonYear
from dafeng.accounts.change.identity import EnergyUse
from dafeng.base.errors import BadInputError
from dafeng.base.tables import packaged_rows
from dafeng.pathways.history import HistoryError, newest_run, whole_history
from dafeng.pathways.past import Cause, Standing, is_plateau, past_peak
from dafeng.pathways.rules import peak_rules
from dafeng.pathways.trend import kendall_law, mann_kendall, sen_slope

WHOLE = [100, 104, 109, 113, 118, 121, 120, 119, 117, 116, 113, 111]


def test_twelve_years_have_the_normal_law() -> None:
    found = mann_kendall(WHOLE)
    assert found.s == 13
    assert found.variance == pytest.approx(211.66666666666666, rel=1e-9)
    assert found.z == pytest.approx(0.8248120759481649, rel=1e-9)
    assert found.p == pytest.approx(0.40947828967066413, rel=1e-9)
    assert found.slope == pytest.approx(0.9, rel=1e-9)
    assert (found.method, found.significant, found.ties) == ("normal", False, 1)


@pytest.mark.parametrize(("n", "pairs"), [(4, 6), (5, 10), (6, 15), (7, 21)])
def test_a_perfect_decline_of_few_years_has_the_exact_probability(
    n: int, pairs: int
) -> None:
    found = mann_kendall(list(range(n, 0, -1)))
    assert found.s == -pairs
    assert found.p == pytest.approx(2 / factorial(n), rel=1e-9)
    assert found.method == "exact"
    assert found.significant == (n > 4)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=6))
def test_the_exact_law_is_that_of_all_orders_with_ties_too(values: list[int]) -> None:
    found = mann_kendall(values)
    sums = [
        sum(np.sign(b - a) for i, a in enumerate(order) for b in order[i + 1 :])
        for order in permutations(values)
    ]
    far = np.mean([abs(s) >= abs(found.s) for s in sums])
    assert found.p == pytest.approx(float(far), rel=1e-12)


def test_the_law_counts_every_order_once() -> None:
    assert sum(kendall_law([1] * 10)) == factorial(10)
    assert sum(kendall_law([3, 2, 1])) == factorial(6) // (6 * 2)


@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), min_size=11, max_size=25)
)
def test_longer_series_agree_with_pymannkendall(values: list[float]) -> None:
    if len(set(values)) == 1:
        values[0] += 1
    found, peer = mann_kendall(values), pymannkendall.original_test(values)
    assert found.s == peer.s
    assert found.variance == pytest.approx(peer.var_s)
    assert found.z == pytest.approx(peer.z)
    assert found.p == pytest.approx(peer.p, abs=1e-12)
    assert found.slope == pytest.approx(peer.slope)
    assert found.slope_low <= found.slope <= found.slope_high


def test_a_series_that_stands_still_has_no_trend() -> None:
    for length in (5, 20):
        found = mann_kendall([3.0] * length)
        assert (found.s, found.z, found.p, found.slope) == (0, 0.0, 1.0, 0.0)


def test_years_that_do_not_follow_change_the_slope() -> None:
    assert sen_slope([10.0, 12.0, 20.0], [2020, 2021, 2025]) == 2.0
    assert sen_slope([10.0, 12.0, 20.0]) == 5.0


@pytest.mark.parametrize(
    ("values", "years", "code"),
    [
        ([1.0], (), "trend.short"),
        ([1.0, float("nan"), 2.0], (), "trend.value"),
        ([1.0, 2.0], (2020,), "trend.years"),
        ([1.0, 2.0], (2020, 2020), "trend.years"),
    ],
)
def test_a_series_that_cannot_be_tested_is_refused(
    values: list[float], years: tuple[int, ...], code: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        sen_slope(values, years)
    assert caught.value.code == code


def history(*values: float, first: int = 2015) -> list[tuple[int, float]]:
    """Years one after another."""
    return list(enumerate(values, first))


def test_a_gap_is_an_error_that_names_the_years_and_never_a_zero() -> None:
    gap = [(2018, 5.0), (2021, 6.0), (2020, 5.5)]
    with pytest.raises(HistoryError, match="2019") as caught:
        past_peak(gap)
    assert [one.place for one in caught.value.findings] == ["2019"]
    run, findings = newest_run(gap)
    assert run == ((2020, 5.5), (2021, 6.0))
    assert [(one.code, one.severity) for one in findings] == [
        ("history.gap", "warning")
    ]


def test_other_histories_are_refused_too() -> None:
    for years, code in (
        ([], "history.empty"),
        ([(2020, 1.0), (2020, 2.0)], "history.twice"),
        ([(2020, float("nan"))], "history.value"),
    ):
        for read in (whole_history, newest_run):
            with pytest.raises(HistoryError) as caught:
                read(years)
            assert caught.value.findings[0].code == code
    many = [(2000, 1.0), (2010, 1.0)]
    with pytest.raises(HistoryError, match="And 6 more"):
        whole_history(many)


def test_a_history_that_rises_has_not_peaked() -> None:
    found = past_peak(history(5.0, 5.5, 6.0, 6.5, 7.0))
    assert (found.year, found.years_since, found.fall) == (2019, 0, 0.0)
    assert (found.standing, found.cause) == (Standing.RISING, Cause.NONE)
    assert found.trend is not None
    assert found.trend.significant
    assert found.since is None


def test_a_peak_settles_with_the_years() -> None:
    young = past_peak(history(9.0, 10.0, 9.0, 8.0))
    assert (young.year, young.standing, young.fall) == (2016, Standing.FALLING, 0.2)
    old = past_peak(history(9.0, 10.0, 9.0, 8.0, 7.5, 7.2, 7.0))
    assert (old.years_since, old.standing) == (5, Standing.SETTLED)
    assert old.cause is Cause.UNKNOWN


def test_of_two_equal_maxima_the_first_is_the_peak() -> None:
    assert past_peak(history(9.0, 10.0, 8.0, 10.0, 7.0)).year == 2016


def test_years_near_the_maximum_without_a_trend_are_a_plateau() -> None:
    assert is_plateau(history(8.0, 10.0, 9.9, 9.95, 9.85, 9.9))
    assert past_peak(history(8.0, 10.0, 9.9, 9.95, 9.85, 9.9)).standing == "plateau"
    assert not is_plateau(history(9.9, 9.92, 9.94, 9.96, 9.98, 10.0)), "a trend"
    assert not is_plateau(history(10.0, 9.7, 9.75, 9.7, 9.72)), "below the tolerance"
    assert not is_plateau(history(10.0, 10.0)), "too few years"


def year(output: float, energy: float, factor: float = 2.0) -> CarbonYear:
    """One sector that uses one fuel."""
    use = EnergyUse(
        path=("industry",), carrier="coal", energy=energy, emission=energy * factor
    )
    return CarbonYear(activity={("industry",): output}, uses=(use,))


def test_a_fall_in_output_is_told_from_a_structural_one() -> None:
    path = history(18.0, 20.0, 16.0)
    less = past_peak(path, identity={2016: year(100, 10), 2017: year(80, 8)})
    assert less.cause is Cause.OUTPUT
    assert dict(less.effects)["activity"] == pytest.approx(-4)
    better = past_peak(path, identity={2016: year(100, 10), 2017: year(110, 8)})
    assert better.cause is Cause.STRUCTURAL
    assert sum(effect for _, effect in better.effects) == pytest.approx(-4)
    assert past_peak(path, identity={2016: year(100, 10)}).cause is Cause.UNKNOWN
    against = {2016: year(100, 10), 2017: year(100, 11)}
    assert past_peak(path, identity=against).cause is Cause.NONE


def test_every_rule_has_its_source() -> None:
    rows = list(packaged_rows("dafeng.pathways", "peak_rules.csv"))
    assert all(row["source"] and row["verified"] in "VSU" for row in rows)
    assert peak_rules().second_near < peak_rules().second_fall, (
        "a fall alone is no peak"
    )
