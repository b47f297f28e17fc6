"""The search for change points: every pair of the grid for every meter at once.

The mean and the drivers are taken out first (Frisch and Waugh), so that a heating and a
cooling slope are left, whatever the number of drivers: two sums of squares and one of
products for each pair of change points, and a closed form for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.enterprises.savings.records import Drivers, Floats, Ints, Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEP_C = 0.5
"""Distance of the change points that are tried."""
LEAST_SIDE = 0.1
"""Share of the known spans that a slope rests on at least."""
TINY = 1e-12


def known_spans(energy: Floats, others: Floats) -> NDArray[np.bool_]:
    """Spans whose energy and drivers are known, by meter."""
    known = np.isfinite(energy)
    if len(others):
        known &= np.isfinite(others).all(axis=0)
    return known


def without_gaps(
    energy: Floats, temperature: Floats | None
) -> tuple[Floats, Floats | None]:
    """Take out the energy of spans without a temperature; the mean stands in there."""
    if temperature is None or np.isfinite(temperature).all():
        return energy, temperature
    known = np.isfinite(temperature)
    middle = float(temperature[known].mean()) if known.any() else 0.0
    return np.where(known, energy, np.nan), np.where(known, temperature, middle)


def shaped_others(drivers: Drivers, meters: int, spans: int) -> Floats:
    """The other drivers for every meter, shape (drivers, meters, spans)."""
    count = len(drivers.others)
    if not count:
        return np.zeros((0, meters, spans))
    return np.broadcast_to(drivers.others, (count, meters, spans))


@attrs.frozen(kw_only=True, eq=False)
class Reduced:
    """Energy and weights of a block, with mean and drivers taken out.

    Attributes
    ----------
    weight, energy : array, shape (meters, spans)
        1 where known; energy without mean and drivers, 0 where unknown.
    basis : array, shape (1 + drivers, meters, spans)
        Orthonormal over the known spans of each meter.
    """

    weight: Floats
    energy: Floats
    basis: Floats

    def without(self, columns: Floats) -> Floats:
        """Take mean and drivers out of columns, shape (meters, spans)."""
        left = columns * self.weight
        for one in self.basis:
            left = left - one * (one * left).sum(axis=1, keepdims=True)
        return left


def reduced_energy(energy: Floats, others: Floats) -> Reduced:
    """Take mean and drivers out of the energy of each meter."""
    known = known_spans(energy, others)
    weight = known.astype(np.float64)
    basis: list[Floats] = []
    for column in (np.ones_like(weight), *others):
        left = np.where(known, column, 0.0)
        size = np.sqrt((left * left).sum(axis=1, keepdims=True))
        for _again in range(2):
            for one in basis:
                left = left - one * (one * left).sum(axis=1, keepdims=True)
        norm = np.sqrt((left * left).sum(axis=1, keepdims=True))
        basis.append(np.where(norm > 1e-9 * size, left / np.maximum(norm, TINY), 0.0))
    told = Reduced(weight=weight, energy=weight, basis=np.array(basis))
    plain = told.without(np.where(known, energy, 0.0))
    return attrs.evolve(told, energy=told.without(plain))


@attrs.frozen(kw_only=True, eq=False)
class Found:
    """The best fit of one shape: change points as places in the grid, -1 for none."""

    sse: Floats
    below: Ints
    above: Ints


def change_points(temperature: Floats) -> Floats:
    """Change points that are tried: every half degree of the middle nine tenths."""
    low, high = np.quantile(temperature, (0.05, 0.95))
    first = np.ceil(low / STEP_C) * STEP_C
    return np.arange(first, high + TINY, STEP_C)


def points_at(grid: Floats, places: Ints) -> Floats:
    """Change points at places of the grid; nan at -1."""
    if not len(grid):
        return np.full(len(places), np.nan)
    return np.where(places >= 0, grid[np.maximum(places, 0)], np.nan)


def searched(
    reduced: Reduced, temperature: Floats | None, grid: Floats, wanted: set[Shape]
) -> dict[Shape, Found]:
    """Best change points of each wanted shape."""
    total = (reduced.energy**2).sum(axis=1)
    none = np.full(len(total), -1)
    found = {Shape.NONE: Found(sse=total, below=none, above=none)}
    if temperature is None:
        return found
    if Shape.TWO in wanted:
        line = reduced.without(np.broadcast_to(temperature, reduced.weight.shape))
        square = np.maximum((line * line).sum(axis=1), TINY)
        gain = (line * reduced.energy).sum(axis=1) ** 2 / square
        found[Shape.TWO] = Found(sse=total - gain, below=none, above=none)
    if len(grid) and wanted & {Shape.THREE_HEATING, Shape.THREE_COOLING, Shape.FIVE}:
        found.update(_bent(reduced, temperature, grid, wanted))
    return found


def _bent(
    reduced: Reduced, temperature: Floats, grid: Floats, wanted: set[Shape]
) -> dict[Shape, Found]:
    total = (reduced.energy**2).sum(axis=1)
    none = np.full(len(total), -1)
    below = np.maximum(grid[:, None] - temperature, 0.0)
    above = np.maximum(temperature - grid[:, None], 0.0)
    least = np.maximum(LEAST_SIDE * reduced.weight.sum(axis=1), 3.0)[:, None]
    heating = _side(reduced, below, least)
    cooling = _side(reduced, above, least)
    found = {}
    for shape, side in (
        (Shape.THREE_HEATING, heating),
        (Shape.THREE_COOLING, cooling),
    ):
        if shape in wanted:
            gain = np.where(
                side.allowed & (side.product > 0),
                side.product**2 / side.square,
                -np.inf,
            )
            place = gain.argmax(axis=1)
            most = np.take_along_axis(gain, place[:, None], 1)[:, 0]
            at = np.where(np.isfinite(most), place, -1)
            heats = shape is Shape.THREE_HEATING
            found[shape] = Found(
                sse=np.where(np.isfinite(most), total - most, np.inf),
                below=at if heats else none,
                above=none if heats else at,
            )
    if Shape.FIVE in wanted:
        found[Shape.FIVE] = _both(total, heating, cooling)
    return found


@attrs.frozen(kw_only=True, eq=False)
class _Side:
    """One slope for every change point, shape (meters, points).

    Attributes
    ----------
    square, product : array
        Of the term with itself, and with the energy; mean and drivers taken out.
    basis : array, shape (1 + drivers, meters, points)
        Of the term with the basis.
    """

    square: Floats
    product: Floats
    basis: Floats
    allowed: NDArray[np.bool_]


def _side(reduced: Reduced, terms: Floats, least: Floats) -> _Side:
    basis = np.array([one @ terms.T for one in reduced.basis])
    square = reduced.weight @ (terms**2).T
    allowed = reduced.weight @ (terms > 0).T.astype(np.float64) >= least
    left = square - (basis**2).sum(axis=0)
    allowed &= left > 1e-9 * np.maximum(square, TINY)
    return _Side(
        square=np.where(allowed, left, 1.0),
        product=reduced.energy @ terms.T,
        basis=basis,
        allowed=allowed,
    )


def _both(total: Floats, heating: _Side, cooling: _Side) -> Found:
    """Two slopes: the closed form of two equations, for every pair of points.

    The terms share no span, so their product is what the basis has of both.
    """
    cross = -np.einsum("kmi,kmj->mij", heating.basis, cooling.basis)
    a, c = heating.square[:, :, None], cooling.square[:, None, :]
    p, q = heating.product[:, :, None], cooling.product[:, None, :]
    determinant = a * c - cross**2
    points = heating.square.shape[1]
    fits = np.arange(points)[:, None] <= np.arange(points)
    allowed = heating.allowed[:, :, None] & cooling.allowed[:, None, :] & fits
    allowed &= determinant > 1e-9 * a * c
    determinant = np.where(allowed, determinant, 1.0)
    first = c * p - cross * q
    second = a * q - cross * p
    allowed &= (first > 0) & (second > 0)
    gain = np.where(allowed, (p * first + q * second) / determinant, -np.inf)
    flat = gain.reshape(len(gain), -1)
    place = flat.argmax(axis=1)
    most = np.take_along_axis(flat, place[:, None], 1)[:, 0]
    good = np.isfinite(most)
    return Found(
        sse=np.where(good, total - most, np.inf),
        below=np.where(good, place // points, -1),
        above=np.where(good, place % points, -1),
    )
