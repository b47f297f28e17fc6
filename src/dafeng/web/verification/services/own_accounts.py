"""The own account of an enterprise: what it states, times factor, sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs
import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone

from dafeng.accounts import (
    ActivityRow,
    activity_rows,
    read_evidence,
    read_settings,
)
from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import (
    OwnAccount,
    OwnLine,
    own_account,
    own_accounts_of,
)
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, OrganisationKind, User
from dafeng.web.core.permissions import require
from dafeng.web.verification.convert import finding_json
from dafeng.web.verification.models import OwnAccountRow
from dafeng.web.verification.permissions import ACCOUNT


def owner_code(enterprise: Organisation) -> str:
    """How activity names an enterprise: by its credit code."""
    return enterprise.uscc or enterprise.code.upper()


def root_of(enterprise: Organisation) -> Organisation:
    """The district that an enterprise lies in.

    Raises
    ------
    BadInputError
        ``own.no_district``: it has no place code, so that no account is made of it.
    """
    path = f"/{enterprise.path.split('/')[1]}/"
    root = Organisation.objects.filter(path=path).first()
    if root is None or not root.place_code:
        msg = f"{enterprise} lies in no district with an account."
        raise BadInputError(msg, code="own.no_district")
    return root


@transaction.atomic
def own_account_make(
    *,
    enterprise: Organisation,
    by: User | None,
    year: int,
    at: datetime | None = None,
    synthetic: bool = False,
) -> OwnAccountRow:
    """Make the account of an enterprise from what the lake knows of it.

    The same input gives the same seal; then the version that stands is given back and
    nothing is written.

    Raises
    ------
    BadInputError
        ``own.no_district``.
    ReportError
        ``own.nothing``: nothing is known of the year.
    NotFoundError
        The lake does not know the district, or nothing about the year.
    """
    if by is not None:
        require(by, ACCOUNT, enterprise)
    settings = read_settings(house_lake(), root_of(enterprise).place_code, year)
    evidence = read_evidence(house_lake(), settings)
    made = own_account(owner_code(enterprise), evidence, settings)
    return own_account_keep(
        enterprise=enterprise, by=by, made=made, at=at, synthetic=synthetic
    )


@transaction.atomic
def own_accounts_make(
    *,
    root: Organisation,
    by: User | None,
    year: int,
    at: datetime | None = None,
    synthetic: bool = False,
) -> int:
    """Make the accounts of all enterprises of a district; how many there are.

    Owners that are no unit of the house have none.

    Raises
    ------
    NotFoundError
        The lake does not know the district.
    """
    if by is not None:
        require(by, ACCOUNT, root)
    settings = read_settings(house_lake(), root.place_code, year)
    firms = Organisation.objects.filter(
        path__startswith=root.path, kind=OrganisationKind.ENTERPRISE
    )
    units = {owner_code(one): one for one in firms}
    evidence = read_evidence(house_lake(), settings)
    rows = tuple(one for one in evidence.rows if one.owner in units)
    made = own_accounts_of(attrs.evolve(evidence, rows=rows), settings)
    last = _newest(root, year)
    kept = [
        row
        for one in made
        if (row := _next(units[one.enterprise], one, last, by, at, synthetic))
    ]
    OwnAccountRow.objects.bulk_create(kept)
    data = {
        "year": year,
        "made": len(kept),
        "same": len(made) - len(kept),
        "seals": {row.enterprise.code: row.seal for row in kept},
    }
    audit.record(by=by, action="verification.accounts.make", target=root, data=data)
    return len(made)


def _newest(root: Organisation, year: int) -> dict[int, OwnAccountRow]:
    """The newest version of each enterprise of a district, locked."""
    rows = OwnAccountRow.objects.select_for_update(of=("self",)).filter(
        enterprise__path__startswith=root.path, year=year
    )
    return {one.enterprise_id: one for one in rows.order_by("number")}


def _next(
    enterprise: Organisation,
    made: OwnAccount,
    newest: Mapping[int, OwnAccountRow],
    by: User | None,
    at: datetime | None,
    synthetic: bool,  # noqa: FBT001 - a column of the row
) -> OwnAccountRow | None:
    """The next version; None where the last one says the same."""
    last = newest.get(enterprise.pk)
    if last is not None and last.seal == made.seal:
        return None
    return OwnAccountRow(
        enterprise=enterprise,
        year=made.year,
        number=1 if last is None else last.number + 1,
        control_g=made.control_g,
        all_g=made.all_g,
        complete=made.complete,
        lines=[_plain(one) for one in made.lines],
        findings=[finding_json(one) for one in made.findings],
        factor_edition=made.factor_edition,
        seal=made.seal,
        made_by=by,
        made_at=at or timezone.now(),
        synthetic=synthetic,
    )


def own_account_keep(
    *,
    enterprise: Organisation,
    by: User | None,
    made: OwnAccount,
    at: datetime | None = None,
    synthetic: bool = False,
) -> OwnAccountRow:
    """Keep an account as the next version, unless it says what the last one said."""
    rows = OwnAccountRow.objects.select_for_update(of=("self",))
    mine = rows.filter(enterprise=enterprise, year=made.year).order_by("-number")
    last = mine.first()
    newest = {} if last is None else {enterprise.pk: last}
    row = _next(enterprise, made, newest, by, at, synthetic)
    if row is None:
        assert last is not None  # noqa: S101 - for types
        return last
    row.full_clean()
    row.save()
    data = {
        "year": row.year,
        "number": row.number,
        "seal": row.seal,
        "before": None if last is None else last.seal,
    }
    audit.record(by=by, action="verification.account.make", target=row, data=data)
    return row


def stated_by(owner: str) -> Sequence[ActivityRow]:
    """What the lake knows of an owner in every year."""
    lake = house_lake()
    if "activity" not in lake.tables():
        return ()
    table = lake.current("activity")
    return tuple(activity_rows(table.filter(pc.equal(table["owner"], owner))))


def _plain(one: OwnLine) -> dict[str, Any]:
    fields = attrs.asdict(one, recurse=False)
    return fields | {"activity": str(one.activity), "factors": list(one.factors)}
