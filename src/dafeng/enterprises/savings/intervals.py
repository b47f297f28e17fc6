"""What was saved, with an interval that knows of autocorrelation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.enterprises.savings.errors import BaselineError
from dafeng.enterprises.savings.fitting import columns_of, expected_energy
from dafeng.enterprises.savings.records import (
    Baselines,
    Drivers,
    Floats,
    Savings,
    Shape,
)
from dafeng.enterprises.savings.searching import (
    known_spans,
    shaped_others,
    without_gaps,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SEEN_C = 1.0
"""Degrees beyond the temperatures of the baseline that still count as seen."""
_SEEN_SHARE = 0.05
"""The same for another driver, as a share of its range."""
_MOST_ALIKE = 0.98
_MONTH = 30
"""Spans whose mean tells what months have of their own."""
_LEAST_MONTHS = 6
_LEAST_OF_MONTH = 6
_TINY = 1e-12


@attrs.frozen(kw_only=True, eq=False)
class Period:
    """Energy of meters and what it follows, span by span.

    Attributes
    ----------
    energy : array of float64, shape (meters, spans)
        Unknown spans are nan.
    drivers : Drivers
    """

    energy: Floats
    drivers: Drivers


def savings_of(
    baselines: Baselines, before: Period, after: Period, *, level: float = 0.9
) -> Savings:
    """Saving of each meter: what its baseline expects less what was used.

    The interval is that of a forecast of a sum: the uncertainty of the coefficients
    (change points with it, as slopes at the point) and the scatter of the days to come,
    both with residuals that resemble their neighbour by ``r`` and those k spans away by
    ``r ** k``. The quantile is Student's with ``n (1 - r) / (1 + r) - k`` degrees of
    freedom. It is the formula of Guideline 14 without its empirical factor, and the
    same where residuals are not alike. Where means of thirty spans of the baseline
    differ by more than that lets expect, months have something of their own that
    nothing explains (orders, a season of the works): its variance is added.

    Parameters
    ----------
    baselines : Baselines
        As :func:`fit_baselines` gave them for ``before``.
    before, after : Period
        The period of the baseline and the one that is judged.
    level : float
        Rate at which the interval shall cover the truth.

    Raises
    ------
    BaselineError
        ``baseline.length``: other meters, or drivers that do not fit.
        ``baseline.drivers``: one period has a temperature and the other has none, or
        their drivers are not as many. ``baseline.level``: the level is no rate.
    """
    from scipy.special import stdtrit  # noqa: PLC0415 - loads when first asked

    meters, spans = after.energy.shape
    if meters != len(baselines) or len(before.energy) != meters:
        msg = f"{meters} meters for {len(baselines)} baselines."
        raise BaselineError(msg, code="baseline.length")
    if not 0 < level < 1:
        msg = f"A level of {level} is no rate between 0 and 1."
        raise BaselineError(msg, code="baseline.level")
    before, after = _matched(before), _matched(after)
    _see_drivers(before.drivers, after.drivers)
    expected = expected_energy(baselines, after.drivers, spans)
    known = np.isfinite(after.energy) & np.isfinite(expected)
    adjusted = np.where(known, expected, 0.0).sum(axis=1)
    actual = np.where(known, after.energy, 0.0).sum(axis=1)
    alike = np.clip(baselines.autocorrelation, 0.0, _MOST_ALIKE)
    variance = _variance(baselines, before, after, alike)
    effective = baselines.spans * (1 - alike) / (1 + alike)
    free = np.maximum(effective - baselines.parameters, 1.0)
    slow, months = _slow_variance(baselines, before, alike, known)
    # Degrees of freedom of a sum of variances (Welch and Satterthwaite).
    both = variance + slow
    share = variance**2 / free + slow**2 / np.maximum(months - 1, 1)
    free = np.where(slow > 0, both**2 / np.maximum(share, _TINY), free)
    half = stdtrit(free, 0.5 + level / 2) * np.sqrt(both)
    saving = adjusted - actual
    return Savings(
        adjusted=adjusted,
        actual=actual,
        saving=saving,
        low=saving - half,
        high=saving + half,
        level=level,
        spans=known.sum(axis=1),
        outside=_outside(before, after, known),
    )


def _matched(period: Period) -> Period:
    energy, temperature = without_gaps(period.energy, period.drivers.temperature)
    drivers = attrs.evolve(period.drivers, temperature=temperature)
    return Period(energy=energy, drivers=drivers)


def _see_drivers(before: Drivers, after: Drivers) -> None:
    warm = before.temperature is not None, after.temperature is not None
    counts = len(before.others), len(after.others)
    if warm[0] != warm[1] or counts[0] != counts[1]:
        msg = (
            f"The baseline has {'a' if warm[0] else 'no'} temperature and "
            f"{counts[0]} drivers, the report has {'one' if warm[1] else 'none'} and "
            f"{counts[1]}. Give both the same."
        )
        raise BaselineError(msg, code="baseline.drivers")


def _slow_variance(
    baselines: Baselines, before: Period, alike: Floats, later: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Variance of the sum of what months have of their own; and of how many months.

    By moments: what means of whole months of residuals scatter beyond what residuals
    of neighbours give them, for the months to come and for the mean of those seen.
    """
    meters, spans = before.energy.shape
    count = spans // _MONTH
    nothing = np.zeros(meters)
    if count < _LEAST_MONTHS:
        return nothing, nothing
    left = before.energy - expected_energy(baselines, before.drivers, spans)
    parts = left[:, spans - count * _MONTH :].reshape(meters * count, _MONTH)
    known = np.isfinite(parts)
    days = known.sum(axis=1)
    kept = (days >= _LEAST_OF_MONTH).reshape(meters, count)
    days = np.maximum(days, 1)
    means = (np.where(known, parts, 0.0).sum(axis=1) / days).reshape(meters, count)
    months = kept.sum(axis=1)
    few = np.maximum(months - 1, 1)
    middle = np.where(kept, means, 0.0).sum(axis=1) / np.maximum(months, 1)
    seen = np.where(kept, (means - middle[:, None]) ** 2, 0.0).sum(axis=1) / few
    ones = known[None].astype(np.float64)
    tied = (ones * _smeared(ones, np.repeat(alike, count))).sum(axis=(0, 2)) / days**2
    due = np.where(kept, tied.reshape(meters, count), 0.0).sum(axis=1)
    noise = baselines.sse / np.maximum(baselines.spans - baselines.parameters, 1)
    own = np.maximum(seen - noise * due / np.maximum(months, 1), 0.0)
    own = np.where(months >= _LEAST_MONTHS, own, 0.0)
    to_come = max(later.shape[1] / _MONTH, 1.0)
    parts_of = 1 / to_come + 1 / np.maximum(months, 1)
    return later.sum(axis=1) ** 2 * own * parts_of, months.astype(np.float64)


def _variance(
    baselines: Baselines, before: Period, after: Period, alike: Floats
) -> Floats:
    """Variance of the forecast of the sum."""
    first = _terms(baselines, before)
    later = _terms(baselines, after)
    scale = np.sqrt((first**2).sum(axis=2))
    scale = np.where(scale > 0, scale, 1.0)
    first = first / scale[:, :, None]
    crossed = np.einsum("kmn,lmn->mkl", first, first)
    inverse = np.linalg.pinv(crossed, rcond=1e-10, hermitian=True)
    tied = np.einsum("kmn,lmn->mkl", first, _smeared(first, alike))
    spread = inverse @ tied @ inverse
    ask = (later.sum(axis=2) / scale).T
    # What the fit leaves is too small by what it explains of alike residuals.
    taken = np.einsum("mkl,mlk->m", inverse, tied)
    noise = baselines.sse / np.maximum(baselines.spans - taken, 1.0)
    ones = later[:1]
    to_come = (ones * _smeared(ones, alike)).sum(axis=(0, 2))
    fitted = np.einsum("mk,mkl,ml->m", ask, spread, ask)
    # The last known days resemble the first to come only where the periods touch; a
    # retrofit lies between, so that this tie is left out.
    return np.asarray(noise * (fitted + to_come))


def _terms(baselines: Baselines, period: Period) -> Floats:
    """Columns of the model and of its change points, 0 where a span is unknown."""
    meters, spans = period.energy.shape
    others = shaped_others(period.drivers, meters, spans)
    temperature = period.drivers.temperature
    heating, cooling = columns_of(baselines, temperature, spans)
    bent = baselines.shape != Shape.TWO
    below = np.where(bent[:, None], (heating > 0) * baselines.heating[:, None], 0.0)
    above = (cooling > 0) * baselines.cooling[:, None]
    columns = np.array(
        [np.ones((meters, spans)), heating, cooling, *others, below, above]
    )
    known = known_spans(period.energy, others)
    return np.where(known, np.nan_to_num(columns), 0.0)


def _smeared(columns: Floats, alike: Floats) -> Floats:
    """Each value with its neighbours, those k spans away times ``alike ** k``."""
    share = alike[:, None] if columns.ndim == 2 else alike[None, :]  # noqa: PLR2004
    forward, back = np.empty_like(columns), np.empty_like(columns)
    held = np.zeros_like(columns[:, :, 0])
    for at in range(columns.shape[2]):
        held = held * share + columns[:, :, at]
        forward[:, :, at] = held
    held = np.zeros_like(held)
    for at in reversed(range(columns.shape[2])):
        held = held * share + columns[:, :, at]
        back[:, :, at] = held
    return forward + back - columns


def _outside(before: Period, after: Period, known: NDArray[np.bool_]) -> Floats:
    """Share of known spans that lie beyond what the baseline has seen."""
    meters, spans = before.energy.shape
    others = shaped_others(before.drivers, meters, spans)
    seen = known_spans(before.energy, others)
    beyond = np.zeros(known.shape, bool)
    first, now = before.drivers.temperature, after.drivers.temperature
    if first is not None and now is not None:
        wide = np.broadcast_to(first, seen.shape)
        beyond |= _beyond(wide, seen, now, np.full((meters, 1), _SEEN_C))
    later = shaped_others(after.drivers, *known.shape)
    for one, then in zip(others, later, strict=True):
        low, high = _range(one, seen)
        beyond |= _beyond(one, seen, then, _SEEN_SHARE * (high - low))
    counts = np.maximum(known.sum(axis=1), 1)
    made: Floats = (known & beyond).sum(axis=1) / counts
    return made


def _range(values: Floats, seen: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    low = np.where(seen, values, np.inf).min(axis=1, keepdims=True)
    high = np.where(seen, values, -np.inf).max(axis=1, keepdims=True)
    return low, high


def _beyond(
    values: Floats, seen: NDArray[np.bool_], now: Floats, margin: Floats
) -> NDArray[np.bool_]:
    low, high = _range(values, seen)
    made: NDArray[np.bool_] = (now < low - margin) | (now > high + margin)
    return made
