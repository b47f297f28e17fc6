"""Writing and checking the audit.

Each row is sealed: its hash is the digest of the previous hash, a line feed, and the
row as canonical JSON.  The first row's ``previous_hash`` is 64 zeros.  A changed,
missing or inserted row breaks the chain; :func:`check_chain` names the first one.

``form`` says which JSON is sealed and never changes for a row that stands:

1. number, time, action, target, actor, unit, data, request; always SHA-256;
2. the same, and form, algorithm (``sha256`` or ``sm3``), on_behalf_of.

Rows whose time is over lie in files (:mod:`dafeng.web.core.services.retiring`); a gap
keeps the two hashes between which they stood, so the chain still holds.  The row that
retired them seals the gaps and the file.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from datetime import UTC
from typing import Any
from uuid import UUID

import attrs
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone, translation

from dafeng.web.core.acting import acting_unit, on_behalf_of
from dafeng.web.core.digests import hexdigest
from dafeng.web.core.masking import HIDDEN, is_secret, masked
from dafeng.web.core.models import Algorithm, AuditGap, AuditRow, User
from dafeng.web.core.models.audit import RETIRING
from dafeng.web.core.models.people import Language

START = "0" * 64
PROGRAM = "dafeng"
FIRST_FORM, FORM = 1, 2
_LOCK_OF_THE_CHAIN = 0x0DAFE46
_LABEL_LENGTH = 300
_ACTOR_LENGTH = 150
_OVER_ROWS = "the gap lies over standing rows"

request_id: ContextVar[UUID | None] = ContextVar("request_id", default=None)


@attrs.frozen(kw_only=True)
class Break:
    """The first row at which the chain does not hold, and why."""

    number: int
    reason: str


@attrs.frozen(kw_only=True)
class ChainReport:
    """What a check of the whole chain found.

    Attributes
    ----------
    rows : int
        Rows that stand in the database.
    retired : int
        Rows that lie in files; their gaps were checked, the files were not.
    head : str
        Seal of the last row that holds: it seals everything before it.
    broken : Break or None
        None: the chain holds.
    """

    rows: int
    head: str
    broken: Break | None
    retired: int = 0


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
        Who acts; None is the program itself (set-up, scheduled work).  The row names
        the unit acted for, and those whose delegation the act rested on.
    action : str
        Stable code, ``noun.verb``: ``membership.grant``, ``plans.target.confirm``.
    target : Model
        What was acted on; type, key and label are kept as they are now.
    data : mapping, optional
        What changed; for a change of something that stood, ``before`` and ``after``.
        Figures are written as decimal strings, dates as ISO 8601, so that both
        databases give back the same bytes.  Phone and identity numbers are masked,
        values named like a secret are left out.
    """
    return record_all(by=by, action=action, acts=((target, data or {}),))[0]


def record_all(
    *,
    by: User | None,
    action: str,
    acts: Iterable[tuple[models.Model, Mapping[str, object]]],
) -> list[AuditRow]:
    """Add one row for each of many like acts: what was acted on, and what changed.

    Every row is sealed with the one before it, as if :func:`record` had written them
    one by one; they are written at once.
    """
    unit = None if by is None else acting_unit(by)
    behalf = () if by is None else on_behalf_of(by)
    who = {
        "action": action,
        "actor": by,
        "actor_label": PROGRAM if by is None else _named(by),
        "on_behalf_of": _text("、".join(behalf))[:_LABEL_LENGTH],
        "unit": unit,
        "unit_label": "" if unit is None else unit.name_zh,
        "request_id": request_id.get(),
        "form": FORM,
        "algorithm": settings.AUDIT_HASH,
    }
    rows: list[AuditRow] = []
    with transaction.atomic():
        hold_the_chain()
        last = AuditRow.objects.order_by("-number").only("number", "hash").first()
        for target, data in acts:
            last = AuditRow(
                **who,
                number=1 if last is None else last.number + 1,
                time=timezone.now(),
                target_type=target._meta.label_lower,
                target_id="" if target.pk is None else str(target.pk),
                target_label=_label(target),
                data=plain(dict(data)),
                previous_hash=START if last is None else last.hash,
            )
            last.hash = seal(last)
            rows.append(last)
        return AuditRow.objects.bulk_create(rows)


def seal(row: AuditRow) -> str:
    """Return the digest of a row and of the hash before it, in hexadecimal."""
    text = canonical(sealed_content(row))
    return hexdigest(row.algorithm, f"{row.previous_hash}\n{text}".encode())


def sealed_content(row: AuditRow) -> dict[str, Any]:
    """Return what the seal of a row covers, by its form."""
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
    if row.form != FIRST_FORM:
        content["form"] = row.form
        content["algorithm"] = row.algorithm
        content["on_behalf_of"] = row.on_behalf_of
    return content


def canonical(content: object) -> str:
    """Write JSON in the one way that is sealed."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def seal_of_gaps(algorithm: str, gaps: Iterable[AuditGap]) -> str:
    """Return the digest that the row which retired these gaps keeps of them."""
    content = [[gap.first, gap.last, gap.previous_hash, gap.hash] for gap in gaps]
    return hexdigest(algorithm, canonical(content).encode())


def check_chain() -> ChainReport:
    """Read the chain from its start and compare every seal, and every gap's."""
    gaps = list(AuditGap.objects.order_by("first"))
    walk = _Walk(gaps=gaps)
    for row in AuditRow.objects.order_by("number").iterator(chunk_size=2000):
        if broken := walk.step(row):
            return walk.report(broken)
    return walk.report(walk.end())


@attrs.define
class _Walk:
    """Where a check stands in the chain."""

    gaps: list[AuditGap]
    previous: str = START
    expected: int = 1
    rows: int = 0
    retired: int = 0
    checkpoints: dict[int, AuditRow] = attrs.field(factory=dict)
    _next_gap: int = 0

    def step(self, row: AuditRow) -> Break | None:
        """Go over one row, and over the gaps before it."""
        self.rows += 1
        while self._next_gap < len(self.gaps):
            gap = self.gaps[self._next_gap]
            if gap.first > self.expected:
                break
            if gap.first < self.expected or gap.last >= row.number:
                return Break(number=gap.first, reason=_OVER_ROWS)
            if gap.previous_hash != self.previous:
                return Break(number=gap.first, reason="the gap does not fit")
            self.previous, self.expected = gap.hash, gap.last + 1
            self.retired += gap.last - gap.first + 1
            self._next_gap += 1
        reason = why_broken(row, expected=self.expected, previous=self.previous)
        if reason:
            return Break(number=row.number, reason=reason)
        if row.action == RETIRING:
            self.checkpoints[row.number] = row
        self.previous, self.expected = row.hash, self.expected + 1
        return None

    def end(self) -> Break | None:
        """Look at what is left: gaps that no row follows, and the seals of gaps."""
        if self._next_gap < len(self.gaps):
            gap = self.gaps[self._next_gap]
            return Break(number=gap.first, reason=_OVER_ROWS)
        by_checkpoint: dict[int, list[AuditGap]] = defaultdict(list)
        for gap in self.gaps:
            by_checkpoint[gap.checkpoint].append(gap)
        for number, row in self.checkpoints.items():
            mine = by_checkpoint.pop(number, [])
            if row.data.get("gaps_digest") != seal_of_gaps(row.algorithm, mine):
                return Break(number=number, reason="its gaps were changed")
        for unsealed in by_checkpoint.values():
            return Break(number=unsealed[0].first, reason="no row seals the gap")
        return None

    def report(self, broken: Break | None) -> ChainReport:
        return ChainReport(
            rows=self.rows, retired=self.retired, head=self.previous, broken=broken
        )


def why_broken(row: AuditRow, *, expected: int, previous: str) -> str:
    """Say why a row does not continue the one before it; empty when it does."""
    if row.number != expected:
        return f"row {expected} is missing"
    if row.previous_hash != previous:
        return "the row before it was changed or replaced"
    if row.hash != seal(row) or not _keeps_its_form(row):
        return "the row was changed"
    return ""


def _keeps_its_form(row: AuditRow) -> bool:
    """Whether the columns that the first form does not seal are as they were made."""
    if row.form != FIRST_FORM:
        return row.form == FORM
    return row.algorithm == Algorithm.SHA256 and not row.on_behalf_of


def holds_head(head: str) -> bool:
    """Whether a seal that was kept elsewhere still stands in the chain.

    Rows cut off at the end leave a chain that holds; a seal kept elsewhere shows it.
    """
    gaps = AuditGap.objects.filter(hash=head)
    return AuditRow.objects.filter(hash=head).exists() or gaps.exists()


def plain(value: Any) -> Any:
    """Return JSON values with figures as decimal strings, in text that can be kept."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Mapping):
        return {
            _text(str(key)): HIDDEN if is_secret(str(key)) else plain(item)
            for key, item in value.items()
        }
    if isinstance(value, set | frozenset):
        return _list(sorted(value, key=str))
    if isinstance(value, list | tuple):
        return _list(value)
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _list(values: Sequence[Any]) -> list[Any]:
    return [plain(item) for item in values]


def _text(value: str) -> str:
    """Return text masked, and without what no database keeps.

    That is zero bytes and half surrogates.
    """
    kept = value.encode("utf-8", "replace").decode("utf-8")
    return masked(kept.replace("\x00", "\ufffd"))


def _named(user: User) -> str:
    return _text(f"{user.display_name} ({user.username})")[:_ACTOR_LENGTH]


def hold_the_chain() -> None:
    """Let one transaction at a time add rows; SQLite's are one at a time already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_OF_THE_CHAIN])


def _label(target: models.Model) -> str:
    with translation.override(Language.ZH):
        return _text(str(target))[:_LABEL_LENGTH]
