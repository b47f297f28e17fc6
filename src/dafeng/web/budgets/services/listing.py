"""Put an enterprise on the list of key energy users of a year, or take it off."""

from __future__ import annotations

from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.enterprises import classify_key_user, key_user_class, key_user_manager
from dafeng.enterprises.budgets import BudgetAct, EntryKind, from_quanta, to_quanta
from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.budgets.permissions import KEEP
from dafeng.web.budgets.selectors.listing import unit_lives
from dafeng.web.budgets.services.ledger_lines import (
    Posting,
    ledger_held,
    post_between_reserve,
    see_unknown,
)
from dafeng.web.budgets.services.moving import may_act, moved, user_held
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, OrganisationKind, User
from dafeng.web.core.permissions import require


@attrs.frozen(kw_only=True)
class ListFacts:
    """What the list says of an enterprise.

    Attributes
    ----------
    last_year_tce : Decimal or None
        Use of the year before; None is unknown.
    kind, manager : str
        Codes; empty lets the rules say it.
    """

    last_year_tce: Decimal | None = None
    industry: str = ""
    kind: str = ""
    manager: str = ""
    designated: str = ""
    listed_in: str = ""


@transaction.atomic
def user_list(
    *,
    ledger: BudgetYear,
    unit: Organisation,
    by: User | None,
    facts: ListFacts,
    synthetic: bool = False,
) -> KeyUser:
    """Put an enterprise on the list of a year.

    Raises
    ------
    BadInputError
        ``budget.no_enterprise``, ``budget.outside``; ``budget.ended``: it is closed, or
        not yet there; ``key_user.below``: the rules do not make it one, and nothing is
        said against them.
    KeyUserError
        ``key_user.negative``, ``key_user.class``.
    ValidationError
        It stands on the list already.
    """
    held = ledger_held(ledger)
    if by is not None:
        require(by, KEEP, held)
    _see_unit(held, unit)
    kind, manager = classed(held, facts)
    tce = facts.last_year_tce
    row = KeyUser(
        ledger=held,
        unit=unit,
        kind=kind,
        manager=manager,
        industry=facts.industry,
        last_year_q=None if tce is None else to_quanta(tce),
        designated=facts.designated.strip(),
        listed_in=facts.listed_in.strip(),
        created_at=timezone.now(),
        synthetic=synthetic,
    )
    row.full_clean()
    row.save()
    data = {"unit": unit.code, "kind": kind, "manager": manager, "last_year": tce}
    audit.record(by=by, action="budgets.unit.list", target=row, data=data)
    return row


@transaction.atomic
def user_withdraw(
    *,
    row: KeyUser,
    by: User | None,
    reason: str,
    unknown: tuple[int, ...] = (),
    version: int | None = None,
) -> KeyUser:
    """Take a unit off the list; what it holds goes back to the reserve.

    It keeps the budget of what it has used, as far as that is known: that is no longer
    there to be given.

    Parameters
    ----------
    unknown : tuple of int
        Months whose use is unknown, as who decides has seen; asked for where the unit
        holds a budget.

    Raises
    ------
    BudgetError
        ``budget.state``, ``budget.reason``.
    BadInputError
        ``budget.stale``, ``budget.use_unknown``.
    """
    held = user_held(row, version=version)
    move = may_act(held, BudgetAct.WITHDRAW, by=by, reason=reason)
    posting = Posting(on=timezone.localdate(), reason=reason.strip(), unknown=unknown)
    if held.balance_q:
        see_unknown(held, posting)
    # Where nothing is known somebody has just decided to take all of it.
    kept = 0 if held.used_q is None else min(held.balance_q, held.used_q)
    _release(held, held.balance_q - kept, by=by, posting=posting)
    moved(held, move, by=by, reason=reason, data={"kept": kept})
    return held


@transaction.atomic
def user_relist(
    *, row: KeyUser, by: User | None, reason: str, version: int | None = None
) -> KeyUser:
    """Put a unit that was withdrawn by mistake back; its budget is proposed anew.

    Raises
    ------
    BudgetError
        ``budget.state``, ``budget.reason``.
    """
    held = user_held(row, version=version)
    move = may_act(held, BudgetAct.RELIST, by=by, reason=reason)
    kept = held.balance_q
    posting = Posting(on=timezone.localdate(), reason=reason.strip())
    _release(held, kept, by=by, posting=posting)
    held.proposed_q, held.crossed = None, []
    held.checked_by = held.checked_at = held.issued_by = held.issued_at = None
    moved(held, move, by=by, reason=reason, data={"kept": kept})
    return held


def _release(held: KeyUser, quanta: int, *, by: User | None, posting: Posting) -> None:
    if quanta > 0:
        post_between_reserve(
            held.ledger,
            EntryKind.RELEASE,
            held,
            from_quanta(quanta),
            by=by,
            posting=posting,
        )


def _see_unit(held: BudgetYear, unit: Organisation) -> None:
    if unit.kind != OrganisationKind.ENTERPRISE:
        msg = f"{unit} is no enterprise."
        raise BadInputError(msg, code="budget.no_enterprise", unit=str(unit))
    if not unit.path.startswith(held.organisation.path):
        msg = f"{unit} is no unit of {held.organisation}."
        raise BadInputError(msg, code="budget.outside", unit=str(unit))
    if not unit_lives(unit, held.year):
        msg = f"{unit} is closed."
        raise BadInputError(msg, code="budget.ended", unit=str(unit))


def classed(held: BudgetYear, facts: ListFacts) -> tuple[str, str]:
    """Class and manager, as the rules say; what is written against them holds."""
    found = classify_key_user(
        facts.last_year_tce,
        place=held.organisation.place_code,
        on=timezone.localdate().replace(year=held.year, month=1, day=1),
        designated=facts.designated.strip(),
    )
    if facts.kind:
        key_user_class(facts.kind)
    if facts.manager:
        key_user_manager(facts.manager)
    kind = facts.kind or ("" if found.kind is None else found.kind.code)
    if not kind:
        msg = "The rules make it no key energy user; name its class and the document."
        raise BadInputError(msg, code="key_user.below")
    default = "district" if found.manager is None else found.manager.code
    return kind, facts.manager or default
