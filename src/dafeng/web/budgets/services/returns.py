"""The return of a year to the city: made as a file, checked, and issued by another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation

from dafeng.base.errors import BadInputError
from dafeng.enterprises import (
    BudgetState,
    ReturnHead,
    ReturnRow,
    from_quanta,
    return_workbook,
)
from dafeng.web.budgets.models import BudgetYear, CityReturn, KeyUser
from dafeng.web.budgets.permissions import APPROVE, CHECK, KEEP
from dafeng.web.budgets.services.ledger_lines import ledger_held
from dafeng.web.budgets.wording import kind_words, method_words
from dafeng.web.core import audit
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.models import User
from dafeng.web.core.models.people import Language
from dafeng.web.core.permissions import require
from dafeng.web.office.services.papers import Paper, paper_of

if TYPE_CHECKING:
    from decimal import Decimal

_WITHOUT = (BudgetState.LISTED.value, BudgetState.PROPOSED.value)


@transaction.atomic
def return_make(
    *, ledger: BudgetYear, by: User | None, on: date | None = None
) -> CityReturn:
    """Make the file of a year as it stands, and keep it as a draft.

    Raises
    ------
    BadInputError
        ``return.nothing``: no budget is approved yet.
    """
    held = ledger_held(ledger)
    if by is not None:
        require(by, KEEP, held)
    day = on or timezone.localdate()
    content, units = _content(held, made_on=day)
    paper = paper_of(f"{held.year}-用能预算和节能量.xlsx", content)
    number = (held.returns.aggregate(last=Max("number"))["last"] or 0) + 1
    row = CityReturn(
        ledger=held,
        number=number,
        file_name=paper.name,
        file_sha256=paper.sha256,
        units=units,
        made_on=day,
        made_by=by,
        made_at=timezone.now(),
    )
    row.full_clean()
    row.save()
    data = {"file": paper.sha256, "units": units}
    audit.record(by=by, action="budgets.return.make", target=row, data=data)
    return row


@transaction.atomic
def return_check(*, made: CityReturn, by: User) -> CityReturn:
    """Set the first signature.

    Raises
    ------
    BadInputError
        ``signature.checked``; ``return.stale``: the budgets are no longer those of
        the file.
    """
    row = _held(made)
    require(by, CHECK, row.ledger)
    _see_it_is_fresh(row)
    row.check_signed(by=by, at=timezone.now())
    return _signed(row, "budgets.return.check", by)


@transaction.atomic
def return_issue(*, made: CityReturn, by: User, letter: str = "") -> CityReturn:
    """Set the second signature: the file may leave.

    Parameters
    ----------
    letter : str
        Number of the letter with which it leaves, from the office's register.

    Raises
    ------
    BadInputError
        ``signature.unchecked``, ``signature.issued``, ``signature.same_person``;
        ``return.stale``.
    """
    row = _held(made)
    require(by, APPROVE, row.ledger)
    _see_it_is_fresh(row)
    row.issue_signed(by=by, at=timezone.now())
    row.letter = letter.strip()
    return _signed(row, "budgets.return.issue", by)


def return_paper(ledger: BudgetYear, *, made_on: date) -> Paper:
    """Keep the file of a year and say what it is; raises as :func:`return_make`."""
    content, _units = _content(ledger, made_on=made_on)
    return paper_of(f"{ledger.year}-用能预算和节能量.xlsx", content)


def _held(made: CityReturn) -> CityReturn:
    ledger = ledger_held(made.ledger)
    rows = CityReturn.objects.select_for_update(of=("self",))
    row = rows.select_related("checked_by", "issued_by").get(pk=made.pk)
    row.ledger = ledger
    return row


def _see_it_is_fresh(row: CityReturn) -> None:
    now = return_paper(row.ledger, made_on=row.made_on)
    if now.sha256 != row.file_sha256:
        msg = "The budgets were changed after the file was made."
        raise BadInputError(msg, code="return.stale")


def _signed(row: CityReturn, action: str, by: User) -> CityReturn:
    row.full_clean()
    row.save()
    data = {"file": row.file_sha256, "letter": row.letter}
    audit.record(by=by, action=action, target=row, data=data)
    return row


def _content(ledger: BudgetYear, *, made_on: date) -> tuple[bytes, int]:
    """The file is in Chinese, whoever makes it."""
    users = list(
        KeyUser.objects.filter(ledger=ledger, budget_q__gt=0)
        .exclude(state__in=(*_WITHOUT, BudgetState.WITHDRAWN.value))
        .select_related("unit")
    )
    if not users:
        msg = f"No budget of {ledger.year} is approved yet."
        raise BadInputError(msg, code="return.nothing", year=ledger.year)
    before = {
        row.unit_id: row
        for row in KeyUser.objects.filter(
            ledger__organisation=ledger.organisation_id, ledger__year=ledger.year - 1
        )
    }
    with translation.override(Language.ZH):
        head = ReturnHead(
            district=ledger.organisation.name_zh,
            year=ledger.year,
            basis=str(ledger.get_basis_display()),
            total=ledger.total,
            allotted=from_quanta(sum(one.budget_q for one in users)),
            reserve=ledger.reserve,
        )
        rows = [_row(one, before) for one in users]
        content = return_workbook(head, rows, made_on=made_on, note=synthetic_mark())
    return content, len(users)


def _row(one: KeyUser, before: Mapping[int, KeyUser]) -> ReturnRow:
    last = before.get(one.unit_id)
    used = one.last_year_q if last is None else last.counted_q
    return ReturnRow(
        uscc=one.unit.uscc or "",
        name=one.unit.name_zh,
        industry=one.industry,
        kind=kind_words(one.kind),
        budget=_tce(one.budget_q),
        saving=_tce(one.saving_goal_q),
        used_before=_tce(used),
        saved_before=None if last is None else _tce(last.saved_q),
        method=method_words(one.method),
    )


def _tce(quanta: int | None) -> Decimal | None:
    return None if quanta is None else from_quanta(quanta)
