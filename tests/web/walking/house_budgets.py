"""The ledger of this year; each works has a budget and applies for another one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from dafeng.web.budgets.models import (
    BudgetApplication,
    BudgetYear,
    CityReturn,
    KeyUser,
    UnitDeduction,
)
from dafeng.web.budgets.services.adjusting import budget_apply
from dafeng.web.budgets.services.deducting import DeductionFacts, deduction_enter
from dafeng.web.budgets.services.ledger_lines import Posting
from dafeng.web.budgets.services.ledgers import YearFacts, ledger_open, total_set
from dafeng.web.budgets.services.listing import ListFacts, user_list
from dafeng.web.budgets.services.proposing import (
    ProposalFacts,
    budget_approve,
    budget_check,
    budget_propose,
)
from dafeng.web.budgets.services.returns import return_make
from dafeng.web.core.models import Organisation, RoleCode, User
from dafeng.web.office.services.papers import paper_of

if TYPE_CHECKING:
    from tests.web.walking.house import Unit, WalkedHouse

SLIP = b"\xef\xbb\xbfa,b\n1,2\n"


def ledger_of(house: WalkedHouse) -> BudgetYear:
    return key_user_of(house.own).ledger


def return_of(house: WalkedHouse) -> CityReturn:
    """A draft of what is handed in to the city."""
    ledger = ledger_of(house)
    key_user_of(house.other)
    return ledger.returns.first() or return_make(ledger=ledger, by=None)


def key_user_of(unit: Unit) -> KeyUser:
    """The works in this year; its application waits."""
    standing = KeyUser.objects.filter(unit=unit.works).first()
    return standing or _made(unit)


def application_of(unit: Unit) -> BudgetApplication:
    return key_user_of(unit).applications.get()


def deduction_of(unit: Unit) -> UnitDeduction:
    return key_user_of(unit).deductions.get()


def _ledger(root: Organisation) -> BudgetYear:
    """The ledger of the district, which the office keeps."""
    standing = BudgetYear.objects.filter(organisation=root).first()
    if standing is not None:
        return standing
    today = timezone.localdate()
    facts = YearFacts(year=today.year)
    ledger = ledger_open(organisation=root, by=None, facts=facts)
    posting = Posting(on=today, reason="总量", document="1号")
    total_set(ledger=ledger, by=None, total=Decimal(30000), posting=posting)
    return ledger


def _made(unit: Unit) -> KeyUser:
    root = unit.unit.parent
    assert root is not None
    people = {user.username: user for user in User.objects.all()}
    listed = ListFacts(last_year_tce=Decimal(12000), listed_in="名录")
    row = user_list(ledger=_ledger(root), unit=unit.works, by=None, facts=listed)
    wanted = ProposalFacts(
        budget=Decimal(11000), saving_goal=Decimal(120), method="historical"
    )
    row = budget_propose(row=row, by=None, facts=wanted)
    row = budget_check(row=row, by=people[f"a-{RoleCode.CARBON_OFFICE.value}"])
    leader = people[f"a-{RoleCode.LEADER.value}"]
    row = budget_approve(row=row, by=leader, document="2号")
    paper = paper_of("a.csv", SLIP)
    deducted = DeductionFacts(kind="feedstock", amount=Decimal(10), document="证明")
    deduction_enter(row=row, by=None, facts=deducted, paper=paper)
    budget_apply(row=row, by=None, wanted=Decimal(11500), reason="扩产", paper=paper)
    row.refresh_from_db()
    return row
