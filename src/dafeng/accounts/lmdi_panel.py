"""The additive decomposition of many places over many years, in one pass of NumPy.

Each logarithm is taken once and kept in the cache of the processor while its unit is
worked on; years share it with their neighbours.  Changes from or to zero are taken out
and added as the limits of :mod:`dafeng.accounts.lmdi`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.accounts.lmdi import products
from dafeng.accounts.lmdi_checks import DecompositionError
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]
    Mask: TypeAlias = npt.NDArray[np.bool_]

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
    As :func:`dafeng.accounts.lmdi.lmdi`.
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
        if not some.all():
            _refuse_bad(part, first)
            logs[~some], total[~some] = 0.0, 0.0
        differences = self.differences[: len(part)]
        np.subtract(logs[:, 1:], logs[:, :-1], out=differences)
        change = np.diff(total, axis=1)
        weights = _means(np.exp(total[:, :-1]), change)
        limits = ~(some[:, 1:] & some[:, :-1])
        weights[limits] = 0.0
        np.matmul(weights[:, :, None, :], differences, out=effects[:, :, None, :])
        if limits.any():
            _add_limits(part, limits, effects)


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


def _add_limits(part: Array, limits: Mask, effects: Array) -> None:
    """Add the changes that begin or end with zero to the factors that are zero."""
    units, years, cells = np.nonzero(limits)
    start, end = part[units, years, cells], part[units, years + 1, cells]
    place = units * effects.shape[1] + years
    flat = effects.reshape(-1, effects.shape[2])
    for before, after, sign in ((start, end, 1.0), (end, start, -1.0)):
        value = sign * products(after)
        born = (before == 0) & (after > 0)
        value /= np.maximum(born.sum(axis=1), 1)
        for factor in range(born.shape[1]):
            flat[:, factor] += np.bincount(
                place, weights=value * born[:, factor], minlength=len(flat)
            )


def _refuse_bad(part: Array, first: int) -> None:
    bad = np.argwhere(~(np.isfinite(part) & (part >= 0)))
    if not len(bad):
        return
    findings = [
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
    raise DecompositionError(findings)


def _bad_shape(panel: Array) -> Finding:
    return Finding(
        code="lmdi.shape",
        severity=Severity.ERROR,
        place="factors",
        value=f"shape {panel.shape}",
        rule="A panel is (units, years, cells, factors) with at least two years.",
        hint="Use lmdi() for one change.",
    )
