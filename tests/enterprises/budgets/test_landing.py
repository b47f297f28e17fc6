"""Where a year lands: covered at the stated rate, and warned of before its month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from dafeng.enterprises import BudgetError
from dafeng.enterprises.budgets import (
    MONTHS,
    DayUse,
    Landing,
    MonthUse,
    UseSource,
    by_year,
    due_share,
    joined,
    landing_of,
    monthly_budget,
    months_of_days,
    seasonal_curve,
    stand_of,
)

SEASON = np.array([1.3, 0.8, 1.0, 1.0, 0.9, 1.0, 1.1, 1.1, 1.0, 0.9, 0.9, 1.0])
NOISE = 0.06
YEAR = 2026


def month(
    year: int, number: int, tce: float | None, days: int | None = None
) -> MonthUse:
    whole = monthrange(year, number)[1]
    return MonthUse(
        year=year,
        month=number,
        tce=None if tce is None else Decimal(f"{tce:.4f}"),
        days=(0 if tce is None else whole) if days is None else days,
    )


def row(year: int, values: object, until: int = MONTHS) -> tuple[MonthUse | None, ...]:
    kept = list(values)  # type: ignore[call-overload]
    return tuple(
        month(year, at + 1, kept[at]) if at < until else None for at in range(MONTHS)
    )


def covered(years: int, until: int, draws: int, seed: int) -> float:
    rng = np.random.default_rng(seed)
    hits = 0
    for _draw in range(draws):
        history = {
            YEAR - 1 - past: row(
                YEAR - 1 - past,
                rng.uniform(80, 120) * SEASON * np.exp(rng.normal(0, NOISE, MONTHS)),
            )
            for past in range(years)
        }
        shape = SEASON if years else np.ones(MONTHS)
        truth = 100 * shape * np.exp(rng.normal(0, NOISE, MONTHS))
        landing = landing_of(YEAR, row(YEAR, truth, until), history)
        assert landing.low is not None
        assert landing.high is not None
        hits += float(landing.low) <= truth.sum() <= float(landing.high)
    return hits / draws


@pytest.mark.parametrize(("years", "until"), [(0, 6), (1, 4), (2, 8), (3, 3)])
def test_the_interval_holds_the_truth_at_its_rate(years: int, until: int) -> None:
    draws = 150
    # Three standard errors of a rate of 0.8.
    assert abs(covered(years, until, draws, seed=years) - 0.80) < 0.098


def replayed(until: int) -> tuple[Landing, tuple[MonthUse | None, ...]]:
    """A year in which a line is added in May, as it stood after some months."""
    history = {year: row(year, 100 * SEASON) for year in (YEAR - 2, YEAR - 1)}
    ramp = np.array([1.0] * 4 + [1.25] * 8)
    now = row(YEAR, 100 * SEASON * ramp, until)
    return landing_of(YEAR, now, history), now


def test_the_warning_comes_before_the_month_in_which_the_budget_runs_out() -> None:
    budget = Decimal(1230)
    used = np.cumsum(100 * SEASON * np.array([1.0] * 4 + [1.25] * 8))
    runs_out = int(np.argmax(used > 1230)) + 1
    assert runs_out == 11
    warned = [
        after
        for after in range(1, MONTHS + 1)
        if "landing-100"
        in {
            band.code
            for band in stand_of(
                budget=budget,
                used=replayed(after)[0].used,
                landing=replayed(after)[0],
                due_share=None,
                on=date(YEAR, after, 28),
            ).bands
        }
    ]
    assert warned == list(range(5, MONTHS + 1))
    assert warned[0] < runs_out
    foreseen = replayed(9)[0]
    assert foreseen.over_in(budget) == runs_out
    chance = foreseen.chance_over(budget)
    assert chance is not None
    assert chance > 0.5
    assert replayed(12)[0].chance_over(budget) == 1.0


def test_a_known_year_lands_where_it_is() -> None:
    landing, _now = replayed(12)
    assert landing.expected == landing.low == landing.high == landing.used
    assert landing.chance_over(landing.used) == 0.0
    assert landing.over_in(landing.used) is None


def test_without_a_past_the_curve_is_even_and_one_month_gives_no_interval() -> None:
    landing = landing_of(YEAR, row(YEAR, [100.0] * 12, 1), {})
    assert landing.expected == Decimal("1200.00")
    assert (landing.low, landing.high, landing.seasonal) == (None, None, False)
    assert landing.chance_over(Decimal(1500)) is None
    assert seasonal_curve({}).even
    assert landing_of(YEAR, (None,) * 12, {}).expected is None


def test_before_the_first_month_the_last_year_is_expected_without_an_interval() -> None:
    history = {YEAR - 1: row(YEAR - 1, 100 * SEASON)}
    landing = landing_of(YEAR, (None,) * 12, history)
    assert landing.expected is not None
    assert abs(landing.expected - Decimal("1200")) < Decimal("0.05")
    assert landing.low is None


@pytest.mark.parametrize("still", [0.0, 4.0])
def test_a_month_that_stood_still_counts_and_does_not_ruin_the_rest(
    still: float,
) -> None:
    for history in ({}, {YEAR - 1: row(YEAR - 1, [100.0] * 12)}):
        landing = landing_of(YEAR, row(YEAR, [100.0, still, 102.0], 3), history)
        assert landing.expected is not None
        assert abs(landing.expected - Decimal(1100)) < 20
        assert landing.gross == Decimal(202 + int(still))
        assert landing.high is not None
        assert landing.high < 1200


def test_an_interval_that_says_nothing_is_none_and_no_warning() -> None:
    history = {YEAR - 1: row(YEAR - 1, [0.0] + [100.0] * 11)}
    landing = landing_of(YEAR, row(YEAR, [100.0, 0.0], 2), history)
    assert (landing.expected, landing.high, landing.firm) == (1100, None, False)
    wild = landing_of(YEAR, row(YEAR, [1.0, 1000.0], 2), {})
    assert (wild.low, wild.chance_over(Decimal(10**6))) == (None, None)
    winter = landing_of(YEAR, row(YEAR, [130.0], 1), {})
    stand = stand_of(
        budget=Decimal(1200),
        used=winter.used,
        landing=winter,
        due_share=None,
        on=date(YEAR, 2, 1),
    )
    assert (stand.landing_share, stand.bands) == (Fraction(156, 120), ())


def test_deductions_above_use_so_far_are_borne_by_the_rest_of_the_year() -> None:
    now = row(YEAR, [100.0, 98.0, 102.0, 100.0], 4)
    landing = landing_of(YEAR, now, {}).less(Decimal(600))
    assert (landing.used, landing.gross) == (0, 400)
    assert landing.expected is not None
    assert abs(landing.expected - 600) < 1
    chance = landing.chance_over(Decimal(700))
    assert chance is not None
    assert chance < 0.01
    assert landing.over_in(Decimal(700)) is None


def test_an_unknown_month_is_expected_and_not_zero() -> None:
    history = {year: row(year, 100 * SEASON) for year in (YEAR - 2, YEAR - 1)}
    now = list(row(YEAR, 100 * SEASON, 6))
    now[2] = month(YEAR, 3, None)
    landing = landing_of(YEAR, now, history)
    assert landing.expected is not None
    assert abs(landing.expected - 1200) < 1
    assert landing.used == Decimal("500.00")
    assert abs(landing.months[2] - 100) < 1


def test_a_part_of_a_month_counts_as_its_days() -> None:
    history = {year: row(year, 100 * SEASON) for year in (YEAR - 2, YEAR - 1)}
    now = list(row(YEAR, 100 * SEASON, 3))
    now[3] = month(YEAR, 4, 50.0, days=15)
    landing = landing_of(YEAR, now, history)
    assert landing.expected is not None
    assert abs(landing.expected - 1200) < 1
    shares = seasonal_curve(history).shares
    share = due_share(now, shares)
    assert abs(share - Fraction(36, 120)) < Fraction(1, 1000)
    assert due_share([None, *now[1:]], shares) == share - shares[0]


def test_a_boiler_that_stands_still_in_summer_is_expected_to() -> None:
    season = np.array([3, 2, 1, 0, 0, 0, 0, 0, 0, 1, 2, 3.0])
    history = {year: row(year, 100 * season) for year in (YEAR - 2, YEAR - 1)}
    landing = landing_of(YEAR, row(YEAR, 110 * season, 3), history)
    assert landing.months[5] == 0
    assert landing.expected is not None
    assert abs(landing.expected - 1320) < 1


def test_the_rate_of_an_interval_lies_between_nothing_and_all() -> None:
    with pytest.raises(BudgetError):
        landing_of(YEAR, (None,) * 12, {}, level=Decimal(1))


def test_a_budget_laid_out_over_the_months_adds_up_to_the_quantum() -> None:
    history = {YEAR - 1: row(YEAR - 1, 100 * SEASON)}
    curve = seasonal_curve(history)
    parts = monthly_budget(Decimal("12345.67"), curve)
    assert sum(parts) == Decimal("12345.67")
    assert curve.years == (YEAR - 1,)
    assert sum(curve.shares) == 1


def test_days_of_meters_and_papers_become_months() -> None:
    days = [DayUse(on=date(YEAR, 1, one), tce=Decimal(1)) for one in range(1, 32)]
    days += [DayUse(on=date(YEAR, 2, 1), tce=Decimal(2))]
    days += [DayUse(on=date(YEAR, 3, 1), tce=None)]
    january, february, march = months_of_days(days)
    assert (january.tce, january.whole) == (Decimal(31), True)
    assert (february.days, february.whole) == (1, False)
    assert march.tce is None
    paper = MonthUse(year=YEAR, month=2, tce=Decimal(40), days=28)
    both = joined([january, february, march], [paper])
    assert [one.tce for one in both] == [Decimal(31), Decimal(40), None]
    assert both[1].source is UseSource.STATEMENT
    assert by_year(both)[YEAR][3] is None


@pytest.mark.parametrize(("number", "tce"), [(13, Decimal(1)), (1, Decimal(-1))])
def test_a_month_that_cannot_be_is_refused(number: int, tce: Decimal) -> None:
    with pytest.raises(BudgetError):
        MonthUse(year=YEAR, month=number, tce=tce, days=31)
