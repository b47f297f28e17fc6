"""From draws to emissions, energy and drivers, year by year.

``E(d,t) = sum_s A(d,t,s) [fuel(d,t,s) + power(d,t,s) k(d,t)] - G(d,t) k(d,t)``, with
A the index of activity times intensity, k that of the grid and G local generation at
the base-year factor.  In the base year A = k = 1 and the sum is over whole grams below
2^53, so it equals the account to the last digit of float64.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakKeyDictionary

import attrs
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from dafeng.pathways.compiled import Compiled, Draws

    Array: TypeAlias = npt.NDArray[np.float64]
    Places: TypeAlias = npt.NDArray[np.intp]
    Flags: TypeAlias = npt.NDArray[np.bool_]

BLOCK = 256
"""Draws at a time: what they need fits in the cache and bounds the memory.

Every block has this many, the last one filled up, so that a matrix product has the same
shape, and a draw the same bytes, in whatever company it is computed.
"""


@attrs.frozen(kw_only=True, eq=False)
class Block:
    """Everything about some draws that later steps ask for.

    Attributes
    ----------
    index : Array, (N, T, S)
        Activity times intensity, 1 in the base year.
    grid : Array, (N, T)
        Factor of bought power, 1 in the base year.
    sector_g : Array, (N, T, S)
        Grams by sector, local generation of measures not among them.
    generation_g : Array, (N, T)
        Grams that generation by measures takes off.
    """

    index: Array
    grid: Array
    sector_g: Array
    generation_g: Array

    @property
    def total_g(self) -> Array:
        """Grams of all, ``(N, T)``."""
        years = range(self.generation_g.shape[1])
        return np.stack([self.year_g(at) for at in years], axis=1)

    def year_g(self, at: int) -> Array:
        """Grams of all in one of the years, ``(N,)``."""
        total = np.zeros(len(self.generation_g))
        for sector in range(self.sector_g.shape[2]):  # in the order of totals()
            total += self.sector_g[:, at, sector]
        total -= self.generation_g[:, at]
        return total

    def part(self, where: slice) -> Block:
        """Some of the draws, in order."""
        return Block(
            index=self.index[where],
            grid=self.grid[where],
            sector_g=self.sector_g[where],
            generation_g=self.generation_g[where],
        )


def project(compiled: Compiled, draws: Draws) -> Block:
    """Emissions by sector of every draw at once; for some thousands at most."""
    shape = (len(draws), len(compiled.years), len(compiled.sectors))
    index, sector_g = np.empty(shape), np.empty(shape)
    grid, generation = np.empty(shape[:2]), np.empty(shape[:2])
    plan = _plan(compiled)
    for where, rows in _blocks(draws):
        count = where.stop - where.start
        factor, made = plan.grid(rows), plan.generation(rows)
        grid[where], generation[where] = factor.T[:count], (made * factor).T[:count]
        for sector, part in enumerate(plan.parts):
            moved, grams = part.run(rows, factor)
            index[where, :, sector] = moved.T[:count]
            sector_g[where, :, sector] = grams.T[:count]
    return Block(index=index, grid=grid, sector_g=sector_g, generation_g=generation)


def totals(compiled: Compiled, draws: Draws) -> Array:
    """Grams of all, ``(N, T)``, block by block: any number of draws."""
    found = np.empty((len(draws), len(compiled.years)))
    plan = _plan(compiled)
    for where, rows in _blocks(draws):
        factor = plan.grid(rows)
        total = np.zeros_like(factor)
        for part in plan.parts:
            total += part.run(rows, factor)[1]
        total -= plan.generation(rows) * factor
        found[where] = total.T[: where.stop - where.start]
    return found


def totals_and_block(
    compiled: Compiled, draws: Draws, years: tuple[int, ...]
) -> tuple[Array, Block]:
    """Return the grams of all years, and everything about some of them, in one pass."""
    at = [compiled.years.index(year) for year in years]
    found = np.empty((len(draws), len(compiled.years)))
    shape = (len(draws), len(at), len(compiled.sectors))
    index, sector_g = np.empty(shape), np.empty(shape)
    grid, generation = np.empty(shape[:2]), np.empty(shape[:2])
    plan = _plan(compiled)
    for where, rows in _blocks(draws):
        count = where.stop - where.start
        factor = plan.grid(rows)
        total = np.zeros_like(factor)
        for sector, part in enumerate(plan.parts):
            moved, grams = part.run(rows, factor)
            total += grams
            index[where, :, sector] = moved[at, :count].T
            sector_g[where, :, sector] = grams[at, :count].T
        made = plan.generation(rows) * factor
        total -= made
        found[where] = total.T[:count]
        grid[where], generation[where] = factor[at, :count].T, made[at, :count].T
    block = Block(index=index, grid=grid, sector_g=sector_g, generation_g=generation)
    return found, block


def drivers(
    compiled: Compiled, draws: Draws, years: tuple[int, ...] | None = None
) -> Array:
    """Drivers relative to the base year, of some years or all, ``(N, D, T)``."""
    wanted = compiled.years if years is None else years
    at = [compiled.years.index(year) for year in wanted]
    shape = (len(draws), len(compiled.drivers), len(at))
    flat = compiled.log_driver_inputs[:, :, at].reshape(len(compiled.inputs), -1)
    moved = (draws.inputs @ flat).reshape(shape)
    found: Array = np.exp(compiled.log_driver[:, at] + moved)
    return found


def energy(compiled: Compiled, draws: Draws, block: Block, year: int) -> Array:
    """Terajoules by sector and carrier in one year, ``(N, S, F)``."""
    at = compiled.years.index(year)
    moved = compiled.energy_delivered[:, at]
    touches = np.asarray(np.any(moved, axis=2))
    used = np.repeat(compiled.energy[at][np.newaxis], len(draws), axis=0)
    # Sector by sector: few measures touch each, and small products stay on one core.
    for sector in range(len(compiled.sectors)):
        acting = np.flatnonzero(touches[:, sector])
        used[:, sector] += draws.delivered[:, acting] @ moved[acting, sector]
    used *= block.index[:, at, :, np.newaxis]
    return used


def _blocks(draws: Draws) -> Iterator[tuple[slice, Array]]:
    """Yield where a block stands, and its inputs and deliveries, ``(P + V, BLOCK)``."""
    inputs = draws.inputs.shape[1]
    for begin in range(0, len(draws), BLOCK):
        where = slice(begin, min(begin + BLOCK, len(draws)))
        rows = np.zeros((inputs + draws.delivered.shape[1], BLOCK))
        rows[:inputs, : where.stop - begin] = draws.inputs[where].T
        rows[inputs:, : where.stop - begin] = draws.delivered[where].T
        yield where, rows


@attrs.frozen(kw_only=True, eq=False)
class _Part:
    """One sector: only what moves it is multiplied.

    Attributes
    ----------
    movers, switches : Places
        Rows that move its index, and those that move what a unit of it emits.
    log, fuel, power : Array, (T, 1)
    log_moved : Array, (T, movers)
    fuel_moved, power_moved : Array, (T, switches)
    """

    movers: Places
    switches: Places
    log: Array
    fuel: Array
    power: Array
    log_moved: Array
    fuel_moved: Array
    power_moved: Array

    def run(self, rows: Array, grid: Array) -> tuple[Array, Array]:
        """Index and grams, ``(T, BLOCK)`` each."""
        index = self.log_moved @ rows[self.movers]
        index += self.log
        np.exp(index, out=index)
        if len(self.switches):
            acting = rows[self.switches]
            grams = self.power_moved @ acting
            grams += self.power
            grams *= grid
            fuel = self.fuel_moved @ acting
            fuel += self.fuel
            grams += fuel
        else:
            grams = self.power * grid
            grams += self.fuel
        grams *= index
        return index, grams


@attrs.frozen(kw_only=True, eq=False)
class _Plan:
    """A model turned so that years are rows and draws are columns."""

    parts: tuple[_Part, ...]
    log_grid: Array
    log_grid_moved: Array
    makers: Places
    made: Array

    def grid(self, rows: Array) -> Array:
        """Factor of bought power, ``(T, BLOCK)``, 1 in the base year."""
        log = self.log_grid_moved @ rows[: self.log_grid_moved.shape[1]]
        log += self.log_grid
        factor: Array = np.exp(log, out=log)
        return factor

    def generation(self, rows: Array) -> Array:
        """Grams that local generation takes off at the base-year factor."""
        made: Array = self.made @ rows[self.makers]
        return made


_plans: WeakKeyDictionary[Compiled, _Plan] = WeakKeyDictionary()


def _plan(compiled: Compiled) -> _Plan:
    if compiled not in _plans:
        turns = _turns(compiled)
        # Few measures generate; a small product stays on one core.
        makers = np.flatnonzero(compiled.generation_g.any(axis=1))
        _plans[compiled] = _Plan(
            parts=tuple(
                _part(compiled, s, np.flatnonzero(moves), np.flatnonzero(switches))
                for s, (moves, switches) in enumerate(zip(*turns, strict=True))
            ),
            log_grid=compiled.log_grid[:, np.newaxis],
            log_grid_moved=np.ascontiguousarray(compiled.log_grid_inputs.T),
            makers=makers + len(compiled.inputs),
            made=np.ascontiguousarray(compiled.generation_g[makers].T),
        )
    return _plans[compiled]


def _turns(compiled: Compiled) -> tuple[Flags, Flags]:
    """Which rows move the index of each sector, and which deliveries its unit."""
    moves = np.concatenate(
        [
            compiled.log_sector_inputs.any(axis=1),
            compiled.log_sector_delivered.any(axis=1),
        ]
    )
    switches = np.logical_or(
        compiled.fuel_delivered_g.any(axis=1), compiled.power_delivered_g.any(axis=1)
    )
    return moves.T, switches.T


def _part(compiled: Compiled, sector: int, movers: Places, switches: Places) -> _Part:
    inputs = len(compiled.inputs)
    shifts, measures = movers[movers < inputs], movers[movers >= inputs] - inputs
    moved = np.concatenate(
        [
            compiled.log_sector_inputs[shifts, :, sector],
            compiled.log_sector_delivered[measures, :, sector],
        ]
    )
    return _Part(
        movers=movers,
        switches=switches + inputs,
        log=compiled.log_sector[:, sector, np.newaxis].copy(),
        fuel=compiled.fuel_g[:, sector, np.newaxis].copy(),
        power=compiled.power_g[:, sector, np.newaxis].copy(),
        log_moved=np.ascontiguousarray(moved.T),
        fuel_moved=np.ascontiguousarray(
            compiled.fuel_delivered_g[switches, :, sector].T
        ),
        power_moved=np.ascontiguousarray(
            compiled.power_delivered_g[switches, :, sector].T
        ),
    )
