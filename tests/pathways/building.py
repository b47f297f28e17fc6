"""A small district, made by hand: three sectors, four carriers, four measures.

``small_compiled()`` peaks in 2027 when all is delivered and in 2030 when nothing is.
Every array can be replaced by name; a test that changes one says what it is about.
"""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np

from dafeng.accounts import Boundary
from dafeng.pathways.compiled import Compiled, Delivery
from dafeng.pathways.records import Acts, Input

BASE, HORIZON = 2024, 2045
YEARS = tuple(range(BASE, HORIZON + 1))
AGE = np.arange(len(YEARS), dtype=float)
"""Years since the base year."""
DRIVERS = ("gdp", "floor")
SECTORS = ("industry", "buildings", "transport")
CARRIERS = ("coal", "gas", "power", "process")
EMISSION_G = np.array(
    [
        [2.0e12, 0.6e12, 1.8e12, 0.2e12],
        [0.0, 0.5e12, 0.7e12, 0.0],
        [0.0, 0.4e12, 0.1e12, 0.0],
    ]
)
G_PER_TJ = np.array([9.4e7, 5.61e7, 1.61e8, np.inf])
HISTORY = (
    (2018, 5_350_000_000_000),
    (2019, 5_500_000_000_000),
    (2020, 5_480_000_000_000),
    (2021, 5_790_000_000_000),
    (2022, 5_960_000_000_000),
    (2023, 6_170_000_000_000),
    (2024, 6_300_000_000_000),
)


def small_inputs() -> tuple[Input, ...]:
    """Five inputs; growth and grid are the same for every district."""
    rows = (
        ("gdp", Acts.DRIVER, "gdp", -0.012, 0.0, 0.008, True),
        ("grid", Acts.GRID, "", -0.012, 0.0, 0.016, True),
        ("floor", Acts.DRIVER, "floor", -0.004, 0.0, 0.006, False),
        ("industry", Acts.INTENSITY, "industry", -0.010, 0.0, 0.012, False),
        ("transport", Acts.INTENSITY, "transport", -0.010, 0.002, 0.010, False),
    )
    return tuple(
        Input(
            code=code,
            name_zh=code,
            name_en=code,
            acts=acts,
            on=on,
            low=low,
            mode=mode,
            high=high,
            since=BASE,
            until=HORIZON,
            national=national,
            source="assumed: a test",
        )
        for code, acts, on, low, mode, high, national in rows
    )


DELIVERIES = (
    Delivery(measure="efficiency", delay=0, probability=0.6),
    Delivery(measure="efficiency", delay=2, probability=0.25),
    Delivery(measure="switch", delay=0, probability=0.5),
    Delivery(measure="switch", delay=1, probability=0.2),
    Delivery(measure="solar", delay=0, probability=0.8),
    Delivery(measure="solar", delay=3, probability=0.2),
    Delivery(measure="transit", delay=0, probability=0.7),
)
BEGINS = {"efficiency": 2027, "switch": 2028, "solar": 2027, "transit": 2029}
RAMP = {"efficiency": 6, "switch": 8, "solar": 6, "transit": 5}


def ramp(delivery: Delivery) -> Any:
    """Share of the full effect in every year, 0 to 1."""
    begins = BEGINS[delivery.measure] + delivery.delay - 1
    return np.clip((BASE + AGE - begins) / RAMP[delivery.measure], 0.0, 1.0)


def rates(*steps: tuple[int, float]) -> Any:
    """Logarithm of a path: pairs of last year and yearly rate."""
    log = [0.0]
    for year in YEARS[1:]:
        rate = next((r for until, r in steps if year <= until), steps[-1][1])
        log.append(log[-1] + np.log1p(rate))
    return np.array(log)


def small_compiled(**changes: Any) -> Compiled:
    """The district, with some arrays replaced."""
    inputs, count = small_inputs(), len(YEARS)
    gdp = rates((2030, 0.05), (2035, 0.035), (HORIZON, 0.015))
    floor = rates((HORIZON, 0.01))
    log_driver_inputs = np.zeros((len(inputs), len(DRIVERS), count))
    log_driver_inputs[0, 0] = AGE
    log_driver_inputs[2, 1] = AGE
    log_sector = np.stack(
        [
            gdp + rates((2030, -0.012), (HORIZON, -0.022)),
            floor + rates((HORIZON, -0.004)),
            0.6 * gdp + rates((HORIZON, -0.015)),
        ],
        axis=1,
    )
    log_sector_inputs = np.zeros((len(inputs), count, len(SECTORS)))
    log_sector_inputs[0, :, 0], log_sector_inputs[0, :, 2] = AGE, 0.6 * AGE
    log_sector_inputs[2, :, 1] = AGE
    log_sector_inputs[3, :, 0] = AGE
    log_sector_inputs[4, :, 2] = AGE
    log_grid_inputs = np.zeros((len(inputs), count))
    log_grid_inputs[1] = AGE
    made = _effects(count)
    energy, emission = _base(count)
    parts = {
        "fuel_g": emission[..., [0, 1, 3]].sum(axis=-1),
        "power_g": emission[..., 2],
    }
    compiled = Compiled(
        scenario="plan",
        convention="average",
        place="120000",
        years=YEARS,
        history=HISTORY,
        drivers=DRIVERS,
        sectors=SECTORS,
        carriers=CARRIERS,
        inputs=inputs,
        deliveries=DELIVERIES,
        log_driver=np.stack([gdp, floor]),
        log_driver_inputs=log_driver_inputs,
        log_sector=log_sector,
        log_sector_inputs=log_sector_inputs,
        energy=energy,
        emission=emission,
        log_grid=rates((2030, -0.01), (HORIZON, -0.03)),
        log_grid_inputs=log_grid_inputs,
        groups=("coal", "gas", "power", "none"),
        driver_values=np.array([5_000_000.0, 40_000.0]),
        boundary=Boundary.CONTROL,
        **parts,
        **made,
    )
    return attrs.evolve(compiled, **changes)


def _base(count: int) -> tuple[Any, Any]:
    """Energy and emission by year, with a little coal of industry that turns to gas."""
    emission = np.repeat(EMISSION_G[np.newaxis], count, axis=0)
    moved = EMISSION_G[0, 0] * 0.005 * np.minimum(AGE, 11)
    emission[:, 0, 0] -= moved
    emission[:, 0, 1] += moved * G_PER_TJ[1] / G_PER_TJ[0]
    return emission / G_PER_TJ, emission


def _effects(count: int) -> dict[str, Any]:
    shape = (len(DELIVERIES), count, len(SECTORS))
    log, energy = np.zeros(shape), np.zeros((*shape, len(CARRIERS)))
    generation_g, generation_tj, capacity = (np.zeros(shape[:2]) for _ in range(3))
    coal_tj = EMISSION_G[0, 0] / G_PER_TJ[0]
    for at, one in enumerate(DELIVERIES):
        share = ramp(one)
        if one.measure == "efficiency":
            log[at, :, 0] = np.log1p(-0.12 * share)
            log[at, :, 1] = np.log1p(-0.05 * share)
        elif one.measure == "switch":
            energy[at, :, 0, 0] = -0.4 * coal_tj * share
            energy[at, :, 0, 2] = 0.4 * coal_tj * share / 3
        elif one.measure == "solar":
            generation_tj[at] = 2_000 * share
            generation_g[at] = generation_tj[at] * G_PER_TJ[2]
            capacity[at] = 480 * share
        else:
            log[at, :, 2] = np.log1p(-0.2 * share)
    finite = np.where(np.isfinite(G_PER_TJ), G_PER_TJ, 0.0)
    grams = energy * finite
    return {
        "log_sector_delivered": log,
        "energy_delivered": energy,
        "fuel_delivered_g": grams[..., [0, 1, 3]].sum(axis=-1),
        "power_delivered_g": grams[..., 2],
        "generation_g": generation_g,
        "generation_tj": generation_tj,
        "capacity_mw": capacity,
    }
