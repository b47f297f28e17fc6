"""An enterprise applies for another budget; the office grants it or refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.budgets import (
    BudgetAct,
    EntryKind,
    from_quanta,
    positive_tce,
    to_quanta,
)
from dafeng.web.budgets.models import BudgetApplication, KeyUser
from dafeng.web.budgets.models.acts import Decision
from dafeng.web.budgets.services.ledger_lines import (
    Posting,
    post_between_reserve,
    see_above_use,
    see_in_year,
)
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
        before_q=held.budget_q,
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
    row = _open(application, by=None)
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
    standing: Decimal | None = None,
    unknown: tuple[int, ...] = (),
    on: date | None = None,
) -> BudgetApplication:
    """Give the unit the budget that it asked for, or another one.

    Parameters
    ----------
    standing : Decimal or None
        The budget that who decides has seen; asked for when it is another one than
        the unit had when it applied.
    unknown : tuple of int
        Months whose use is unknown, as who decides has seen; asked for where the
        budget becomes less.

    Raises
    ------
    BadInputError
        ``budget.own_application``: who asked does not decide; ``budget.changed``: the
        budget was changed since the application; ``budget.used``,
        ``budget.use_unknown``, ``budget.after_year``.
    BudgetError
        ``budget.state``, ``budget.amount``, ``budget.not_positive``;
        ``budget.short``: the reserve, or the unit, holds less than is moved.
    """
    held = user_held(application.user)
    move = may_act(held, BudgetAct.GRANT, by=by, reason=reason)
    row = _open(application, by=by)
    _see_it_stands(held, row, standing)
    wanted = positive_tce(row.wanted if budget is None else budget)
    change = wanted - from_quanta(held.budget_q)
    posting = Posting(
        on=on or timezone.localdate(),
        reason=row.reason[:300],
        document=document,
        unknown=unknown if change < 0 else (),
    )
    if change:
        see_in_year(held.ledger, posting)
        see_above_use(held, to_quanta(-change), posting)
        post_between_reserve(
            held.ledger,
            EntryKind.DRAW if change > 0 else EntryKind.ADJUST,
            held,
            abs(change),
            by=by,
            posting=posting,
        )
    row.granted_q = to_quanta(wanted)
    _decide(row, Decision.GRANTED, by=by, reason=reason)
    moved(held, move, by=by, reason=reason, data={"budget": held.budget_q})
    return row


@transaction.atomic
def application_refuse(
    *, application: BudgetApplication, by: User | None, reason: str
) -> BudgetApplication:
    """Refuse an application.

    Raises
    ------
    BadInputError
        ``budget.state``, ``budget.reason``, ``budget.own_application``.
    """
    held = user_held(application.user)
    move = may_act(held, BudgetAct.REFUSE, by=by, reason=reason)
    row = _open(application, by=by)
    _decide(row, Decision.REFUSED, by=by, reason=reason)
    moved(held, move, by=by, reason=reason)
    return row


def _see_it_stands(
    held: KeyUser, row: BudgetApplication, standing: Decimal | None
) -> None:
    """Ask again when the budget is no longer the one that the unit wants changed."""
    if row.before_q is None or row.before_q == held.budget_q:
        return
    now = from_quanta(held.budget_q)
    if standing != now:
        before = from_quanta(row.before_q)
        msg = f"The budget was {before} tce at the application, and is {now}."
        raise BadInputError(
            msg, code="budget.changed", before=f"{before:f}", now=f"{now:f}"
        )


def _open(application: BudgetApplication, *, by: User | None) -> BudgetApplication:
    """Lock an application that waits; another person decides than the one who asked."""
    rows = BudgetApplication.objects.select_for_update(of=("self",))
    row = rows.get(pk=application.pk)
    if row.decision != Decision.OPEN:
        msg = f"{row} was decided before."
        raise BadInputError(msg, code="budget.decided")
    if by is not None and by.pk == row.by_id:
        msg = "Another person decides than the one who asked."
        raise BadInputError(msg, code="budget.own_application")
    return row


def _decide(
    row: BudgetApplication, decision: Decision, *, by: User | None, reason: str
) -> None:
    row.decision, row.decision_reason = decision, reason.strip()
    row.decided_by, row.decided_at = by, timezone.now()
    row.full_clean()
    row.save()
