"""What a decomposition refuses: shapes, signs and zeros that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, SupportsIndex, TypeAlias

import numpy as np

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]
    Pair: TypeAlias = tuple[Array, Array]

TIMES = ("start", "end")
FITS = 1e-12
"""Relative difference up to which a value counts as the product of its factors."""


class DecompositionError(BadInputError):
    """A change cannot be decomposed.

    Attributes
    ----------
    findings : tuple of Finding
        Every place that stands in the way.
    """

    code = "lmdi.bad"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        errors = [f for f in self.findings if f.severity is Severity.ERROR]
        first = "; ".join(f"{f.place}: {f.value}: {f.rule}" for f in errors[:3])
        more = f" (and {len(errors) - 3} more)" if len(errors) > 3 else ""
        hint = next((f.hint for f in errors if f.hint), "")
        super().__init__(
            f"The change cannot be decomposed: {first}{more} {hint}".rstrip(),
            findings=self.findings,
        )


def check_decomposition(
    values: Pair,
    factors: Pair,
    names: Sequence[str],
    paths: Sequence[tuple[str, ...]],
) -> tuple[Finding, ...]:
    """Findings about values, shape (cells,), and factors, shape (cells, factors).

    Values that are no constant multiple of the product of their factors are a warning:
    the effects then leave a residual, which the result shows.
    """
    shapes = _shapes(values, factors, names, paths)
    if shapes:
        return shapes
    signs = tuple(_signs(values, factors, names, paths))
    if signs:
        return signs
    zeros = tuple(_zeros(values, factors, paths))
    return zeros or tuple(_products(values, factors, paths))


def check_ratio(start: float, end: float, place: str) -> tuple[Finding, ...]:
    """Findings about an aggregate of which a ratio is asked."""
    return tuple(
        Finding(
            code="lmdi.no_ratio",
            severity=Severity.ERROR,
            place=f"{place or 'total'} {time}",
            value=f"{value:g}",
            rule="An aggregate that is zero has no ratio.",
            hint="Ask for the additive form.",
        )
        for time, value in zip(TIMES, (start, end), strict=True)
        if value == 0
    )


def _shapes(
    values: Pair,
    factors: Pair,
    names: Sequence[str],
    paths: Sequence[tuple[str, ...]],
) -> tuple[Finding, ...]:
    cells = len(paths)
    wanted: list[tuple[Array, tuple[int, ...], str]]
    wanted = [(value, (cells,), "values") for value in values]
    wanted += [(factor, (cells, len(names)), "factors") for factor in factors]
    return tuple(
        Finding(
            code="lmdi.shape",
            severity=Severity.ERROR,
            place=what,
            value=f"shape {array.shape}",
            rule=f"{cells} cells and {len(names)} factors give shape {shape}.",
            hint="Give every cell the same factors at both times.",
        )
        for array, shape, what in wanted
        if array.shape != shape or 0 in shape
    )


def _signs(
    values: Pair,
    factors: Pair,
    names: Sequence[str],
    paths: Sequence[tuple[str, ...]],
) -> Iterator[Finding]:
    for time, value, factor in zip(TIMES, values, factors, strict=True):
        for cell in np.flatnonzero(~(np.isfinite(value) & (value >= 0))):
            yield _bad_number(f"{_name(paths, cell)} {time}", value[cell])
        for cell, number in np.argwhere(~(np.isfinite(factor) & (factor >= 0))):
            place = f"{_name(paths, cell)} {time} {names[number]}"
            yield _bad_number(place, factor[cell, number])


def _bad_number(place: str, number: float) -> Finding:
    negative = number < 0
    return Finding(
        code="lmdi.negative" if negative else "lmdi.not_finite",
        severity=Severity.ERROR,
        place=place,
        value=f"{number:g}",
        rule="A logarithm needs numbers that are finite and not negative.",
        hint="Decompose what is bought and what is sold apart."
        if negative
        else "Leave the cell out, or fill it.",
    )


def _zeros(
    values: Pair, factors: Pair, paths: Sequence[tuple[str, ...]]
) -> Iterator[Finding]:
    for time, value, factor in zip(TIMES, values, factors, strict=True):
        zero = (factor == 0).any(axis=1)
        for cell in np.flatnonzero(zero != (value == 0)):
            rule = (
                "A cell with a factor of zero is zero."
                if zero[cell]
                else "A cell of zero has a factor that is zero."
            )
            yield Finding(
                code="lmdi.zero",
                severity=Severity.ERROR,
                place=f"{_name(paths, cell)} {time}",
                value=f"{value[cell]:g}",
                rule=rule,
                hint="Give the value that the factors make.",
            )


def _products(
    values: Pair, factors: Pair, paths: Sequence[tuple[str, ...]]
) -> Iterator[Finding]:
    scales = [
        np.divide(value, product, out=np.full_like(value, np.nan), where=product > 0)
        for value, product in zip(
            values, (f.prod(axis=1) for f in factors), strict=True
        )
    ]
    with np.errstate(invalid="ignore"):
        apart = np.abs(scales[1] - scales[0]) > FITS * np.abs(scales[0])
    for cell in np.flatnonzero(apart):
        yield Finding(
            code="lmdi.product",
            severity=Severity.WARNING,
            place=_name(paths, cell),
            value=" then ".join(f"{scale[cell]:.9g}" for scale in scales),
            rule="A value is a constant multiple of the product of its factors.",
            hint="The effects leave a residual; check the factors of this cell.",
        )


def _name(paths: Sequence[tuple[str, ...]], cell: SupportsIndex) -> str:
    return "/".join(paths[int(cell)])
