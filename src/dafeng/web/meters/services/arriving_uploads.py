"""Readings that a person sends: a file looked at before it is stored, or typed values.

A file waits an hour between its preview and the decision, in the house's own cache,
under the person who sent it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

import attrs
from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import gettext as _

from dafeng.meters.arrivals.errors import BatchError
from dafeng.meters.arrivals.packing import MOST_BYTES, too_large
from dafeng.meters.arrivals.reading import ReadBatch, read_batch
from dafeng.meters.arrivals.records import BatchForm, Envelope
from dafeng.meters.arrivals.sheet_rows import HEADS
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.core.job_queue import job_enqueue
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.meters.jobs import SETTLE
from dafeng.web.meters.models import MeterPoint, Role
from dafeng.web.meters.permissions import ENTER
from dafeng.web.meters.selectors.kept_tree import kept_tree
from dafeng.web.meters.services.arriving import Arrived, batch_arrive

KEPT_SECONDS = 3600
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@attrs.frozen(kw_only=True)
class HandValue:
    """What somebody read off a dial."""

    meter: str
    at: datetime
    value: Decimal


def upload_look(*, by: User, enterprise: Organisation, blob: bytes) -> ReadBatch:
    """Read a file without storing anything.

    Raises
    ------
    BatchError
        It cannot be read at all.
    """
    require(by, ENTER, enterprise)
    return read_batch(blob, _envelope(by, enterprise, blob), kept_tree())


def upload_keep(*, by: User, blob: bytes) -> str:
    """Keep a file until its sender decides; return the name under which it is kept."""
    if len(blob) > MOST_BYTES:
        raise too_large(MOST_BYTES)
    digest = hashlib.sha256(blob).hexdigest()
    caches["house"].set(_key(by, digest), blob, KEPT_SECONDS)
    return digest


def upload_take(*, by: User, enterprise: Organisation, digest: str) -> Arrived:
    """Store a file that was looked at.

    Raises
    ------
    BatchError
        ``arrivals.gone``: it is not kept any more.
    """
    blob = caches["house"].get(_key(by, digest))
    if blob is None:
        msg = "The file is not kept any more; send it again."
        raise BatchError(msg, code="arrivals.gone")
    return batch_arrive(
        by=by,
        enterprise=enterprise,
        blob=blob,
        envelope=_envelope(by, enterprise, blob),
    )


def values_enter(
    *, by: User, enterprise: Organisation, values: Sequence[HandValue]
) -> Arrived:
    """Store what somebody typed, as a batch like any other."""
    now = timezone.now()
    told = [
        {"meter": one.meter, "at": one.at.isoformat(), "value": str(one.value)}
        for one in values
    ]
    arrived = batch_arrive(
        by=by,
        enterprise=enterprise,
        # With its time: a value that was corrected may be entered once more.
        blob=json.dumps({"readings": told, "entered_at": now.isoformat()}).encode(),
        envelope=Envelope(
            sender=enterprise.code,
            form=BatchForm.JSON,
            received_at=now,
            channel=f"hand:{by.pk}",
            manual=True,
        ),
    )
    if arrived.sequence is not None:
        job_enqueue(SETTLE)  # who types a value wants to see it
    return arrived


def template_of(enterprise: Organisation) -> bytes:
    """Return the empty form of an enterprise: a row for each meter with readings."""
    points = MeterPoint.objects.filter(enterprise=enterprise).exclude(role=Role.VIRTUAL)
    return workbook_bytes([_sheet(points.order_by("code"))], title=_("读数"))


def _sheet(points: Iterable[MeterPoint]) -> Sheet:
    meter, at, value, unit = (titles[0] for titles in HEADS.values())
    return Sheet(
        name="读数",
        columns=(
            Column(title=meter),
            Column(title="名称"),
            Column(title=at, hint=_("例如 2026-03-01 08:00；月末可写 24:00。")),
            Column(title=value, kind=Kind.NUMBER, hint=_("最多三位小数。")),
            Column(title=unit),
        ),
        rows=[(one.code, one.name_zh, None, None, one.unit) for one in points],
    )


def _envelope(by: User, enterprise: Organisation, blob: bytes) -> Envelope:
    is_workbook = blob.startswith(_WORKBOOKS)
    return Envelope(
        sender=enterprise.code,
        form=BatchForm.XLSX if is_workbook else BatchForm.CSV,
        received_at=timezone.now(),
        channel=f"upload:{by.pk}",
        manual=True,
    )


def _key(by: User, digest: str) -> str:
    return f"arrival-{by.pk}-{digest}"
