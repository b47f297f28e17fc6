"""From a proposal to a budget: propose, check, return, approve (two signatures)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.enterprises.budgets import (
    BENCHMARK,
    BudgetAct,
    BudgetProduct,
    EntryKind,
    benchmark_budget,
    from_quanta,
    historical_budget,
    method_of,
    positive_tce,
    to_quanta,
    whole_tce,
)
from dafeng.web.budgets.models import KeyUser
from dafeng.web.budgets.selectors.budgets import past_use
from dafeng.web.budgets.services.ledger_lines import (
    Posting,
    post_between_reserve,
    see_in_year,
)
from dafeng.web.budgets.services.moving import may_act, moved, user_held
from dafeng.web.core.models import User


@attrs.frozen(kw_only=True)
class ProposalFacts:
    """What is proposed for a unit and year."""

    budget: Decimal
    saving_goal: Decimal | None = None
    method: str
    reduction_percent: Decimal | None = None
    note: str = ""


def reckoned_budget(
    row: KeyUser,
    *,
    method: str,
    reduction_percent: Decimal,
    products: Sequence[BudgetProduct],
) -> Decimal:
    """Reckon a budget by a method from what is known of the unit.

    Raises
    ------
    BudgetError
        ``budget.method``, ``budget.no_history``, ``budget.no_products``,
        ``budget.reduction``.
    """
    found = method_of(method, on=date(row.ledger.year, 1, 1))
    if method == BENCHMARK:
        return benchmark_budget(products)
    used = {
        year: None if quanta is None else from_quanta(quanta)
        for year, quanta in past_use(row).items()
    }
    return historical_budget(
        used,
        year=row.ledger.year,
        years=found.years,
        reduction_percent=reduction_percent,
    )


@transaction.atomic
def budget_propose(
    *,
    row: KeyUser,
    by: User | None,
    facts: ProposalFacts,
    version: int | None = None,
) -> KeyUser:
    """Propose a budget; a signature that stood on the proposal before falls.

    Raises
    ------
    BadInputError
        ``budget.stale``.
    BudgetError
        ``budget.state``, ``budget.amount``, ``budget.not_positive``,
        ``budget.method``.
    """
    held = user_held(row, version=version)
    move = may_act(held, BudgetAct.PROPOSE, by=by, reason="")
    method_of(facts.method, on=date(held.ledger.year, 1, 1))
    before = held.proposed_q
    held.proposed_q = to_quanta(positive_tce(facts.budget))
    goal = facts.saving_goal
    held.saving_goal_q = None if goal is None else to_quanta(whole_tce(goal))
    held.method, held.proposal_note = facts.method, facts.note.strip()
    held.reduction_percent = facts.reduction_percent
    held.checked_by, held.checked_at = None, None
    data: dict[str, object] = {
        "proposed": {"before": before, "after": held.proposed_q},
        "method": facts.method,
    }
    moved(held, move, by=by, data=data)
    return held


@transaction.atomic
def budget_check(*, row: KeyUser, by: User, version: int | None = None) -> KeyUser:
    """Set the first signature under a proposal.

    Raises
    ------
    BadInputError
        ``budget.stale``, ``signature.checked``.
    BudgetError
        ``budget.state``.
    """
    held = user_held(row, version=version)
    move = may_act(held, BudgetAct.CHECK, by=by, reason="")
    held.check_signed(by=by, at=timezone.now())
    moved(held, move, by=by, data={"proposed": held.proposed_q})
    return held


@transaction.atomic
def budget_return(
    *, row: KeyUser, by: User | None, reason: str, version: int | None = None
) -> KeyUser:
    """Send a proposal back; raises as :func:`budget_check`, and ``budget.reason``."""
    held = user_held(row, version=version)
    move = may_act(held, BudgetAct.RETURN, by=by, reason=reason)
    held.checked_by, held.checked_at = None, None
    moved(held, move, by=by, reason=reason)
    return held


@transaction.atomic
def budget_approve(
    *,
    row: KeyUser,
    by: User,
    on: date | None = None,
    document: str = "",
    version: int | None = None,
) -> KeyUser:
    """Set the second signature: the budget is allotted out of the reserve.

    Metering begins with it once the year has begun.

    Raises
    ------
    BadInputError
        ``budget.stale``, ``signature.unchecked``, ``signature.same_person``,
        ``budget.after_year``.
    BudgetError
        ``budget.state``; ``budget.short``: the reserve holds less.
    """
    held = user_held(row, version=version)
    move = may_act(held, BudgetAct.APPROVE, by=by, reason="")
    held.issue_signed(by=by, at=timezone.now())
    allot(held, by=by, on=on or timezone.localdate(), document=document)
    moved(held, move, by=by, data={"budget": held.budget_q})
    begin_if_due(held, on=on or timezone.localdate())
    return held


def allot(held: KeyUser, *, by: User | None, on: date, document: str = "") -> None:
    """Post what is proposed; the unit is locked."""
    posting = Posting(on=on, document=document)
    see_in_year(held.ledger, posting)
    post_between_reserve(
        held.ledger,
        EntryKind.ALLOT,
        held,
        from_quanta(held.proposed_q or 0),
        by=by,
        posting=posting,
    )


def begin_if_due(held: KeyUser, *, on: date) -> None:
    """Let metering begin when the year has begun; the unit is locked."""
    if on.year >= held.ledger.year:
        moved(held, may_act(held, BudgetAct.METER, by=None, reason=""), by=None)


@transaction.atomic
def year_begin(*, on: date) -> int:
    """Let metering begin for all that were approved before the year; for a job."""
    rows = KeyUser.objects.filter(state="budget-approved", ledger__year__lte=on.year)
    begun = 0
    for row in rows.select_related("ledger"):
        begin_if_due(user_held(row), on=on)
        begun += 1
    return begun
