"""Keep an account that the core made: lines, totals, evidence, and its pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dafeng.accounts import Account, ActivityRow, Line, within
from dafeng.web.accounts.convert import (
    bridge_row,
    finding_row,
    line_row,
    reconciliation_row,
    settings_json,
)
from dafeng.web.accounts.models import (
    AccountFinding,
    AccountLine,
    AccountRun,
    AccountTotal,
    Audience,
    ChangeEffect,
    EvidenceRow,
    PreparedPage,
    Reconciliation,
    RunStatus,
)
from dafeng.web.accounts.prepared import to_json
from dafeng.web.accounts.services.changes import Effect
from dafeng.web.accounts.services.preparing import prepare
from dafeng.web.accounts.services.publishing import emissions_publish
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User

BATCH = 500


@attrs.frozen(kw_only=True)
class Learned:
    """When a row of the lake was learned, and with which batch."""

    at: datetime
    batch: str


@attrs.frozen(kw_only=True)
class Made:
    """An account as it was made, with what its pages need besides.

    Attributes
    ----------
    account : Account
    rows : tuple of ActivityRow
        The evidence that it was made from.
    learned : mapping of str to Learned
        By row; rows that were worked out from the balance are not in it.
    effects : tuple of Effect
        Where the change from the year before came from; empty when it is unknown.
    unverified : tuple of str
        Unverified factor rows that it uses and nobody signed.
    learned_at : datetime or None
        When its totals count as known; None is now.
    """

    account: Account
    rows: Sequence[ActivityRow] = ()
    learned: Mapping[str, Learned] = attrs.field(factory=dict)
    effects: tuple[Effect, ...] = ()
    unverified: tuple[str, ...] = ()
    learned_at: datetime | None = None


@transaction.atomic
def run_store(*, made: Made, organisation: Organisation, by: User | None) -> AccountRun:
    """Keep an account as the one in force of its year.

    The one that stood there is marked as replaced.  Of a replaced draft only the totals
    are kept: its details can be made again from the table versions that it names.
    """
    account = made.account
    standing = (
        AccountRun.objects.select_for_update()
        .filter(organisation=organisation, year=account.settings.year)
        .exclude(status=RunStatus.REPLACED)
        .first()
    )
    was_draft = standing is not None and standing.status == RunStatus.DRAFT
    if standing is not None:
        standing.status = RunStatus.REPLACED
        standing.save(update_fields=["status"])
    run = _run(made, organisation, by)
    _keep_lines(run, account.lines)
    _keep_evidence(run, made)
    _keep_notes(run, account)
    _keep_pages(run, made)
    if standing is not None:
        standing.replaced_by = run
        standing.save(update_fields=["replaced_by"])
        if was_draft:
            standing.lines.all().delete()
            standing.evidence_rows.all().delete()
            standing.pages.all().delete()
    emissions_publish(run, account, learned_at=made.learned_at or timezone.now())
    audit.record(
        by=by,
        action="accounts.run.make",
        target=run,
        data={
            "year": run.year,
            "lines": run.lines_count,
            "factor_edition": run.factor_edition,
            "tables": run.tables,
            "totals_g": {t.boundary: t.value_g for t in run.totals.all()},
        },
    )
    return run


def _run(made: Made, organisation: Organisation, by: User | None) -> AccountRun:
    account = made.account
    run = AccountRun(
        organisation=organisation,
        place=account.settings.place,
        year=account.settings.year,
        asked=settings_json(account.settings),
        gwp=account.settings.gwp,
        factor_edition=account.factor_edition,
        tables=[list(table) for table in account.tables],
        made_by=by,
        synthetic=any("synthetic" in line.flags for line in account.lines),
        lines_count=len(account.lines),
        unverified=list(made.unverified),
    )
    run.full_clean(exclude=("unverified",))
    run.save()
    return run


def _keep_lines(run: AccountRun, lines: Iterable[Line]) -> None:
    lines = tuple(lines)
    owners = {line.owner for line in lines if line.owner}
    units: dict[str, Organisation] = {}
    for unit in Organisation.objects.filter(Q(uscc__in=owners) | Q(code__in=owners)):
        units[unit.code] = unit
        if unit.uscc:
            units[unit.uscc] = unit
    AccountLine.objects.bulk_create(
        [line_row(run, line, units) for line in lines], batch_size=BATCH
    )


def _keep_evidence(run: AccountRun, made: Made) -> None:
    used = {name for line in made.account.lines for name in line.evidence}
    EvidenceRow.objects.bulk_create(
        [
            EvidenceRow(
                run=run,
                row_id=row.row_id,
                content=_plain(row),
                learned_at=learned.at if learned else None,
                batch=learned.batch if learned else "",
            )
            for row in made.rows
            if row.row_id in used
            for learned in (made.learned.get(row.row_id),)
        ],
        batch_size=BATCH,
    )


def _plain(row: ActivityRow) -> dict[str, Any]:
    return attrs.asdict(row, recurse=False) | {
        "stream": row.stream.value,
        "grade": row.grade.value,
    }


def _keep_notes(run: AccountRun, account: Account) -> None:
    AccountFinding.objects.bulk_create(
        [finding_row(run, finding) for finding in account.findings], batch_size=BATCH
    )
    Reconciliation.objects.bulk_create(
        [reconciliation_row(run, one) for one in account.reconciliations]
    )
    if account.bridge is not None:
        bridge_row(run, account.bridge).save()


def _keep_pages(run: AccountRun, made: Made) -> None:
    lines = made.account.lines
    totals = [t for t in made.account.totals if within(lines, t.boundary)]
    AccountTotal.objects.bulk_create(
        [
            AccountTotal(
                run=run,
                boundary=total.boundary.value,
                value_g=total.co2e_g,
                low_g=total.low_g,
                high_g=total.high_g,
            )
            for total in totals
        ]
    )
    pages = []
    for total in totals:
        for audience in Audience:
            shown = prepare(lines, total, audience)
            if shown is not None:
                pages.append(
                    PreparedPage(
                        run=run,
                        boundary=total.boundary.value,
                        audience=audience,
                        content=to_json(shown),
                    )
                )
    PreparedPage.objects.bulk_create(pages)
    ChangeEffect.objects.bulk_create(
        [
            ChangeEffect(
                run=run, order=order, effect=effect.name, change_g=effect.change_g
            )
            for order, effect in enumerate(made.effects)
        ]
    )
