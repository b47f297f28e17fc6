"""What a meter usually uses on a day: weather, drivers, weekday, without outliers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dafeng.enterprises.savings.fitting import expected_energy, fit_baselines
from dafeng.enterprises.savings.records import Drivers

if TYPE_CHECKING:
    from dafeng.enterprises.anomalies.records import Bools, DayTable, Floats

LONGEST_GAP = 2
_WEEK = 7
_ROUNDS = 2
_FAR = 4.0
_LEAST_KNOWN = 30
_TO_SIGMA = 1.4826
_LEAST_SCALE = 0.02


def usual_days(table: DayTable, energy: Floats) -> Floats:
    """Expected energy of each day, shape (meters, days)."""
    drivers = Drivers(temperature=table.temperature, others=table.drivers)
    used = np.where(table.judged, energy, np.nan)
    expected = _fitted(table, used, drivers)
    for _round in range(_ROUNDS - 1):
        relative = deviations(used, expected)
        near = running_median(filled(relative), 29)
        scale = robust_scale(relative - near, np.isfinite(relative))
        far = np.abs(relative - near) > _FAR * scale[:, None]
        few = (np.isfinite(used) & ~far).sum(axis=1) < _LEAST_KNOWN
        expected = _fitted(table, np.where(far & ~few[:, None], np.nan, used), drivers)
    return expected


def _fitted(table: DayTable, used: Floats, drivers: Drivers) -> Floats:
    expected = expected_energy(fit_baselines(used, drivers), drivers, table.days)
    # A day whose driver is unknown still has its weekday.
    left = used - expected
    weekday = table.weekday
    for day in range(_WEEK):
        mine = weekday == day
        if mine.any() and np.isfinite(left[:, mine]).any(axis=1).all():
            expected[:, mine] += np.nanmedian(left[:, mine], axis=1, keepdims=True)
    return expected


def deviations(energy: Floats, expected: Floats) -> Floats:
    """How far days are from what was expected, as shares of it."""
    usual = np.nanmedian(np.abs(energy), axis=1, keepdims=True)
    level = np.maximum(np.abs(expected), 0.2 * np.maximum(usual, 1e-9))
    made: Floats = (energy - expected) / level
    return made


def filled(values: Floats) -> Floats:
    """Put the last known value where one is unknown, and the first before it."""
    known = np.isfinite(values)
    first = known.argmax(axis=1)[:, None]
    place = np.where(known, np.arange(values.shape[1]), first)
    place = np.maximum.accumulate(place, axis=1)
    made: Floats = np.nan_to_num(np.take_along_axis(values, place, axis=1))
    return made


def running_median(values: Floats, size: int) -> Floats:
    """Median of so many days around each day."""
    from scipy.ndimage import median_filter  # noqa: PLC0415 - loads when first asked

    made: Floats = median_filter(values, size=(1, size), mode="nearest")
    return made


def robust_scale(values: Floats, known: Bools) -> Floats:
    """Usual size of a deviation by meter: from the median of their sizes."""
    sizes = np.where(known, np.abs(values), np.nan)
    none = ~known.any(axis=1)
    sizes[none] = 0.0
    made: Floats = np.maximum(_TO_SIGMA * np.nanmedian(sizes, axis=1), _LEAST_SCALE)
    return made
