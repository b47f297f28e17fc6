"""Make the account of a year from the lake, and keep it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

import attrs
import pyarrow as pa
import pyarrow.compute as pc

from dafeng.accounts import (
    Account,
    Evidence,
    Line,
    read_evidence,
    read_settings,
    run_account,
)
from dafeng.accounts.balance import carriers, coefficients, edition_of, equal_value
from dafeng.base.errors import BadInputError
from dafeng.factors import FactorBook, factor_book
from dafeng.lake import Lake
from dafeng.web.accounts.convert import line_record
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.accounts.models import AccountRun, RunStatus
from dafeng.web.accounts.services.changes import Effect, effects_between
from dafeng.web.accounts.services.storing import Learned, Made, run_store
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require


@attrs.frozen(kw_only=True)
class RunOptions:
    """What a person can choose; the rest comes from the lake's table ``district``."""

    gwp: str = ""
    power: str = "average"
    official: bool = False
    as_of: date | None = None
    learned_at: datetime | None = None
    """When the totals count as known, for a district that is made up; None is now."""


class SealedRunError(BadInputError):
    """The account of the year is sealed; it can only be restated."""

    code = "account.sealed"


def account_make(
    *,
    by: User | None,
    organisation: Organisation,
    year: int,
    options: RunOptions | None = None,
) -> AccountRun:
    """Make the account of one year as a draft.

    Raises
    ------
    SealedRunError
        The year is sealed.
    NotFoundError
        The lake knows nothing about the district or has no activity.
    """
    if by is not None:
        require(by, "accounts.run.make", organisation)
    sealed = AccountRun.objects.filter(
        organisation=organisation, year=year, status=RunStatus.SEALED
    )
    if sealed.exists():
        msg = f"The account of {year} is sealed; restate it with a reason."
        raise SealedRunError(msg, year=year)
    made = made_account(organisation, year, options or RunOptions())
    return run_store(made=made, organisation=organisation, by=by)


def made_account(organisation: Organisation, year: int, options: RunOptions) -> Made:
    """Make an account with what its pages need; nothing is kept yet."""
    lake, book = house_lake(), factor_book()
    settings = read_settings(lake, organisation.place_code, year)
    settings = attrs.evolve(
        settings,
        gwp=options.gwp or settings.gwp,
        power=options.power,
        official=options.official,
        as_of=options.as_of,
    )
    evidence = read_evidence(lake, settings)
    account = run_account(evidence, book, settings)
    made = dressed(account, evidence, book, lake, organisation)
    return attrs.evolve(made, learned_at=options.learned_at)


def dressed(
    account: Account,
    evidence: Evidence,
    book: FactorBook,
    lake: Lake,
    organisation: Organisation,
) -> Made:
    """Add to an account what its pages need."""
    whole = book.with_rows(evidence.measured).signed(evidence.signatures)
    return Made(
        account=account,
        rows=evidence.rows,
        learned=_learned(lake, account),
        effects=_effects(account, book, organisation),
        unverified=_unverified(account, whole),
    )


def _learned(lake: Lake, account: Account) -> Mapping[str, Learned]:
    """When each row was learned that stands behind a line."""
    version = dict(account.tables).get("activity")
    table = lake.current("activity", version=version)
    table = table.select(["row_id", "learned_at", "batch"])
    used = {name for line in account.lines for name in line.evidence}
    wanted = pa.array(sorted(used), table["row_id"].type)
    rows = table.filter(pc.is_in(table["row_id"], value_set=wanted)).to_pylist()
    return {
        row["row_id"]: Learned(at=row["learned_at"], batch=row["batch"]) for row in rows
    }


def _effects(
    account: Account, book: FactorBook, organisation: Organisation
) -> tuple[Effect, ...]:
    year = account.settings.year
    before = AccountRun.objects.filter(organisation=organisation, year=year - 1)
    run = before.exclude(status=RunStatus.REPLACED).first()
    if run is None:
        return ()
    return effects_between(_lines_of(run), account.lines, _tce_per_unit(book, year))


def _lines_of(run: AccountRun) -> list[Line]:
    rows = run.lines.filter(in_control=True).select_related("run")
    return [line_record(row) for row in rows]


def _tce_per_unit(book: FactorBook, year: int) -> Mapping[str, Fraction]:
    known, _missing = coefficients(
        carriers().values(),
        book,
        year,
        factor_set=edition_of(year),
        equal_value=equal_value(book, year),
    )
    return {one.item: one.calorific for one in known}


def _unverified(account: Account, book: FactorBook) -> tuple[str, ...]:
    used = {use.factor_id for line in account.lines for use in line.uses}
    return tuple(
        sorted(
            factor_id
            for factor_id in used
            if not book.get(factor_id).verified and factor_id not in book.signers
        )
    )
