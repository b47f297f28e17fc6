"""The file of a return: every unit of the list, its two numbers, and the sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import attrs
from django.utils import translation

from dafeng.base.errors import BadInputError
from dafeng.enterprises.budgets import (
    BudgetState,
    ReturnHead,
    ReturnRow,
    from_quanta,
    return_workbook,
)
from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.budgets.wording import kind_words, method_words
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.models.people import Language

if TYPE_CHECKING:
    from decimal import Decimal

UNAPPROVED = "预算未核定"


@attrs.frozen(kw_only=True)
class Tally:
    """How many units a return has, and how many of them without an approved budget."""

    units: int
    unapproved: int


@attrs.frozen(kw_only=True)
class Returned:
    """A return as bytes, and how many units it has."""

    content: bytes
    tally: Tally


def return_tally(ledger: BudgetYear) -> Tally:
    """Say how many units a return of today would have."""
    return _tally(_users(ledger))


def returned(ledger: BudgetYear, *, made_on: date, letter: str = "") -> Returned:
    """Compose a return; it is in Chinese, whoever makes it.

    Parameters
    ----------
    letter : str
        The number with which it leaves; empty is a draft.

    Raises
    ------
    BadInputError
        ``return.nothing``: no budget is approved yet.
    """
    rows = _users(ledger)
    users = [row for row in rows if row.state != BudgetState.WITHDRAWN]
    tally = _tally(rows)
    if tally.units == tally.unapproved:
        msg = f"No budget of {ledger.year} is approved yet."
        raise BadInputError(msg, code="return.nothing", year=ledger.year)
    before = {
        row.unit_id: row
        for row in KeyUser.objects.filter(
            ledger__organisation=ledger.organisation_id, ledger__year=ledger.year - 1
        )
    }
    with translation.override(Language.ZH):
        content = return_workbook(
            _head(ledger, rows, letter),
            [_row(one, before) for one in users],
            made_on=made_on,
            note=synthetic_mark(),
        )
    return Returned(content=content, tally=tally)


def _users(ledger: BudgetYear) -> list[KeyUser]:
    return list(KeyUser.objects.filter(ledger=ledger).select_related("unit"))


def _tally(rows: Sequence[KeyUser]) -> Tally:
    users = [row for row in rows if row.state != BudgetState.WITHDRAWN]
    return Tally(units=len(users), unapproved=sum(row.budget is None for row in users))


def _head(ledger: BudgetYear, rows: Sequence[KeyUser], letter: str) -> ReturnHead:
    """Sums of the ledger; what went back and what left units keep explains them."""
    gone = [row for row in rows if row.state == BudgetState.WITHDRAWN]
    here = [row for row in rows if row.state != BudgetState.WITHDRAWN]
    return ReturnHead(
        district=ledger.organisation.name_zh,
        year=ledger.year,
        basis=str(ledger.get_basis_display()),
        total=ledger.total,
        allotted=ledger.allotted,
        reserve=ledger.reserve,
        settled=from_quanta(sum(row.budget_q - row.balance_q for row in here)),
        withdrawn=from_quanta(sum(row.balance_q for row in gone)),
        letter=letter,
    )


def _row(one: KeyUser, before: Mapping[int, KeyUser]) -> ReturnRow:
    last = before.get(one.unit_id)
    counted = None if last is None else last.counted_q
    used = one.last_year_q if counted is None else counted
    return ReturnRow(
        uscc=one.unit.uscc or "",
        name=one.unit.name_zh,
        industry=one.industry,
        kind=kind_words(one.kind),
        budget=one.budget,
        saving=None if one.budget is None else _tce(one.saving_goal_q),
        used_before=_tce(used),
        saved_before=None if last is None else _tce(last.saved_q),
        method=method_words(one.method) if one.method else "",
        note=UNAPPROVED if one.budget is None else "",
    )


def _tce(quanta: int | None) -> Decimal | None:
    return None if quanta is None else from_quanta(quanta)
