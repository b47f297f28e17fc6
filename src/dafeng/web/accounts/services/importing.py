"""Workbooks: uploaded, mapped, staged; approved by another person, or rejected."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from dafeng.accounts.intake import ColumnMap, Staged, kind_of
from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.web.accounts.models import OPEN, ImportBatch, ImportStatus, OutboxRow
from dafeng.web.accounts.services.outbox import outbox_deliver_later
from dafeng.web.accounts.services.reading import (
    Comparison,
    comparison_of,
    inspection_of,
    mapping_json,
    staged_of,
)
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require

SHOWN_FINDINGS, SHOWN_ROWS, SHOWN_CHANGES = 500, 50, 200


class DecidedError(BadInputError):
    """The import was approved or rejected before."""

    code = "import.decided"


class SamePersonError(BadInputError):
    """Who uploads does not approve."""

    code = "import.same_person"


@transaction.atomic
def import_upload(
    *,
    by: User,
    organisation: Organisation,
    kind: str,
    name: str,
    content: bytes,
    corrects: ImportBatch | None = None,
) -> ImportBatch:
    """Keep an uploaded workbook; a sheet that is understood is staged at once.

    Raises
    ------
    NotFoundError
        There is no such kind.
    BadInputError
        ``import.duplicate``: the same file waits for a decision or is stored already.
    """
    require(by, "accounts.import.upload", organisation)
    kind_of(kind)
    digest = hashlib.sha256(content).hexdigest()
    again = ImportBatch.objects.filter(
        organisation=organisation, kind=kind, sha256=digest
    ).exclude(status=ImportStatus.REJECTED)
    if again.exists():
        msg = f"{name} was uploaded before."
        raise BadInputError(msg, code="import.duplicate", name=name)
    batch = ImportBatch(
        organisation=organisation,
        kind=kind,
        name=name,
        sha256=digest,
        uploaded_by=by,
        corrects=corrects,
    )
    batch.full_clean(exclude=("file", "mapping", "staged"))
    batch.file.save(name, ContentFile(content), save=False)
    batch.save()
    _propose(batch)
    audit.record(
        by=by,
        action="accounts.import.upload",
        target=batch,
        data={"kind": kind, "sha256": digest, "bytes": len(content)},
    )
    return batch


def _propose(batch: ImportBatch) -> None:
    """Map the columns by their heads where the sheet is of the kind."""
    inspection = inspection_of(batch)
    views = [view for view in inspection.sheets if view.mapping is not None]
    fitting = [view for view in views if view.kind == batch.kind]
    batch.staged = {"findings": [_finding(f) for f in inspection.findings]}
    if fitting and fitting[0].mapping is not None:
        _stage(batch, fitting[0].mapping)
    batch.save(update_fields=["mapping", "staged", "status"])


@transaction.atomic
def import_map(*, batch: ImportBatch, by: User, mapping: ColumnMap) -> ImportBatch:
    """Read the workbook under a map of columns that a person chose."""
    held = _open_batch(batch)
    require(by, "accounts.import.upload", held.organisation)
    _stage(held, mapping)
    held.save(update_fields=["mapping", "staged", "status"])
    audit.record(
        by=by,
        action="accounts.import.map",
        target=held,
        data={"mapping": held.mapping, "read": held.staged["read"]},
    )
    return held


@transaction.atomic
def import_approve(*, batch: ImportBatch, by: User, reason: str = "") -> ImportBatch:
    """Approve what was staged; its rows go into the lake once.

    Raises
    ------
    SamePersonError
        The person uploaded it.
    BadInputError
        ``import.errors``: a finding blocks; ``import.no_rows``: nothing to store.
    """
    held = _open_batch(batch)
    require(by, "accounts.import.approve", held.organisation)
    if held.uploaded_by_id == by.pk:
        msg = "Another person has to approve what you uploaded."
        raise SamePersonError(msg)
    staged = staged_of(held) if held.status == ImportStatus.STAGED else None
    if staged is None or not staged.rows:
        msg = "Nothing was read that could be stored."
        raise BadInputError(msg, code="import.no_rows")
    if staged.blocked:
        errors = sum(f.severity is Severity.ERROR for f in staged.findings)
        msg = f"{errors} errors block the import."
        raise BadInputError(msg, code="import.errors", errors=errors)
    _decide(held, by, ImportStatus.APPROVED, reason)
    OutboxRow.objects.create(
        key=staged.key, table=staged.table, batch=held, learned_at=timezone.now()
    )
    outbox_deliver_later()
    audit.record(
        by=by,
        action="accounts.import.approve",
        target=held,
        data={"rows": len(staged.rows), "table": staged.table, "reason": reason},
    )
    return held


def right_to_reject(batch: ImportBatch, by: User) -> str:
    """Return the right it takes: the own upload is taken back by who may upload."""
    own = batch.uploaded_by_id == by.pk
    return "accounts.import.upload" if own else "accounts.import.approve"


@transaction.atomic
def import_reject(*, batch: ImportBatch, by: User, reason: str) -> ImportBatch:
    """Reject or take back an import: its log stays, its file does not."""
    held = _open_batch(batch)
    require(by, right_to_reject(held, by), held.organisation)
    _decide(held, by, ImportStatus.REJECTED, reason)
    held.staged, held.mapping = {}, {}
    storage, name = held.file.storage, held.file.name
    held.file = ""
    held.save()
    if name:
        transaction.on_commit(lambda: storage.delete(name))
    audit.record(
        by=by,
        action="accounts.import.reject",
        target=held,
        data={"reason": reason, "sha256": held.sha256},
    )
    return held


def _open_batch(batch: ImportBatch) -> ImportBatch:
    held = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if held.status not in OPEN:
        msg = f"{held.name} was decided before."
        raise DecidedError(msg, name=held.name)
    return held


def _decide(batch: ImportBatch, by: User, status: ImportStatus, reason: str) -> None:
    batch.status, batch.decided_by, batch.decided_at = status, by, timezone.now()
    batch.decision_reason = reason
    batch.full_clean(exclude=("file", "mapping", "staged"))
    batch.save()


def _stage(batch: ImportBatch, mapping: ColumnMap) -> None:
    batch.mapping = mapping_json(mapping)
    staged = staged_of(batch)
    batch.staged = _shown(staged, comparison_of(batch, staged))
    batch.status = ImportStatus.STAGED


def _shown(staged: Staged, comparison: Comparison) -> dict[str, Any]:
    """What the page shows of a reading."""
    rows = zip(staged.rows[:SHOWN_ROWS], staged.places[:SHOWN_ROWS], strict=True)
    errors = sum(one.severity is Severity.ERROR for one in staged.findings)
    return {
        "read": staged.summary.read,
        "refused": staged.summary.refused,
        "years": list(staged.summary.years),
        "rows": len(staged.rows),
        "errors": errors,
        "warnings": sum(f.severity is Severity.WARNING for f in staged.findings),
        "findings": [_finding(one) for one in staged.findings[:SHOWN_FINDINGS]],
        "preview": [_preview(row, place) for row, place in rows],
        "amounts": [
            [one.flow, one.item, one.year, str(one.quantity), one.unit, one.rows]
            for one in staged.summary.amounts
        ],
        "new": comparison.new,
        "same": comparison.same,
        "changed": len(comparison.changes),
        "changes": [
            [one.key, str(one.before), str(one.after), one.unit]
            for one in comparison.changes[:SHOWN_CHANGES]
        ],
        "key": staged.key,
    }


def _preview(row: Any, place: str) -> list[Any]:
    about = getattr(row, "flow", "") or getattr(row, "row", "")
    return [
        place,
        about,
        getattr(row, "sector", ""),
        row.item,
        row.year,
        row.quantity_e3,
        row.unit,
    ]


def _finding(finding: Finding) -> list[str]:
    return [
        finding.severity.value,
        finding.code,
        finding.place,
        finding.value,
        finding.rule,
        finding.hint,
    ]
