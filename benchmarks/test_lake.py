"""The lake: small batches, a past view, and the journal against what the disk can do.

Nothing is acknowledged before it is synced, so the physical limit of one sender is a
write and a sync per batch; several senders share a sync.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from dafeng.lake import ColumnKind, ColumnSchema, Journal, Lake, TableSchema

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

ROWS = 1000
BATCHES = 200
SENDERS = 16
BLOB = bytes(range(250)) * 160
"""A thousand readings of forty bytes."""
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)

READINGS = TableSchema(
    name="readings",
    meaning="Energy of a meter in a quarter of an hour.",
    key=("meter", "at"),
    partition=("year",),
    columns=(
        ColumnSchema(name="meter", meaning="number of the meter"),
        ColumnSchema(name="at", kind=ColumnKind.INSTANT, meaning="end of the quarter"),
        ColumnSchema(name="year", kind=ColumnKind.INTEGER, meaning="calendar year"),
        ColumnSchema(
            name="energy_e3", kind=ColumnKind.SCALED, scale=3, meaning="in thousandths"
        ),
    ),
)


def batch(number: int) -> pa.Table:
    """A quarter of an hour of a thousand meters; every tenth corrects the last one."""
    quarter = BEGIN + timedelta(minutes=15 * (number - number % 10 // 9))
    chance = np.random.default_rng(number)
    return pa.table(
        {
            "meter": [f"meter {meter}" for meter in range(ROWS)],
            "at": pa.repeat(pa.scalar(quarter, pa.timestamp("us", "UTC")), ROWS),
            "year": pa.repeat(2024, ROWS),
            "energy_e3": chance.integers(0, 10**6, ROWS),
        }
    )


def learned(number: int) -> datetime:
    """A minute later than the batch before."""
    return BEGIN + timedelta(minutes=number)


@pytest.mark.benchmark(group="lake")
def test_append_of_a_thousand_rows(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    lake, numbers = Lake(tmp_path), count()
    batches = [batch(number) for number in range(60)]

    def append() -> None:
        number = next(numbers)
        rows = batches[number]
        lake.append(READINGS, rows, key=f"{number}", learned_at=learned(number))

    benchmark.extra_info["rows"] = ROWS
    benchmark.pedantic(append, rounds=50, warmup_rounds=5)


@pytest.mark.benchmark(group="lake")
@pytest.mark.parametrize("state", ["as they came", "compacted"])
def test_a_past_view(benchmark: BenchmarkFixture, tmp_path: Path, state: str) -> None:
    lake = Lake(tmp_path)
    for number in range(100):
        rows = batch(number)
        lake.append(READINGS, rows, key=f"{number}", learned_at=learned(number))
    if state == "compacted":
        lake.compact("readings")
    benchmark.extra_info["rows"] = 100 * ROWS
    view = benchmark(lake.current, "readings", learned_by=learned(49))
    assert view.num_rows == 45 * ROWS


@pytest.mark.benchmark(group="journal")
@pytest.mark.parametrize("senders", [1, SENDERS])
def test_journal(benchmark: BenchmarkFixture, tmp_path: Path, senders: int) -> None:
    folders = count()
    limits: list[float] = []

    def measure_limit() -> None:  # beside every round: a disk has moods
        limits.append(raw_seconds(tmp_path / f"raw {len(limits)}"))

    def send() -> None:
        journal = Journal(tmp_path / f"{next(folders)}")
        with ThreadPoolExecutor(senders) as threads:
            done = threads.map(
                lambda number: journal.append(BLOB, key=f"{number}"), range(BATCHES)
            )
            assert len(list(done)) == BATCHES

    benchmark.pedantic(send, setup=measure_limit, rounds=7)
    if benchmark.stats is not None:
        took = benchmark.stats["median"]
        benchmark.extra_info["rows_per_second"] = round(BATCHES * ROWS / took)
        ratio = took / median(limits)
        benchmark.extra_info["of_one_write_and_sync_per_batch"] = round(ratio, 2)


def raw_seconds(path: Path) -> float:
    """Seconds for as many plain writes, each with its sync."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        begin = perf_counter()
        for _ in range(BATCHES):
            os.write(handle, BLOB)
            os.fsync(handle)
        return perf_counter() - begin
    finally:
        os.close(handle)
