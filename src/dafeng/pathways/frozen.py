"""Frozen policy: where drivers, intensities and the grid go when nothing more is built.

Logarithms of rates add up, so every path is a cumulated sum, and the shift of an input
is so many years of it.  A sector that follows a carrier moves with what all others use
of it; to the first order their shifts move it by their shares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.pathways.base_year import OTHER
from dafeng.pathways.records import Acts, CarrierKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

    from dafeng.pathways.records import (
        BaseYear,
        Driver,
        GridPath,
        Input,
        Model,
        Scenario,
        Step,
    )

    Array: TypeAlias = npt.NDArray[np.float64]


@attrs.frozen(kw_only=True, eq=False)
class Frame:
    """What stands where: codes of the axes and the cells of the base year.

    Attributes
    ----------
    years : tuple of int
    sectors, carriers : tuple of str
        Those of the model, then ``other`` where the base year has such a cell.
    energy, emission : Array, (S, F)
        Terajoules and grams of the base year.
    power, process : Array of bool, (F,)
        Which carriers are power, and which emit without energy.
    factor : Array, (S, F)
        Grams per terajoule that a sector would have of a carrier: of its own cell,
        else the mean of the district, else that of the carrier.
    power_factor : float
        Grams per terajoule of bought power in the base year.
    """

    years: tuple[int, ...]
    sectors: tuple[str, ...]
    carriers: tuple[str, ...]
    energy: Array
    emission: Array
    power: npt.NDArray[np.bool_]
    process: npt.NDArray[np.bool_]
    factor: Array
    power_factor: float


@attrs.frozen(kw_only=True, eq=False)
class Frozen:
    """Paths without any measure; shapes as in :class:`dafeng.pathways.Compiled`."""

    log_driver: Array
    log_driver_inputs: Array
    log_sector: Array
    log_sector_inputs: Array
    energy: Array
    emission: Array
    log_grid: Array
    log_grid_inputs: Array


def frame(model: Model, base: BaseYear) -> Frame:
    """Lay the base year out over the model's sectors and carriers."""
    sectors = _axis([one.code for one in model.sectors], [c.sector for c in base.cells])
    carriers = _axis(
        [one.code for one in model.carriers], [c.carrier for c in base.cells]
    )
    energy = np.zeros((len(sectors), len(carriers)))
    emission = np.zeros_like(energy)
    for cell in base.cells:
        at = _at(sectors, cell.sector), _at(carriers, cell.carrier)
        energy[at] += cell.energy_tj
        emission[at] += cell.emission_g
    kinds = {one.code: one.kind for one in model.carriers}
    power = np.array([kinds.get(c) is CarrierKind.POWER for c in carriers], dtype=bool)
    process = np.array([kinds.get(c) is CarrierKind.PROCESS for c in carriers])
    stated = {one.code: one.factor for one in model.carriers}
    given = np.array([stated.get(code, 0.0) for code in carriers])
    used = np.maximum(energy, 0.0)
    mean = _ratio(np.where(energy > 0, emission, 0.0).sum(0), used.sum(0), given)
    bought = power & (energy.sum(0) > 0)
    power_factor = (
        float(emission[:, bought].sum() / energy[:, bought].sum())
        if bought.any()
        else float(next(iter(given[power]), 0.0))
    )
    mean = np.where(power & ~bought, power_factor, mean)
    return Frame(
        years=tuple(range(base.year, max(model.horizon, base.year) + 1)),
        sectors=sectors,
        carriers=carriers,
        energy=energy,
        emission=emission,
        power=power,
        process=process,
        factor=_ratio(np.where(energy > 0, emission, 0.0), used, mean),
        power_factor=power_factor,
    )


def frozen(
    model: Model, scenario: Scenario, convention: GridPath, layout: Frame
) -> Frozen:
    """Compute all paths of a scenario before any measure acts."""
    years = layout.years
    log_driver = driver_paths(model.drivers, dict(scenario.growth), years)
    passed = _passed_on(model.drivers)
    shifts = np.array([shift_years(one, years) for one in model.inputs])
    shifts = shifts.reshape(len(model.inputs), len(years))
    driver_inputs = np.zeros((len(model.inputs), *log_driver.shape))
    log_sector = np.zeros((len(years), len(layout.sectors)))
    sector_inputs = np.zeros((len(model.inputs), *log_sector.shape))
    grid_inputs = np.zeros((len(model.inputs), len(years)))
    for at, one in enumerate(model.inputs):
        if one.acts is Acts.DRIVER:
            driver_inputs[at] = np.outer(passed[one.on], shifts[at])
        elif one.acts is Acts.INTENSITY:
            sector_inputs[at, :, layout.sectors.index(one.on)] = shifts[at]
        else:
            grid_inputs[at] = shifts[at]
    names = [one.code for one in model.drivers]
    for s, sector in enumerate(model.sectors):
        log_sector[:, s] = log_steps(sector.intensity, years)
        if sector.driver:
            d = names.index(sector.driver)
            log_sector[:, s] += sector.elasticity * log_driver[d]
            sector_inputs[:, :, s] += sector.elasticity * driver_inputs[:, d]
    energy, emission = _mixed(model, layout)
    _follow(model, layout, energy, log_sector, sector_inputs)
    return Frozen(
        log_driver=log_driver,
        log_driver_inputs=driver_inputs,
        log_sector=log_sector,
        log_sector_inputs=sector_inputs,
        energy=energy,
        emission=emission,
        log_grid=log_steps(convention.change, years),
        log_grid_inputs=grid_inputs,
    )


def log_steps(steps: Iterable[Step], years: tuple[int, ...]) -> Array:
    """Cumulated logarithm of yearly rates, 0 in the first year; none after the last."""
    path = np.zeros(len(years))
    left = sorted(steps, key=lambda step: step.until)
    for at, year in enumerate(years[1:], start=1):
        while left and left[0].until < year:
            left.pop(0)
        path[at] = path[at - 1] + (np.log1p(left[0].rate) if left else 0.0)
    return path


def driver_paths(
    drivers: tuple[Driver, ...],
    growth: Mapping[str, tuple[Step, ...]],
    years: tuple[int, ...],
) -> Array:
    """Logarithm of each driver relative to the base year, ``(D, T)``."""
    own = np.array(
        [log_steps(growth.get(one.code, one.growth), years) for one in drivers]
    ).reshape(len(drivers), len(years))
    return np.array(
        [
            sum((w * own[d] for d, w in _leaders(drivers, at)), np.zeros(len(years)))
            for at in range(len(drivers))
        ]
    ).reshape(own.shape)


def shift_years(one: Input, years: tuple[int, ...]) -> Array:
    """How many years of an input's shift have passed by each year."""
    since = max(one.since, years[0])
    ends = np.minimum(np.array(years, dtype=float), one.until)
    passed: Array = np.maximum(ends - since, 0.0)
    return passed


def supplied(layout: Frame, model: Model) -> tuple[tuple[int, int], ...]:
    """Sectors that follow a carrier, by index: sector and carrier."""
    return tuple(
        (s, layout.carriers.index(one.follows))
        for s, one in enumerate(model.sectors)
        if one.follows
    )


def demand(
    layout: Frame, model: Model, carrier: int, energy: Array, log: Array
) -> Array:
    """Use of a carrier by all sectors that follow none, ``(T, S)`` terajoules."""
    use: Array = np.maximum(energy[:, :, carrier], 0.0) * np.exp(log)
    use[:, [s for s, _ in supplied(layout, model)]] = 0.0
    return use


def _axis(codes: list[str], used: list[str]) -> tuple[str, ...]:
    return (*codes, OTHER) if set(used) - set(codes) else tuple(codes)


def _at(axis: tuple[str, ...], code: str) -> int:
    return axis.index(code) if code in axis else axis.index(OTHER)


def _ratio(above: Array, below: Array, otherwise: Array) -> Array:
    shape = np.broadcast_shapes(above.shape, otherwise.shape)
    found = np.broadcast_to(otherwise, shape).copy()
    return np.divide(above, below, out=found, where=below > 0)


def _leaders(drivers: tuple[Driver, ...], at: int) -> list[tuple[int, float]]:
    """Driver itself and all that it follows, each with what it passes on."""
    codes = [one.code for one in drivers]
    found, weight = [(at, 1.0)], 1.0
    while drivers[at].follows:
        weight *= drivers[at].elasticity
        at = codes.index(drivers[at].follows)
        found.append((at, weight))
    return found


def _passed_on(drivers: tuple[Driver, ...]) -> dict[str, Array]:
    """For each driver, how much of its shift every driver takes, ``(D,)``."""
    passed = {one.code: np.zeros(len(drivers)) for one in drivers}
    for at in range(len(drivers)):
        for leader, weight in _leaders(drivers, at):
            passed[drivers[leader].code][at] = weight
    return passed


def _mixed(model: Model, layout: Frame) -> tuple[Array, Array]:
    """Energy and grams per unit of activity as shares move without any measure."""
    energy = np.repeat(layout.energy[np.newaxis], len(layout.years), axis=0)
    emission = np.repeat(layout.emission[np.newaxis], len(layout.years), axis=0)
    ends = np.array(layout.years, dtype=float)
    for s, sector in enumerate(model.sectors):
        for step in sector.mix:
            old = layout.carriers.index(step.from_carrier)
            new = layout.carriers.index(step.to_carrier)
            passed = np.minimum(ends, step.until) - layout.years[0]
            share = step.per_year * np.maximum(passed, 0.0)
            moved = share * max(layout.energy[s, old], 0.0)
            energy[:, s, old] -= moved
            emission[:, s, old] -= moved * layout.factor[s, old]
            energy[:, s, new] += moved * step.ratio
            emission[:, s, new] += moved * step.ratio * layout.factor[s, new]
    return energy, emission


def _follow(
    model: Model, layout: Frame, energy: Array, log: Array, inputs: Array
) -> None:
    """Let suppliers and losses move with what the others use; fills their columns."""
    for s, carrier in supplied(layout, model):
        use = demand(layout, model, carrier, energy, log)
        whole = use.sum(axis=1)
        if not whole.all():
            continue
        elasticity = model.sectors[s].elasticity
        log[:, s] += elasticity * np.log(whole / whole[0])
        shares = use / whole[:, np.newaxis]
        inputs[:, :, s] += elasticity * (inputs * shares).sum(axis=2)
