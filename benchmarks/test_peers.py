"""Beside the peers, each on its own work; both sides are measured in this run."""

from __future__ import annotations

import json
import subprocess
from fractions import Fraction
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from benchmarks.peers.prepare import FOLDER, HERE, PYTHON
from dafeng.accounts.coefficients import CoefficientKey, coefficients
from dafeng.accounts.emissions import emit
from dafeng.accounts.records import Settings
from dafeng.accounts.run import coefficient_table
from dafeng.base.units import convert
from dafeng.factors import factor_book
from dafeng.lake import open_engine

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

ROWS = 1_000_000
VALUES = 20_000
HEADS = 1000
TONNES = 78


@pytest.fixture(scope="module")
def peers() -> dict[str, dict[str, Any]]:
    """What the peers need, measured now."""
    if not PYTHON.exists():
        pytest.skip(
            f"{FOLDER} is not there, so nothing is compared. Make it with: "
            f"python {HERE / 'prepare.py'}"
        )
    done = subprocess.run(
        [str(PYTHON), str(HERE / "measure.py")],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.benchmark(group="peers")
def test_methane_of_livestock_by_row(benchmark: BenchmarkFixture, peers) -> None:
    settings = Settings(place="0", year=2022, regions=("CN", "ASI", "World"))
    key = CoefficientKey(flow="farming.enteric", item="ENTERIC_CATTLE_DAIRY", unit="头")
    made, found = coefficients([key], factor_book(), settings)
    assert not found
    rows = pa.table(
        {
            "row": np.arange(ROWS),
            "item": pa.repeat(pa.scalar(key.item), ROWS),
            "quantity_e3": np.full(ROWS, HEADS * 1000),
        }
    )
    known = coefficient_table(made).select(["item", "coefficient_e6", "gwp_e3"])

    def work() -> pa.Table:
        with open_engine() as engine:
            joined = emit(
                engine.table(rows, "rows"), engine.table(known, "known"), ["item"]
            )
            return engine.arrow(joined)

    table = benchmark.pedantic(work, rounds=5, warmup_rounds=1)
    assert table["mass_g"][0].as_py() == TONNES * 10**6
    told = peers["livestock"]
    assert told["result"] == pytest.approx(TONNES)
    ours = benchmark.stats.stats.min / ROWS
    benchmark.extra_info |= {
        "ours: seconds per row": ours,
        "peer": told["peer"],
        "peer: seconds per row": told["seconds_per_row"],
        "times as fast": told["seconds_per_row"] / ours,
    }


@pytest.mark.benchmark(group="peers")
def test_conversion_by_value(benchmark: BenchmarkFixture, peers) -> None:
    values = [Fraction(number) for number in range(VALUES)]

    def work() -> list[Fraction]:
        return [convert(value, "GJ", "MWh") for value in values]

    converted = benchmark(work)
    told = peers["units"]
    # The last value that the peer converted: 4,999 GJ.
    assert float(converted[told["last"]]) == pytest.approx(told["result"])
    ours = benchmark.stats.stats.min / VALUES
    factor = convert(Fraction(1), "GJ", "MWh")
    array = np.ones(ROWS)
    started = perf_counter()
    array *= float(factor)
    at_once = (perf_counter() - started) / ROWS
    benchmark.extra_info |= {
        "ours: seconds per value": ours,
        "ours: seconds per value of an array": at_once,
        "peer": told["peer"],
        "peer: seconds per value": told["seconds_per_value"],
        "peer: seconds per value of an array": told["seconds_per_value_of_an_array"],
        "times as fast": told["seconds_per_value"] / ours,
    }
