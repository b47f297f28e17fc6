"""Correct what was entered wrongly of a unit or a year, with a reason and in the audit.

The line of the ledger and the steps are never changed: what is corrected here moves no
budget.
"""

from __future__ import annotations

import attrs
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.enterprises.budgets import BudgetState, to_quanta
from dafeng.web.budgets.models import BudgetYear, KeyUser, UnitMonth
from dafeng.web.budgets.models.key_users import ALLOTTED
from dafeng.web.budgets.permissions import KEEP
from dafeng.web.budgets.services.ledger_lines import ledger_held
from dafeng.web.budgets.services.listing import ListFacts, classed
from dafeng.web.budgets.services.moving import user_held
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require

_FIELDS = ("last_year_q", "industry", "kind", "manager", "designated", "listed_in")


@transaction.atomic
def user_correct(
    *,
    row: KeyUser,
    by: User | None,
    facts: ListFacts,
    reason: str,
    version: int | None = None,
) -> KeyUser:
    """Correct what the list says of a unit; a first signature on its proposal falls.

    Raises
    ------
    BadInputError
        ``budget.stale``, ``budget.reason``; ``budget.final``: the year is settled, or
        the unit was withdrawn; ``key_user.below``.
    KeyUserError
        ``key_user.negative``, ``key_user.class``.
    """
    held = user_held(row, version=version)
    if by is not None:
        require(by, KEEP, held.ledger)
    _see_reason(reason)
    if held.state in (BudgetState.SETTLED, BudgetState.WITHDRAWN):
        msg = f"{held} is {held.state}."
        raise BadInputError(msg, code="budget.final")
    before = {name: getattr(held, name) for name in _FIELDS}
    held.kind, held.manager = classed(held.ledger, facts)
    tce = facts.last_year_tce
    held.last_year_q = None if tce is None else to_quanta(tce)
    held.industry = facts.industry
    held.designated = facts.designated.strip()
    held.listed_in = facts.listed_in.strip()
    if held.state == BudgetState.PROPOSED:
        held.checked_by, held.checked_at = None, None
    held.version += 1
    held.full_clean()
    held.save()
    after = {name: getattr(held, name) for name in _FIELDS}
    data = {"before": before, "after": after, "reason": reason.strip()}
    audit.record(by=by, action="budgets.unit.correct", target=held, data=data)
    return held


@attrs.frozen(kw_only=True)
class LedgerFacts:
    """What can be corrected of a year while no budget of it is approved."""

    basis: str
    keeper: Organisation | None = None
    document: str = ""


@transaction.atomic
def ledger_correct(
    *,
    ledger: BudgetYear,
    by: User | None,
    facts: LedgerFacts,
    reason: str,
    version: int | None = None,
) -> BudgetYear:
    """Correct the basis, the bureau or the document of a year.

    Months that were reckoned on another basis are read anew the next morning.

    Raises
    ------
    BadInputError
        ``budget.stale``, ``budget.reason``; ``budget.approved``: a budget of the year
        is approved; ``budget.outside``: the bureau is of another district.
    """
    held = ledger_held(ledger, version=version)
    if by is not None:
        require(by, KEEP, held.organisation)
    _see_reason(reason)
    if held.allotted_q or held.users.filter(state__in=ALLOTTED).exists():
        msg = f"Budgets of {held.year} are approved."
        raise BadInputError(msg, code="budget.approved", year=held.year)
    keeper = facts.keeper
    if keeper is not None and not keeper.path.startswith(held.organisation.path):
        msg = f"{keeper} is no unit of {held.organisation}."
        raise BadInputError(msg, code="budget.outside", unit=str(keeper))
    before = _told(held)
    if facts.basis != held.basis:
        UnitMonth.objects.filter(user__ledger=held, user__synthetic=False).delete()
    held.basis, held.keeper = facts.basis, keeper
    held.document = facts.document.strip()
    held.version += 1
    held.full_clean()
    held.save()
    data = {"before": before, "after": _told(held), "reason": reason.strip()}
    audit.record(by=by, action="budgets.ledger.correct", target=held, data=data)
    return held


def _told(held: BudgetYear) -> dict[str, str]:
    keeper = "" if held.keeper is None else held.keeper.code
    return {"basis": held.basis, "keeper": keeper, "document": held.document}


def _see_reason(reason: str) -> None:
    if not reason.strip():
        msg = "Say why it is corrected."
        raise BadInputError(msg, code="budget.reason", act="correct")
