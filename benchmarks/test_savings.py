"""Baselines of 3,000 meters over a year, beside one plain fit for each change point.

``python benchmarks/test_savings.py PYTHON`` compares them with opendsm's daily model in
another environment (``pip install opendsm`` there; it pins old libraries).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dafeng.enterprises.savings import Drivers, Shape, expected_energy, fit_baselines
from dafeng.enterprises.savings.searching import change_points

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pytest_benchmark.fixture import BenchmarkFixture

    Floats = NDArray[np.float64]

METERS, DAYS, FEW = 3000, 365, 3


def meters(count: int, seed: int) -> tuple[Floats, Floats]:
    """Temperatures, and energy of meters that heat, cool, do both or neither."""
    rng = np.random.default_rng(seed)
    day = np.arange(DAYS)
    warm = 13 - 14 * np.cos(2 * np.pi * day / 365) + 2.5 * rng.standard_normal(DAYS)
    kind = np.arange(count)[:, None] % 4
    usual = 1000 + (kind % 2 == 1) * 25 * np.maximum(12 - warm, 0)
    usual = usual + (kind >= 2) * 30 * np.maximum(warm - 22, 0)
    return warm, usual + 60 * rng.standard_normal((count, DAYS))


def plain(warm: Floats, energy: Floats) -> float:
    """Least sum of squares of five parameters: one fit for each pair of points."""
    best = np.inf
    grid = change_points(warm)
    for low in grid:
        for high in grid[grid >= low]:
            below, above = np.maximum(low - warm, 0), np.maximum(warm - high, 0)
            columns = np.array([np.ones(DAYS), below, above]).T
            sse = np.linalg.lstsq(columns, energy, rcond=None)[1]
            best = min(best, float(sse[0]) if len(sse) else np.inf)
    return best


@pytest.mark.benchmark(group="baselines")
def test_all_meters_at_once(benchmark: BenchmarkFixture) -> None:
    warm, energy = meters(METERS, 1)
    fitted = benchmark.pedantic(
        lambda: fit_baselines(energy, Drivers(temperature=warm)), rounds=3
    )
    assert len(fitted) == METERS
    benchmark.extra_info["meters_per_second"] = METERS / benchmark.stats["mean"]


@pytest.mark.benchmark(group="baselines")
def test_one_plain_fit_for_each_change_point(benchmark: BenchmarkFixture) -> None:
    warm, energy = meters(FEW, 1)
    benchmark.pedantic(lambda: [plain(warm, one) for one in energy], rounds=1)
    benchmark.extra_info["meters_per_second"] = FEW / benchmark.stats["mean"]


_THEIRS = """
import json, sys, time
import numpy as np, pandas as pd
from opendsm.eemeter import DailyBaselineData, DailyModel
told = json.load(open(sys.argv[1]))
index = pd.date_range("2025-01-01", periods=len(told["warm"]), freq="D", tz="UTC")
made, began = [], time.process_time()
for energy in told["energy"]:
    frame = pd.DataFrame(
        {"temperature": told["warm"], "observed": energy}, index=index
    )
    data = DailyBaselineData(frame, is_electricity_data=True)
    model = DailyModel().fit(data, ignore_disqualification=True)
    made.append(model.predict(data)["predicted"].tolist())
print(json.dumps({"predicted": made, "seconds": time.process_time() - began}))
"""


def compare(python: str, count: int = 8) -> None:
    """Print how far opendsm and this package lie apart on the same data."""
    warm, energy = meters(count, 2)
    began = time.process_time()
    drivers = Drivers(temperature=warm)
    fitted = fit_baselines(energy, drivers)
    ours = expected_energy(fitted, drivers, DAYS)
    spent = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.json"
        case.write_text(json.dumps({"warm": warm.tolist(), "energy": energy.tolist()}))
        done = subprocess.run(  # noqa: S603 - the path is the caller's
            [python, "-c", _THEIRS, str(case)],
            capture_output=True,
            text=True,
            check=True,
        )
    told = json.loads(done.stdout.splitlines()[-1])
    theirs = np.array(told["predicted"], dtype=np.float64)
    for row in range(count):
        year = theirs[row].sum() / ours[row].sum() - 1
        apart = np.sqrt(np.nanmean((theirs[row] - ours[row]) ** 2)) / ours[row].mean()
        error = np.sqrt(np.nanmean((theirs[row] - energy[row]) ** 2)) / ours[row].mean()
        mine = np.sqrt(((ours[row] - energy[row]) ** 2).mean()) / ours[row].mean()
        shape = Shape(int(fitted.shape[row])).name
        print(
            f"{shape:14s} year {year:+.4%} days {apart:.3%} "
            f"error {mine:.3%} theirs {error:.3%}"
        )
    print(f"seconds: {spent:.2f} here, {told['seconds']:.1f} opendsm")


if __name__ == "__main__":
    compare(sys.argv[1])
