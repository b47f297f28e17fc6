"""Change of an aggregate, shared out among its factors without a rest (LMDI-I).

An aggregate is a sum over cells, each cell a product of factors.  The change of a cell
is weighted by its logarithmic mean, so the effects of the factors add up to the change
of the cell, of every group of cells and of the whole.  A cell that appears or goes out
of use has its change in the factor that was zero, which is the analytic limit and no
small number in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.accounts.change.checks import (
    DecompositionError,
    check_decomposition,
    check_ratio,
)
from dafeng.base.findings import has_errors

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.base.findings import Finding

    Array: TypeAlias = npt.NDArray[np.float64]
    Numbers: TypeAlias = npt.ArrayLike

Path: TypeAlias = tuple[str, ...]

NEAR = 0.2
"""Relative difference below which a ratio's logarithm goes over ``atanh``."""


class Form(StrEnum):
    """How a change is stated."""

    ADDITIVE = "additive"
    """Effects in the unit of the aggregate; they add up to its change."""
    MULTIPLICATIVE = "multiplicative"
    """Effects without unit; their product is the ratio of end to start."""


@attrs.frozen(kw_only=True)
class Effects:
    """What the factors did to one group of cells.

    Attributes
    ----------
    path : tuple of str
        The group, from the widest to the narrowest; empty is the whole.
    start, end : float
        Aggregate of the group.
    effects : tuple of float
        Additive, in the order of the factors, in the unit of the aggregate.
    """

    path: Path
    start: float
    end: float
    effects: tuple[float, ...]

    @property
    def change(self) -> float:
        """End minus start."""
        return self.end - self.start

    @property
    def residual(self) -> float:
        """What the effects leave of the change; a rounding error and nothing else."""
        return self.change - sum(self.effects)

    @property
    def ratios(self) -> tuple[float, ...]:
        """Multiplicative effects: their product is ``end / start``.

        Raises
        ------
        DecompositionError
            ``lmdi.no_ratio``: the aggregate is zero at the start or at the end.
        """
        findings = check_ratio(self.start, self.end, "/".join(self.path))
        if findings:
            raise DecompositionError(findings)
        mean = float(logarithmic_mean(self.start, self.end))
        return tuple(float(np.exp(effect / mean)) for effect in self.effects)

    def of(self, form: Form) -> tuple[float, ...]:
        """Effects in one form."""
        return self.effects if form is Form.ADDITIVE else self.ratios

    def total(self, form: Form) -> float:
        """What the effects make together: the change, or the ratio."""
        if form is Form.ADDITIVE:
            return self.change
        findings = check_ratio(self.start, self.end, "/".join(self.path))
        if findings:
            raise DecompositionError(findings)
        return self.end / self.start


@attrs.frozen(kw_only=True, eq=False)
class Decomposition:
    """A change between two times, cell by cell and factor by factor.

    Attributes
    ----------
    factors : tuple of str
    paths : tuple of tuple of str
        One path per cell, for example ``("industry", "steel", "NATURAL_GAS")``.
    start, end : array of float64, shape (cells,)
    cells : array of float64, shape (cells, factors), unit of the aggregate
        Additive effects.
    findings : tuple of Finding
        Warnings: values that are no multiple of the product of their factors.
    """

    factors: tuple[str, ...]
    paths: tuple[Path, ...]
    start: Array
    end: Array
    cells: Array
    findings: tuple[Finding, ...] = ()

    @property
    def whole(self) -> Effects:
        """Effects on the sum of all cells."""
        return self._group((), np.ones(len(self.paths), dtype=bool))

    def level(self, depth: int) -> tuple[Effects, ...]:
        """Effects on every group of one level, in order of first appearance.

        Parameters
        ----------
        depth : int
            How many names of a path make a group: 0 the whole, 1 the first level. A
            cell with a shorter path is a group of its own.
        """
        heads = [path[:depth] for path in self.paths]
        return tuple(
            self._group(head, np.array([other == head for other in heads]))
            for head in dict.fromkeys(heads)
        )

    def _group(self, path: Path, inside: npt.NDArray[np.bool_]) -> Effects:
        return Effects(
            path=path,
            start=float(self.start[inside].sum()),
            end=float(self.end[inside].sum()),
            effects=tuple(map(float, self.cells[inside].sum(axis=0))),
        )


def lmdi(
    values0: Numbers,
    values1: Numbers,
    factors0: Numbers,
    factors1: Numbers,
    *,
    names: Sequence[str] = (),
    paths: Sequence[Sequence[str]] = (),
) -> Decomposition:
    """Decompose the change between two times.

    Parameters
    ----------
    values0, values1 : array-like, shape (cells,)
        The aggregate of each cell at the start and at the end, at least 0.
    factors0, factors1 : array-like, shape (cells, factors)
        At least 0; their product is the value of the cell, up to a constant.
    names : sequence of str, optional
        Names of the factors; default ``x1``, ``x2``, …
    paths : sequence of sequences of str, optional
        Where each cell stands in its hierarchy; default ``("1",)``, ``("2",)``, …

    Returns
    -------
    Decomposition
        Effects per cell; ``whole`` and ``level`` add them up.

    Raises
    ------
    DecompositionError
        Values or factors are negative, not finite, of other shapes, or contradict each
        other; ``.findings`` names every cell.

    Source
    ------
    Ang, B. W. (2005), Energy Policy 33, 867-871 (LMDI-I); Ang, Zhang and Choi (1998),
    Energy 23, 489-495, table 2 (limits at zero); Ang and Liu (2007), Energy Policy 35,
    238-246 (logarithmic mean at equal values).

    Examples
    --------
    >>> change = lmdi([100], [100], [[10, 10]], [[20, 5]], names=["a", "b"])
    >>> [round(effect, 4) for effect in change.whole.effects]
    [69.3147, -69.3147]
    """
    v0, v1 = _array(values0, 1), _array(values1, 1)
    x0, x1 = _array(factors0, 2), _array(factors1, 2)
    count = x0.shape[1] if x0.ndim == 2 else 0
    named = tuple(names) or tuple(f"x{n}" for n in range(1, count + 1))
    where = tuple(map(tuple, paths)) or tuple((f"{n}",) for n in range(1, len(v0) + 1))
    findings = check_decomposition((v0, v1), (x0, x1), named, where)
    if has_errors(findings):
        raise DecompositionError(findings)
    return Decomposition(
        factors=named,
        paths=where,
        start=v0,
        end=v1,
        cells=cell_effects(v0, v1, x0, x1),
        findings=findings,
    )


def products(factors: Numbers) -> Array:
    """Values of cells from their factors: the product over the last axis."""
    product: Array = np.prod(np.asarray(factors, dtype=np.float64), axis=-1)
    return product


def cell_effects(v0: Array, v1: Array, x0: Array, x1: Array) -> Array:
    """Additive effects of cells, with the limits at zero.

    Parameters
    ----------
    v0, v1 : array of float64, shape (cells,)
    x0, x1 : array of float64, shape (cells, factors)
        At least 0.

    Returns
    -------
    array of float64, shape (cells, factors)
        In a cell whose value was or becomes zero, the factors that are zero at that
        time share the change equally; a factor that stays positive has no part in it.
    """
    appears = (x0 == 0) & (x1 > 0)
    goes = (x0 > 0) & (x1 == 0)
    both = (v0 > 0) & (v1 > 0)
    weight = np.where(both, logarithmic_mean(v0, v1), 0.0)
    effects: Array = weight[:, None] * log_ratio(x0, x1) + 0.0  # never -0.0
    for zero, change, born in ((v0, v1, appears), (v1, -v0, goes)):
        limit = (zero == 0) & (change != 0)
        share = born / np.maximum(born.sum(axis=1, keepdims=True), 1)
        effects = np.where(limit[:, None], change[:, None] * share + 0.0, effects)
    return effects


def logarithmic_mean(a: Numbers, b: Numbers) -> Array:
    """Logarithmic mean ``(a - b) / ln(a / b)``; ``a`` where both are equal.

    Zero where either is zero, which is the limit.
    """
    first, second = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    logarithm = log_ratio(first, second)
    some = logarithm != 0
    quotient = np.divide(
        second - first, logarithm, out=np.zeros_like(logarithm), where=some
    )
    positive = (first > 0) & (second > 0)
    mean: Array = np.where(positive, np.where(some, quotient, first), 0.0)
    return mean


def log_ratio(a: Numbers, b: Numbers) -> Array:
    """``ln(b / a)``, exact to the last digits for close values too.

    Zero where either is zero; such cells take the limits instead.
    """
    first, second = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    first, second = np.broadcast_arrays(first, second)
    positive = (first > 0) & (second > 0)
    start, end = np.where(positive, first, 1.0), np.where(positive, second, 1.0)
    # Half sums, because a sum of the largest numbers would overflow.
    distance = (end / 2 - start / 2) / (end / 2 + start / 2)
    near = np.abs(distance) < NEAR
    close = 2 * np.arctanh(np.where(near, distance, 0.0))
    # Greater by smaller, so that turning the time turns the sign and nothing else.
    large, small = np.maximum(start, end), np.minimum(start, end)
    with np.errstate(over="ignore"):
        quotient = large / small
    plain = np.isfinite(quotient)
    far = np.where(
        plain,
        np.log(np.where(plain, quotient, 1.0)),
        np.log(large) - np.log(small),
    )
    apart = np.copysign(far, distance)
    ratio: Array = np.where(near, close, apart)
    return ratio


def _array(numbers: Numbers, dimensions: int) -> Array:
    array: Array = np.asarray(numbers, dtype=np.float64)
    return array.reshape(1, -1) if dimensions == 2 and array.ndim == 1 else array
