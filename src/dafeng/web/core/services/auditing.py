"""The audit's keepers: verify it, export it, move out what is out of date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

import attrs
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.audit import (
    ChainReport,
    check_chain,
    hold_the_chain,
    seal_of_gaps,
)
from dafeng.web.core.audit_files import write_retired
from dafeng.web.core.models import AuditGap, AuditRow, House, User
from dafeng.web.core.models.audit import RETIRING
from dafeng.web.core.permissions import require
from dafeng.web.core.retention import Retention, retention

BATCH = 3000
"""Rows that go in one transaction: a writer of SQLite waits for it."""


@attrs.frozen
class _Due:
    """A row whose time is over, and the two seals between which it stands."""

    number: int
    action: str
    previous_hash: str
    hash: str


@attrs.frozen(kw_only=True)
class Retired:
    """What was moved out, or would be.

    Attributes
    ----------
    rows, runs : int
        How many rows, and how many gaps they leave.
    by_rule : tuple of (str, int)
    files : tuple of (Path, str)
        Where they lie, with the seal of each file; none when nothing was moved.
    """

    rows: int
    runs: int
    by_rule: tuple[tuple[str, int], ...]
    files: tuple[tuple[Path, str], ...] = ()


def audit_verify(*, by: User | None) -> ChainReport:
    """Compare every seal of the audit; the check is an act itself."""
    if by is not None:
        require(by, "core.audit.verify")
    report = check_chain()
    found = "" if report.broken is None else report.broken.reason
    audit.record(
        by=by,
        action="audit.verify",
        target=_house(),
        data={"rows": report.rows, "head": report.head, "broken": found},
    )
    return report


def audit_exported(*, by: User | None, form: str, rows: int) -> None:
    """Keep in the audit that rows of it left the house."""
    data = {"format": form, "rows": rows}
    audit.record(by=by, action="audit.export", target=_house(), data=data)


def audit_due(*, now: datetime | None = None) -> Retired:
    """Return what :func:`audit_retire` would move out."""
    rules = _rules()
    due = list(_due(rules, now or timezone.now()))
    return Retired(rows=len(due), runs=len(_gaps(due, 0)), by_rule=_by_rule(rules, due))


def audit_retire(*, by: User | None, now: datetime | None = None) -> Retired:
    """Move rows whose time is over to sealed files; the chain still verifies.

    Some thousand rows go at a time, each time in a transaction and with a file of its
    own: others can write in between, and a kill leaves whole batches behind.  A file is
    on the disk before a row goes.  The row that records the act seals the gaps and the
    file, and never goes itself.

    Raises
    ------
    BadInputError
        The chain is broken: nothing is moved before somebody has looked.
    """
    if by is not None:
        require(by, "core.audit.retire")
    rules, now = _rules(), now or timezone.now()
    if next(_due(rules, now), None) is None:
        return Retired(rows=0, runs=0, by_rule=())
    _refuse_broken()
    batches = []
    while batch := _retire_some(by, rules, now):
        batches.append(batch)
    counts: Counter[str] = Counter()
    for one in batches:
        counts.update(dict(one.by_rule))
    return Retired(
        rows=sum(one.rows for one in batches),
        runs=sum(one.runs for one in batches),
        by_rule=tuple(sorted(counts.items())),
        files=tuple(file for one in batches for file in one.files),
    )


@transaction.atomic
def _retire_some(by: User | None, rules: Retention, now: datetime) -> Retired | None:
    """Move the oldest rows that are due, at most a batch; None when none are."""
    hold_the_chain()
    due = list(islice(_due(rules, now), BATCH))
    if not due:
        return None
    checkpoint = AuditRow.objects.order_by("-number").values_list("number")[0][0] + 1
    gaps = _gaps(due, checkpoint)
    path = settings.AUDIT_FILES / f"retired-{checkpoint:08d}.jsonl"
    digest = write_retired(
        path,
        checkpoint=checkpoint,
        gaps=gaps,
        rows=islice(_rows_over(rules, now), len(due)),
        algorithm=settings.AUDIT_HASH,
    )
    try:
        _record_and_drop(by, checkpoint, gaps, rows=len(due), file=path, seal=digest)
    except BaseException:
        path.unlink()  # the rows stay where they are
        raise
    return Retired(
        rows=len(due),
        runs=len(gaps),
        by_rule=_by_rule(rules, due),
        files=((path, digest),),
    )


def _record_and_drop(
    by: User | None,
    checkpoint: int,
    gaps: list[AuditGap],
    *,
    rows: int,
    file: Path,
    seal: str,
) -> None:
    row = audit.record(
        by=by,
        action=RETIRING,
        target=_house(),
        data={
            "rows": rows,
            "gaps": len(gaps),
            "first": gaps[0].first,
            "last": gaps[-1].last,
            "gaps_digest": seal_of_gaps(settings.AUDIT_HASH, gaps),
            "file": file.name,
            "file_digest": seal,
        },
    )
    if row.number != checkpoint:
        msg = f"Row {row.number} came where row {checkpoint} was to seal the gaps."
        raise BadInputError(msg, code="audit.disturbed")
    AuditGap.objects.bulk_create(gaps, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM core_auditrow WHERE number BETWEEN %s AND %s",
            [(gap.first, gap.last) for gap in gaps],
        )


def _rules() -> Retention:
    return retention(Path(settings.RETENTION) if settings.RETENTION else None)


def _due(rules: Retention, now: datetime) -> Iterator[_Due]:
    """Yield the rows whose time is over, in order."""
    rows = (
        AuditRow.objects.filter(time__lt=rules.soonest(now=now))
        .order_by("number")
        .values_list("number", "action", "time", "previous_hash", "hash")
    )
    for number, action, time, previous, seal in rows.iterator(chunk_size=BATCH):
        if rules.is_over(action, time, now=now):
            yield _Due(number, action, previous, seal)


def _rows_over(rules: Retention, now: datetime) -> Iterator[AuditRow]:
    """Return the same rows whole, one after the other."""
    rows = AuditRow.objects.filter(time__lt=rules.soonest(now=now)).order_by("number")
    for row in rows.iterator(chunk_size=2000):
        if rules.is_over(row.action, row.time, now=now):
            yield row


def _by_rule(rules: Retention, due: list[_Due]) -> tuple[tuple[str, int], ...]:
    counts = Counter(rules.rule_of(row.action).actions for row in due)
    return tuple(sorted(counts.items()))


def _gaps(due: list[_Due], checkpoint: int) -> list[AuditGap]:
    """Join rows that follow each other into gaps."""
    gaps: list[AuditGap] = []
    for row in due:
        if gaps and gaps[-1].last == row.number - 1:
            gaps[-1].last, gaps[-1].hash = row.number, row.hash
            continue
        gaps.append(
            AuditGap(
                first=row.number,
                last=row.number,
                previous_hash=row.previous_hash,
                hash=row.hash,
                checkpoint=checkpoint,
            )
        )
    return gaps


def _refuse_broken() -> None:
    broken = check_chain().broken
    if broken is not None:
        msg = (
            f"The audit is broken at row {broken.number}: {broken.reason}. "
            "Nothing was moved; find out who changed it first."
        )
        raise BadInputError(msg, code="audit.broken", number=broken.number)


def _house() -> House:
    return House.objects.first() or House(pk=1)
