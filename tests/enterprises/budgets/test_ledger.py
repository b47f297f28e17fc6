"""The ledger of budgets: nothing appears, nothing is lost, whatever is posted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.enterprises import BudgetError
from dafeng.enterprises.budgets import (
    RESERVE,
    TOTAL,
    Balances,
    EntryKind,
    LedgerEntry,
    balances_of,
    from_quanta,
    post,
    to_quanta,
    total_entry,
    unit_account,
    whole_tce,
)

DAY = date(2026, 3, 1)
UNITS = ("a", "b", "c")


def entry(kind: EntryKind, debit: str, credit: str, amount: Any) -> LedgerEntry:
    return LedgerEntry(kind=kind, debit=debit, credit=credit, amount=amount, on=DAY)


def opened(total: str = "1000", reserve_left: str = "1000") -> Balances:
    assert total == reserve_left
    return balances_of([entry(EntryKind.TOTAL, RESERVE, TOTAL, Decimal(total))])


@st.composite
def entries(draw: st.DrawFn) -> LedgerEntry:
    kind = draw(st.sampled_from(list(EntryKind)))
    amount = from_quanta(draw(st.integers(1, 50_000)))
    unit, other = draw(st.permutations([unit_account(one) for one in UNITS]))[:2]
    sides = {
        EntryKind.TOTAL: (RESERVE, TOTAL),
        EntryKind.REDUCE: (TOTAL, RESERVE),
        EntryKind.TRANSFER: (unit, other),
        EntryKind.ALLOT: (unit, RESERVE),
        EntryKind.DRAW: (unit, RESERVE),
        EntryKind.UNSETTLE: (unit, RESERVE),
    }
    debit, credit = sides.get(kind, (RESERVE, unit))
    return entry(kind, debit, credit, amount)


@given(st.lists(entries(), max_size=25))
@settings(max_examples=40, deadline=None)
def test_allotted_and_reserve_are_the_total_after_every_entry(
    posted: list[LedgerEntry],
) -> None:
    balances = Balances()
    for one in posted:
        before = balances
        try:
            balances = post(balances, one)
        except BudgetError as error:
            assert error.code in ("budget.short", "budget.unknown_unit")  # noqa: PT017
            assert balances == before
        assert balances.allotted + balances.reserve == balances.total
        assert balances.whole
        assert min([balances.reserve, balances.total, *balances.units.values()]) >= 0
        for amount in (balances.total, balances.reserve, *balances.units.values()):
            assert amount == whole_tce(amount)


@given(st.lists(entries(), max_size=20))
@settings(max_examples=20, deadline=None)
def test_what_stands_on_an_account_is_the_sum_of_what_came_less_what_went(
    posted: list[LedgerEntry],
) -> None:
    balances, taken = Balances(), []
    for one in posted:
        try:
            balances = post(balances, one)
        except BudgetError:
            continue
        taken.append(one)
    for code in UNITS:
        name = unit_account(code)
        came = sum(to_quanta(one.amount) for one in taken if one.debit == name)
        went = sum(to_quanta(one.amount) for one in taken if one.credit == name)
        assert to_quanta(balances.units.get(code, Decimal(0))) == came - went


def test_more_than_an_account_holds_cannot_be_taken() -> None:
    balances = opened()
    too_much = entry(EntryKind.ALLOT, unit_account("a"), RESERVE, Decimal("1000.01"))
    with pytest.raises(BudgetError) as caught:
        post(balances, too_much)
    assert caught.value.code == "budget.short"
    assert caught.value.fields["held"] == "1000.00"
    moved = entry(EntryKind.RELEASE, RESERVE, unit_account("a"), Decimal(1))
    with pytest.raises(BudgetError) as caught:
        post(balances, moved)
    assert caught.value.code == "budget.unknown_unit"


def test_a_total_cannot_fall_below_what_is_allotted() -> None:
    allot = entry(EntryKind.ALLOT, unit_account("a"), RESERVE, Decimal(900))
    balances = post(opened(), allot)
    lower = total_entry(balances.total, Decimal(950), on=DAY)
    assert post(balances, lower).reserve == 50
    with pytest.raises(BudgetError, match="100"):
        post(balances, total_entry(balances.total, Decimal(899), on=DAY))
    with pytest.raises(BudgetError) as caught:
        total_entry(balances.total, Decimal(1000), on=DAY)
    assert caught.value.code == "budget.same"


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("0", "budget.not_positive"),
        ("-5", "budget.not_positive"),
        ("1.005", "budget.amount"),
        ("NaN", "budget.amount"),
        ("1e12", "budget.amount"),
    ],
)
def test_an_amount_is_above_zero_and_in_whole_quanta(amount: str, code: str) -> None:
    with pytest.raises(BudgetError) as caught:
        entry(EntryKind.TOTAL, RESERVE, TOTAL, Decimal(amount))
    assert caught.value.code == code


def test_an_entry_goes_only_where_its_kind_says() -> None:
    a = unit_account("a")
    for kind, debit, credit in (
        (EntryKind.TRANSFER, a, a),
        (EntryKind.ALLOT, RESERVE, a),
        (EntryKind.SETTLE, a, RESERVE),
        (EntryKind.TOTAL, a, TOTAL),
    ):
        with pytest.raises(BudgetError) as caught:
            entry(kind, debit, credit, Decimal(1))
        assert caught.value.code == "budget.accounts"
