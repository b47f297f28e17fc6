"""Carry what was promised into the lake, once.

A promise is a row written in the same transaction as the act behind it.  Delivery
happens when that transaction is through; what fails stays promised and is tried again
at the start of the program and by ``python -m django account_outbox``.  The lake knows
each key, so a promise delivered twice is stored once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError, DafengError
from dafeng.lake.schemas import TableSchema
from dafeng.web.accounts.convert import signature_record
from dafeng.web.accounts.lake_tables import table_of
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.accounts.models import (
    FactorSignature,
    ImportBatch,
    ImportStatus,
    OutboxRow,
)
from dafeng.web.accounts.services.reading import lake_rows_of
from dafeng.web.core import audit

TROUBLE_LENGTH = 500


def outbox_promise(
    *,
    origin: str,
    key: str,
    schema: TableSchema,
    rows: Sequence[Mapping[str, object]],
    learned_at: datetime,
) -> OutboxRow:
    """Promise rows of another room to the lake, in the transaction of its act.

    Parameters
    ----------
    origin : str
        What the rows come from, for people who look: ``work.report:12``.
    key : str
        Idempotency key: promised twice, the database refuses; sent twice, stored once.
    schema : TableSchema
        A table that some room registered (``accounts.lake_tables``).
    rows : sequence of mapping
        As the lake takes them; at least one.
    learned_at : datetime
        When they count as known.

    Raises
    ------
    BadInputError
        ``outbox.empty``: there is nothing to promise, or nobody it comes from.
    NotFoundError
        ``outbox.table``: no room registered the table.
    """
    if not rows or not origin.strip():
        msg = f"The promise {key!r} has no rows or no origin."
        raise BadInputError(msg, code="outbox.empty", key=key)
    row = OutboxRow.objects.create(
        key=key,
        table=table_of(schema.name).name,
        origin=origin,
        content=list(rows),
        learned_at=learned_at,
    )
    outbox_deliver_later()
    return row


def outbox_deliver_later() -> None:
    """Deliver when the transaction that is open now is through."""
    transaction.on_commit(outbox_deliver, robust=True)


def outbox_deliver() -> int:
    """Deliver everything that waits, oldest first; return how much was delivered."""
    waiting = OutboxRow.objects.filter(done_at__isnull=True).order_by("pk")
    return sum(_deliver(pk) for pk in list(waiting.values_list("pk", flat=True)))


def _deliver(pk: int) -> bool:
    try:
        with transaction.atomic():
            return _append(OutboxRow.objects.select_for_update(of=("self",)).get(pk=pk))
    except (DafengError, OSError) as error:
        with transaction.atomic():
            row = OutboxRow.objects.select_for_update(of=("self",)).get(pk=pk)
            row.attempts += 1
            row.trouble = str(error)[:TROUBLE_LENGTH]
            row.save(update_fields=["attempts", "trouble"])
        return False


def _append(row: OutboxRow) -> bool:
    """Append one promise; False when another process was faster."""
    if row.done_at is not None:
        return False
    receipt = house_lake().append(
        table_of(row.table), _rows(row), key=row.key, learned_at=row.learned_at
    )
    row.done_at, row.version, row.rows = timezone.now(), receipt.version, receipt.rows
    row.attempts, row.trouble = row.attempts + 1, ""
    row.save()
    if row.batch is not None:
        _stored(row.batch, row)
    return True


def _rows(row: OutboxRow) -> Iterable[Mapping[str, Any]]:
    if row.batch is not None:
        return lake_rows_of(row.batch)
    if row.run is not None or row.origin:
        return cast("list[Mapping[str, Any]]", row.content)
    return [_signature(row)]


def _signature(row: OutboxRow) -> Mapping[str, Any]:
    signature = FactorSignature.objects.select_related("person__organisation").get(
        outbox=row
    )
    record = signature_record(signature)
    return {
        "factor_id": record.factor_id,
        "person": record.person,
        "signed_on": record.signed_on,
        "reason": record.reason,
        "withdrawn": row.key.endswith("-withdraw"),
    }


def _stored(batch: ImportBatch, row: OutboxRow) -> None:
    batch.status = ImportStatus.STORED
    batch.save(update_fields=["status"])
    audit.record(
        by=None,
        action="accounts.import.store",
        target=batch,
        data={"table": row.table, "version": row.version, "rows": row.rows},
    )
