"""Quick estimates over time: made as sales come in, revised, held against accounts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from dafeng.accounts import (
    QuickEstimate,
    Sale,
    StatedSale,
    catch_up,
    errors_of,
    keep_estimates,
    kept_estimates,
)
from dafeng.base.periods import Period
from dafeng.lake import Lake
from tests.accounts.account.building import DISTRICT, POWER, account, row

MONTHLY = Decimal(1_000_000)
YEARS = {
    y: account(row("p", 12 * 10**9, year=y, **POWER), year=y) for y in (2021, 2022)
}


def sale(month: str, quantity: Decimal, on: date) -> StatedSale:
    return StatedSale(
        sale=Sale(
            carrier="ELECTRICITY",
            period=Period.parse(month),
            quantity=quantity,
            unit="kWh",
        ),
        stated_on=on,
    )


def year_of_sales(year: int) -> list[StatedSale]:
    return [
        sale(f"{year}-{n:02}", MONTHLY, date(year + n // 12, n % 12 + 1, 20))
        for n in range(1, 13)
    ]


SALES = [*year_of_sales(2021), *year_of_sales(2022)]


def made(sales: list[StatedSale], until: date) -> tuple[QuickEstimate, ...]:
    return catch_up(sales, {2021: YEARS[2021]}, until=until)


def test_a_month_is_estimated_when_its_sales_are_stated() -> None:
    (first,) = made(SALES, date(2022, 2, 20))
    assert (first.period.code, first.made_on) == ("2022-01", date(2022, 2, 20))
    assert first.structure_year == 2021
    # A twelfth of the sales of the year stands for a twelfth of its emission.
    total = next(t.co2e_g for t in YEARS[2021].totals if t.boundary == "control")
    assert first.value_g == round(Fraction(total, 12))


def test_a_correction_revises_and_both_stay() -> None:
    corrected = [*SALES, sale("2022-01", MONTHLY * 2, date(2022, 3, 1))]
    history = made(corrected, date(2022, 3, 1))
    january = [e for e in history if e.period.code == "2022-01"]
    assert [e.made_on.day for e in january] == [20, 1]
    assert january[1].value_g == 2 * january[0].value_g


def test_going_on_later_gives_what_going_on_at_once_would_have_given() -> None:
    part = made(SALES, date(2022, 6, 30))
    whole = catch_up(SALES, {2021: YEARS[2021]}, part, until=date(2023, 2, 1))
    assert whole == made(SALES, date(2023, 2, 1))
    assert len(whole) == 12


def test_estimates_are_judged_by_the_account_once_it_is_there() -> None:
    history = made(SALES, date(2023, 2, 1))
    assert errors_of(history, YEARS, as_of=date(2023, 9, 30)) == ()
    (error,) = errors_of(history, YEARS, as_of=date(2023, 10, 1))
    annual = next(t.co2e_g for t in YEARS[2022].totals if t.boundary == "control")
    assert (error.year, error.annual_g) == (2022, annual)
    assert error.relative == Fraction(annual, error.estimated_g) - 1


def test_the_interval_holds_that_of_the_account_and_the_error_of_the_past() -> None:
    sales = [*SALES, sale("2023-01", MONTHLY, date(2023, 10, 20))]
    last = catch_up(sales, YEARS, until=date(2023, 12, 31))[-1]
    assert (last.period.code, last.structure_year) == ("2023-01", 2022)
    total = next(t for t in YEARS[2022].totals if t.boundary == "control")
    of_account = Fraction(total.high_g - total.co2e_g, total.co2e_g)
    (past,) = errors_of(made(SALES, date(2023, 2, 1)), YEARS, as_of=last.made_on)
    half = float(of_account**2 + (Fraction("1.96") * past.relative) ** 2) ** 0.5
    assert last.high_g is not None
    assert float(Fraction(last.high_g, last.value_g) - 1) == pytest.approx(half)
    first = made(SALES, date(2022, 2, 20))[0]
    assert (first.low_g, first.high_g) == (None, None)


def test_what_was_kept_comes_back_and_is_kept_once(tmp_path: Path) -> None:
    lake, now = Lake(tmp_path), datetime(2023, 3, 1, tzinfo=UTC)
    history = made(SALES, date(2022, 6, 30))
    assert keep_estimates(lake, DISTRICT, history, made_at=now) == len(history) == 5
    assert kept_estimates(lake, DISTRICT) == history
    assert keep_estimates(lake, DISTRICT, history, made_at=now) == 0
    longer = made(SALES, date(2023, 2, 1))
    assert keep_estimates(lake, DISTRICT, longer, made_at=now) == 7
    assert kept_estimates(lake, DISTRICT) == longer
    assert kept_estimates(lake, "110101") == ()
