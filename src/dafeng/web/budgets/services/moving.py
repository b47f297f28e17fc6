"""Move a unit-year from one state to the next, by the rows of ``budget_moves.csv``."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.budgets import (
    BudgetAct,
    BudgetHand,
    BudgetMove,
    BudgetState,
    budget_move,
)
from dafeng.web.budgets.models import BudgetStep, KeyUser
from dafeng.web.budgets.permissions import APPROVE, CHECK, KEEP, require_proposer
from dafeng.web.budgets.services.ledger_lines import ledger_held
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may, require


def user_held(row: KeyUser, *, version: int | None = None) -> KeyUser:
    """Lock the ledger and then the unit-year: always in this order.

    Raises
    ------
    BadInputError
        ``budget.stale``: somebody changed it since ``version``.
    """
    ledger = ledger_held(row.ledger)
    rows = KeyUser.objects.select_for_update(of=("self",))
    held = rows.select_related("unit", "checked_by", "issued_by").get(pk=row.pk)
    held.ledger = ledger
    if version is not None and version != held.version:
        msg = f"{held} was changed: version {held.version} is the newest."
        raise BadInputError(msg, code="budget.stale", version=held.version)
    return held


def may_act(
    held: KeyUser, act: BudgetAct, *, by: User | None, reason: str
) -> BudgetMove:
    """See that an act can be done now, and that the person may do it.

    Raises
    ------
    BudgetError
        ``budget.state``, ``budget.reason``.
    RightMissingError
        It is not for this person.
    """
    move = budget_move(act, BudgetState(held.state), reason=reason)
    if by is None:
        return move
    match move.who:
        case BudgetHand.PROPOSER:
            require_proposer(by, held)
        case BudgetHand.CHECKER:
            require(by, CHECK, held.ledger)
        case BudgetHand.APPROVER:
            require(by, APPROVE, held.ledger)
        case BudgetHand.SIGNER:
            if not may(by, CHECK, held.ledger):
                require(by, APPROVE, held.ledger)
        case BudgetHand.KEEPER | BudgetHand.PROGRAM:
            require(by, KEEP, held.ledger)
    return move


def moved(
    held: KeyUser,
    move: BudgetMove,
    *,
    by: User | None,
    reason: str = "",
    at: datetime | None = None,
    data: dict[str, object] | None = None,
) -> None:
    """Write the new state, the step and the audit; the row is saved whole."""
    held.state = move.after.value
    held.version += 1
    held.full_clean()
    held.save()
    BudgetStep.objects.create(
        user=held,
        act=move.act.value,
        before=move.before.value,
        after=move.after.value,
        reason=reason.strip(),
        by=by,
        at=at or timezone.now(),
    )
    told = {"before": move.before.value, "after": move.after.value, **(data or {})}
    if reason.strip():
        told["reason"] = reason.strip()
    action = f"budgets.unit.{move.act.value}"
    audit.record(by=by, action=action, target=held, data=told)
