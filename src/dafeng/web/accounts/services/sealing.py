"""Seal an account, restate a sealed one, and prove a seal by making it again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dafeng.accounts import (
    Account,
    Replay,
    read_evidence,
    replay,
    restate_account,
    run_account,
    seal_account,
)
from dafeng.base.errors import BadInputError
from dafeng.factors import factor_book
from dafeng.web.accounts.convert import settings_record
from dafeng.web.accounts.lakes import house_lake, seal_folder
from dafeng.web.accounts.models import AccountRun, RunStatus
from dafeng.web.accounts.services.running import RunOptions, made_account
from dafeng.web.accounts.services.storing import run_store
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require


class DraftChangedError(BadInputError):
    """The lake or the factors changed since the draft was made; make it again."""

    code = "account.draft_changed"


@transaction.atomic
def run_seal(*, run: AccountRun, by: User | None) -> AccountRun:
    """Pin a draft for good: table versions, factor edition, the bytes of the account.

    Raises
    ------
    DraftChangedError
        Evidence or factors are no longer those that the draft shows.
    SealError
        A finding blocks the seal, or the year is sealed in the folder already.
    """
    if by is not None:
        require(by, "accounts.run.seal", run.organisation)
    held = _held_draft(run)
    return _sealed(held, _again(held), by)


@transaction.atomic
def run_seal_as_made(*, run: AccountRun, account: Account) -> AccountRun:
    """Pin a draft by the account that it was kept from in this very process.

    It is not made once more; what fills a sample house has just made it.
    """
    held = _held_draft(run)
    _require_same(held, account)
    return _sealed(held, account, None)


def _held_draft(run: AccountRun) -> AccountRun:
    held = AccountRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.status != RunStatus.DRAFT:
        msg = f"The account of {held.year} is no draft."
        raise BadInputError(msg, code="account.no_draft", year=held.year)
    return held


def _sealed(held: AccountRun, account: Account, by: User | None) -> AccountRun:
    made = seal_account(account, factor_book(), house_lake(), seal_folder())
    held.status, held.seal = RunStatus.SEALED, made.digest
    held.sealed_at = timezone.now()
    held.full_clean(exclude=("unverified",))
    held.save()
    audit.record(
        by=by,
        action="accounts.run.seal",
        target=held,
        data={"seal": made.digest, "tables": held.tables},
    )
    return held


def _again(run: AccountRun) -> Account:
    """Make the draft's account once more; it must be the one that people looked at."""
    lake, settings = house_lake(), settings_record(run)
    evidence = read_evidence(lake, settings)
    account = run_account(evidence, factor_book(), settings)
    _require_same(run, account)
    return account


def _require_same(run: AccountRun, account: Account) -> None:
    same = (
        account.factor_edition == run.factor_edition
        and [list(table) for table in account.tables] == run.tables
    )
    if not same:
        msg = f"Data or factors changed since the draft of {run.year} was made."
        raise DraftChangedError(msg, year=run.year)


@transaction.atomic
def run_restate(*, run: AccountRun, by: User, reason: str) -> AccountRun:
    """Make the account of a sealed year again from what is known now, and seal that.

    Both seals are kept; the new one names the old one and the reason.

    Raises
    ------
    SealError
        No reason, or nothing changed.
    """
    require(by, "accounts.run.restate", run.organisation)
    if run.status != RunStatus.SEALED:
        msg = f"The account of {run.year} is not sealed."
        raise BadInputError(msg, code="account.not_sealed", year=run.year)
    asked = settings_record(run)
    options = RunOptions(gwp=asked.gwp, power=asked.power, official=asked.official)
    made = made_account(run.organisation, run.year, options)
    seal = restate_account(
        made.account, factor_book(), house_lake(), seal_folder(), reason=reason
    )
    fresh = run_store(made=made, organisation=run.organisation, by=by)
    fresh.status, fresh.seal, fresh.reason = RunStatus.SEALED, seal.digest, reason
    fresh.sealed_at = timezone.now()
    fresh.full_clean(exclude=("unverified",))
    fresh.save()
    audit.record(
        by=by,
        action="accounts.run.restate",
        target=fresh,
        data={"seal": seal.digest, "replaces": seal.replaces, "reason": reason},
    )
    return fresh


def seal_replay(*, run: AccountRun, by: User) -> Replay:
    """Make a sealed account again from what it pinned, and compare the bytes."""
    require(by, "accounts.seal.replay", run.organisation)
    result = replay(run.seal, house_lake(), seal_folder())
    audit.record(
        by=by,
        action="accounts.seal.replay",
        target=run,
        data={"seal": run.seal, "same": result.same, "found": result.account_sha256},
    )
    return result
