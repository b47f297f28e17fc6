"""Carry what was promised into the lake, once.

A promise is a row written in the same transaction as the act behind it.  Delivery
happens when that transaction is through; what fails stays promised and is tried again
at the start of the program and by ``python -m django account_outbox``.  The lake knows
each key, so a promise delivered twice is stored once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from dafeng.accounts import LEDGER
from dafeng.base.errors import DafengError
from dafeng.indicators import EMISSIONS
from dafeng.lake.schemas import TableSchema
from dafeng.web.accounts.convert import signature_record
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
        _schema(row.table), _rows(row), key=row.key, learned_at=row.learned_at
    )
    row.done_at, row.version, row.rows = timezone.now(), receipt.version, receipt.rows
    row.attempts, row.trouble = row.attempts + 1, ""
    row.save()
    if row.batch is not None:
        _stored(row.batch, row)
    return True


def _schema(name: str) -> TableSchema:
    return next(schema for schema in (*LEDGER, EMISSIONS) if schema.name == name)


def _rows(row: OutboxRow) -> Iterable[Mapping[str, Any]]:
    if row.batch is not None:
        return lake_rows_of(row.batch)
    if row.run is not None:
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
