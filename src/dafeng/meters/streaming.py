"""Readings of any number, from sorted Parquet to Parquet, one block at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dafeng.base.findings import Finding, Severity
from dafeng.meters.errors import ReadingsError
from dafeng.meters.hours import Hours, roll_up
from dafeng.meters.readings import COLUMNS, Readings, readings_from_table
from dafeng.meters.sums import Sums, day_sums

if TYPE_CHECKING:
    from dafeng.meters.records import Window
    from dafeng.meters.tariffs import TariffCalendar
    from dafeng.meters.tree import MeterTree

_BUFFER = 1 << 20
"""Bytes that are read at once; a file that is mapped would stay in memory."""

BLOCK_ROWS = 1_000_000
"""Readings in a block: some hundred megabytes in all, whatever the size of the file."""


@attrs.frozen(kw_only=True, eq=False)
class Streamed:
    """What a long pass leaves.

    Attributes
    ----------
    rows, hours : int
        Readings that were read, hours that were written.
    flagged : int
        Readings with any flag.
    days : Sums
        Day sums of all meters.
    """

    rows: int
    hours: int
    flagged: int
    days: Sums


def roll_up_file(
    tree: MeterTree,
    source: Path,
    window: Window,
    calendar: TariffCalendar,
    *,
    hours_to: Path,
    flags_to: Path,
    workers: int = 1,
    told: Callable[[int], None] | None = None,
) -> Streamed:
    """Roll up a Parquet file that is sorted by meter, time and time of learning.

    Parameters
    ----------
    tree : MeterTree
    source : Path
        Columns ``meter`` (index in the tree), ``at``, ``value``, ``learned_at``,
        ``manual``.
    window : Window
    calendar : TariffCalendar
    hours_to, flags_to : Path
        Parquet files that are written: all hours, and the readings with a flag.
    workers : int
        Threads of the pass.
    told : callable, optional
        Hears how many rows are done.
    """
    rows = written = flagged = 0
    days: list[Sums] = []
    last = -1
    hour_file = flag_file = None
    try:
        for block in _blocks(source):
            readings = readings_from_table(block)
            last = _follows(last, readings, rows)
            rolled = roll_up(tree, readings, window, workers=workers)
            table = rolled.hours.table()
            marked = np.flatnonzero(rolled.flags)
            marks = pa.table(
                {
                    "meter": readings.meter[marked],
                    "at": pa.array(readings.at[marked], pa.timestamp("us", "UTC")),
                    "flags": rolled.flags[marked],
                }
            )
            if hour_file is None or flag_file is None:
                hour_file = _writer(hours_to, table.schema)
                flag_file = _writer(flags_to, marks.schema)
            hour_file.write_table(table)
            flag_file.write_table(marks)
            days.append(day_sums(rolled.hours, calendar))
            rows += len(readings)
            written += len(table)
            flagged += len(marked)
            if told is not None:
                told(rows)
    finally:
        for file in (hour_file, flag_file):
            if file is not None:
                file.close()
    return Streamed(
        rows=rows, hours=written, flagged=flagged, days=_joined(days, calendar)
    )


def _follows(last: int, readings: Readings, rows: int) -> int:
    """Refuse a block with a meter of the blocks before; return its last meter."""
    if not len(readings):
        return last
    if readings.meter[0] <= last:
        finding = Finding(
            code="readings.order",
            severity=Severity.ERROR,
            place=f"readings, row {rows}",
            value=f"meter {readings.meter[0]}",
            rule="Rows stand by meter, time and time of learning.",
            hint="Sort them first.",
        )
        raise ReadingsError([finding])
    return int(readings.meter[-1])


def _blocks(source: Path) -> Iterator[pa.Table]:
    """Whole meters at a time: the last meter of a batch waits for the next batch."""
    waiting: list[pa.RecordBatch] = []
    with pq.ParquetFile(source, buffer_size=_BUFFER, pre_buffer=False) as file:
        for batch in file.iter_batches(BLOCK_ROWS, columns=list(COLUMNS)):
            meter = batch.column("meter").to_numpy(zero_copy_only=False)
            if not len(meter):
                continue
            start = int(np.searchsorted(meter, meter[-1]))
            same = waiting and waiting[-1].column("meter")[-1].as_py() == meter[-1]
            if start == 0 and same:
                waiting.append(batch)
                continue
            yield pa.Table.from_batches([*waiting, batch.slice(0, start)])
            waiting = [batch.slice(start)]
    if waiting:
        yield pa.Table.from_batches(waiting)


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    packed = {
        "energy": "DELTA_BINARY_PACKED",
        "hour": "DELTA_BINARY_PACKED",
        "at": "DELTA_BINARY_PACKED",
    }
    packed = {name: how for name, how in packed.items() if name in schema.names}
    plain = [name for name in schema.names if name not in packed]
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=plain,
        column_encoding=packed,
    )


def _joined(parts: list[Sums], calendar: TariffCalendar) -> Sums:
    if not parts:
        none = np.zeros(0, np.int64)
        narrow = np.zeros(0, np.int32)
        empty = Hours(
            meter=narrow,
            hour=narrow,
            energy=none,
            estimated=none,
            seconds=narrow,
            estimated_s=narrow,
            state=np.zeros(0, np.uint8),
        )
        return day_sums(empty, calendar)
    names = [field.name for field in attrs.fields(Sums) if field.name != "span"]
    return Sums(
        span=parts[0].span,
        **{name: np.concatenate([getattr(p, name) for p in parts]) for name in names},
    )
