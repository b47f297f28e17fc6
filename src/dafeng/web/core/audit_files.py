"""Rows of the audit in files: whole, so that their seals can be compared again.

A file of retired rows is lines of JSON: a head with the gaps that its rows left, then
the rows.  The audit row that retired them holds the digest of the whole file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import attrs

from dafeng.base.errors import BadInputError
from dafeng.web.core.audit import canonical, why_broken
from dafeng.web.core.digests import file_digest, hexdigest
from dafeng.web.core.models import AuditGap, AuditRow
from dafeng.web.core.models.audit import RETIRING

KIND = "dafeng.audit.retired"
_FIELDS = (
    "number",
    "action",
    "target_type",
    "target_id",
    "target_label",
    "actor_id",
    "actor_label",
    "on_behalf_of",
    "unit_id",
    "unit_label",
    "data",
    "form",
    "algorithm",
    "previous_hash",
    "hash",
)


@attrs.frozen(kw_only=True)
class FileReport:
    """What a check of a file found; ``reason`` is empty when it is whole."""

    rows: int
    number: int = 0
    reason: str = ""


def as_json(row: AuditRow) -> dict[str, Any]:
    """Return everything that a row holds."""
    return {
        **{field: getattr(row, field) for field in _FIELDS},
        "time": row.time.isoformat(timespec="microseconds"),
        "request_id": None if row.request_id is None else str(row.request_id),
    }


def from_json(kept: Mapping[str, Any]) -> AuditRow:
    """Return the row that :func:`as_json` wrote; it is not in the database."""
    request = kept["request_id"]
    return AuditRow(
        **{field: kept[field] for field in _FIELDS},
        time=datetime.fromisoformat(kept["time"]),
        request_id=None if request is None else UUID(request),
    )


def lines(rows: Iterable[AuditRow]) -> Iterator[str]:
    """Write each row as a line of JSON."""
    for row in rows:
        yield canonical(as_json(row)) + "\n"


def write_retired(
    path: Path,
    *,
    checkpoint: int,
    gaps: list[AuditGap],
    rows: Iterable[AuditRow],
    algorithm: str,
) -> str:
    """Write a file that nobody else reads, safely on the disk; return its digest.

    Raises
    ------
    FileExistsError
        There is such a file; it is never overwritten.
    """
    head = {
        "kind": KIND,
        "checkpoint": checkpoint,
        "gaps": [[gap.first, gap.last, gap.previous_hash, gap.hash] for gap in gaps],
    }
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(canonical(head) + "\n")
        file.writelines(lines(rows))
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return file_digest(algorithm, path)


def check_retired(path: Path) -> FileReport:
    """Compare a file of retired rows with its seals, and with the row in the audit.

    Raises
    ------
    BadInputError
        It is no such file, or it does not belong to this house.
    """
    content = path.read_bytes()
    head, rows = _parsed(path, content)
    row = AuditRow.objects.filter(number=head["checkpoint"], action=RETIRING).first()
    if row is None:
        msg = f"{path}: row {head['checkpoint']} of this house's audit retired no rows."
        raise BadInputError(msg, code="audit.file_of_another", path=str(path))
    if row.data.get("file_digest") != hexdigest(row.algorithm, content):
        reason = "the file is not the one that was sealed"
        return FileReport(rows=len(rows), number=row.number, reason=reason)
    return _walk(rows, head["gaps"])


def _walk(rows: list[AuditRow], gaps: list[list[Any]]) -> FileReport:
    by_number = {row.number: row for row in rows}
    for first, last, previous, end in gaps:
        for number in range(first, last + 1):
            row = by_number.get(number)
            if row is None:
                reason = f"row {number} is missing"
            else:
                reason = why_broken(row, expected=number, previous=previous)
                previous = row.hash
            if reason:
                return FileReport(rows=len(rows), number=number, reason=reason)
        if previous != end:
            reason = "the rows do not end with the seal of their gap"
            return FileReport(rows=len(rows), number=last, reason=reason)
    return FileReport(rows=len(rows))


def _parsed(path: Path, content: bytes) -> tuple[dict[str, Any], list[AuditRow]]:
    try:
        head, *rest = [json.loads(line) for line in content.splitlines()]
        if head["kind"] == KIND:
            return head, [from_json(one) for one in rest]
    except (ValueError, KeyError, TypeError):
        pass
    msg = f"{path} is no file of retired audit rows."
    raise BadInputError(msg, code="audit.no_file", path=str(path))
