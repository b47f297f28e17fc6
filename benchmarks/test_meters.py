"""Readings at 15 minutes to flags, hours, days, months, tce and CO2, beside the peers.

4 M readings by default; ``DAFENG_METER_ROWS=100000000`` is the full size, where the
peers that hold all of it in memory may not fit and are left out (they are told). The
table's times hold the start of a process; ``rows_per_second`` beside them do not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dafeng.meters import (
    Amount,
    Conversion,
    TariffPeriod,
    amounts_of,
    day_sums,
    roll_up,
    roll_up_again,
    tariff_calendar,
)
from dafeng.meters.sums import Span, Sums
from dafeng.sample.meters import sample_meters, sample_readings

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

ROWS = int(os.environ.get("DAFENG_METER_ROWS", "4000000"))
DAYS = 365
METERS = max(1, ROWS // (DAYS * 96))
BLOCK = 50
FITS = 10_000_000
TYPICAL = tariff_calendar("typical")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sorted file of readings with the usual faults."""
    made = tmp_path_factory.mktemp("meters")
    writer = None
    for start in range(0, METERS, BLOCK):
        count = min(BLOCK, METERS - start)
        rows = sample_readings(count, DAYS, seed=start).readings
        table = pa.table(
            {
                "meter": rows.meter + np.int32(start),
                "at": pa.array(rows.at, pa.timestamp("us", "UTC")),
                "value": rows.value,
                "learned_at": pa.array(rows.learned_at, pa.timestamp("us", "UTC")),
                "manual": rows.manual,
            }
        )
        if writer is None:
            writer = pq.ParquetWriter(
                made / "readings.parquet", table.schema, compression="zstd"
            )
        writer.write_table(table)
    assert writer is not None
    writer.close()
    return made


@pytest.mark.benchmark(group="meters: flags, hours, days, months, tce, CO2")
@pytest.mark.parametrize("way", ["ours", "duckdb", "polars", "pandas", "rows"])
def test_rolling_up(benchmark: BenchmarkFixture, folder: Path, way: str) -> None:
    if way in ("polars", "pandas") and ROWS > FITS:
        pytest.skip(f"{way} would hold all {ROWS} rows in memory")
    told: list[dict[str, Any]] = []

    def go() -> None:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.meter_ways", way, folder, str(METERS)],
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        told.append(json.loads(done.stdout))

    benchmark.pedantic(go, rounds=3 if ROWS <= FITS else 1)
    best = min(told, key=lambda one: float(one["seconds"]))
    benchmark.extra_info["rows"] = best["rows"]
    benchmark.extra_info["rows_per_second"] = round(best["rows"] / best["seconds"])
    benchmark.extra_info["rows_per_cpu_second"] = round(
        best["rows"] / best["cpu_seconds"]
    )
    benchmark.extra_info["peak_mb"] = round(best["peak_mb"])


@pytest.mark.benchmark(group="meters: one meter again")
def test_a_late_month_of_a_meter(benchmark: BenchmarkFixture) -> None:
    sample = sample_readings(1, 3 * DAYS, seed=1)
    rows = sample.readings
    day = (rows.at - rows.at[0]) // (86400 * 10**6)
    early = rows[np.flatnonzero((day < 400) | (day > 430))]
    before = roll_up(sample.tree, early, sample.window).hours
    made = benchmark(
        roll_up_again,
        sample.tree,
        rows,
        sample.window,
        before=before,
        calendar=TYPICAL,
    )
    assert 30 < len(made.day) < 40


@pytest.mark.benchmark(group="meters: a new edition")
def test_factors_and_tariffs_over_three_years_of_3000_meters(
    benchmark: BenchmarkFixture,
) -> None:
    meters, days = 3000, 3 * DAYS
    chance = np.random.default_rng(1)
    parts = chance.integers(0, 10**7, (meters * days, len(TariffPeriod)))
    number = np.tile(np.arange(19_000, 19_000 + days, dtype=np.int32), meters)
    full = np.full(meters * days, 86_400)
    table = Sums(
        span=Span.DAY,
        meter=np.repeat(np.arange(meters, dtype=np.int32), days),
        number=number,
        energy=parts.sum(axis=1),
        estimated=np.zeros(meters * days, np.int64),
        seconds=full,
        estimated_s=np.zeros_like(full),
        by_period=parts,
    )
    month = number.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    month -= month.min()
    months = int(month.max()) + 1
    groups = table.meter * months + month
    factors = [
        Conversion(amount=amount, carrier="electricity", per_unit=value, period=period)
        for amount, value, period in (
            (Amount.TCE, Fraction(1229, 10**7), None),
            (Amount.TCE_EQUAL, Fraction(3015, 10**7), None),
            (Amount.CO2, Fraction(5366, 10**7), None),
            *((Amount.COST, Fraction(3 + one, 10), one) for one in TariffPeriod),
        )
    ]
    made = benchmark(
        amounts_of, sample_meters(meters), table, factors, groups, count=meters * months
    )
    assert made.known[Amount.COST].all()


@pytest.mark.benchmark(group="meters: time-of-use bill")
def test_bill_of_144400_meter_hours(benchmark: BenchmarkFixture) -> None:
    sample = sample_readings(200, 31, seed=2, step_s=3600)
    hours = roll_up(sample.tree, sample.readings, sample.window).hours[:144_400]
    prices = [
        Conversion(
            amount=Amount.COST,
            carrier="electricity",
            per_unit=Fraction(3 + one, 10),
            period=one,
        )
        for one in TariffPeriod
    ]

    def bill() -> int:
        days = day_sums(hours, TYPICAL)
        made = amounts_of(sample.tree, days, prices, days.meter, count=200)
        return int(made.values[Amount.COST].sum())

    assert benchmark(bill) > 0
