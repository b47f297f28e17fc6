"""The quick estimate: last year's sales give last year's account; it is revised."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.accounts.quick.estimate import (
    last_structure,
    quick_errors,
    quick_estimate,
    revisions,
    standing_estimate,
    with_revision,
    year_estimate,
)
from dafeng.accounts.quick.records import (
    CarrierStructure,
    NewFactor,
    QuickError,
    QuickEstimate,
    Sale,
    Structure,
)
from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period, PeriodKind
from tests.accounts.uncertainty.small_accounts import line

MAY = Period.month(2024, 5)
MADE = date(2024, 6, 10)
GAS = CarrierStructure(
    carrier="GAS", unit="m3", activity=Decimal(1000), sold=None, emission_g=2_000_000
)
POWER = CarrierStructure(
    carrier="POWER",
    unit="kWh",
    activity=Decimal(900),
    sold=Decimal(1000),
    emission_g=6_000_000,
)
LAST = Structure(
    year=2023,
    total_g=10_000_000,
    carriers=(GAS, POWER),
    half_width=Fraction(4, 100),
)


def sale(carrier: str, quantity: int | str, period: Period = MAY) -> Sale:
    unit = {"GAS": "m3", "POWER": "kWh"}.get(carrier, "t")
    return Sale(carrier=carrier, period=period, quantity=Decimal(quantity), unit=unit)


def estimate(*sales: Sale, period: Period = MAY, made_on: date = MADE, **more):
    return quick_estimate(period, sales, LAST, made_on=made_on, **more)


def error(year: int, estimated: int, annual: int) -> QuickError:
    return QuickError(year=year, estimated_g=estimated, annual_g=annual, as_of=MADE)


def test_sales_stand_for_the_rest_as_in_the_last_account() -> None:
    found = estimate(sale("GAS", 100), sale("POWER", 100))
    assert [each.emission_g for each in found.carriers] == [200_000, 600_000]
    assert found.covered == Decimal("80.00")
    assert found.value_g == 1_000_000
    assert found.missing == ()


@given(st.lists(st.integers(1, 1000), min_size=12, max_size=12))
def test_a_year_sold_as_last_year_gives_the_last_account(weights) -> None:
    whole = sum(weights)
    history: tuple[QuickEstimate, ...] = ()
    for number, weight in enumerate(weights, 1):
        month = Period.month(2024, number)
        part = [
            attrs.evolve(
                sale(c.carrier, 0, month),
                quantity=Decimal(round((c.sold or c.activity) * 10**9 * weight / whole))
                / 10**9,
            )
            for c in LAST.carriers
        ]
        history = with_revision(history, estimate(*part, period=month))
    found = year_estimate(history, 2024, as_of=MADE)
    assert found == pytest.approx(LAST.total_g, abs=12)


def test_twice_the_sales_are_twice_the_emission() -> None:
    once = estimate(sale("GAS", 100), sale("POWER", 50))
    twice = estimate(sale("GAS", 200), sale("POWER", 100))
    assert twice.value_g == 2 * once.value_g


def test_a_carrier_without_sales_is_named_and_the_others_stand_for_it() -> None:
    found = estimate(sale("POWER", 100))
    assert found.missing == ("GAS",)
    assert found.covered == Decimal("60.00")
    assert found.value_g == 1_000_000


def test_a_newer_factor_replaces_that_of_the_account() -> None:
    newer = NewFactor(
        carrier="POWER", grams_per_unit=Fraction(5000), factor_id="GRID@2024"
    )
    found = estimate(sale("POWER", 100), factors=[newer])
    (power,) = found.carriers
    # 1,000 kWh sold were 900 kWh in the account.
    assert power.emission_g == 100 * 5000 * 9 // 10
    assert power.factor_id == "GRID@2024"


def test_a_quarter_is_its_own_sale_or_its_three_months() -> None:
    quarter = Period.quarter(2024, 2)
    months = [sale("GAS", n, Period.month(2024, n)) for n in (4, 5, 6)]
    assert estimate(*months, period=quarter).carriers[0].sold == 15
    stated = [*months, sale("GAS", 20, quarter)]
    assert estimate(*stated, period=quarter).carriers[0].sold == 20
    with pytest.raises(BadInputError, match="2024-04, 2024-05"):
        estimate(*months[:2], period=quarter)


def test_sales_of_other_carriers_and_periods_change_nothing() -> None:
    plain = estimate(sale("GAS", 100))
    more = [sale("COAL", 7), sale("GAS", 900, Period.month(2024, 4))]
    assert estimate(sale("GAS", 100), *more) == plain


def test_an_interval_needs_a_past_error_and_an_interval_of_the_account() -> None:
    one = [error(2022, 100, 110)]
    none = estimate(sale("GAS", 100))
    assert (none.low_g, none.high_g) == (None, None)
    bare = attrs.evolve(LAST, half_width=None)
    found = quick_estimate(MAY, [sale("GAS", 100)], bare, made_on=MADE, errors=one)
    assert (found.low_g, found.high_g) == (None, None)


@pytest.mark.parametrize(
    ("totals", "relative"),
    [((110,), 0.10), ((103, 96), (0.0025 / 2) ** 0.5), ((90, 90, 90, 90), 0.10)],
)
def test_few_errors_widen_the_interval_of_the_account(
    totals: tuple[int, ...], relative: float
) -> None:
    errors = [error(2020 + n, 100, total) for n, total in enumerate(totals)]
    found = estimate(sale("GAS", 100), sale("POWER", 100), errors=errors)
    # Two causes apart from each other: 4 % of the account, 1.96 times the own errors.
    half = (0.04**2 + (1.96 * relative) ** 2) ** 0.5
    assert found.low_g == round(1_000_000 * (1 - half))
    assert found.high_g == round(1_000_000 * (1 + half))


def test_two_past_years_give_an_interval_that_somebody_can_use() -> None:
    errors = [error(2023, 1000, 901), error(2024, 1000, 975)]
    found = estimate(sale("GAS", 100), sale("POWER", 100), errors=errors)
    assert found.low_g is not None
    assert found.high_g is not None
    assert 800_000 < found.low_g < 1_000_000 < found.high_g < 1_200_000


def test_a_spread_as_large_as_the_value_is_unknown_and_not_cut_off_at_zero() -> None:
    for count in (1, 5):
        errors = [error(2010 + n, 100, 100 + (-1) ** n * 60) for n in range(count)]
        found = estimate(sale("GAS", 100), errors=errors)
        assert (found.low_g, found.high_g) == (None, None)


def test_from_five_past_years_the_interval_is_students_with_the_bias_of_the_past() -> (
    None
):
    totals = (1010, 1030, 1020, 1020, 1020)
    errors = [error(2017 + n, 1000, total) for n, total in enumerate(totals)]
    found = estimate(sale("GAS", 100), sale("POWER", 100), errors=errors)
    # Mean 0.02; deviation sqrt(2 × 0.01² / 4); t of four degrees; a month of twelve.
    own = 2.776 * (2 * 0.01**2 / 4 * 1.2 * 12) ** 0.5
    half = (0.04**2 + own**2) ** 0.5
    assert found.low_g == round(1_000_000 * (1.02 - half))
    assert found.high_g == round(1_000_000 * (1.02 + half))


def test_a_quarter_is_surer_than_a_month_and_more_years_make_both_surer() -> None:
    bare = attrs.evolve(LAST, half_width=None)

    def width(period: Period, count: int) -> int:
        errors = [
            error(2010 + n, 10_000, 10_000 + (-1) ** n * 10) for n in range(count)
        ]
        found = quick_estimate(
            period, [sale("GAS", 100, period)], bare, made_on=MADE, errors=errors
        )
        assert found.high_g is not None
        assert found.low_g is not None
        return found.high_g - found.low_g

    quarter = Period.quarter(2024, 2)
    assert width(quarter, 6) * 17 == pytest.approx(width(MAY, 6) * 10, rel=0.02)
    assert width(MAY, 40) < width(MAY, 10) < width(MAY, 6)


def test_revisions_are_kept_and_the_last_stands() -> None:
    first = estimate(sale("GAS", 100))
    second = estimate(sale("GAS", 110), made_on=MADE + timedelta(days=30))
    history = with_revision(with_revision((), first), second)
    assert revisions(history, MAY) == (first, second)
    assert standing_estimate(history, MAY, as_of=MADE) == first
    assert standing_estimate(history, MAY, as_of=date.max) == second
    assert standing_estimate(history, MAY, as_of=date(2024, 6, 1)) is None


def test_the_same_estimate_again_is_no_revision() -> None:
    first = estimate(sale("GAS", 100))
    history = with_revision((), first)
    assert with_revision(history, first) == history


def test_an_older_estimate_cannot_revise_a_newer_one() -> None:
    history = with_revision((), estimate(sale("GAS", 100)))
    for made_on in (MADE, MADE - timedelta(days=1)):
        with pytest.raises(BadInputError, match="a later day"):
            with_revision(history, estimate(sale("GAS", 99), made_on=made_on))


def test_errors_compare_estimates_as_they_stood_with_the_account() -> None:
    history: tuple[QuickEstimate, ...] = ()
    for quarter in Period.year(2023).children(PeriodKind.QUARTER):
        early = estimate(sale("GAS", 100, quarter), period=quarter)
        history = with_revision(history, early)
    late = MADE + timedelta(days=90)
    first = Period.quarter(2023, 1)
    history = with_revision(
        history, estimate(sale("GAS", 200, first), period=first, made_on=late)
    )
    annual = {2022: 5, 2023: 4_100_000}
    (then,) = quick_errors(history, annual, as_of=MADE)
    assert (then.year, then.estimated_g, then.difference_g) == (
        2023,
        4_000_000,
        100_000,
    )
    assert then.relative == Fraction(1, 40)
    (now,) = quick_errors(history, annual, as_of=late)
    assert now.estimated_g == 5_000_000


def test_a_year_with_a_gap_has_no_estimate() -> None:
    history = with_revision((), estimate(sale("GAS", 100)))
    assert year_estimate(history, 2024, as_of=MADE) is None


def test_a_structure_is_taken_from_the_lines_of_an_account() -> None:
    lines = [
        line("a", "ready", [], grams=700, evidence="bill"),
        attrs.evolve(
            line("b", "ready", [], grams=50, evidence="bill", gas="CH4"), owner="a"
        ),
        attrs.evolve(line("c", "ready", [], grams=250), item="COAL"),
    ]
    found = last_structure(lines, 2023, carriers={"GAS": Decimal(900)})
    (gas,) = found.carriers
    assert found.total_g == 1000
    assert (gas.activity, gas.emission_g, gas.sold) == (1000, 750, 900)
    assert gas.grams_per_unit_sold == Fraction(750, 900)
    assert found.share("GAS") == Fraction(3, 4)
    assert found.share("COAL") == 0


def test_what_has_no_structure_is_refused() -> None:
    lines = [line("a", "ready", [])]
    other = attrs.evolve(line("b", "ready", []), unit="m3")
    for held, year, carriers, code in (
        (lines, 2022, {"GAS": None}, "quick.no_account"),
        (lines, 2023, {"COAL": None}, "quick.no_carrier"),
        (lines, 2023, {"GAS": Decimal(0)}, "quick.no_carrier"),
        ([*lines, other], 2023, {"GAS": None}, "quick.units"),
    ):
        with pytest.raises(BadInputError) as caught:
            last_structure(held, year, carriers=carriers)
        assert caught.value.code == code


@pytest.mark.parametrize(
    "sales",
    [
        [sale("GAS", -1)],
        [sale("GAS", 1), sale("GAS", 1)],
        [attrs.evolve(sale("GAS", 1), unit="t")],
    ],
)
def test_a_sale_that_cannot_be_used_is_refused(sales: list[Sale]) -> None:
    with pytest.raises(BadInputError, match="one amount of at least 0 in m3"):
        estimate(*sales)


def test_a_year_is_estimated_by_its_months() -> None:
    with pytest.raises(BadInputError, match="Estimate its months"):
        estimate(sale("GAS", 1), period=Period.year(2024))
