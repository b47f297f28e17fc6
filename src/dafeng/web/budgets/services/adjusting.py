"""An enterprise applies for another budget; the office grants it or refuses."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises import (
    BudgetAct,
    EntryKind,
    from_quanta,
    positive_tce,
    to_quanta,
)
from dafeng.web.budgets.models import BudgetApplication, KeyUser
from dafeng.web.budgets.models.acts import Decision
from dafeng.web.budgets.services.ledger_lines import Posting, post_between_reserve
from dafeng.web.budgets.services.moving import may_act, moved, user_held
from dafeng.web.core.models import User
from dafeng.web.office.services.papers import Paper


@transaction.atomic
def budget_apply(
    *,
    row: KeyUser,
    by: User | None,
    wanted: Decimal,
    reason: str,
    paper: Paper | None = None,
    version: int | None = None,
) -> BudgetApplication:
    """Ask for another budget.

    Raises
    ------
    BadInputError
        ``budget.stale``; ``budget.same_budget``: it is so already.
    BudgetError
        ``budget.state``, ``budget.reason``, ``budget.not_positive``,
        ``budget.amount``.
    """
    held = user_held(row, version=version)
    move = may_act(held, BudgetAct.APPLY, by=by, reason=reason)
    quanta = to_quanta(positive_tce(wanted))
    if quanta == held.budget_q:
        msg = f"The budget is {wanted} tce already."
        raise BadInputError(msg, code="budget.same_budget")
    application = BudgetApplication(
        user=held,
        wanted_q=quanta,
        reason=reason.strip(),
        file_name="" if paper is None else paper.name,
        file_sha256="" if paper is None else paper.sha256,
        by=by,
        at=timezone.now(),
    )
    application.full_clean()
    application.save()
    data: dict[str, object] = {"before": held.budget_q, "wanted": quanta}
    moved(held, move, by=by, reason=reason[:300], data=data)
    return application


@transaction.atomic
def application_retract(
    *, application: BudgetApplication, by: User | None, reason: str
) -> BudgetApplication:
    """Take an application back; raises ``budget.state``, ``budget.reason``."""
    held = user_held(application.user)
    move = may_act(held, BudgetAct.RETRACT, by=by, reason=reason)
    row = _open(application)
    _decide(row, Decision.RETRACTED, by=by, reason=reason)
    moved(held, move, by=by, reason=reason)
    return row


@transaction.atomic
def application_grant(
    *,
    application: BudgetApplication,
    by: User | None,
    budget: Decimal | None = None,
    reason: str = "",
    document: str = "",
) -> BudgetApplication:
    """Give the unit the budget that it asked for, or another one.

    Raises
    ------
    BudgetError
        ``budget.state``, ``budget.amount``, ``budget.not_positive``;
        ``budget.short``: the reserve, or the unit, holds less than is moved.
    """
    held = user_held(application.user)
    move = may_act(held, BudgetAct.GRANT, by=by, reason=reason)
    row = _open(application)
    wanted = positive_tce(row.wanted if budget is None else budget)
    change = wanted - from_quanta(held.budget_q)
    if change:
        post_between_reserve(
            held.ledger,
            EntryKind.DRAW if change > 0 else EntryKind.ADJUST,
            held,
            abs(change),
            by=by,
            posting=Posting(
                on=timezone.localdate(), reason=row.reason[:300], document=document
            ),
        )
    row.granted_q = to_quanta(wanted)
    _decide(row, Decision.GRANTED, by=by, reason=reason)
    moved(held, move, by=by, reason=reason, data={"budget": held.budget_q})
    return row


@transaction.atomic
def application_refuse(
    *, application: BudgetApplication, by: User | None, reason: str
) -> BudgetApplication:
    """Refuse an application; raises ``budget.state``, ``budget.reason``."""
    held = user_held(application.user)
    move = may_act(held, BudgetAct.REFUSE, by=by, reason=reason)
    row = _open(application)
    _decide(row, Decision.REFUSED, by=by, reason=reason)
    moved(held, move, by=by, reason=reason)
    return row


def _open(application: BudgetApplication) -> BudgetApplication:
    rows = BudgetApplication.objects.select_for_update(of=("self",))
    row = rows.get(pk=application.pk)
    if row.decision != Decision.OPEN:
        msg = f"{row} was decided before."
        raise BadInputError(msg, code="budget.decided")
    return row


def _decide(
    row: BudgetApplication, decision: Decision, *, by: User | None, reason: str
) -> None:
    row.decision, row.decision_reason = decision, reason.strip()
    row.decided_by, row.decided_at = by, timezone.now()
    row.full_clean()
    row.save()
