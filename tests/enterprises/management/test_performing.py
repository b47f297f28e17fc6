"""Performance beside a baseline, and reviews, against known truths."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from dafeng.enterprises.management import (
    ReviewStanding,
    consumption_per_output,
    left_out,
    next_review,
    performance_of,
    review_inputs,
    review_standing,
    whole_months,
    years_of,
)
from dafeng.enterprises.savings import Drivers, Period, fit_baselines

FIRST = date(2024, 1, 1)
CHANGED = date(2025, 1, 1)
DAYS = 730
BEFORE = (CHANGED - FIRST).days
TRUE = 0.12
"""By so much less is used from the change on, whatever the weather and output."""


def simulated(seed: int) -> tuple[Period, np.ndarray]:
    """Two years of one meter that follows output and cold; what it would have used."""
    rng = np.random.default_rng(seed)
    days = np.arange(DAYS)
    warm = 13 - 14 * np.cos(2 * np.pi * days / 365) + rng.normal(0, 2.5, DAYS)
    # More is made, and winters differ, after the change: not normalised, it hides.
    output = rng.uniform(60, 100, DAYS) * np.where(days < BEFORE, 1, 1.15)
    usual = 200 + 8 * output + 12 * np.maximum(14 - warm, 0)
    would = usual + rng.normal(0, 25, DAYS)
    used = np.where(days < BEFORE, would, would * (1 - TRUE))
    period = Period(
        energy=used[None],
        drivers=Drivers(temperature=warm, others=output[None, None]),
    )
    return period, would


def cut(period: Period, part: slice) -> Period:
    warm = period.drivers.temperature
    assert warm is not None
    drivers = Drivers(temperature=warm[part], others=period.drivers.others[:, :, part])
    return Period(energy=period.energy[:, part], drivers=drivers)


def test_a_known_improvement_lies_within_its_interval_at_its_rate() -> None:
    quiet = np.zeros(DAYS - BEFORE, bool)
    months = whole_months(CHANGED - timedelta(days=1), date(2025, 12, 30))
    (year,) = years_of(months)
    inside = 0
    runs = 60
    for seed in range(runs):
        both, _would = simulated(seed)
        before, after = cut(both, slice(BEFORE)), cut(both, slice(BEFORE, DAYS))
        fitted = fit_baselines(before.energy, before.drivers)
        found = performance_of(fitted, before, after, CHANGED, year, quiet)
        assert found.improvement == pytest.approx(TRUE, abs=0.02)
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= TRUE <= found.high
    # Of 60 at a rate of 0.9 fewer than 46 would be a chance of one in a thousand.
    assert inside >= 46
    used = np.diff([both.energy[0, :BEFORE].sum(), both.energy.sum()])[0]
    # Plain sums say nothing of the kind: more was made.
    assert used / both.energy[0, :BEFORE].sum() > 1 - TRUE / 2


def test_an_unknown_month_stays_unknown_and_others_do_not_change() -> None:
    both, _would = simulated(1)
    before, after = cut(both, slice(BEFORE)), cut(both, slice(BEFORE, DAYS))
    fitted = fit_baselines(before.energy, before.drivers)
    quiet = np.zeros(DAYS - BEFORE, bool)
    first, second, *_rest = whole_months(CHANGED - timedelta(days=1), date(2025, 12, 1))
    whole = performance_of(fitted, before, after, CHANGED, second, quiet)
    after.energy[0, :10] = np.nan
    gap = performance_of(fitted, before, after, CHANGED, first, quiet)
    assert (gap.known, gap.due, gap.actual, gap.improvement) == (21, 31, None, None)
    assert gap.doubts[0] == "days"
    assert performance_of(fitted, before, after, CHANGED, second, quiet) == whole
    # Days that nobody judges are not missing.
    quiet[:10] = True
    calm = performance_of(fitted, before, after, CHANGED, first, quiet)
    assert calm.due == calm.known == 21
    assert calm.actual == pytest.approx(after.energy[0, 10:31].sum())


def test_energy_per_output_counts_days_on_which_both_are_known() -> None:
    energy, output = np.full(30, 50.0), np.full(30, 10.0)
    energy[3], output[7] = np.nan, np.nan
    assert consumption_per_output(energy, output) == pytest.approx(5)
    energy[10:14] = np.nan
    assert consumption_per_output(energy, output) is None
    assert consumption_per_output(np.ones(3), np.zeros(3)) is None


def test_months_begin_whole_and_end_whole() -> None:
    months = whole_months(date(2025, 10, 15), date(2026, 2, 28))
    assert [first for first, _last in months] == [
        *(date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)),
    ]
    assert years_of(months) == (
        (date(2025, 11, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 2, 28)),
    )
    assert whole_months(date(2026, 1, 31), date(2026, 2, 27)) == ()


def test_a_review_is_due_on_its_day_and_overdue_after_it() -> None:
    due = next_review(date(2025, 3, 31))
    assert due == date(2026, 3, 31)
    days = (date(2026, 1, 29), date(2026, 1, 30), due, due + timedelta(days=1))
    assert [review_standing(due, day) for day in days] == [
        *(ReviewStanding.HELD, ReviewStanding.SOON),
        *(ReviewStanding.SOON, ReviewStanding.OVERDUE),
    ]
    assert review_standing(None, due) is ReviewStanding.NONE
    codes = {one.code for one in review_inputs()}
    assert {one.code for one in left_out(codes - {"policy"})} == {"policy"}
    assert {one.verified for one in review_inputs()} == {"U"}
