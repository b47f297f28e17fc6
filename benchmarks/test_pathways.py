"""The outlook's arithmetic: 100,000 draws x 40 years x 10 sectors x 12 carriers.

Targets: the cube below one second and 400 MB, an answer with 1,024 points and all
indicators below 50 ms, Sobol indices of 45 unknowns at N = 1,024 below 0.8 s, the peaks
of 131,072 paths below 0.2 s. Peers: xarray doing the same cube, carrier by carrier, on
a tenth of the draws; SALib on as many outputs.
"""

from __future__ import annotations

import tracemalloc
from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import xarray as xr
from SALib.analyze import sobol as salib

from dafeng.accounts import Boundary
from dafeng.indicators import Demand
from dafeng.pathways.compiled import Compiled, Delivery
from dafeng.pathways.draws import random_draws, sobol_draws
from dafeng.pathways.peak import peak_outlook
from dafeng.pathways.projecting import totals
from dafeng.pathways.records import Acts, Input
from dafeng.pathways.sensitivity import sensitivity
from dafeng.pathways.sobol_indices import sobol_indices
from dafeng.pathways.targets import Asked, target_chances

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_benchmark.fixture import BenchmarkFixture

    from dafeng.pathways.compiled import Draws

DRAWS, YEARS, SECTORS, CARRIERS = 100_000, 40, 10, 12
INPUTS, MEASURES, DELAYS = 45, 40, 2
POWER = 3
GROUPS = ("coal", "coal", "coal", "power", *["oil"] * 4, "gas", "gas", "heat", "none")


def made_up(inputs: int = INPUTS) -> Compiled:
    """A model of that size; numbers at random, all of them in use."""
    rng = np.random.default_rng(6)
    age = np.arange(YEARS, dtype=float)
    deliveries = MEASURES * DELAYS
    acts_on = rng.integers(0, SECTORS, size=deliveries)
    ramp = np.clip((age - rng.integers(1, 8, size=(deliveries, 1))) / 8, 0, 1)
    sectors = np.eye(SECTORS)[acts_on]
    emission = rng.integers(10**9, 10**12, size=(1, SECTORS, CARRIERS)).astype(float)
    emission = np.repeat(emission, YEARS, axis=0)
    energy_delivered = np.zeros((deliveries, YEARS, SECTORS, CARRIERS))
    for at, sector in enumerate(acts_on):
        moved = ramp[at] * emission[0, sector, 0] / 9e7 * 0.05
        energy_delivered[at, :, sector, 0] = -moved
        energy_delivered[at, :, sector, POWER] = moved / 3
    fuels = [n for n in range(CARRIERS) if n != POWER]
    per_input = rng.normal(size=(inputs, 1, SECTORS)) * 0.3
    return Compiled(
        scenario="plan",
        convention="average",
        place="0",
        years=tuple(range(2021, 2021 + YEARS)),
        history=((2020, 10**13), (2021, int(emission[0].sum()))),
        drivers=("gdp", "population"),
        sectors=tuple(f"s{n}" for n in range(SECTORS)),
        carriers=tuple(f"c{n}" for n in range(CARRIERS)),
        inputs=tuple(_input(n) for n in range(inputs)),
        deliveries=tuple(
            Delivery(measure=f"m{n // DELAYS}", delay=n % DELAYS, probability=0.45)
            for n in range(deliveries)
        ),
        log_driver=np.stack([0.03 * age, 0.01 * age]),
        log_driver_inputs=rng.normal(size=(inputs, 2, 1)) * age * 0.2,
        log_sector=age[:, np.newaxis] * rng.normal(0.005, 0.005, size=SECTORS),
        log_sector_inputs=per_input * age[:, np.newaxis],
        log_sector_delivered=np.log1p(-0.03 * ramp)[..., np.newaxis] * sectors[:, None],
        energy=emission / 9e7,
        energy_delivered=energy_delivered,
        emission=emission,
        fuel_g=emission[..., fuels].sum(axis=-1),
        power_g=emission[..., POWER].copy(),
        fuel_delivered_g=energy_delivered[..., 0] * 9e7,
        power_delivered_g=energy_delivered[..., POWER] * 9e7,
        log_grid=-0.02 * age,
        log_grid_inputs=rng.normal(size=(inputs, 1)) * age * 0.3,
        generation_g=ramp * 1e9,
        generation_tj=ramp * 10.0,
        groups=GROUPS,
        driver_values=np.array([5e6, 8e5]),
        capacity_mw=ramp * 5.0,
        boundary=Boundary.CONTROL,
    )


def _input(number: int) -> Input:
    return Input(
        code=f"i{number}",
        name_zh="",
        name_en="",
        acts=Acts.INTENSITY,
        on=f"s{number % SECTORS}",
        low=-0.01,
        mode=0.0,
        high=0.012,
        since=2021,
        until=2060,
        national=False,
        source="assumed: a benchmark",
    )


@pytest.fixture(scope="module")
def model() -> Compiled:
    return made_up()


def cube(compiled: Compiled, draws: Draws) -> xr.DataArray:
    """The same totals as labelled arrays, carrier by carrier."""
    flat = {"draw": np.arange(len(draws))}
    shift = xr.DataArray(draws.inputs, dims=("draw", "input"), coords=flat)
    there = xr.DataArray(draws.delivered, dims=("draw", "delivery"), coords=flat)
    log = xr.DataArray(compiled.log_sector, dims=("year", "sector"))
    log = log + xr.dot(
        shift,
        xr.DataArray(compiled.log_sector_inputs, dims=("input", "year", "sector")),
    )
    log = log + xr.dot(
        there,
        xr.DataArray(
            compiled.log_sector_delivered, dims=("delivery", "year", "sector")
        ),
    )
    factor = np.zeros(CARRIERS)
    factor[0] = factor[POWER] = 9e7
    delivered = xr.DataArray(
        compiled.energy_delivered * factor,
        dims=("delivery", "year", "sector", "carrier"),
    )
    grams = xr.DataArray(compiled.emission, dims=("year", "sector", "carrier"))
    grams = grams + xr.dot(there, delivered)
    grid = np.exp(
        xr.DataArray(compiled.log_grid, dims=("year",))
        + xr.dot(shift, xr.DataArray(compiled.log_grid_inputs, dims=("input", "year")))
    )
    power = xr.DataArray(np.arange(CARRIERS) == POWER, dims=("carrier",))
    emitted = np.exp(log) * grams * xr.where(power, grid, 1.0)
    made = xr.dot(there, xr.DataArray(compiled.generation_g, dims=("delivery", "year")))
    return emitted.sum(("sector", "carrier")) - made * grid


def seconds(call: Callable[[], Any]) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started


@pytest.mark.benchmark(group="pathways")
def test_cube(benchmark: BenchmarkFixture, model: Compiled) -> None:
    draws = random_draws(model, count=DRAWS, seed=1, place="0")
    found = benchmark.pedantic(lambda: totals(model, draws), rounds=3, warmup_rounds=1)
    tenth = draws.part(slice(0, DRAWS // 10))
    peer = cube(model, tenth)
    np.testing.assert_allclose(found[: len(tenth)], peer.transpose("draw", "year"))
    beside = seconds(lambda: cube(model, tenth)) * 10
    tracemalloc.start()
    totals(model, random_draws(model, count=DRAWS, seed=1, place="0"))
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    benchmark.extra_info |= {
        "xarray, ten times a tenth, s": beside,
        "times faster than xarray": beside / benchmark.stats.stats.min,
        "peak MB with the draws": peak,
    }


@pytest.mark.benchmark(group="pathways")
def test_answer(benchmark: BenchmarkFixture, model: Compiled) -> None:
    asked, stated = all_indicators(model)

    def answer() -> int:
        draws = sobol_draws(model, count=1024, seed=1, place="0")
        found = totals(model, draws)
        peak_outlook(model.history, found, model.years, by=2030)
        return len(target_chances(model, draws, asked, stated=stated))

    assert benchmark(answer) == len(asked)


def all_indicators(
    compiled: Compiled,
) -> tuple[list[Asked], dict[tuple[str, int], Decimal]]:
    """Every kind of target, in 2025 and 2030."""
    names = ("A01", "A02", "A07", "A03", "A05.equal-value", "B01.equal-value", "B03")
    names += ("B01.fossil", "B02.equal-value", "B05", "B08", "B09", "B19", "B32", "A08")
    base, demand = compiled.years[0], Demand(comparator=">=", value=Decimal(12))
    asked = [
        Asked(target=name, definition=name, year=year, base_year=base, demand=demand)
        for name in names
        for year in (2025, 2030)
    ]
    return asked, {(name, base): Decimal(20) for name in names}


@pytest.mark.benchmark(group="pathways")
def test_indices(benchmark: BenchmarkFixture, model: Compiled) -> None:
    found = benchmark(lambda: sensitivity(model, output="level", year=2030))
    assert len(found.indices) == INPUTS + MEASURES


@pytest.mark.benchmark(group="pathways")
def test_indices_beside_salib(benchmark: BenchmarkFixture) -> None:
    """The same N and unknowns; the function costs next to nothing."""
    weights = np.linspace(0.1, 2, INPUTS)
    names = [f"x{n}" for n in range(INPUTS)]

    def function(points: Any) -> Any:
        return (points**2) @ weights

    found = benchmark(
        lambda: sobol_indices(function, names, count=1024, seed=1, resamples=100)
    )
    assert len(found.indices) == INPUTS
    problem = {"num_vars": INPUTS, "names": names, "bounds": [[0, 1]] * INPUTS}
    outputs = np.random.default_rng(1).random(1024 * (INPUTS + 2))
    beside = seconds(
        lambda: salib.analyze(
            problem, outputs, calc_second_order=False, num_resamples=100
        )
    )
    benchmark.extra_info |= {
        "SALib, indices alone, s": beside,
        "times faster than SALib": beside / benchmark.stats.stats.min,
    }


@pytest.mark.benchmark(group="pathways")
def test_peaks(benchmark: BenchmarkFixture) -> None:
    paths = np.random.default_rng(2).normal(size=(131_072, YEARS)).cumsum(axis=1) + 100
    years = list(range(2021, 2021 + YEARS))
    outlook = benchmark(lambda: peak_outlook([(2020, 99.0)], paths, years, by=2030))
    assert outlook.draws == len(paths)
