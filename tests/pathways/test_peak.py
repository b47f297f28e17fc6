"""The peak over draws: closed form, classes, second peaks, errors, JSON, verdict."""

from __future__ import annotations

import json
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.pathways.chances import chance, chances
from dafeng.pathways.draws import sobol_draws
from dafeng.pathways.history import HistoryError
from dafeng.pathways.peak import NO_PEAK, PeakOutlook, peak_outlook, peak_years
from dafeng.pathways.projecting import totals
from dafeng.pathways.verdict import compare_conventions, peak_json
from tests.pathways.building import HISTORY, small_compiled

YEARS = list(range(2024, 2031))


def outlook(*paths: list[float], before: list[tuple[int, float]] | None = None) -> Any:
    """Paths of 2024 to 2030, promised by 2028."""
    return peak_outlook(before or [], np.array(paths, dtype=float), YEARS, by=2028)


def kaya(a: float, b: float) -> np.ndarray:
    t = np.arange(40.0)
    return 500 * np.exp(a * t - b * t * t / 2)[np.newaxis]


def test_the_peak_of_a_kaya_path_is_that_of_its_closed_form() -> None:
    years = list(range(2020, 2060))
    found = peak_outlook([], kaya(0.046, 0.005), years, by=2030)
    assert found.year.p50 == 2029
    assert found.level.p50 == pytest.approx(617.76498281435, rel=1e-12)
    assert found.chance_by(2030).value == 1
    assert found.chance_by(2028).value == 0


def test_of_two_equal_years_the_first_is_the_peak() -> None:
    years = list(range(2020, 2060))
    # a / b = 8.5: t = 8 and t = 9 are equal to the last digit in binary fractions.
    path = np.array([[-((t - 8.5) ** 2) for t in range(40)]])
    assert peak_years([], path, years).tolist() == [2028]
    assert outlook([5, 6, 7, 7, 6, 5, 4]).year.p50 == 2026


def test_every_draw_is_in_one_class() -> None:
    found = outlook(
        [9, 8, 7, 6, 5, 4, 3],  # the base year itself
        [9, 9, 12, 9, 9, 9, 9],  # by 2028
        [9, 9, 10, 11, 12, 13, 12],  # in 2029
        [9, 10, 11, 12, 13, 14, 15],  # not within the horizon
        before=[(2022, 8.0), (2023, 8.5)],
    )
    parts = [found.peaked, found.by_promise, found.later, found.not_peaked]
    assert [one.value for one in parts] == [0.25] * 4
    assert [round(one.value, 2) for one in found.until] == [
        *[0, 0, 0.25, 0.25, 0.5, 0.5, 0.5, 0.75, 0.75]
    ]
    assert (found.year.p05, found.year.p50, found.year.p95) == (2024, 2026, 2029)
    assert found.level.p50 == 12


def test_a_peak_in_the_past_holds_when_no_future_exceeds_it() -> None:
    found = outlook(
        [9, 9, 9, 9, 9, 9, 9],
        [9, 10, 11, 10, 9, 8, 7],
        before=[(2022, 10.5), (2023, 10.0)],
    )
    assert (found.peaked.value, found.by_promise.value) == (0.5, 0.5)
    assert found.until[0].value == 0.5


def test_a_maximum_in_the_last_year_is_no_peak() -> None:
    found = outlook([1, 2, 3, 4, 5, 6, 7])
    assert found.not_peaked.value == 1
    assert found.until[-1].value == 0
    assert attrs.astuple(found.year) == (None, None, None)
    assert attrs.astuple(found.level) == (None, None, None)
    assert peak_years([], np.array([[1.0, 2.0]]), [2024, 2025]).tolist() == [NO_PEAK]


@pytest.mark.parametrize(
    ("path", "comes"),
    [
        ([100, 97, 96, 99.5, 97, 96, 95], True),
        ([100, 97, 99.5, 99.6, 97, 96, 95], True),
        ([100, 97, 96, 105, 97, 96, 95], True),
        ([100, 99, 99.5, 99, 98.9, 98.5, 98.5], False),  # no fall
        ([100, 97, 96, 98, 97, 96, 95], False),  # not near
        ([100, 97, 96, 98, 99, 99.5, 99.9], False),  # still rising at the end
    ],
)
def test_a_second_peak_comes_near_the_first_after_a_fall(
    path: list[float], *, comes: bool
) -> None:
    assert outlook(path).second_peak.value == comes


def test_dips_before_the_highest_year_of_the_history_are_no_first_peak() -> None:
    rising = [(2021, 80.0), (2022, 70.0), (2023, 90.0)]
    assert outlook([100, 99, 98, 97, 96, 95, 94], before=rising).second_peak.value == 0


def test_all_draws_at_once_are_as_each_alone() -> None:
    paths = np.random.default_rng(1).normal(size=(5000, 7)).cumsum(axis=1) + 50
    years = peak_years([(2023, 50.0)], paths, YEARS)
    for index in (0, 2047, 2048, 4999):
        whole = [50.0, *paths[index]]
        at = int(np.argmax(whole))
        expected = NO_PEAK if at == 7 else 2023 + at
        assert years[index] == expected


@given(st.integers(0, 10_000))
def test_classes_add_up_and_chances_never_fall(seed: int) -> None:
    paths = np.random.default_rng(seed).normal(size=(37, 7)).cumsum(axis=1) + 50
    found = peak_outlook([(2023, 50.0)], paths, YEARS, by=2027)
    parts = (found.peaked, found.by_promise, found.later, found.not_peaked)
    assert sum(one.value for one in parts) == pytest.approx(1)
    path = [one.value for one in found.until]
    assert path == sorted(path)
    assert path[-1] == pytest.approx(1 - found.not_peaked.value)
    by = found.chance_by(2027).value
    assert by == pytest.approx(found.peaked.value + found.by_promise.value)


def test_a_history_with_a_gap_or_that_ends_too_early_is_refused() -> None:
    for before in ([(2021, 8.0), (2023, 9.0)], [(2021, 8.0), (2022, 9.0)]):
        with pytest.raises(HistoryError) as caught:
            outlook([9, 8, 7, 6, 5, 4, 3], before=before)
        assert caught.value.findings[0].code == "history.gap"


def test_bad_totals_and_years_are_refused() -> None:
    good = np.ones((2, 7))
    for paths, years in (
        (good, YEARS[:-1]),
        (good, [*YEARS[:-1], 2040]),
        (good[:0], YEARS),
        (good * np.nan, YEARS),
        (good[:, :0], []),
    ):
        with pytest.raises(BadInputError) as caught:
            peak_outlook([], paths, years, by=2028)
        assert caught.value.code == "peak.totals"
    with pytest.raises(BadInputError) as caught:
        peak_outlook([], good, YEARS, by=2031)
    assert caught.value.code == "peak.year"
    with pytest.raises(BadInputError) as caught:
        outlook([9, 8, 7, 6, 5, 4, 3]).chance_by(2050)
    assert caught.value.code == "peak.year"


def test_the_error_is_that_of_parts_or_binomial_and_never_nothing() -> None:
    few = chance(np.arange(100) < 50)
    assert (few.value, few.error, few.method) == (0.5, pytest.approx(0.05), "binomial")
    even = chance(np.arange(1024) % 2 == 0)
    assert (even.value, even.error, even.method) == (0.5, 1 / 1024, "sub-nets")
    blocks = chance(np.arange(1024) // 64 < 8)
    assert blocks.error == pytest.approx(0.5 * np.sqrt(16 / 15) / 4)
    assert chances(np.array([0, 1, 1, 5]), 3)[1].value == 0.75


def test_sub_nets_bound_the_error_of_sobol_draws() -> None:
    model = small_compiled()
    found = []
    for seed in range(8):
        draws = sobol_draws(model, count=1024, seed=seed, place="a")
        paths = totals(model, draws)
        found.append(peak_outlook(HISTORY, paths, model.years, by=2028).chance_by(2028))
    values = [one.value for one in found]
    errors = [one.error for one in found]
    assert 0.2 < np.mean(values) < 0.95
    assert np.std(values) < 1.5 * np.mean(errors)
    assert max(errors) < 0.02


def some(probability: float, *, by: int = 2028) -> PeakOutlook:
    """A hundred draws of which so many peak in 2025."""
    early, never = [9, 10, 9, 8, 7, 6, 5], [1, 2, 3, 4, 5, 6, 7]
    count = round(100 * probability)
    paths = np.array([early] * count + [never] * (100 - count), dtype=float) * 1e12
    return peak_outlook([], paths, YEARS, by=by)


def test_a_convention_that_flips_the_verdict_is_told() -> None:
    flips = compare_conventions({"average": some(0.8), "fixed": some(0.2)})
    assert flips.flips
    assert [one.likely for one in flips.conventions] == [True, False]
    assert not any(one.close for one in flips.conventions)
    same = compare_conventions({"average": some(0.9), "fixed": some(0.55)})
    assert not same.flips
    assert [one.close for one in same.conventions] == [False, True]


def test_conventions_of_other_years_do_not_compare() -> None:
    for outlooks in ({}, {"average": some(0.8), "fixed": some(0.8, by=2027)}):
        with pytest.raises(BadInputError) as caught:
            compare_conventions(outlooks)
        assert caught.value.code == "peak.conventions"


def test_the_json_holds_what_was_agreed() -> None:
    made = peak_json(
        {"average": some(0.8), "fixed": some(0.0)}, scenario="plan", seed=7, seal="abc"
    )
    assert json.loads(json.dumps(made, allow_nan=False)) == made
    assert made["probability"] == {"by_2028": 0.8, "by_horizon": 0.8, "error": 0.04}
    assert made["year"] == {"p05": 2025, "p50": 2025, "p95": 2025}
    assert made["level"] == {"p05": 1e7, "p50": 1e7, "p95": 1e7}
    assert made["classes"]["by_promise"] == 0.8
    assert (made["not_peaked"], made["second_peak"]) == (0.2, 0.0)
    assert (made["scenario"], made["draws"]) == ("plan", 100)
    assert (made["seed"], made["seal"], made["flips"]) == (7, "abc", True)
    average, fixed = made["conventions"]
    assert (average["convention"], average["likely"]) == ("average", True)
    assert fixed["year"] == {"p05": None, "p50": None, "p95": None}
