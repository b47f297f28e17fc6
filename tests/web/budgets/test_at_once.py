"""Two requests at once, in real transactions: nobody spends the same reserve twice."""

from __future__ import annotations

import shutil
from decimal import Decimal
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import connection, connections

from dafeng.base.errors import BadInputError
from dafeng.web.budgets.models import BudgetYear, LedgerLine
from dafeng.web.budgets.services.adjusting import application_grant, budget_apply
from dafeng.web.budgets.services.ledgers import (
    YearFacts,
    budget_draw,
    budget_transfer,
    ledger_open,
    total_set,
)
from dafeng.web.budgets.services.proposing import budget_approve, budget_check
from dafeng.web.core.models import RoleCode
from tests.houses import tables
from tests.web.budgets.conftest import POSTING, SEEN, YEAR, listed, proposed
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django import DjangoDbBlocker

    from dafeng.web.budgets.models import KeyUser
    from dafeng.web.core.models import User

NAME = "two_budgets"


@pytest.fixture
def apart(
    django_db_setup: None,  # noqa: ARG001 - makes the tables
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    """A database of one's own, with tables and nothing else, for new threads alone."""
    told: dict[str, Any] = dict(connection.settings_dict)
    if connection.vendor == "sqlite":
        shutil.copy(tables(), tmp_path / "house.sqlite3")
        told["NAME"] = str(tmp_path / "house.sqlite3")
        monkeypatch.setitem(connections.databases, "default", told)
        with django_db_blocker.unblock():
            yield
        return
    with django_db_blocker.unblock():
        connection.close()  # a database that somebody uses is no template
        host = told["OPTIONS"].get("host", told["HOST"])
        address = {"user": told["USER"], "host": host}
        with psycopg.connect(dbname="postgres", autocommit=True, **address) as server:
            server.execute(f"CREATE DATABASE {NAME} TEMPLATE {told['NAME']}")
            monkeypatch.setitem(
                connections.databases, "default", {**told, "NAME": NAME}
            )
            try:
                yield
            finally:
                server.execute(f"DROP DATABASE {NAME}")


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do acts in threads that start together; say which were refused, and why."""
    start, told = Barrier(len(acts)), []

    def hand(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
            told.append("done")
        except BadInputError as error:
            told.append(error.code)
        except Exception as error:  # noqa: BLE001 - a thread has nobody else to tell
            told.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=hand, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


class Hall:
    """Two works: one has 5,000 tce, one waits for 5,000; the reserve holds 5,000."""

    ledger: BudgetYear
    running: KeyUser
    waiting: KeyUser
    leader: User

    def build(self) -> None:
        root = organisation("demo", "示范区", kind="government", place_code="120199")
        office = person("office", root, RoleCode.CARBON_OFFICE)
        self.leader = person("leader", root, RoleCode.LEADER)
        self.ledger = ledger_open(
            organisation=root, by=None, facts=YearFacts(year=YEAR)
        )
        given = {"total": Decimal(10000), "posting": POSTING}
        total_set(ledger=self.ledger, by=None, **given)
        rows = []
        for code in ("a", "b"):
            works = organisation(code, f"{code}厂", parent=root, kind="enterprise")
            row = proposed(listed(self.ledger, works), 5000)
            rows.append(budget_check(row=row, by=office))
        self.running = budget_approve(row=rows[0], by=self.leader)
        self.waiting = rows[1]
        self.application = budget_apply(
            row=self.running, by=None, wanted=Decimal(9000), reason="增产"
        )

    def see(self) -> None:
        """The sums are those of the lines, and nothing is below zero."""
        self.ledger.refresh_from_db()
        assert self.ledger.total == 10000
        assert self.ledger.allotted + self.ledger.reserve == 10000
        numbers = list(LedgerLine.objects.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        held = sum(row.balance_q for row in self.ledger.users.all())
        assert held == self.ledger.allotted_q


def in_a_thread(act: Callable[[], object]) -> None:
    assert at_once(act) == ["done"]


@pytest.mark.database
@pytest.mark.usefixtures("apart")
def test_two_requests_at_once_cannot_spend_the_same_reserve() -> None:
    hall = Hall()
    in_a_thread(hall.build)
    told = at_once(
        lambda: budget_approve(row=hall.waiting, by=hall.leader),
        lambda: application_grant(application=hall.application, by=hall.leader),
    )
    assert told == ["budget.short", "done"]
    in_a_thread(hall.see)


@pytest.mark.database
@pytest.mark.usefixtures("apart")
def test_many_moves_at_once_lose_and_double_nothing() -> None:
    hall = Hall()

    def prepare() -> None:
        hall.build()
        application_grant(application=hall.application, by=None, budget=Decimal(5000))
        total = {"total": Decimal(10001), "posting": POSTING}
        total_set(ledger=hall.ledger, by=None, **total)
        total_set(ledger=hall.ledger, by=None, total=Decimal(10000), posting=POSTING)
        budget_approve(row=hall.waiting, by=hall.leader)

    in_a_thread(prepare)

    def move(giver: KeyUser, taker: KeyUser) -> Callable[[], object]:
        return lambda: budget_transfer(
            giver=giver, taker=taker, by=None, amount=Decimal(1), posting=SEEN
        )

    there, back = move(hall.running, hall.waiting), move(hall.waiting, hall.running)
    draw = {"by": None, "amount": Decimal(1), "posting": POSTING}
    told = at_once(
        *(there, back, there, back, there),
        lambda: budget_draw(row=hall.running, **draw),
    )
    assert told == ["budget.short", *["done"] * 5]

    def ends() -> None:
        hall.see()
        hall.running.refresh_from_db()
        assert hall.running.budget == 4999

    in_a_thread(ends)
