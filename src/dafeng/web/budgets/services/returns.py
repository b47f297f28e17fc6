"""The return of a year to the city: made as a file, checked, and issued by another.

What is issued takes its number from the office's register of letters, in the same
transaction: the series has no gap, and the file bears the number that it left with.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.budgets.models import BudgetYear, CityReturn
from dafeng.web.budgets.permissions import APPROVE, CHECK, KEEP
from dafeng.web.budgets.services.ledger_lines import ledger_held
from dafeng.web.budgets.services.return_files import Returned, returned
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.office.models import Direction, Letter
from dafeng.web.office.services.letter_facts import LetterFacts
from dafeng.web.office.services.letters import letter_register
from dafeng.web.office.services.papers import Paper, paper_of

RECEIVER = "市级节能主管部门"


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
    made = returned(held, made_on=day)
    paper = _paper(held, made)
    number = (held.returns.aggregate(last=Max("number"))["last"] or 0) + 1
    row = CityReturn(
        ledger=held,
        number=number,
        file_name=paper.name,
        file_sha256=paper.sha256,
        units=made.tally.units,
        unapproved=made.tally.unapproved,
        made_on=day,
        made_by=by,
        made_at=timezone.now(),
    )
    row.full_clean()
    row.save()
    data = {
        "file": paper.sha256,
        "units": row.units,
        "unapproved": row.unapproved,
    }
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
    row.check_signed(by=by, at=timezone.now())
    _see_it_is_fresh(row)
    return _signed(row, "budgets.return.check", by)


@transaction.atomic
def return_issue(*, made: CityReturn, by: User, on: date | None = None) -> CityReturn:
    """Set the second signature: the file gets its number, and may leave.

    Raises
    ------
    BadInputError
        ``signature.unchecked``, ``signature.issued``, ``signature.same_person``;
        ``return.stale``; ``letter.no_signs``: the office has no characters for its
        letters yet.
    """
    row = _held(made)
    require(by, APPROVE, row.ledger)
    row.issue_signed(by=by, at=timezone.now())
    _see_it_is_fresh(row)
    before = row.file_sha256
    day = on or timezone.localdate()
    row.registered = _registered(row, day)
    row.letter = row.registered.number
    paper = _paper(
        row.ledger, returned(row.ledger, made_on=row.made_on, letter=row.letter)
    )
    row.file_sha256 = paper.sha256
    return _signed(row, "budgets.return.issue", by, draft=before)


def _registered(row: CityReturn, day: date) -> Letter:
    """Enter the return in the register, which numbers what was signed."""
    year = row.ledger.year
    title = f"关于报送{year}年重点用能单位用能预算和节能量的函"
    earlier = row.ledger.returns.filter(issued_at__isnull=False).exclude(pk=row.pk)
    last = earlier.order_by("-number").first()
    if last is not None and last.letter:
        title = f"{title}（取代{last.letter}）"
    return letter_register(
        organisation=row.ledger.organisation,
        by=None,
        direction=Direction.OUT,
        facts=LetterFacts(
            title=title,
            correspondent=RECEIVER,
            registered_on=day,
            dated=day,
            note=row.file_name,
        ),
    )


def _paper(ledger: BudgetYear, made: Returned) -> Paper:
    return paper_of(f"{ledger.year}-用能预算和节能量.xlsx", made.content)


def _held(made: CityReturn) -> CityReturn:
    ledger = ledger_held(made.ledger)
    rows = CityReturn.objects.select_for_update(of=("self",))
    row = rows.select_related("checked_by", "issued_by").get(pk=made.pk)
    row.ledger = ledger
    return row


def _see_it_is_fresh(row: CityReturn) -> None:
    now = _paper(row.ledger, returned(row.ledger, made_on=row.made_on))
    if now.sha256 != row.file_sha256:
        msg = "The budgets were changed after the file was made."
        raise BadInputError(msg, code="return.stale")


def _signed(row: CityReturn, action: str, by: User, **more: str) -> CityReturn:
    row.full_clean()
    row.save()
    data = {"file": row.file_sha256, "letter": row.letter, **more}
    audit.record(by=by, action=action, target=row, data=data)
    return row
