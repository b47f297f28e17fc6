"""What was saved, with an interval that knows of autocorrelation."""

from __future__ import annotations

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
from dafeng.enterprises.savings.searching import known_spans, shaped_others

_SEEN_C = 1.0
_MOST_ALIKE = 0.98
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
    same where residuals are not alike.

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
    """
    from scipy.special import stdtrit  # noqa: PLC0415 - loads when first asked

    meters, spans = after.energy.shape
    if meters != len(baselines) or len(before.energy) != meters:
        msg = f"{meters} meters for {len(baselines)} baselines."
        raise BaselineError(msg, code="baseline.length")
    expected = expected_energy(baselines, after.drivers, spans)
    known = np.isfinite(after.energy) & np.isfinite(expected)
    adjusted = np.where(known, expected, 0.0).sum(axis=1)
    actual = np.where(known, after.energy, 0.0).sum(axis=1)
    alike = np.clip(baselines.autocorrelation, 0.0, _MOST_ALIKE)
    variance = _variance(baselines, before, after, alike)
    effective = baselines.spans * (1 - alike) / (1 + alike)
    free = np.maximum(effective - baselines.parameters, 1.0)
    half = stdtrit(free, 0.5 + level / 2) * np.sqrt(variance)
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


def _outside(before: Period, after: Period, known: np.ndarray) -> Floats:
    """Share of known spans beyond the temperatures of the baseline by a degree."""
    seen, now = before.drivers.temperature, after.drivers.temperature
    spans = np.maximum(known.sum(axis=1), 1)
    if seen is None or now is None:
        return np.zeros(len(known))
    beyond = (now < seen.min() - _SEEN_C) | (now > seen.max() + _SEEN_C)
    made: Floats = (known & beyond).sum(axis=1) / spans
    return made
