"""Settlements, worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.enterprises.savings import (
    Adjustment,
    Contract,
    ContractError,
    ContractKind,
    Figure,
    LineKind,
    Measured,
    Term,
    settle,
)

D = Decimal
TERMS = (
    Term(
        begin=date(2025, 7, 1), end=date(2027, 6, 30), share=D("0.8"), price=D("0.66")
    ),
    Term(begin=date(2027, 7, 1), end=date(2030, 6, 30), share=D("0.5"), price=D("0.7")),
)
SHARED = Contract(kind=ContractKind.SHARED, unit="kWh", terms=TERMS)
QUARTER = Measured(
    begin=date(2026, 1, 1),
    end=date(2026, 3, 31),
    saving=D("412345.6"),
    low=D("380000"),
    high=D("444000"),
)


def test_a_quarter_is_settled_as_by_hand() -> None:
    # 412,345.6 + 12,500 − 3,200 = 421,645.6 kWh; × 0.66 = 278,286.096, 278,286.10 yuan;
    # × 0.8 = 222,628.88 yuan to the provider; 55,657.22 stay.
    more = (
        Adjustment(energy=D("12500"), reason="新增一条生产线"),
        Adjustment(energy=D("-3200"), reason="停产三天"),
    )
    made = settle(SHARED, QUARTER, adjustments=more)
    assert made.counted == D("421645.6")
    assert (made.worth, made.payment, made.kept) == (
        D("278286.10"),
        D("222628.88"),
        D("55657.22"),
    )
    assert [line.kind for line in made.lines] == [
        LineKind.MEASURED,
        LineKind.ADJUSTMENT,
        LineKind.ADJUSTMENT,
        LineKind.COUNTED,
        LineKind.WORTH,
        LineKind.SHARE,
        LineKind.PAYMENT,
    ]


def test_the_low_end_counts_where_the_contract_says_so() -> None:
    careful = attrs.evolve(SHARED, figure=Figure.LOW)
    assert settle(careful, QUARTER).payment == D("200640.00")  # 380,000 × 0.66 × 0.8


def test_floor_and_caps_hold_in_their_order() -> None:
    bound = attrs.evolve(SHARED, floor=D(20000), cap=D(150000), cap_total=D(1000000))
    assert settle(bound, QUARTER).payment == D(150000)
    assert settle(bound, QUARTER, paid_before=D(900000)).payment == D(100000)
    assert settle(bound, QUARTER, paid_before=D(1100000)).payment == D(0)
    worse = attrs.evolve(QUARTER, saving=D(-500))
    made = settle(bound, worse)
    assert (made.counted, made.worth, made.payment) == (D(0), D(0), D(20000))


def test_a_shortage_of_what_was_guaranteed_is_made_up_for() -> None:
    bound = Contract(
        kind=ContractKind.GUARANTEED,
        unit="kWh",
        terms=TERMS,
        guaranteed=D(500000),
        fee=D(100000),
    )
    # 500,000 − 412,345.6 = 87,654.4 kWh × 0.66 = 57,851.904 yuan.
    assert settle(bound, QUARTER).payment == D("42148.10")
    enough = attrs.evolve(QUARTER, saving=D(500000))
    assert settle(bound, enough).payment == D(100000)


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (date(2027, 6, 1), date(2027, 7, 31)),
        (date(2025, 6, 1), date(2025, 6, 30)),
        (date(2030, 6, 1), date(2030, 7, 1)),
    ],
)
def test_a_period_outside_one_term_is_refused(begin: date, end: date) -> None:
    with pytest.raises(ContractError, match="No term covers"):
        settle(SHARED, attrs.evolve(QUARTER, begin=begin, end=end))


@given(
    st.decimals(min_value=-(10**7), max_value=10**8, places=3),
    st.decimals(min_value=0, max_value=1, places=4),
)
def test_nothing_is_lost_between_the_parties(saving: Decimal, share: Decimal) -> None:
    terms = (attrs.evolve(TERMS[0], share=share),)
    made = settle(
        attrs.evolve(SHARED, terms=terms), attrs.evolve(QUARTER, saving=saving)
    )
    assert made.payment + made.kept == made.worth
    assert 0 <= made.payment <= made.worth
