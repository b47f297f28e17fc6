"""Which unknown matters: indices over all draws, and a tornado around the centre.

The office learns from it which number to measure better, and which measure the outcome
hangs on.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.errors import BadInputError
from dafeng.pathways.compiled import Compiled, Draws, central, in_years
from dafeng.pathways.draws import draws_at, triangle_values
from dafeng.pathways.peak import NO_PEAK, peak_years
from dafeng.pathways.projecting import totals
from dafeng.pathways.rules import peak_rules
from dafeng.pathways.sobol_indices import SobolIndices, sobol_indices

if TYPE_CHECKING:
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]


class Output(StrEnum):
    """What may be sensitive to the unknowns."""

    LEVEL = "level"
    """Grams in one year."""
    CUMULATIVE = "cumulative"
    """Grams from the year after the base year to one year."""
    PEAK_YEAR = "peak-year"
    """Year of the peak; the year after the horizon where there is none."""


@attrs.frozen(kw_only=True)
class Bar:
    """One unknown moved alone.

    Attributes
    ----------
    kind : str
        ``input`` or ``measure``.
    code : str
    low, high : float
        Output with an input at its 5 % and 95 % point, with a measure left out and
        delivered on its day.
    """

    kind: str
    code: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far the output moves."""
        return abs(self.high - self.low)


@attrs.frozen(kw_only=True)
class Tornado:
    """Bars, the widest first, around the output of the central draw."""

    centre: float
    bars: tuple[Bar, ...]


def sensitivity(
    compiled: Compiled,
    *,
    output: Output | str = Output.LEVEL,
    year: int = 2030,
    count: int = 1024,
    seed: int = 0,
    resamples: int = 200,
) -> SobolIndices:
    """Sobol indices of an output over all inputs and measures.

    Names of the indices are ``input:<code>`` and ``measure:<code>``.

    Parameters
    ----------
    compiled : Compiled
    output : Output
    year : int
        Of a level, or the last of a cumulation.
    count : int
        Points of each net; ``count * (unknowns + 2)`` runs.
    seed, resamples : int
        As in :func:`dafeng.pathways.sobol_indices.sobol_indices`.

    Raises
    ------
    BadInputError
        As :func:`in_years` and :func:`sobol_indices`; ``sensitivity.output``.
    """
    part, kind = _part(compiled, output, year)
    names = [f"input:{one.code}" for one in part.inputs]
    names += [f"measure:{code}" for code in part.measures]

    def outcome(points: Array) -> Array:
        return _outcome(part, draws_at(part, points), kind)

    return sobol_indices(outcome, names, count=count, seed=seed, resamples=resamples)


def tornado(
    compiled: Compiled, *, output: Output | str = Output.LEVEL, year: int = 2030
) -> Tornado:
    """Move each unknown alone: inputs between 5 and 95 %, measures out and in.

    Raises
    ------
    BadInputError
        As :func:`sensitivity`.
    """
    part, kind = _part(compiled, output, year)
    tail = peak_rules().tail
    centre = central(part)
    moved = [centre]
    bars = []
    for at, one in enumerate(part.inputs):
        for value in triangle_values(one, np.array([tail, 1 - tail])):
            inputs = centre.inputs.copy()
            inputs[0, at] = value
            moved.append(attrs.evolve(centre, inputs=inputs))
        bars.append(("input", one.code))
    for measure in part.measures:
        moved += [central(part, without=frozenset({measure})), centre]
        bars.append(("measure", measure))
    draws = Draws(
        inputs=np.concatenate([one.inputs for one in moved]),
        delivered=np.concatenate([one.delivered for one in moved]),
        seed=0,
    )
    middle, *ends = map(float, _outcome(part, draws, kind))
    made = [
        Bar(kind=kind_of, code=code, low=low, high=high)
        for (kind_of, code), low, high in zip(bars, ends[::2], ends[1::2], strict=True)
    ]
    made.sort(key=lambda bar: -bar.width)
    return Tornado(centre=middle, bars=tuple(made))


def _part(
    compiled: Compiled, output: Output | str, year: int
) -> tuple[Compiled, Output]:
    """Return the years that the output needs: a level needs one alone."""
    if output not in set(Output):
        msg = f"{output!r} is no output. There are: {', '.join(Output)}."
        raise BadInputError(msg, code="sensitivity.output", output=str(output))
    kind = Output(output)
    if kind is Output.PEAK_YEAR:
        return compiled, kind
    if kind is Output.LEVEL:
        return in_years(compiled, (year,)), kind
    until = tuple(one for one in compiled.years[1:] if one <= year)
    return in_years(compiled, until if year in until else (year,)), kind


def _outcome(compiled: Compiled, draws: Draws, kind: Output) -> Array:
    found = totals(compiled, draws)
    if kind is Output.PEAK_YEAR:
        peaks = peak_years(compiled.history, found, compiled.years)
        never = compiled.years[-1] + 1
        years: Array = np.where(peaks == NO_PEAK, never, peaks).astype(np.float64)
        return years
    summed: Array = found.sum(axis=1)
    return summed
