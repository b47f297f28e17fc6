"""Batches as gateways send them, and the store that takes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dafeng.meters import Hours, Readings, Sums, day_sums, roll_up, with_virtual
from dafeng.meters.arrivals.reading import read_batch
from dafeng.meters.arrivals.records import BatchForm, Envelope
from dafeng.meters.records import Window
from dafeng.meters.store.rounds import BEGINNING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dafeng.meters import MeterTree, TariffCalendar

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Batch = tuple[bytes, Envelope]


def moment(us: int) -> datetime:
    """A moment from microseconds."""
    return EPOCH + timedelta(microseconds=us)


def blob_of(tree: MeterTree, rows: Readings) -> bytes:
    """A batch in Arrow."""
    table = pa.table(
        {
            "meter": pa.array([tree.meters[place].id for place in rows.meter.tolist()]),
            "at": pa.array(rows.at, pa.timestamp("us", "UTC")),
            "value_e3": rows.value,
        }
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def batches_of(tree: MeterTree, readings: Readings, *, span_s: int = 1) -> list[Batch]:
    """Cut readings into batches by sender and time of learning, rounded up to a span.

    What is learned in one span is learned at its end.
    """
    enterprises = list(tree.enterprises)
    sender = np.array([enterprises.index(meter.enterprise) for meter in tree])
    span = span_s * 10**6
    learned = -(-readings.learned_at // span) * span
    key = np.stack([learned, sender[readings.meter]])
    _, group = np.unique(key, axis=1, return_inverse=True)
    order = np.argsort(group, kind="stable")
    cuts = np.flatnonzero(np.diff(group[order])) + 1
    made = []
    for rows in np.split(order, cuts):
        mine = readings[rows]
        envelope = Envelope(
            sender=tree.meters[int(mine.meter[0])].enterprise,
            form=BatchForm.ARROW,
            received_at=moment(int(learned[rows[0]])),
            channel="api:1",
        )
        made.append((blob_of(tree, mine), envelope))
    return made


def one_pass(
    tree: MeterTree,
    batches: Sequence[Batch],
    until: datetime,
    calendar: TariffCalendar,
) -> tuple[Hours, Sums]:
    """Hours and days of all batches, by one pass over all of their readings."""
    parts = [read_batch(blob, envelope, tree).readings for blob, envelope in batches]
    names = ("meter", "at", "value", "learned_at", "manual")
    rows = Readings(
        **{name: np.concatenate([getattr(p, name) for p in parts]) for name in names}
    ).sorted()
    rolled = roll_up(tree, rows, Window(begin=BEGINNING, end=until))
    hours = with_virtual(tree, rolled.hours)
    return hours, day_sums(hours, calendar)


def assert_same(made: Hours | Sums, expected: Hours | Sums) -> None:
    """Equal to the last digit, row by row."""
    number = "hour" if isinstance(expected, Hours) else "number"
    names = ["meter", number, "energy", "estimated", "seconds", "estimated_s", "state"]
    if isinstance(expected, Sums):
        names.append("by_period")
    for name in names:
        np.testing.assert_array_equal(
            getattr(made, name), getattr(expected, name), name
        )
