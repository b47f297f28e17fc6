"""Batches as gateways and people send them, for the tests of arrival."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import attrs
import pyarrow as pa

from dafeng.meters import MeterTree, Role, meter_tree
from dafeng.meters.arrivals.records import BatchForm, Envelope
from dafeng.sample.meters import sample_meters

ARRIVED = datetime(2024, 5, 1, tzinfo=UTC)
AT = "2024-04-30T08:00:00+08:00"
AT_MICRO = int(datetime.fromisoformat(AT).timestamp()) * 10**6


def small_tree() -> MeterTree:
    """Twenty meters of E0000, one of E0001, and a virtual one of E0000."""
    meters = list(sample_meters(21))
    sum_of_two = attrs.evolve(
        meters[0], id="SUM", role=Role.VIRTUAL, formula="M00000 - M00001", parent=""
    )
    return meter_tree([*meters, sum_of_two])


TREE = small_tree()


def envelope(form: BatchForm, **changes: Any) -> Envelope:
    facts: dict[str, Any] = {
        "sender": "E0000",
        "form": form,
        "received_at": ARRIVED,
        "channel": "api:1",
    }
    return Envelope(**facts | changes)


def row(**changes: Any) -> dict[str, Any]:
    return {"meter": "M00003", "at": AT, "value": 12.5} | changes


def as_json(*rows: dict[str, Any]) -> bytes:
    return json.dumps({"readings": rows}).encode()


def as_arrow(table: pa.Table, **options: Any) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, **options) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()
