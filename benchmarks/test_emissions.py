"""Ten million activity rows from the lake to Arrow, against a plain DuckDB join.

The rows carry fuel, year and the code of the set that binds them.  Ours chooses the
factors of every combination by validity and precedence, multiplies in exact integers
and rounds twice to even; the peer joins a ready table and multiplies doubles.
"""

from __future__ import annotations

import resource
import statistics
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from dafeng.accounts import Settings
from dafeng.accounts.coefficients import CoefficientKey, coefficients
from dafeng.accounts.emissions import emit
from dafeng.accounts.run import coefficient_table
from dafeng.factors import factor_book
from dafeng.lake import ColumnKind, ColumnSchema, Lake, TableSchema, open_engine

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

ROWS = 10_000_000
BATCH = 1_000_000
YEARS = range(2015, 2025)
ITEMS = (
    ("DIESEL", "t"),
    ("GASOLINE", "t"),
    ("LPG", "t"),
    ("COKE", "t"),
    ("FUEL_OIL", "t"),
    ("BITUMINOUS", "t"),
    ("NATURAL_GAS", "m3"),
)
SETS = ("", "ENT24-A", "PG2011-NCV2008")
KEY = ("item", "unit", "factor_set", "year")
WIDE = TableSchema(
    name="wide",
    meaning="activity rows of the benchmark",
    key=("row",),
    columns=(
        ColumnSchema(name="row", kind=ColumnKind.INTEGER, meaning="number"),
        ColumnSchema(name="item", meaning="fuel"),
        ColumnSchema(name="unit", meaning="unit"),
        ColumnSchema(name="factor_set", meaning="provenance code", required=False),
        ColumnSchema(name="year", kind=ColumnKind.INTEGER, meaning="year"),
        ColumnSchema(
            name="quantity_e3", kind=ColumnKind.SCALED, scale=3, meaning="amount"
        ),
    ),
)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    folder: Path = tmp_path_factory.mktemp("wide")
    lake = Lake(folder)
    rng = np.random.default_rng(7)
    for batch in range(ROWS // BATCH):
        items = rng.integers(0, len(ITEMS), BATCH)
        rows = pa.table(
            {
                "row": pa.array(np.arange(batch * BATCH, (batch + 1) * BATCH)),
                "item": _words([item for item, _ in ITEMS], items),
                "unit": _words([unit for _, unit in ITEMS], items),
                "factor_set": _words(SETS, rng.integers(0, len(SETS), BATCH)),
                "year": pa.array(rng.integers(YEARS.start, YEARS.stop, BATCH)),
                "quantity_e3": pa.array(rng.integers(0, 10**9, BATCH)),
            }
        )
        lake.append(
            WIDE,
            rows,
            key=f"batch {batch}",
            learned_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
    return lake


def _words(words, choice) -> pa.Array:
    return pa.DictionaryArray.from_arrays(
        pa.array(choice, pa.int32()), pa.array(words)
    ).cast(pa.string())


def chosen() -> pa.Table:
    """Coefficients of every fuel, set and year."""
    book = factor_book()
    tables = []
    for year in YEARS:
        settings = Settings(place="0", year=year, regions=("CN", "World"))
        keys = [
            CoefficientKey(flow="fuel.stationary", item=i, unit=u, factor_set=s)
            for i, u in ITEMS
            for s in SETS
        ]
        made, found = coefficients(keys, book, settings)
        assert not found
        made = [each for each in made if each.method.gas == "CO2"]
        table = coefficient_table(made).select(
            ["item", "unit", "factor_set", "coefficient", "coefficient_e6", "gwp_e3"]
        )
        tables.append(table.append_column("year", pa.array([year] * len(made))))
    return pa.concat_tables(tables)


def exact(lake: Lake) -> pa.Table:
    with open_engine() as engine:
        rows = engine.table(lake.files("wide"), "wide").fill_null({"factor_set": ""})
        known = engine.table(chosen(), "known")
        return engine.arrow(
            emit(rows, known, KEY).select("row", "coefficient", "mass_g", "co2e_g")
        )


def plain(lake: Lake, known: pa.Table) -> pa.Table:
    with open_engine() as engine:
        rows = engine.table(lake.files("wide"), "wide").fill_null({"factor_set": ""})
        known = engine.table(known, "known")
        joined = rows.join(known, list(KEY))
        mass = joined.quantity_e3.cast("float64") * joined.coefficient_e6 / 1e9
        return engine.arrow(
            joined.select("row", "coefficient", mass_g=mass, co2e_g=mass * 1.0)
        )


def test_emissions_of_ten_million_rows(benchmark: BenchmarkFixture, lake: Lake) -> None:
    known = chosen()
    plain(lake, known)
    seconds = []
    for _ in range(3):
        started = perf_counter()
        reference = plain(lake, known)
        seconds.append(perf_counter() - started)
    result = benchmark.pedantic(exact, args=(lake,), rounds=3, warmup_rounds=1)
    assert result.num_rows == reference.num_rows == ROWS
    taken = benchmark.stats.stats.median
    benchmark.extra_info |= {
        "rows_per_second": round(ROWS / taken),
        "over_plain_join": round(taken / statistics.median(seconds), 2),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
