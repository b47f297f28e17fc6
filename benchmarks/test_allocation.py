"""Allocation of energy and carbon over 200 parties by every rule, beside plain NumPy.

The plain split is one proportional share in floating point, rounded down: it keeps no
limits, adds up to no total and explains nothing. The ratio says what exactness, limits,
mixes and the written arithmetic cost. Target: every rule below 0.5 s.
"""

from __future__ import annotations

import random
from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dafeng.assessment.allocation import (
    RULES,
    AllocationCase,
    Budget,
    FuelUse,
    Index,
    Ingredient,
    Parameters,
    Party,
    Quantity,
    Stake,
    YearFigure,
    allocate,
)

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

PARTIES = 200
ROUNDS = 5


def party(number: int, chance: random.Random) -> Party:
    base = chance.randint(500, 60_000)
    years = {2023: base * 96 // 100, 2024: base * 99 // 100, 2025: base}
    limits = {}
    if number % 5 == 0:
        limits["upper"] = Decimal(base)
    if number % 7 == 0:
        limits["lower"] = Decimal(base * 8 // 10)
    history = tuple(YearFigure(year=y, value=Decimal(v)) for y, v in years.items())
    return Party(
        unit=f"单位{number:03}",
        energy=Stake(history=history, benchmark=Decimal("0.31"), **limits),
        carbon=Stake(history=history),
        value_added=Decimal(chance.randint(1000, 90_000)),
        output=Decimal(chance.randint(1000, 90_000)),
        population=Decimal(chance.randint(100, 50_000)),
        fuels=tuple(
            FuelUse(fuel=fuel, amount=Decimal(chance.randint(1, 100)))
            for fuel in ("coal", "gas", "electricity", "oil")
        ),
    )


@pytest.fixture(scope="module")
def parties() -> tuple[Party, ...]:
    chance = random.Random(4)  # noqa: S311 - numbers of a benchmark
    return tuple(party(number, chance) for number in range(PARTIES))


def case_of(rule: str, parties: tuple[Party, ...]) -> AllocationCase:
    used = sum(one.energy.history[-1].value for one in parties)
    return AllocationCase(
        year=2028,
        base_year=2025,
        energy=Budget(
            total=Decimal(round(used * Decimal("0.97"))),
            reserve_share=Decimal("0.02"),
            unit="tce当量",
        ),
        carbon=Budget(total=Decimal(round(used * Decimal("2.5"))), unit="tCO2"),
        rule=rule,
        parameters=Parameters(
            converge_year=2035,
            dirtier=Decimal("0.1"),
            indices=(Index(name="population"), Index(name="value_added")),
            mixture=(
                Ingredient(rule="history", share=Decimal("0.5")),
                Ingredient(rule="output", share=Decimal("0.5")),
            ),
        ),
        parties=parties,
    )


def plain_seconds(parties: tuple[Party, ...]) -> float:
    """Best of several runs of a proportional split in doubles."""
    weights = np.array([float(one.energy.history[-1].value) for one in parties])
    best = float("inf")
    for _ in range(1000):
        started = perf_counter()
        np.floor(weights / weights.sum() * 1_000_000)
        best = min(best, perf_counter() - started)
    return best


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.benchmark(group="allocation")
def test_rule(
    benchmark: BenchmarkFixture, parties: tuple[Party, ...], rule: str
) -> None:
    case = case_of(rule, parties)
    done = benchmark.pedantic(allocate, args=(case,), rounds=ROUNDS, warmup_rounds=1)
    energy = done.total(Quantity.ENERGY)
    assert energy.allotted + energy.reserve == energy.total
    assert done.complete
    ours, plain = benchmark.stats.stats.min, plain_seconds(parties)
    benchmark.extra_info |= {
        "parties": PARTIES,
        "a plain split in doubles, s": plain,
        "times the plain split": ours / plain,
    }
