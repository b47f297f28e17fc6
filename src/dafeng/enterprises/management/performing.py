"""Energy performance of a stretch of days beside what its baseline expects."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.enterprises.savings import (
    Doubt,
    Drivers,
    Evidence,
    Period,
    doubts_of,
    savings_of,
    settling_bounds,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.enterprises.management.stretches import Stretch
    from dafeng.enterprises.savings import Baselines

    Floats = NDArray[np.float64]


@attrs.frozen(kw_only=True)
class Performance:
    """Energy of a stretch of days beside what the baseline expects of it.

    Attributes
    ----------
    begin, end : date
        Both days are part of it.
    due, known : int
        Days that count, and those of them whose energy and variables are known.
    actual, expected : float or None
        Energy of the known days, and what the baseline expects of the same days.
    improvement, low, high : float or None
        Share by which less was used than expected, and its interval. None: unknown.
    doubts : tuple of str
        What speaks against paying or reporting by it (codes of ``Doubt``).
    """

    begin: date
    end: date
    due: int
    known: int
    actual: float | None = None
    expected: float | None = None
    improvement: float | None = None
    low: float | None = None
    high: float | None = None
    doubts: tuple[str, ...] = ()


def performance_of(
    fitted: Baselines,
    before: Period,
    after: Period,
    first: date,
    stretch: Stretch,
    quiet: NDArray[np.bool_],
    *,
    level: float = 0.9,
) -> Performance:
    """Compare a stretch of days of one meter with its baseline.

    The saving with its interval is that of ``savings_of``: expected less used. Their
    share is taken of what was expected. As used energy is known, a bound *s* of the
    saving means that used + s was to be expected, so that the bound of the share is
    s / (used + s). A stretch of which less than nine tenths of the days that count are
    known is unknown.

    Parameters
    ----------
    fitted, before
        The baseline of one meter, and its days.
    after : Period
        Days from ``first`` on; unknown and quiet days are nan.
    stretch : first and last day
        Within ``after``.
    quiet : array of bool, shape (days of after,)
        Days that count on neither side.
    """
    begin, end = stretch
    part = slice((begin - first).days, (end - first).days + 1)
    cut = _part(after, part)
    saved = savings_of(fitted, before, cut, level=level)
    due = int((~quiet[part]).sum())
    known = int(saved.spans[0])
    scatter = float(fitted.cvrmse[0])
    doubts = doubts_of(
        Evidence(
            baseline_days=int(fitted.spans[0]),
            cvrmse=scatter if math.isfinite(scatter) else None,
            known=known,
            due=due,
            outside=float(saved.outside[0]),
        )
    )
    made = Performance(
        begin=begin, end=end, due=due, known=known, doubts=tuple(map(str, doubts))
    )
    if Doubt.DAYS in doubts:
        return made
    actual, expected = float(saved.actual[0]), float(saved.adjusted[0])
    return attrs.evolve(
        made,
        actual=actual,
        expected=expected,
        improvement=_share(expected - actual, actual),
        low=_share(float(saved.low[0]), actual),
        high=_share(float(saved.high[0]), actual),
    )


def consumption_per_output(energy: Floats, output: Floats) -> float | None:
    """Energy per unit of output over the days on which both are known.

    None where less than nine tenths of the days are, or nothing was made.

    Examples
    --------
    >>> import numpy as np
    >>> consumption_per_output(np.array([30.0, 50.0]), np.array([10.0, 10.0]))
    4.0
    """
    known = np.isfinite(energy) & np.isfinite(output)
    if not len(known) or known.mean() < settling_bounds()["least-known"]:
        return None
    made = float(output[known].sum())
    return float(energy[known].sum()) / made if made > 0 else None


def _share(saving: float, actual: float) -> float | None:
    """A saving as a share of what was to be expected; None of less than nothing."""
    expected = actual + saving
    return saving / expected if expected > 0 else None


def _part(period: Period, part: slice) -> Period:
    warm = period.drivers.temperature
    return Period(
        energy=period.energy[:, part],
        drivers=Drivers(
            temperature=None if warm is None else warm[part],
            others=period.drivers.others[:, :, part],
        ),
    )
