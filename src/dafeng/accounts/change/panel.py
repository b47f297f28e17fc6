"""The additive decomposition of many places over many years, in one pass of NumPy.

Each logarithm is taken once and kept in the cache of the processor while its unit is
worked on; years share it with their neighbours.  Changes from or to zero are taken out
and added as the limits of :mod:`dafeng.accounts.change.lmdi`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.accounts.change.checks import DecompositionError
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]

BLOCK_NUMBERS = 60_000
"""Numbers worked on at once: logarithms and differences stay in the cache."""

SHOWN = 20
"""How many bad numbers are named before the rest is counted."""


def lmdi_panel(factors: Array) -> Array:
    """Decompose the change of every unit from year to year.

    Parameters
    ----------
    factors : array of float64, shape (units, years, cells, factors)
        At least 0; a cell is the product of its factors.

    Returns
    -------
    array of float64, shape (units, years - 1, factors), unit of the aggregate
        Additive effects on the sum of the cells, from each year to the next.

    Raises
    ------
    DecompositionError
        The array has another shape, less than two years, or holds numbers that are
        negative or not finite; ``.findings`` names their places.

    Source
    ------
    As :func:`dafeng.accounts.change.lmdi.lmdi`.
    """
    panel = np.ascontiguousarray(factors, dtype=np.float64)
    if panel.ndim != 4 or panel.shape[1] < 2 or 0 in panel.shape:
        raise DecompositionError([_bad_shape(panel)])
    units, years, cells, count = panel.shape
    effects = np.empty((units, years - 1, count))
    if units * (years - 1) * cells == 0:
        return effects
    block = max(1, BLOCK_NUMBERS // (years * cells * count))
    room = _Room.of(min(block, units), panel.shape)
    for start in range(0, units, block):
        part = panel[start : start + block]
        room.work(part, effects[start : start + block], start)
    return effects


@attrs.frozen(kw_only=True, eq=False)
class _Room:
    """Arrays that are used again for every block."""

    logs: Array
    differences: Array
    ones: Array

    @classmethod
    def of(cls, block: int, shape: tuple[int, ...]) -> _Room:
        _, years, cells, count = shape
        return cls(
            logs=np.empty((block, years, cells, count)),
            differences=np.empty((block, years - 1, cells, count)),
            ones=np.ones(count),
        )

    def work(self, part: Array, effects: Array, first: int) -> None:
        logs = self.logs[: len(part)]
        with np.errstate(divide="ignore", invalid="ignore"):
            np.log(part, out=logs)
        total = np.matmul(logs, self.ones)
        some = np.isfinite(total)
        whole = bool(some.all())
        if not whole:
            # Zeros give minus infinity; anything else was negative or not finite.
            if (total[~some] != -np.inf).any():
                raise DecompositionError(_bad_numbers(part, first))
            logs[~some], total[~some] = 0.0, 0.0
        differences = self.differences[: len(part)]
        np.subtract(logs[:, 1:], logs[:, :-1], out=differences)
        values = np.exp(total)
        weights = _means(values[:, :-1], np.diff(total, axis=1))
        if not whole:
            weights[~(some[:, 1:] & some[:, :-1])] = 0.0
        np.matmul(weights[:, :, None, :], differences, out=effects[:, :, None, :])
        if not whole:
            values[~some] = 0.0
            self.add_limits(part, values, effects)

    def add_limits(self, part: Array, values: Array, effects: Array) -> None:
        """Add the changes that begin or end with zero to the factors that are zero."""
        flat = effects.reshape(-1, effects.shape[2])
        start, end = (part[:, :-1], values[:, :-1]), (part[:, 1:], values[:, 1:])
        for (factors, before), (_, after), sign in ((start, end, 1), (end, start, -1)):
            places = np.nonzero((before == 0) & (after > 0))
            if not len(places[0]):
                continue
            zero = (factors[places] == 0).astype(np.float64)
            zero *= (sign * after[places] / np.matmul(zero, self.ones))[:, None]
            change = places[0] * effects.shape[1] + places[1]
            # Places stand in the order of units and years: one run for each change.
            runs = np.flatnonzero(np.diff(change, prepend=-1))
            flat[change[runs]] += np.add.reduceat(zero, runs, axis=0)


def _means(start: Array, change: Array) -> Array:
    """Logarithmic means of values and of what their logarithm changes by."""
    still = change == 0
    if still.any():
        change = np.where(still, 1.0, change)
        start = np.where(still, start / np.expm1(1.0), start)
    weights: Array = np.expm1(change)
    weights *= start
    weights /= change
    return weights


def _bad_numbers(part: Array, first: int) -> list[Finding]:
    bad = np.argwhere(~(np.isfinite(part) & (part >= 0)))
    return [
        Finding(
            code="lmdi.negative" if part[tuple(place)] < 0 else "lmdi.not_finite",
            severity=Severity.ERROR,
            place=f"unit {place[0] + first}, year {place[1]}, cell {place[2]}, "
            f"factor {place[3]}",
            value=f"{part[tuple(place)]:g}",
            rule="A logarithm needs numbers that are finite and not negative.",
            hint=f"{len(bad)} such numbers stand in this block.",
        )
        for place in bad[:SHOWN]
    ]


def _bad_shape(panel: Array) -> Finding:
    return Finding(
        code="lmdi.shape",
        severity=Severity.ERROR,
        place="factors",
        value=f"shape {panel.shape}",
        rule="A panel is (units, years, cells, factors) with at least two years.",
        hint="Use lmdi() for one change.",
    )
