"""Writing and checking the audit.

Each row is sealed: its hash is the SHA-256 of the previous hash, a line feed, and the
row as canonical JSON.  The first row's ``previous_hash`` is 64 zeros.  A changed,
missing or inserted row breaks the chain; :func:`check_chain` names the first one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import UTC
from typing import Any
from uuid import UUID

import attrs
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone, translation

from dafeng.web.core.models import AuditRow, User
from dafeng.web.core.models.people import Language

START = "0" * 64
PROGRAM = "dafeng"
_LOCK_OF_THE_CHAIN = 0x0DAFE46
_LABEL_LENGTH = 300

request_id: ContextVar[UUID | None] = ContextVar("request_id", default=None)


@attrs.frozen(kw_only=True)
class Break:
    """The first row at which the chain does not hold, and why."""

    number: int
    reason: str


@attrs.frozen(kw_only=True)
class ChainReport:
    """What a check of the whole chain found; ``head`` seals everything before it."""

    rows: int
    head: str
    broken: Break | None


def record(
    *,
    by: User | None,
    action: str,
    target: models.Model,
    data: Mapping[str, object] | None = None,
) -> AuditRow:
    """Add one row, inside the caller's transaction.

    Parameters
    ----------
    by : User or None
        Who acts; None is the program itself (set-up, scheduled work).
    action : str
        Stable code, ``noun.verb``: ``membership.grant``, ``plans.target.confirm``.
    target : Model
        What was acted on; type, key and label are kept as they are now.
    data : mapping, optional
        What changed.  Figures are written as decimal strings, dates as ISO 8601, so
        that both databases give back the same bytes.
    """
    with transaction.atomic():
        _hold_the_chain()
        last = AuditRow.objects.order_by("-number").only("number", "hash").first()
        row = AuditRow(
            number=1 if last is None else last.number + 1,
            time=timezone.now(),
            action=action,
            target_type=target._meta.label_lower,
            target_id=str(target.pk),
            target_label=_label(target),
            actor=by,
            actor_label=PROGRAM if by is None else f"{by.display_name} ({by.username})",
            unit=None if by is None else by.organisation,
            unit_label=_unit_label(by),
            data=plain(dict(data or {})),
            request_id=request_id.get(),
            previous_hash=START if last is None else last.hash,
        )
        row.hash = seal(row)
        row.save()
    return row


def seal(row: AuditRow) -> str:
    """Return the SHA-256 of a row and of the hash before it, in hexadecimal."""
    content = {
        "number": row.number,
        "time": row.time.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": row.action,
        "target": [row.target_type, row.target_id, row.target_label],
        "actor": [row.actor_id, row.actor_label],
        "unit": [row.unit_id, row.unit_label],
        "data": row.data,
        "request": None if row.request_id is None else str(row.request_id),
    }
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(f"{row.previous_hash}\n{text}".encode()).hexdigest()


def check_chain(rows: Iterable[AuditRow] | None = None) -> ChainReport:
    """Read the chain from its start and compare every seal."""
    if rows is None:
        rows = AuditRow.objects.order_by("number").iterator(chunk_size=2000)
    previous, count = START, 0
    for row in rows:
        count += 1
        reason = _why_broken(row, expected=count, previous=previous)
        if reason:
            broken = Break(number=row.number, reason=reason)
            return ChainReport(rows=count, head=previous, broken=broken)
        previous = row.hash
    return ChainReport(rows=count, head=previous, broken=None)


def plain(value: Any) -> Any:
    """Return JSON values with figures as decimal strings, in text that can be kept."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Mapping):
        return {_text(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [plain(item) for item in items]
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _text(value: str) -> str:
    """Return text without what no database keeps: zero bytes and half surrogates."""
    kept = value.encode("utf-8", "replace").decode("utf-8")
    return kept.replace("\x00", "\ufffd")


def _why_broken(row: AuditRow, *, expected: int, previous: str) -> str:
    if row.number != expected:
        return f"row {expected} is missing"
    if row.previous_hash != previous:
        return "the row before it was changed or replaced"
    if row.hash != seal(row):
        return "the row was changed"
    return ""


def _hold_the_chain() -> None:
    """Let one transaction at a time add rows; SQLite's are one at a time already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_OF_THE_CHAIN])


def _label(target: models.Model) -> str:
    with translation.override(Language.ZH):
        return _text(str(target))[:_LABEL_LENGTH]


def _unit_label(by: User | None) -> str:
    if by is None or by.organisation is None:
        return ""
    return by.organisation.name_zh
