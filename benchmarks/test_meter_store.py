"""The store of meters: how fast it takes in, finds, makes again; how small it is.

Times of what is durable are of this machine's disk: ``test_lake.py`` has what plain
writes with a sync each take. ``DAFENG_METER_STORE`` names the number of meters.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pytest

from dafeng.lake import Lake
from dafeng.meters import (
    Amount,
    Conversion,
    Readings,
    Span,
    Sums,
    TariffPeriod,
    grouped,
    tariff_calendar,
)
from dafeng.meters.arrivals.records import BatchForm, Envelope
from dafeng.meters.store import MeterStore, bring_readings
from dafeng.meters.store.rolling import Written
from dafeng.meters.store.views import day_columns
from dafeng.sample.gateways import arrow_batch, json_batch
from dafeng.sample.meters import SampleReadings, sample_meters, sample_readings

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

METERS = int(os.environ.get("DAFENG_METER_STORE", "60"))
DAYS, THREADS, BATCHES, ROWS = 365, 8, 400, 1000
TYPICAL = tariff_calendar("typical")
NOW = datetime(2025, 6, 1, tzinfo=UTC)
FAR = (date(2000, 1, 1), date(2050, 1, 1))


@attrs.frozen(kw_only=True)
class Filled:
    """A store with a year of readings."""

    sample: SampleReadings
    store: MeterStore


def arrived(sample: SampleReadings) -> Readings:
    """The readings, learned once in a quarter of an hour by each enterprise."""
    rows, quarter = sample.readings, 900 * 10**6
    learned = -(-rows.learned_at // quarter) * quarter
    key = learned * 1000 + rows.meter // 20
    _, place = np.unique(key, return_inverse=True)
    chance = np.random.default_rng(1)
    learned = learned + chance.integers(0, 60 * 10**6, place.max() + 1)[place]
    return attrs.evolve(rows, learned_at=learned).sorted()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    sample = sample_readings(METERS, DAYS, seed=1)
    lake = Lake(tmp_path_factory.mktemp("meters") / "lake")
    store = MeterStore(lake)
    bring_readings(lake, sample.tree, arrived(sample), now=NOW)
    store.roll_up(sample.tree, TYPICAL, until=sample.window.end)
    store.tidy()
    return Filled(sample=sample, store=store)


@pytest.mark.benchmark(group="meter store: taking in")
@pytest.mark.parametrize("form", ["json", "arrow"])
def test_batches_of_1000_rows_acknowledged_after_their_sync(
    benchmark: BenchmarkFixture, tmp_path: Path, form: str
) -> None:
    sample = sample_readings(20, 4, seed=2)
    names = [meter.id for meter in sample.tree]
    write = json_batch if form == "json" else arrow_batch
    rows = sample.readings.at
    order = np.argsort(rows, kind="stable")[:ROWS]
    blob = write(sample.readings[order], names)
    folders = count()
    envelope = Envelope(
        sender="E0000", form=BatchForm(form), received_at=NOW, channel="api:1"
    )
    # Spaces behind a JSON text and bytes behind an Arrow stream change nothing.
    blobs = [blob + b" " * number for number in range(BATCHES)]

    def send() -> None:
        store = MeterStore(Lake(tmp_path / str(next(folders))))
        with ThreadPoolExecutor(THREADS) as threads:
            done = list(threads.map(lambda one: store.accept(one, envelope), blobs))
        assert len(done) == BATCHES

    benchmark.pedantic(send, rounds=5, warmup_rounds=1)
    took = benchmark.stats["min"]
    benchmark.extra_info["rows_per_second"] = round(BATCHES * ROWS / took)
    benchmark.extra_info["blob_bytes"] = len(blob)


@pytest.mark.benchmark(group="meter store: journal to readings")
def test_compacting_a_year_of_a_few_meters(
    benchmark: BenchmarkFixture, tmp_path: Path
) -> None:
    sample = sample_readings(20, 100, seed=3)
    names = [meter.id for meter in sample.tree]
    folders = count()
    order = np.argsort(sample.readings.learned_at, kind="stable")
    parts = np.array_split(order, len(order) // ROWS)
    sent = [
        (
            arrow_batch(sample.readings[rows], names),
            Envelope(
                sender="E0000",
                form=BatchForm.ARROW,
                received_at=NOW + timedelta(seconds=place),
                channel="api:1",
            ),
        )
        for place, rows in enumerate(parts)
    ]

    def prepared() -> tuple[tuple[MeterStore], dict[str, Any]]:
        store = MeterStore(Lake(tmp_path / str(next(folders))))
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(lambda one: store.accept(*one), sent))
        return (store,), {}

    def compact(store: MeterStore) -> None:
        assert store.compact(sample.tree, now=NOW).readings

    benchmark.pedantic(compact, setup=prepared, rounds=3)
    took = benchmark.stats["min"]
    benchmark.extra_info["rows_per_second"] = round(len(order) / took)


@pytest.mark.benchmark(group="meter store: size")
def test_bytes_of_a_reading(benchmark: BenchmarkFixture, filled: Filled) -> None:
    place = filled.store.lake.folder / "blocks" / "readings"

    def measure() -> float:
        files = place.glob("span=*/block=*/*.parquet")
        total = sum(path.stat().st_size for path in files)
        return total / len(filled.sample.readings)

    size = benchmark.pedantic(measure, rounds=1)
    benchmark.extra_info["bytes_per_reading"] = round(size, 2)
    assert size <= 6


@pytest.mark.benchmark(group="meter store: a year of hours of one meter")
def test_a_year_of_hours(benchmark: BenchmarkFixture, filled: Filled) -> None:
    window = filled.sample.window
    made = benchmark(
        filled.store.hours, filled.sample.tree, ["M00003"], window.begin, window.end
    )
    assert len(made) == DAYS * 24


@pytest.mark.benchmark(group="meter store: late data, durable and visible")
def test_a_late_month_of_one_meter(benchmark: BenchmarkFixture, filled: Filled) -> None:
    sample, store = filled.sample, filled.store
    rows = sample.readings
    mine = rows[np.flatnonzero(rows.meter == 3)]
    begin = int(sample.window.begin.timestamp()) + 200 * 86_400
    month = (mine.at // 10**6 >= begin) & (mine.at // 10**6 < begin + 30 * 86_400)
    lacking = mine[np.flatnonzero(month)]
    names = [meter.id for meter in sample.tree]
    turns = count(1)

    def prepared() -> tuple[tuple[bytes, Envelope], dict[str, Any]]:
        turn = next(turns)
        late = attrs.evolve(lacking, value=lacking.value + turn)
        envelope = Envelope(
            sender="E0000",
            form=BatchForm.ARROW,
            received_at=sample.window.end + timedelta(minutes=turn),
            channel="api:1",
        )
        return (arrow_batch(late, names), envelope), {}

    def late(blob: bytes, envelope: Envelope) -> None:
        store.accept(blob, envelope)
        store.compact(sample.tree, now=envelope.received_at)
        made = store.roll_up(sample.tree, TYPICAL, until=envelope.received_at)
        assert made.hours
        assert len(store.hours(sample.tree, ["M00003"], *FAR)) >= DAYS * 24

    benchmark.pedantic(late, setup=prepared, rounds=7, warmup_rounds=1)


@pytest.mark.benchmark(group="meter store: a new edition, 3 years x 3000 meters")
def test_amounts_from_the_table_of_days(
    benchmark: BenchmarkFixture, tmp_path: Path
) -> None:
    tree = sample_meters(3000)
    store = MeterStore(Lake(tmp_path / "lake"))
    _bring_days(store, made_days(3000, 3 * DAYS), tree)
    groups = grouped(tree, lambda meter: meter.enterprise)
    factors = [
        Conversion(
            amount=amount,
            carrier="electricity",
            per_unit=Fraction(1229 + year, 10**7),
            valid_from=date(2021 + year, 1, 1),
        )
        for amount in (Amount.TCE, Amount.TCE_EQUAL, Amount.CO2)
        for year in range(3)
    ]
    factors += [
        Conversion(
            amount=Amount.COST,
            carrier="electricity",
            per_unit=Fraction(3 + period, 10),
            period=period,
        )
        for period in TariffPeriod
    ]
    made = benchmark.pedantic(
        store.amounts, (tree, groups, factors, *FAR), rounds=5, warmup_rounds=1
    )
    assert made.known[Amount.TCE].all()


def made_days(meters: int, days: int) -> Sums:
    """Day sums without readings behind them."""
    chance = np.random.default_rng(1)
    by_period = chance.integers(0, 10**6, (meters * days, len(TariffPeriod)))
    size = len(by_period)
    return Sums(
        span=Span.DAY,
        meter=np.repeat(np.arange(meters, dtype=np.int32), days),
        number=np.tile(np.arange(18_628, 18_628 + days, dtype=np.int32), meters),
        energy=by_period.sum(axis=1),
        estimated=np.zeros(size, np.int64),
        seconds=np.full(size, 86_400, np.int64),
        estimated_s=np.zeros(size, np.int64),
        by_period=by_period,
    )


def _bring_days(store: MeterStore, days: Sums, tree: Any) -> None:
    from dafeng.lake.blocks_rows import BlockRows
    from dafeng.meters.store.spans import years_of_days

    columns = day_columns(days)
    size = len(days)
    thing, day = columns.pop("meter"), columns["day"]
    own = {
        "gone": np.zeros(size, np.bool_),
        "learned_at": np.zeros(size, np.int64),
        "turn": np.zeros(size, np.int64),
    }
    rows = BlockRows(
        things=tuple(meter.id for meter in tree),
        thing=thing,
        span=years_of_days(day),
        columns=columns | own,
    )
    written = Written()
    written.add("days", rows)
    written.append(store._tables.days, {})
