"""Budgets that move, bands that are told, and what the database itself refuses."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from dafeng.enterprises.budgets import MonthUse
from dafeng.web.budgets.models import BudgetYear, KeyUser, LedgerLine
from dafeng.web.budgets.services.deducting import (
    DeductionFacts,
    deduction_confirm,
    deduction_enter,
)
from dafeng.web.budgets.services.ledger_lines import Posting
from dafeng.web.budgets.services.ledgers import (
    YearFacts,
    budget_draw,
    budget_release,
    budget_transfer,
    ledger_open,
    total_set,
)
from dafeng.web.budgets.services.preparing import ledger_prepare, months_keep
from dafeng.web.notices.models import Notice
from tests.web.budgets.conftest import (
    POSTING,
    SEEN,
    TODAY,
    YEAR,
    listed,
)
from tests.web.budgets.test_course import refused, see_whole

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation
    from tests.web.budgets.conftest import People

AFTER = date(YEAR + 1, 2, 1)


def test_budget_moves_between_units_and_never_more_than_there_is(
    ledger: BudgetYear, running: KeyUser, second: KeyUser, people: People
) -> None:
    given = {"giver": running, "by": people.leader, "posting": SEEN}
    budget_transfer(taker=second, amount=Decimal(1000), **given)
    budget_release(row=second, by=people.chief, amount=Decimal(500), posting=SEEN)
    budget_draw(row=running, by=people.leader, amount=Decimal("0.01"), posting=POSTING)
    running.refresh_from_db()
    second.refresh_from_db()
    assert (running.budget, second.budget) == (Decimal("10000.01"), Decimal(9500))
    see_whole(ledger)
    much = Decimal("10000.02")
    refused("budget.short", budget_transfer, taker=second, amount=much, **given)
    for amount, code in (("0", "budget.not_positive"), ("-1", "budget.not_positive")):
        told = {"taker": second, "amount": Decimal(amount), **given}
        refused(code, budget_transfer, **told)
    refused(
        "budget.amount", budget_transfer, taker=second, amount=Decimal("1.234"), **given
    )
    refused(
        "budget.accounts", budget_transfer, taker=running, amount=Decimal(1), **given
    )
    silent = {**given, "posting": Posting(on=TODAY)}
    refused("budget.reason", budget_transfer, taker=second, amount=Decimal(1), **silent)
    late = {**given, "posting": Posting(on=AFTER, reason="结转")}
    refused(
        "budget.after_year", budget_transfer, taker=second, amount=Decimal(1), **late
    )
    row = {"row": second, "by": None, "amount": Decimal(1)}
    after = Posting(on=AFTER, reason="结转")
    for move in (budget_draw, budget_release):
        refused("budget.after_year", move, posting=after, **row)
    named = Posting(on=AFTER, reason="结转", document="函")
    assert budget_draw(posting=named, **row).late
    KeyUser.objects.filter(pk=running.pk).update(used_q=999901)
    much = {**given, "taker": second, "amount": Decimal(2)}
    refused("budget.used", budget_transfer, **much)
    leave = {"row": running, "by": None, "posting": SEEN}
    refused("budget.used", budget_release, amount=Decimal(5), **leave)
    assert not budget_release(amount=Decimal(1), **leave).late
    see_whole(ledger)
    stale = {**given, "version": 1}
    refused("budget.stale", budget_transfer, taker=second, amount=Decimal(1), **stale)


def test_who_takes_a_budget_names_the_months_whose_use_is_unknown(
    ledger: BudgetYear, running: KeyUser, second: KeyUser
) -> None:
    used(running, 5.5)
    march = Posting(on=date(YEAR, 4, 1), reason="收回", document="收回函 1 号")
    given = {"by": None, "amount": Decimal(1)}
    told = {**given, "posting": march}
    refused("budget.use_unknown", budget_release, row=running, **told)
    refused("budget.use_unknown", budget_transfer, giver=running, taker=second, **told)
    stale = attrs.evolve(march, unknown=(2,))
    refused("budget.use_unknown", budget_release, **given, row=running, posting=stale)
    seen = attrs.evolve(march, unknown=(2, 3))
    assert budget_release(row=running, **given, posting=seen).unknown_months == [2, 3]
    # No month is over: a unit of the new year has used nothing that one could know.
    january = attrs.evolve(march, on=date(YEAR, 1, 31))
    assert budget_release(row=running, **given, posting=january).unknown_months == []
    see_whole(ledger)


def test_budgets_of_another_year_cannot_be_moved(
    running: KeyUser, units: dict[str, Organisation], district: Organisation
) -> None:
    next_year = ledger_open(
        organisation=district, by=None, facts=YearFacts(year=YEAR + 1)
    )
    total_set(ledger=next_year, by=None, total=Decimal(9000), posting=POSTING)
    other = listed(next_year, units["works-b"])
    given = {"giver": running, "by": None, "amount": Decimal(1), "posting": POSTING}
    refused("budget.other_year", budget_transfer, taker=other, **given)
    here = listed(running.ledger, units["works-c"])
    refused("budget.not_movable", budget_transfer, taker=here, **given)


def used(row: KeyUser, *months: float) -> None:
    months_keep(
        row,
        [
            MonthUse(year=YEAR, month=at, tce=Decimal(str(tce)), days=31)
            for at, tce in enumerate(months, start=1)
        ],
    )


def test_each_band_is_told_once_to_the_enterprise_and_the_office(
    ledger: BudgetYear, running: KeyUser, people: People
) -> None:
    used(running, *[1020] * 5)
    assert ledger_prepare(ledger, on=TODAY) == 1
    running.refresh_from_db()
    assert (running.level, running.over_in) == ("warning", 11)
    assert (running.used_q, running.landing_q) == (510000, 1224000)
    told = Notice.objects.filter(kind="warned")
    assert {one.recipient for one in told} == {people.office, people.manager}
    assert "预计全年用能超出预算" in told[0].note
    assert ledger_prepare(ledger, on=TODAY) == 0
    assert told.all().count() == 2
    used(running, *[1020] * 10)
    assert ledger_prepare(ledger, on=TODAY) == 1
    used(running, *[1020] * 11)
    assert ledger_prepare(ledger, on=TODAY) == 1
    running.refresh_from_db()
    assert (running.level, running.over_chance) == ("alarm", 1)
    assert told.all().count() == 6
    # A statement was wrong: the bands are left behind, and told again when they are
    # reached again.
    used(running, *[500] * 11)
    assert ledger_prepare(ledger, on=TODAY) == 0
    running.refresh_from_db()
    assert (running.crossed, running.level) == ([], "calm")
    used(running, *[1020] * 11)
    assert ledger_prepare(ledger, on=TODAY + timedelta(days=1)) == 1
    assert told.all().count() == 8


def test_a_confirmed_deduction_is_taken_off_use_and_landing(
    ledger: BudgetYear, running: KeyUser, people: People
) -> None:
    used(running, *[1000] * 6)
    item = deduction_enter(
        row=running,
        by=people.manager,
        facts=DeductionFacts(kind="feedstock", amount=Decimal(2000), document="证"),
    )
    ledger_prepare(ledger, on=TODAY)
    running.refresh_from_db()
    assert (running.used_q, running.landing_q) == (600000, 1200000)
    deduction_confirm(item=item, by=people.office)
    ledger_prepare(ledger, on=TODAY)
    running.refresh_from_db()
    assert (running.used_q, running.landing_q, running.over_in) == (
        400000,
        1000000,
        None,
    )


@pytest.mark.database
def test_the_database_refuses_sums_that_are_not_whole_and_changed_lines(
    ledger: BudgetYear, running: KeyUser
) -> None:
    rows = BudgetYear.objects.filter(pk=ledger.pk)
    for change in ({"reserve_q": 0}, {"allotted_q": 0}, {"total_q": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(reserve_q=-1, allotted_q=ledger.total_q + 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyUser.objects.filter(pk=running.pk).update(balance_q=-1)
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerLine.objects.filter(ledger=ledger).update(quanta=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerLine.objects.filter(ledger=ledger).delete()
