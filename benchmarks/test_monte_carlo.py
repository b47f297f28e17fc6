"""Monte Carlo of a 500-line account, 100,000 draws, factors shared among lines.

Target: below three seconds. The limit beside it is drawing one normal for each
variable and draw, and doing nothing with it.
"""

from __future__ import annotations

import tracemalloc
from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dafeng.accounts.coefficients import CoefficientKey, coefficients
from dafeng.accounts.records import FactorUse, Grade, Line, Settings, Stream
from dafeng.accounts.uncertainty.monte_carlo import CHUNK, draw_account
from dafeng.accounts.uncertainty.propagation import intervals
from dafeng.accounts.uncertainty.terms import error_terms
from dafeng.factors import factor_book

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

LINES = 500
DRAWS = 100_000
ITEMS = (
    ("fuel.stationary", "NATURAL_GAS", "m3"),
    ("fuel.stationary", "DIESEL", "t"),
    ("fuel.mobile", "GASOLINE", "t"),
    ("fuel.stationary", "LPG", "t"),
    ("fuel.stationary", "COKE", "t"),
    ("farming.enteric", "ENTERIC_CATTLE_DAIRY", "头"),
    ("farming.enteric", "ENTERIC_CATTLE_OTHER", "头"),
)


@pytest.fixture(scope="module")
def lines() -> tuple[Line, ...]:
    settings = Settings(place="0", year=2022, regions=("CN", "ASI", "World"))
    keys = [CoefficientKey(flow=f, item=i, unit=u) for f, i, u in ITEMS]
    made, found = coefficients(keys, factor_book(), settings)
    assert not found
    rng = np.random.default_rng(5)
    return tuple(
        _line(number, made[number % len(made)], int(rng.integers(10, 10**5)))
        for number in range(LINES)
    )


def _line(number: int, coefficient, activity: int) -> Line:
    grams = round(coefficient.exact * activity * 10**6)
    return Line(
        id=f"{number:04d}",
        flow=coefficient.key.flow,
        sector="industry",
        item=coefficient.key.item,
        place="0",
        owner=str(number),
        year=2022,
        activity=Decimal(activity),
        unit=coefficient.key.unit,
        method=coefficient.method.id,
        gas=coefficient.method.gas,
        mass_g=grams,
        co2e_g=grams,
        low_g=0,
        high_g=0,
        uses=tuple(
            FactorUse(
                symbol=filled.need.symbol,
                factor_id=filled.factor.id,
                value=Decimal(filled.value.numerator) / filled.value.denominator,
                unit=filled.need.unit,
            )
            for filled in coefficient.choice.filled
        ),
        rule="benchmark",
        evidence=(str(number),),
        stream=Stream.ENTERPRISE,
        grade=Grade.B,
    )


def normal_seconds(count: int) -> float:
    """Drawing that many normals into one small array, over and over."""
    generator, target = np.random.default_rng(1), np.empty(CHUNK)
    started = perf_counter()
    for _ in range(count // CHUNK):
        generator.standard_normal(out=target)
    return perf_counter() - started


def peak_megabytes(lines: tuple[Line, ...]) -> float:
    """Most memory that one run holds, arrays included."""
    tracemalloc.start()
    draw_account(lines, factor_book(), draws=DRAWS, seed=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


@pytest.mark.benchmark(group="uncertainty")
def test_draws(benchmark: BenchmarkFixture, lines: tuple[Line, ...]) -> None:
    book = factor_book()
    found = benchmark.pedantic(
        lambda: draw_account(lines, book, draws=DRAWS, seed=1),
        rounds=3,
        warmup_rounds=1,
    )
    assert found.total.mean_g == pytest.approx(found.total.value_g, rel=1e-3)
    variables = len(error_terms(lines, book).spreads)
    limit = normal_seconds(variables * DRAWS)
    benchmark.extra_info |= {
        "lines": len(lines),
        "variables": variables,
        "drawing normals alone, s": limit,
        "times the limit": benchmark.stats.stats.min / limit,
        "peak MB of one run": peak_megabytes(lines),
    }


@pytest.mark.benchmark(group="uncertainty")
def test_propagation(benchmark: BenchmarkFixture, lines: tuple[Line, ...]) -> None:
    book = factor_book()
    low, high = benchmark(lambda: intervals(lines, book).total(lines))
    assert 0 < low < sum(line.co2e_g for line in lines) < high
