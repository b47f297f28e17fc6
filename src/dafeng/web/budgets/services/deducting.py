"""What does not count against a budget: entered, confirmed, or taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.budgets import (
    BudgetState,
    deduction_kind,
    positive_tce,
    to_quanta,
)
from dafeng.web.budgets.models import KeyUser, UnitDeduction
from dafeng.web.budgets.permissions import KEEP, require_proposer
from dafeng.web.budgets.services.moving import user_held
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.office.services.papers import Paper

_OPEN = (
    BudgetState.METERING.value,
    BudgetState.ADJUSTED.value,
    BudgetState.SELF_REPORTED.value,
)
"""States in which a line item can be entered, confirmed or taken back."""


@attrs.frozen(kw_only=True)
class DeductionFacts:
    """A line item."""

    kind: str
    amount: Decimal
    document: str


@transaction.atomic
def deduction_enter(
    *,
    row: KeyUser,
    by: User | None,
    facts: DeductionFacts,
    paper: Paper | None = None,
) -> UnitDeduction:
    """Enter a line item; it counts once the office has confirmed it.

    Raises
    ------
    BadInputError
        ``budget.closed``: the year was reviewed; ``budget.no_document``;
        ``budget.deduction_twice``: the same kind and document stand already.
    BudgetError
        ``budget.deduction``, ``budget.not_positive``, ``budget.amount``.
    """
    held = user_held(row)
    if by is not None:
        require_proposer(by, held)
    _see_open(held)
    deduction_kind(facts.kind, on=date(held.ledger.year, 12, 31))
    if not facts.document.strip():
        msg = "Name the document that proves it."
        raise BadInputError(msg, code="budget.no_document")
    document = facts.document.strip()
    if held.deductions.filter(
        kind=facts.kind, document=document, withdrawn_at=None
    ).exists():
        msg = f"{facts.kind} by {document} was entered before."
        raise BadInputError(msg, code="budget.deduction_twice", document=document)
    item = UnitDeduction(
        user=held,
        kind=facts.kind,
        quanta=to_quanta(positive_tce(facts.amount)),
        document=document,
        file_name="" if paper is None else paper.name,
        file_sha256="" if paper is None else paper.sha256,
        entered_by=by,
        entered_at=timezone.now(),
    )
    item.full_clean()
    item.save()
    data = {"kind": item.kind, "quanta": item.quanta, "document": item.document}
    audit.record(by=by, action="budgets.deduction.enter", target=item, data=data)
    return item


@transaction.atomic
def deduction_confirm(*, item: UnitDeduction, by: User | None) -> UnitDeduction:
    """Confirm a line item; who entered it does not confirm it.

    Raises
    ------
    BadInputError
        ``budget.closed``, ``budget.confirmed``, ``budget.own_deduction``.
    """
    held = user_held(item.user)
    if by is not None:
        require(by, KEEP, held.ledger)
    _see_open(held)
    row = _standing(item)
    if row.confirmed_at is not None:
        msg = f"{row} was confirmed before."
        raise BadInputError(msg, code="budget.confirmed")
    if by is not None and row.entered_by_id == by.pk:
        msg = "Another person confirms what somebody entered."
        raise BadInputError(msg, code="budget.own_deduction")
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    row.full_clean()
    row.save()
    data = {"kind": row.kind, "quanta": row.quanta}
    audit.record(by=by, action="budgets.deduction.confirm", target=row, data=data)
    return row


@transaction.atomic
def deduction_withdraw(
    *, item: UnitDeduction, by: User | None, reason: str
) -> UnitDeduction:
    """Take a line item back; raises ``budget.closed``, ``budget.reason``."""
    held = user_held(item.user)
    if by is not None:
        require_proposer(by, held)
    _see_open(held)
    row = _standing(item)
    # What was confirmed meanwhile is no longer for the enterprise to take back.
    if by is not None and row.confirmed_at is not None:
        require(by, KEEP, held.ledger)
    if not reason.strip():
        msg = "Say why it is taken back."
        raise BadInputError(msg, code="budget.reason", act="withdraw")
    row.withdrawn_at, row.withdrawn_reason = timezone.now(), reason.strip()
    row.full_clean()
    row.save()
    data = {"kind": row.kind, "quanta": row.quanta, "reason": row.withdrawn_reason}
    audit.record(by=by, action="budgets.deduction.withdraw", target=row, data=data)
    return row


def _see_open(held: KeyUser) -> None:
    if held.state not in _OPEN:
        msg = f"Nothing is deducted in the state {held.state}."
        raise BadInputError(msg, code="budget.closed")


def _standing(item: UnitDeduction) -> UnitDeduction:
    rows = UnitDeduction.objects.select_for_update(of=("self",))
    row = rows.get(pk=item.pk)
    if row.withdrawn_at is not None:
        msg = f"{row} was taken back before."
        raise BadInputError(msg, code="budget.withdrawn")
    return row
