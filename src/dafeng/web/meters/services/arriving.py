"""A batch at the door: read, stored so that no power cut takes it, and counted.

The journal of the lake is the record of what came. The database only counts it, day by
day; the audit names the first batch of a channel on a day, and the first refusal.
Refused rows of a stored batch are counted when the journal is compacted, each once;
here are counted those of which nothing was stored.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

import attrs
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from dafeng.meters.arrivals.errors import BatchError
from dafeng.meters.arrivals.reading import ReadBatch, read_batch
from dafeng.meters.arrivals.records import Envelope
from dafeng.meters.store.compacting import UNREADABLE
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.meters.models import ArrivalCount, Gateway, RefusedCount
from dafeng.web.meters.permissions import ENTER
from dafeng.web.meters.selectors.kept_tree import kept_tree
from dafeng.web.meters.stores import house_meters

CLOSED = "closed"
"""Trouble of a batch whose enterprise or gateway may send nothing any more."""

_log = logging.getLogger(__name__)

_EXAMPLE = 200
_SEEN_EVERY = timedelta(minutes=1)


@attrs.frozen(kw_only=True)
class Arrived:
    """What became of a batch.

    Attributes
    ----------
    sequence : int or None
        Its number in the journal; None where no row was a reading, so that nothing was
        stored.
    repeated : bool
        The same batch had come before; nothing was stored now.
    batch : ReadBatch
    """

    sequence: int | None
    repeated: bool
    batch: ReadBatch


def batch_arrive(
    *, by: User | None, enterprise: Organisation, blob: bytes, envelope: Envelope
) -> Arrived:
    """Take a batch of an enterprise; what is returned as stored is safe on the disk.

    Parameters
    ----------
    by : User or None
        Who sends; None is a gateway that was recognised before.
    enterprise : Organisation
        The sender of the envelope.

    Raises
    ------
    BatchError
        The batch cannot be read; that is counted, and nothing else happens.
    """
    if by is not None:
        require(by, ENTER, enterprise)
    try:
        batch = _read(blob, envelope)
    except BatchError as error:
        trouble = error.code.rpartition(".")[2]
        refusals_count(
            by=by,
            enterprise=enterprise,
            channel=envelope.channel,
            troubles={trouble: 1},
            example=str(error),
        )
        raise
    sequence, repeated = None, False
    if len(batch.readings):
        taken = len(batch.readings)
        ack = house_meters().accept(blob, envelope, taken=taken)
        sequence, repeated = ack.sequence, ack.duplicate
        _arrival_count(by, enterprise, envelope, batch, repeated=repeated)
    else:
        first = batch.refused[0]
        refusals_count(
            by=by,
            enterprise=enterprise,
            channel=envelope.channel,
            troubles={str(one): count for one, count in batch.troubles.items()},
            example=f"{first.meter} {first.value}",
        )
    return Arrived(sequence=sequence, repeated=repeated, batch=batch)


def _read(blob: bytes, envelope: Envelope) -> ReadBatch:
    """Read a batch; what breaks its reader is no batch, whatever it raises."""
    tree = kept_tree()
    try:
        return read_batch(blob, envelope, tree)
    except BatchError:
        raise
    except UNREADABLE as error:
        _log.exception("a batch of %s broke its reader", envelope.channel)
        msg = f"The batch cannot be read: {type(error).__name__}."
        raise BatchError(msg) from error


def gateway_seen(gateway: Gateway) -> None:
    """Keep when a gateway was last heard of, to the minute."""
    now = timezone.now()
    if gateway.last_seen_at is None or now - gateway.last_seen_at >= _SEEN_EVERY:
        Gateway.objects.filter(pk=gateway.pk).update(last_seen_at=now)


@transaction.atomic
def refusals_count(
    *,
    by: User | None,
    enterprise: Organisation | None,
    channel: str,
    troubles: Mapping[str, int],
    example: str = "",
) -> None:
    """Count rows that never became readings; the first of a day is audited.

    Parameters
    ----------
    enterprise : Organisation or None
        The sender; None is one that nobody knows.
    troubles : mapping of str to int
        Rows by trouble.
    example : str
        As it was sent.
    """
    # No database keeps a NUL, or half a character.
    example = example[:_EXAMPLE].replace("\0", "").encode("utf-8", "replace").decode()
    for trouble, count in troubles.items():
        row, fresh = RefusedCount.objects.get_or_create(
            day=timezone.localdate(),
            enterprise=enterprise,
            channel=channel,
            trouble=trouble,
            defaults={"count": count, "example": example},
        )
        if fresh:
            data = {"channel": channel, "trouble": trouble, "example": example}
            audit.record(by=by, action="meters.readings.refuse", target=row, data=data)
        else:
            RefusedCount.objects.filter(pk=row.pk).update(count=F("count") + count)


def _arrival_count(
    by: User | None,
    enterprise: Organisation,
    envelope: Envelope,
    batch: ReadBatch,
    *,
    repeated: bool,
) -> None:
    more = {
        "batches": 0 if repeated else 1,
        "readings": 0 if repeated else len(batch.readings),
        "repeated": 1 if repeated else 0,
    }
    row = ArrivalCount(
        day=timezone.localdate(envelope.received_at),
        enterprise=enterprise,
        channel=envelope.channel,
        last_at=envelope.received_at,
        **more,
    )
    if _added(row):
        return
    with transaction.atomic():
        first, fresh = ArrivalCount.objects.get_or_create(
            day=row.day,
            enterprise=enterprise,
            channel=row.channel,
            defaults={"last_at": row.last_at},
        )
        if fresh:
            data = {"channel": row.channel, "readings": len(batch.readings)}
            audit.record(
                by=by, action="meters.readings.arrive", target=first, data=data
            )
        _added(row)


def _added(more: ArrivalCount) -> bool:
    """Add to the row of that day, enterprise and channel; False where there is none.

    In plain words: every batch does it, and putting it into words takes longer.
    """
    adapt = connection.ops
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meters_arrivalcount SET batches = batches + %s, "
            "readings = readings + %s, repeated = repeated + %s, last_at = %s "
            "WHERE day = %s AND enterprise_id = %s AND channel = %s",
            [
                more.batches,
                more.readings,
                more.repeated,
                adapt.adapt_datetimefield_value(more.last_at),
                adapt.adapt_datefield_value(more.day),
                more.enterprise_id,
                more.channel,
            ],
        )
        return bool(cursor.rowcount)
