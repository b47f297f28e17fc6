"""A small district with a ledger of this year, two works on its list, and people."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest
from django.utils import timezone, translation

from dafeng.web.budgets.services.ledger_lines import Posting
from dafeng.web.budgets.services.ledgers import YearFacts, ledger_open, total_set
from dafeng.web.budgets.services.listing import ListFacts, user_list
from dafeng.web.budgets.services.proposing import (
    ProposalFacts,
    budget_approve,
    budget_check,
    budget_propose,
)
from dafeng.web.core.models import RoleCode
from tests.web.layers import layer
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.budgets.models import BudgetYear, KeyUser
    from dafeng.web.core.models import Organisation, User

TODAY = timezone.localdate()
YEAR = TODAY.year
TOTAL = Decimal(30000)
POSTING = Posting(on=TODAY, reason="测试", document="示〔2026〕1号")
OVER = tuple(range(1, TODAY.month))
"""Months that are over: of units without any data all of them are unknown."""
SEEN = attrs.evolve(POSTING, unknown=OVER)
BOX = ",".join(map(str, OVER))
"""The same, as the box of a form has it."""
USCC = "91350100M000100Y43"


@attrs.frozen(kw_only=True)
class People:
    """Who acts and who looks on."""

    office: User
    bureau: User
    chief: User
    leader: User
    second: User
    town: User
    manager: User
    other: User
    verifier: User
    reader: User
    stranger: User


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    """Files of a test stay in its own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LAKE_ROOT = tmp_path / "lake"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@layer
def district() -> Organisation:
    """The district with a bureau and a town in which two works lie."""
    root = organisation(
        "demo", "示范区人民政府", kind="government", place_code="120199"
    )
    organisation("drc", "区发改委", parent=root)
    town = organisation("town", "甲镇", parent=root, kind="township")
    organisation("works-a", "甲厂", parent=town, kind="enterprise", uscc=USCC)
    for code, name in (("works-b", "乙厂"), ("works-c", "丙厂")):
        organisation(code, name, parent=town, kind="enterprise")
    return root


@layer
def units(district: Organisation) -> dict[str, Organisation]:
    """Every unit by its code."""
    rows = type(district).objects.filter(path__startswith=district.path)
    return {one.code: one for one in rows}


@layer
def people(district: Organisation, units: dict[str, Organisation]) -> People:
    """Everybody, and somebody of another district."""
    elsewhere = organisation("other", "他区", kind="government")
    return People(
        office=person("office", district, RoleCode.CARBON_OFFICE),
        bureau=person("bureau", units["drc"], RoleCode.UNIT_OFFICER),
        chief=person("chief", units["drc"], RoleCode.UNIT_HEAD),
        leader=person("leader", district, RoleCode.LEADER),
        second=person("second", district, RoleCode.LEADER),
        town=person("town", units["town"], RoleCode.UNIT_HEAD),
        manager=person("manager", units["works-a"], RoleCode.ENTERPRISE_MANAGER),
        other=person("other", units["works-b"], RoleCode.ENTERPRISE_MANAGER),
        verifier=person("verifier", district, RoleCode.VERIFIER),
        reader=person("reader", district, RoleCode.READER),
        stranger=person("stranger", elsewhere, RoleCode.CARBON_OFFICE),
    )


@layer
def ledger(district: Organisation, units: dict[str, Organisation]) -> BudgetYear:
    """The ledger of this year; the bureau keeps it."""
    facts = YearFacts(year=YEAR, keeper=units["drc"])
    row = ledger_open(organisation=district, by=None, facts=facts)
    total_set(ledger=row, by=None, total=TOTAL, posting=POSTING)
    row.refresh_from_db()
    return row


def listed(ledger: BudgetYear, unit: Organisation, tce: int = 12000) -> KeyUser:
    """A works on the list."""
    facts = ListFacts(last_year_tce=Decimal(tce), listed_in="名录")
    return user_list(ledger=ledger, unit=unit, by=None, facts=facts)


def proposed(row: KeyUser, budget: int = 11000) -> KeyUser:
    """The works with a proposal."""
    facts = ProposalFacts(
        budget=Decimal(budget), saving_goal=Decimal(120), method="historical"
    )
    return budget_propose(row=row, by=None, facts=facts)


def approved(row: KeyUser, people: People, budget: int = 11000) -> KeyUser:
    """The works with a budget, under way."""
    budget_check(row=proposed(row, budget), by=people.office)
    return budget_approve(row=row, by=people.leader, document="示〔2026〕2号")


@layer
def works(ledger: BudgetYear, units: dict[str, Organisation]) -> KeyUser:
    """The first works, on the list."""
    return listed(ledger, units["works-a"])


@layer
def running(works: KeyUser, people: People) -> KeyUser:
    """The first works with a budget of 11,000 tce."""
    return approved(works, people)


@layer
def second(
    ledger: BudgetYear, units: dict[str, Organisation], people: People
) -> KeyUser:
    """The second works with a budget of 9,000 tce."""
    return approved(listed(ledger, units["works-b"], 9500), people, 9000)
