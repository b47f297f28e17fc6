"""The one way into a ledger: lock it, check the entry, write the line and the sums.

Whoever posts locks the row of the year first, so two requests cannot spend the same
reserve: the second reads what the first has left. Should somebody write past this
function, the database refuses sums that do not add up or go below zero.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
from django.db.models import Max
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.budgets import (
    RESERVE,
    TOTAL,
    Balances,
    EntryKind,
    LedgerEntry,
    from_quanta,
    positive_tce,
    post,
    to_quanta,
    total_entry,
    unit_account,
)
from dafeng.web.budgets.models import BudgetYear, KeyUser, LedgerLine
from dafeng.web.budgets.models.ledgers import Account
from dafeng.web.budgets.selectors.months import unknown_months
from dafeng.web.core import audit
from dafeng.web.core.models import User

_TO_UNIT = (EntryKind.ALLOT, EntryKind.DRAW, EntryKind.UNSETTLE)
_SETTLING = (EntryKind.SETTLE, EntryKind.UNSETTLE)


@attrs.frozen(kw_only=True)
class Posting:
    """Why something is posted, on which day, and by which document.

    Attributes
    ----------
    unknown : tuple of int
        Months of which whoever decides has seen that the use of the giver is unknown.
    """

    on: date
    reason: str = ""
    document: str = ""
    unknown: tuple[int, ...] = ()


def ledger_held(ledger: BudgetYear, *, version: int | None = None) -> BudgetYear:
    """Lock a ledger; what is read from it now stands until the transaction ends.

    Raises
    ------
    BadInputError
        ``budget.stale``: somebody changed it since ``version``.
    """
    rows = BudgetYear.objects.select_for_update(of=("self",))
    held = rows.select_related("organisation", "keeper").get(pk=ledger.pk)
    if version is not None and version != held.version:
        msg = f"{held} was changed: version {held.version} is the newest."
        raise BadInputError(msg, code="budget.stale", version=held.version)
    return held


def see_in_year(held: BudgetYear, posting: Posting) -> None:
    """See that a budget is moved in its year, or by a document.

    Raises
    ------
    BadInputError
        ``budget.after_year``: the year is over, and no document is named.
    """
    if posting.on > date(held.year, 12, 31) and not posting.document.strip():
        msg = f"{held.year} is over; name the document that moves its budgets."
        raise BadInputError(msg, code="budget.after_year", year=held.year)


def see_above_use(row: KeyUser, taken_q: int, posting: Posting) -> None:
    """See that a unit keeps the budget of what it has used, as far as that is known.

    Raises
    ------
    BadInputError
        ``budget.used``: less would be left than it has used; others as
        :func:`see_unknown`.
    """
    left = row.budget_q - taken_q
    if taken_q <= 0 or left < 0:
        return
    if row.used_q is not None and left < row.used_q:
        used = from_quanta(row.used_q)
        msg = f"{row} has used {used} tce; {from_quanta(left)} is less."
        raise BadInputError(
            msg,
            code="budget.used",
            unit=str(row.unit),
            used=f"{used:f}",
            left=f"{from_quanta(left):f}",
        )
    see_unknown(row, posting)


def see_unknown(row: KeyUser, posting: Posting) -> None:
    """See that who takes a budget knows of which months the use is unknown.

    Unknown is not zero: it is decided upon in words. A unit of which no month is due
    yet has nothing that could be known.

    Raises
    ------
    BadInputError
        ``budget.use_unknown``: months are unknown that the posting does not name, or
        no reason is given.
    """
    months = unknown_months(row, on=posting.on)
    if months and (posting.unknown != months or not posting.reason.strip()):
        named = ", ".join(map(str, months))
        msg = f"What {row} used in months {named} is unknown; say that you know it."
        raise BadInputError(
            msg, code="budget.use_unknown", unit=str(row.unit), months=months
        )


def post_total(
    held: BudgetYear, wanted: Decimal, *, by: User | None, posting: Posting
) -> LedgerLine:
    """Make the control total another; raises as :func:`post`."""
    entry = total_entry(
        held.total,
        wanted,
        on=posting.on,
        reason=posting.reason,
        document=posting.document,
    )
    return _post(held, entry, by=by, unknown=())


def post_between_reserve(
    held: BudgetYear,
    kind: EntryKind,
    row: KeyUser,
    amount: Decimal,
    *,
    by: User | None,
    posting: Posting,
) -> LedgerLine:
    """Post between the reserve and a unit, in the direction of the kind."""
    name = unit_account(str(row.pk))
    debit, credit = (name, RESERVE) if kind in _TO_UNIT else (RESERVE, name)
    entry = LedgerEntry(
        kind=kind,
        debit=debit,
        credit=credit,
        amount=amount,
        on=posting.on,
        reason=posting.reason,
        document=posting.document,
    )
    return _post(held, entry, row, by=by, unknown=posting.unknown)


def post_transfer(
    held: BudgetYear,
    giver: KeyUser,
    taker: KeyUser,
    amount: Decimal,
    *,
    by: User | None,
    posting: Posting,
) -> LedgerLine:
    """Post from one unit to another of the same ledger."""
    entry = LedgerEntry(
        kind=EntryKind.TRANSFER,
        debit=unit_account(str(taker.pk)),
        credit=unit_account(str(giver.pk)),
        amount=positive_tce(amount),
        on=posting.on,
        reason=posting.reason,
        document=posting.document,
    )
    return _post(held, entry, giver, taker, by=by, unknown=posting.unknown)


def _post(
    held: BudgetYear,
    entry: LedgerEntry,
    *rows: KeyUser,
    by: User | None,
    unknown: tuple[int, ...],
) -> LedgerLine:
    """Check an entry by the core's ledger, and write it and what follows from it."""
    by_name = {unit_account(str(row.pk)): row for row in rows}
    balances = Balances(
        total=held.total,
        reserve=held.reserve,
        units={str(row.pk): from_quanta(row.balance_q) for row in rows},
    )
    after = post(balances, entry)
    # Units that the entry does not name keep what they hold.
    held.allotted_q += to_quanta(after.allotted - balances.allotted)
    held.total_q, held.reserve_q = to_quanta(after.total), to_quanta(after.reserve)
    held.save(update_fields=["total_q", "reserve_q", "allotted_q"])
    for row in rows:
        change = to_quanta(after.units[str(row.pk)]) - row.balance_q
        row.balance_q += change
        if entry.kind not in _SETTLING:
            row.budget_q += change
        row.save(update_fields=["balance_q", "budget_q"])
    line = LedgerLine(
        ledger=held,
        number=(held.lines.aggregate(last=Max("number"))["last"] or 0) + 1,
        kind=entry.kind.value,
        debit=_sort(entry.debit),
        debit_unit=by_name.get(entry.debit),
        credit=_sort(entry.credit),
        credit_unit=by_name.get(entry.credit),
        quanta=to_quanta(entry.amount),
        on=entry.on,
        reason=entry.reason,
        document=entry.document,
        unknown_months=list(unknown),
        by=by,
        at=timezone.now(),
    )
    line.full_clean()
    line.save()
    data = {
        "kind": entry.kind.value,
        "amount": f"{entry.amount:f}",
        "debit": entry.debit,
        "credit": entry.credit,
        "reason": entry.reason,
        "document": entry.document,
        "unknown_months": line.unknown_months,
        "reserve": f"{held.reserve:f}",
    }
    audit.record(by=by, action="budgets.ledger.post", target=held, data=data)
    return line


def _sort(name: str) -> str:
    return name if name in (RESERVE, TOTAL) else Account.UNIT.value
