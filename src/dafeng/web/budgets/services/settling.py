"""The end of a year: the unit reports, the office reviews, the year is settled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.budgets import (
    BudgetAct,
    BudgetDeduction,
    BudgetProduct,
    EntryKind,
    counted_use,
    energy_saved,
    from_quanta,
    to_quanta,
    whole_tce,
)
from dafeng.web.budgets.models import KeyUser
from dafeng.web.budgets.models.key_users import Result
from dafeng.web.budgets.services.ledger_lines import Posting, post_between_reserve
from dafeng.web.budgets.services.moving import may_act, moved, user_held
from dafeng.web.core.models import User


@attrs.frozen(kw_only=True)
class ReportFacts:
    """What a unit says of its year: use before deductions, and what it makes."""

    used: Decimal
    products: tuple[BudgetProduct, ...] = ()
    note: str = ""


@transaction.atomic
def year_report(
    *,
    row: KeyUser,
    by: User | None,
    facts: ReportFacts,
    on: date | None = None,
    version: int | None = None,
) -> KeyUser:
    """Report the use of a year that is over.

    Raises
    ------
    BadInputError
        ``budget.stale``; ``budget.not_over``: the year still goes on.
    BudgetError
        ``budget.state``, ``budget.amount``, ``budget.negative``.
    """
    held = user_held(row, version=version)
    move = may_act(held, BudgetAct.REPORT, by=by, reason="")
    day = on or timezone.localdate()
    if day.year <= held.ledger.year:
        msg = f"{held.ledger.year} is not over."
        raise BadInputError(msg, code="budget.not_over", year=held.ledger.year)
    held.reported_q = _use(facts.used)
    saved = energy_saved(facts.products)
    held.saved_q = None if saved is None else to_quanta(saved)
    held.report_note = facts.note.strip()
    data: dict[str, object] = {"reported": held.reported_q, "saved": held.saved_q}
    moved(held, move, by=by, data=data)
    return held


@transaction.atomic
def year_send_back(
    *, row: KeyUser, by: User | None, reason: str, version: int | None = None
) -> KeyUser:
    """Send a report back to the unit; raises ``budget.state``, ``budget.reason``."""
    held = user_held(row, version=version)
    move = may_act(held, BudgetAct.SEND_BACK, by=by, reason=reason)
    moved(held, move, by=by, reason=reason)
    return held


@transaction.atomic
def year_review(
    *,
    row: KeyUser,
    by: User | None,
    used: Decimal,
    note: str = "",
    version: int | None = None,
) -> KeyUser:
    """Say what the unit used; confirmed deductions are taken off.

    Raises
    ------
    BadInputError
        ``budget.stale``; ``budget.unconfirmed``: a deduction waits for its
        confirmation.
    BudgetError
        ``budget.state``, ``budget.amount``, ``budget.negative``, ``budget.deducted``.
    """
    held = user_held(row, version=version)
    move = may_act(held, BudgetAct.REVIEW, by=by, reason="")
    items = held.deductions.filter(withdrawn_at=None)
    waiting = items.filter(confirmed_at=None).count()
    if waiting:
        msg = f"{waiting} deductions are not confirmed yet."
        raise BadInputError(msg, code="budget.unconfirmed", count=waiting)
    held.reviewed_q = _use(used)
    deducted = [
        BudgetDeduction(
            kind=one.kind, amount=one.amount, document=one.document, confirmed=True
        )
        for one in items
    ]
    held.counted_q = to_quanta(counted_use(from_quanta(held.reviewed_q), deducted))
    data: dict[str, object] = {
        "reported": held.reported_q,
        "reviewed": held.reviewed_q,
        "counted": held.counted_q,
    }
    moved(held, move, by=by, reason=note, data=data)
    return held


@transaction.atomic
def year_reopen(
    *, row: KeyUser, by: User | None, reason: str, version: int | None = None
) -> KeyUser:
    """Take a review back; raises ``budget.state``, ``budget.reason``."""
    held = user_held(row, version=version)
    move = may_act(held, BudgetAct.REOPEN, by=by, reason=reason)
    held.reviewed_q, held.counted_q = None, None
    moved(held, move, by=by, reason=reason)
    return held


@transaction.atomic
def year_settle(
    *,
    row: KeyUser,
    by: User | None,
    on: date | None = None,
    version: int | None = None,
) -> KeyUser:
    """Settle a year: what was not used goes back to the reserve of that year.

    What was used above the budget is said by the result, and moves nothing.

    Raises
    ------
    BadInputError
        ``budget.uncounted``: the review left no figure.
    BudgetError
        ``budget.state``.
    """
    held = user_held(row, version=version)
    move = may_act(held, BudgetAct.SETTLE, by=by, reason="")
    counted = _reviewed(held)
    left = held.balance_q - counted
    held.result = Result.OVER if counted > held.budget_q else Result.UNDER
    if left > 0:
        post_between_reserve(
            held.ledger,
            EntryKind.SETTLE,
            held,
            from_quanta(left),
            by=by,
            posting=Posting(on=on or timezone.localdate()),
        )
    data: dict[str, object] = {"result": held.result, "counted": counted, "left": left}
    moved(held, move, by=by, data=data)
    return held


@transaction.atomic
def year_unsettle(
    *,
    row: KeyUser,
    by: User | None,
    reason: str,
    on: date | None = None,
    version: int | None = None,
) -> KeyUser:
    """Undo a settlement: what went back to the reserve is the unit's again.

    Raises
    ------
    BudgetError
        ``budget.state``, ``budget.reason``; ``budget.short``: the reserve of that year
        no longer holds it.
    """
    held = user_held(row, version=version)
    move = may_act(held, BudgetAct.UNSETTLE, by=by, reason=reason)
    back = held.budget_q - held.balance_q
    if back > 0:
        post_between_reserve(
            held.ledger,
            EntryKind.UNSETTLE,
            held,
            from_quanta(back),
            by=by,
            posting=Posting(on=on or timezone.localdate(), reason=reason.strip()),
        )
    data: dict[str, object] = {"result": held.result, "back": back}
    held.result = ""
    moved(held, move, by=by, reason=reason, data=data)
    return held


def _reviewed(held: KeyUser) -> int:
    """What counts of a year that was reviewed; none is a fault, and no zero."""
    if held.counted_q is None:
        msg = f"{held} was reviewed without a figure."
        raise BadInputError(msg, code="budget.uncounted", unit=str(held.unit))
    return held.counted_q


def _use(value: Decimal) -> int:
    whole = whole_tce(value)
    if whole < 0:
        msg = f"Use cannot be below zero, and is {value} tce."
        raise BadInputError(msg, code="budget.negative", value=str(value))
    return to_quanta(whole)
