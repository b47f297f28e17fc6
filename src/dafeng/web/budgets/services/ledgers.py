"""Open the ledger of a year, set its total, move budgets between units."""

from __future__ import annotations

from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises.budgets import (
    BudgetState,
    EntryKind,
    positive_tce,
    to_quanta,
    whole_tce,
)
from dafeng.web.budgets.models import BudgetYear, KeyUser, LedgerLine
from dafeng.web.budgets.models.ledgers import YEARS, Basis
from dafeng.web.budgets.permissions import APPROVE, KEEP
from dafeng.web.budgets.services.ledger_lines import (
    Posting,
    ledger_held,
    post_between_reserve,
    post_total,
    post_transfer,
    see_above_use,
    see_in_year,
)
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require

_MOVABLE = (
    BudgetState.APPROVED.value,
    BudgetState.METERING.value,
    BudgetState.ADJUSTED.value,
)
"""States in which a budget can still be moved."""


@attrs.frozen(kw_only=True)
class YearFacts:
    """What is said of a year when its ledger is opened."""

    year: int
    basis: str = Basis.EQUAL.value
    keeper: Organisation | None = None
    document: str = ""


@transaction.atomic
def ledger_open(
    *,
    organisation: Organisation,
    by: User | None,
    facts: YearFacts,
    synthetic: bool = False,
) -> BudgetYear:
    """Open the ledger of a district for a year.

    Raises
    ------
    BadInputError
        ``budget.year``: no such year; ``budget.opened``: it is open already;
        ``budget.outside``: the bureau is of another district.
    """
    if by is not None:
        require(by, KEEP, organisation)
    if facts.year not in YEARS:
        msg = f"{facts.year} is no year between {YEARS[0]} and {YEARS[-1]}."
        raise BadInputError(msg, code="budget.year", year=facts.year)
    if BudgetYear.objects.filter(organisation=organisation, year=facts.year).exists():
        msg = f"The ledger of {facts.year} is open already."
        raise BadInputError(msg, code="budget.opened", year=facts.year)
    keeper = facts.keeper
    if keeper is not None and not keeper.path.startswith(organisation.path):
        msg = f"{keeper} is no unit of {organisation}."
        raise BadInputError(msg, code="budget.outside", unit=str(keeper))
    row = BudgetYear(
        organisation=organisation,
        created_at=timezone.now(),
        synthetic=synthetic,
        **attrs.asdict(facts, recurse=False),
    )
    row.full_clean()
    row.save()
    data = {"year": facts.year, "basis": facts.basis, "document": facts.document}
    audit.record(by=by, action="budgets.ledger.open", target=row, data=data)
    return row


@transaction.atomic
def total_set(
    *,
    ledger: BudgetYear,
    by: User | None,
    total: Decimal,
    posting: Posting,
    version: int | None = None,
) -> LedgerLine:
    """Set the control total, or make it another; the reserve takes the difference.

    Raises
    ------
    BadInputError
        ``budget.stale``.
    BudgetError
        ``budget.negative``, ``budget.same``; ``budget.short``: less than is allotted.
    """
    held = ledger_held(ledger, version=version)
    if by is not None:
        require(by, APPROVE, held)
    wanted = whole_tce(total)
    if wanted < 0:
        msg = f"A control total is not below zero, and this is {total}."
        raise BadInputError(msg, code="budget.negative", value=str(total))
    line = post_total(held, wanted, by=by, posting=posting)
    _count(held)
    return line


@transaction.atomic
def budget_transfer(
    *,
    giver: KeyUser,
    taker: KeyUser,
    by: User | None,
    amount: Decimal,
    posting: Posting,
    version: int | None = None,
) -> LedgerLine:
    """Move budget from one unit to another.

    Raises
    ------
    BadInputError
        ``budget.stale``, ``budget.reason``; ``budget.other_year``: they are not of one
        ledger; ``budget.not_movable``: one of them has no budget that can be moved;
        ``budget.used``: the giver has used more than it would keep;
        ``budget.use_unknown``: months of its use are unknown, and the posting does not
        name them;
        ``budget.after_year``: the year is over, and no document is named.
    BudgetError
        ``budget.not_positive``, ``budget.amount``, ``budget.short``,
        ``budget.accounts``: both are the same.
    """
    held = ledger_held(giver.ledger, version=version)
    if by is not None:
        require(by, APPROVE, held)
    _see_reason(posting)
    see_in_year(held, posting)
    if taker.ledger_id != held.pk:
        msg = "Budgets move within one year and district."
        raise BadInputError(msg, code="budget.other_year")
    first, second = _movable(giver), _movable(taker)
    see_above_use(first, to_quanta(positive_tce(amount)), posting)
    line = post_transfer(held, first, second, amount, by=by, posting=posting)
    _count(held)
    return line


@transaction.atomic
def budget_release(
    *,
    row: KeyUser,
    by: User | None,
    amount: Decimal,
    posting: Posting,
    version: int | None = None,
) -> LedgerLine:
    """Take budget from a unit back into the reserve; raises as ``budget_transfer``."""
    held = ledger_held(row.ledger, version=version)
    if by is not None:
        require(by, APPROVE, held)
    _see_reason(posting)
    see_in_year(held, posting)
    unit = _movable(row)
    see_above_use(unit, to_quanta(positive_tce(amount)), posting)
    line = post_between_reserve(
        held,
        EntryKind.RELEASE,
        unit,
        positive_tce(amount),
        by=by,
        posting=posting,
    )
    _count(held)
    return line


@transaction.atomic
def budget_draw(
    *,
    row: KeyUser,
    by: User | None,
    amount: Decimal,
    posting: Posting,
    version: int | None = None,
) -> LedgerLine:
    """Give a unit more from the reserve; raises as ``budget_transfer``."""
    held = ledger_held(row.ledger, version=version)
    if by is not None:
        require(by, APPROVE, held)
    _see_reason(posting)
    see_in_year(held, posting)
    line = post_between_reserve(
        held,
        EntryKind.DRAW,
        _movable(row),
        positive_tce(amount),
        by=by,
        posting=posting,
    )
    _count(held)
    return line


def _movable(row: KeyUser) -> KeyUser:
    """Lock a unit whose budget can be moved; the ledger is locked before."""
    rows = KeyUser.objects.select_for_update(of=("self",))
    held = rows.select_related("ledger", "unit").get(pk=row.pk)
    if held.state not in _MOVABLE:
        msg = f"{held} has no budget that can be moved: it is {held.state}."
        raise BadInputError(msg, code="budget.not_movable", unit=str(held.unit))
    return held


def _see_reason(posting: Posting) -> None:
    if not posting.reason.strip():
        msg = "Say why the budget is moved."
        raise BadInputError(msg, code="budget.reason", act="move")


def _count(held: BudgetYear) -> None:
    held.version += 1
    held.save(update_fields=["version"])
