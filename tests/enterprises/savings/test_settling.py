"""Settlements, worked by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.enterprises.savings import (
    Adjustment,
    Contract,
    ContractError,
    ContractKind,
    Doubt,
    Evidence,
    Figure,
    Length,
    LineKind,
    Measured,
    Term,
    adjustment_part,
    doubts_of,
    settle,
)

D = Decimal
TERMS = (
    Term(
        begin=date(2025, 7, 1), end=date(2027, 6, 30), share=D("0.8"), price=D("0.66")
    ),
    Term(begin=date(2027, 7, 1), end=date(2030, 6, 30), share=D("0.5"), price=D("0.7")),
)
SHARED = Contract(
    kind=ContractKind.SHARED, unit="kWh", terms=TERMS, period=Length.QUARTER
)
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
    [cut] = [one for one in made.lines if one.kind is LineKind.BELOW_ZERO]
    assert cut.energy == D(500)


def test_a_shortage_of_what_was_guaranteed_is_made_up_for() -> None:
    bound = Contract(
        kind=ContractKind.GUARANTEED,
        unit="kWh",
        terms=TERMS,
        period=Length.QUARTER,
        guaranteed=D(500000),
        fee=D(100000),
    )
    # 500,000 − 412,345.6 = 87,654.4 kWh × 0.66 = 57,851.904 yuan.
    assert settle(bound, QUARTER).payment == D("42148.10")
    enough = attrs.evolve(QUARTER, saving=D(500000))
    assert settle(bound, enough).payment == D(100000)
    # 81 of the 90 days are known: 500,000 × 0.9 = 450,000 are guaranteed for them.
    partly = settle(bound, attrs.evolve(QUARTER, known=81))
    assert partly.payment == D("100000") - D("24851.90")
    assert [
        line.factor for line in partly.lines if line.kind is LineKind.GUARANTEE
    ] == [D("0.900000")]


def test_what_a_period_gets_a_part_of_it_gets_by_days() -> None:
    march = attrs.evolve(QUARTER, begin=date(2026, 3, 1))  # 31 of 90 days
    bound = attrs.evolve(SHARED, cap=D(90000))
    assert settle(bound, march).payment == D(31000)
    fee = Contract(
        kind=ContractKind.GUARANTEED,
        unit="kWh",
        terms=TERMS,
        period=Length.QUARTER,
        guaranteed=D(9000),
        fee=D(900),
    )
    assert settle(fee, march).payment == D(310)
    with pytest.raises(ContractError) as across:
        settle(attrs.evolve(SHARED, period=Length.MONTH), QUARTER)
    assert across.value.code == "contract.length"


@pytest.mark.parametrize(
    ("kind", "told", "code"),
    [
        ("guaranteed", {"cap": D(9)}, "contract.fields"),
        ("guaranteed", {"floor": D(9)}, "contract.fields"),
        ("guaranteed", {"cap_total": D(9)}, "contract.fields"),
        ("shared", {"guaranteed": D(9)}, "contract.fields"),
        ("shared", {"fee": D(9)}, "contract.fields"),
        ("shared", {"floor": D(9), "cap": D(8)}, "contract.floor"),
    ],
)
def test_terms_that_are_never_applied_are_refused(
    kind: str, told: dict[str, Decimal], code: str
) -> None:
    with pytest.raises(ContractError) as refused:
        Contract(kind=ContractKind(kind), unit="kWh", terms=TERMS, **told)  # type: ignore[arg-type]
    assert refused.value.code == code


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=3),
    st.integers(1, 400),
    st.lists(st.integers(0, 450), max_size=4),
)
def test_an_adjustment_is_split_by_days_and_nothing_of_it_is_lost(
    energy: Decimal, length: int, cuts: list[int]
) -> None:
    first = date(2026, 1, 20)
    last = first + timedelta(days=length - 1)
    edges = [
        first - timedelta(days=9),
        *(first + timedelta(days=at) for at in sorted(cuts)),
    ]
    edges.append(first + timedelta(days=900))
    parts = [
        adjustment_part(energy, first, last, one, then - timedelta(days=1))
        for one, then in zip(edges, edges[1:], strict=False)
        if one < then
    ]
    assert sum(parts) == energy


@pytest.mark.parametrize(
    ("told", "doubts"),
    [
        ({}, ()),
        ({"known": 26}, (Doubt.DAYS,)),
        ({"known": 0, "due": 0}, (Doubt.DAYS,)),
        ({"baseline_days": 179}, (Doubt.BASELINE_SHORT,)),
        ({"cvrmse": 0.31}, (Doubt.SCATTER,)),
        ({"cvrmse": None}, (Doubt.SCATTER,)),
        ({"outside": 0.2}, (Doubt.OUTSIDE,)),
    ],
)
def test_a_saving_is_paid_by_only_where_its_data_and_its_baseline_bear_it(
    told: dict[str, Any], doubts: tuple[Doubt, ...]
) -> None:
    good = Evidence(baseline_days=180, cvrmse=0.3, known=27, due=30, outside=0.1)
    assert doubts_of(attrs.evolve(good, **told)) == doubts


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
