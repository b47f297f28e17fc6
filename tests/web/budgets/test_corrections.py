"""What was entered wrongly: taken back, corrected with a reason, or refused."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl

from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.budgets.services.correcting import (
    LedgerFacts,
    ledger_correct,
    user_correct,
)
from dafeng.web.budgets.services.listing import (
    ListFacts,
    user_list,
    user_relist,
    user_withdraw,
)
from dafeng.web.budgets.services.proposing import budget_approve, budget_check
from dafeng.web.budgets.services.return_files import returned
from dafeng.web.budgets.services.settling import (
    ReportFacts,
    year_reopen,
    year_report,
    year_review,
    year_settle,
    year_unsettle,
)
from tests.web.budgets.conftest import OVER, YEAR, approved, proposed
from tests.web.budgets.test_course import AFTER, refused, see_whole

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation
    from tests.web.budgets.conftest import People


def test_a_unit_that_leaves_the_list_gives_its_budget_back(
    ledger: BudgetYear, running: KeyUser, people: People
) -> None:
    refused("budget.reason", user_withdraw, row=running, by=people.office, reason="")
    KeyUser.objects.filter(pk=running.pk).update(used_q=400000)
    leave = {"row": running, "by": people.office, "reason": "停产"}
    row = user_withdraw(**leave, unknown=OVER)
    # What it has used is no longer there to be given to others.
    assert (row.state, row.balance_q) == ("withdrawn", 400000)
    assert see_whole(ledger).allotted == 4000
    refused("budget.reason", user_relist, row=running, by=people.office, reason="")
    back = user_relist(row=running, by=people.office, reason="撤错")
    assert (back.state, back.budget, back.issued_by) == ("listed", None, None)
    assert see_whole(ledger).allotted == 0
    assert approved(back, people).budget == 11000
    assert see_whole(ledger).allotted == 11000


def test_a_settled_year_is_reopened_with_a_reason_and_settled_anew(
    ledger: BudgetYear, running: KeyUser, people: People
) -> None:
    year_report(row=running, by=None, facts=ReportFacts(used=Decimal(9000)), on=AFTER)
    year_review(row=running, by=None, used=Decimal(9000))
    year_settle(row=running, by=None, on=AFTER)
    assert see_whole(ledger).allotted == 9000
    head = returned(ledger, made_on=AFTER)
    told = sums_of_file(head.content)
    assert (told["已分配（吨标准煤）"], told["年终收回（吨标准煤）"]) == (
        *("9000.00", "2000.00"),
    )
    given = {"row": running, "by": people.leader}
    refused("budget.reason", year_unsettle, reason="", **given)
    again = year_unsettle(reason="审定数有误", on=AFTER, **given)
    assert (again.state, again.result, again.balance_q) == ("reviewed", "", 1100000)
    assert see_whole(ledger).allotted == 11000
    year_reopen(row=running, by=people.office, reason="重审")
    year_review(row=running, by=None, used=Decimal(9500))
    assert year_settle(row=running, by=None, on=AFTER).balance_q == 950000
    assert see_whole(ledger).allotted == 9500
    facts = ListFacts(last_year_tce=Decimal(9000))
    final = {"row": running, "by": None, "facts": facts, "reason": "改"}
    refused("budget.final", user_correct, **final)


def sums_of_file(content: bytes) -> dict[Any, Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    return {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}


def test_a_ledger_with_an_approved_budget_is_not_corrected_and_the_rest_is(
    ledger: BudgetYear,
    units: dict[str, Organisation],
    works: KeyUser,
    people: People,
) -> None:
    row = budget_check(row=proposed(works), by=people.office)
    facts = ListFacts(last_year_tce=Decimal(100))
    given = {"row": row, "by": people.office, "reason": "改"}
    refused("key_user.below", user_correct, facts=facts, **given)
    more = ListFacts(last_year_tce=Decimal(11000), industry="25")
    silent = {**given, "reason": " "}
    refused("budget.reason", user_correct, facts=more, **silent)
    fixed = user_correct(facts=more, **given)
    assert (fixed.last_year_q, fixed.checked_by) == (1100000, None)
    change = LedgerFacts(basis="calorific", keeper=units["drc"])
    told = {"ledger": ledger, "by": people.office, "facts": change, "reason": "改"}
    assert ledger_correct(**told).basis == "calorific"
    budget_check(row=works, by=people.office)
    budget_approve(row=works, by=people.leader, document="函")
    refused("budget.approved", ledger_correct, **told)


def test_an_ended_enterprise_is_not_listed(
    ledger: BudgetYear, units: dict[str, Organisation]
) -> None:
    ended = units["works-b"]
    ended.valid_to = date(YEAR - 1, 12, 31)
    facts = ListFacts(last_year_tce=Decimal(9000))
    refused("budget.ended", user_list, ledger=ledger, unit=ended, by=None, facts=facts)
