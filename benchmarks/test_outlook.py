"""The outlook of 1,000 short series, against a straight line with a t-interval.

The peer is what an analyst writes in five lines: ``numpy.polyfit`` and Student's
distribution from ``scipy.stats``. It knows one shape and gives one interval; the method
weighs seven shapes and inverts their average. Target: 120 series below 100 ms.
"""

from __future__ import annotations

from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from dafeng.indicators.outlook import Demand, series_outlook

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

SERIES = 1_000
AHEAD = 5
Pairs = list[tuple[int, Decimal]]


@pytest.fixture(scope="module")
def histories() -> list[Pairs]:
    """Series of 3 to 11 values; every third lacks a year."""
    rng = np.random.default_rng(7)
    made = []
    for number in range(SERIES):
        length = int(rng.integers(3, 12))
        walk = 50 + np.cumsum(rng.normal(1, 1, length + 1))
        years = [2025 - length + year for year in range(length + 1)]
        if number % 3 == 0:
            years.pop(1)
        made.append(
            [
                (year, Decimal(str(round(float(value), 2))))
                for year, value in zip(years, walk, strict=False)
            ]
        )
    return made


def outlooks(histories: list[Pairs]) -> list[float]:
    demand = Demand(comparator=">=", value=Decimal(60))
    found = [
        series_outlook(
            pairs, year=pairs[-1][0] + AHEAD, demand=demand, bounded=number % 2 == 0
        )
        for number, pairs in enumerate(histories)
    ]
    return [float(one.probability) for one in found if one is not None]


def lines(histories: list[Pairs]) -> list[float]:
    """The peer: least squares, 90 % interval and probability of one year."""
    chances = []
    for pairs in histories:
        years = np.array([year for year, _ in pairs], dtype=float)
        values = np.array([float(value) for _, value in pairs])
        slope, level = np.polyfit(years - years[-1], values, 1)
        rests = values - level - slope * (years - years[-1])
        freedom = len(values) - 2
        around = years - years.mean()
        far = years[-1] + AHEAD - years.mean()
        width = np.sqrt(
            (rests**2).sum()
            / freedom
            * (1 + 1 / len(values) + far**2 / (around**2).sum())
        )
        centre = level + slope * AHEAD
        stats.t.interval(0.9, freedom, centre, width)
        chances.append(float(stats.t.sf(60, freedom, centre, width)))
    return chances


@pytest.mark.benchmark(group="outlook")
def test_a_thousand_outlooks(
    benchmark: BenchmarkFixture, histories: list[Pairs]
) -> None:
    chances = benchmark.pedantic(lambda: outlooks(histories), rounds=5, warmup_rounds=1)
    assert len(chances) == SERIES
    started = perf_counter()
    lines(histories)
    peer = perf_counter() - started
    each = benchmark.stats.stats.min / SERIES
    benchmark.extra_info |= {
        "one outlook, ms": 1000 * each,
        "120 series, ms": 120_000 * each,
        "polyfit and t-interval, s": peer,
        "times the peer": benchmark.stats.stats.min / peer,
    }
