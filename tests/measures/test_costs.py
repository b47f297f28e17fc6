"""Annuities against the sum of payments, and the cost of a tonne."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.measures import Cost, Ramp, annual_cost, capital_recovery, stand_alone_cost

PUMP = Cost(investment=17000, operation=300, saving=1150, life=18, price_year=2024)


@given(rate=st.floats(0.001, 0.3), years=st.integers(1, 60))
def test_an_annuity_pays_the_investment_back_with_interest(
    rate: float, years: int
) -> None:
    paid = capital_recovery(rate, years)
    worth = sum(paid / (1 + rate) ** year for year in range(1, years + 1))
    assert worth == pytest.approx(1, rel=1e-9)


def test_without_interest_an_investment_is_paid_in_equal_parts() -> None:
    assert capital_recovery(0, 25) == 0.04
    assert capital_recovery(1e-7, 25) == pytest.approx(0.04, rel=1e-5)


def test_the_cost_of_a_year_is_annuity_and_operation_less_saving() -> None:
    # the annuity of 17000 yuan over 18 years at 6 % is 1570.06 yuan
    assert annual_cost(PUMP, 0.06) == pytest.approx(1570.06 + 300 - 1150, abs=0.02)


def test_what_saves_more_than_it_costs_has_a_negative_cost() -> None:
    cost = Cost(investment=100, operation=0, saving=50, life=10, price_year=2024)
    assert stand_alone_cost(cost, 0.06, tonnes=2) == pytest.approx(
        (100 / 7.3600871 - 50) / 2, rel=1e-6
    )


def test_more_tonnes_make_a_tonne_cheaper() -> None:
    dear, cheap = (stand_alone_cost(PUMP, 0.06, tonnes=t) for t in (1, 2))
    assert dear == pytest.approx(2 * cheap)


@pytest.mark.parametrize("tonnes", [0, -1])
def test_what_avoids_nothing_has_no_cost_of_a_tonne(tonnes: float) -> None:
    with pytest.raises(BadInputError, match="no cost per tonne"):
        stand_alone_cost(PUMP, 0.06, tonnes=tonnes)


def test_a_rate_or_life_that_is_none_is_refused() -> None:
    with pytest.raises(BadInputError, match="rate"):
        capital_recovery(-1, 10)
    with pytest.raises(BadInputError, match="life"):
        capital_recovery(0.06, 0)


@given(
    shape=st.sampled_from(["linear", "s-curve"]),
    years=st.floats(0, 20),
    ages=st.tuples(st.floats(-5, 40), st.floats(-5, 40)),
)
def test_an_effect_grows_from_nothing_to_all_and_never_falls(
    shape: str, years: float, ages: tuple[float, float]
) -> None:
    ramp = Ramp(shape=shape, years=years)
    early, late = (ramp.share(age) for age in sorted(ages))
    assert 0 <= early <= late <= 1
    assert ramp.share(years) == 1
    assert ramp.share(-0.01) == 0
