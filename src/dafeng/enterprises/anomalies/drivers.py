"""Output as a driver: for which meters there is enough of it, and whether it helps."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.enterprises.savings.fitting import fit_baselines
from dafeng.enterprises.savings.records import Drivers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.enterprises.anomalies.records import Bools, DayTable, Floats

LEAST_KNOWN = 0.9
"""Share of the days whose output is known, at least."""
LEAST_SPREAD = 0.03
"""Output that varies by less, as a share of its mean, says nothing."""
LEAST_EFFECT = 0.05
"""Energy that goes with the usual range of output, as a share of its mean."""
_LEAST_DAYS = 60
_DRIVER_PARAMETERS = 1
_MOST_ALIKE = 0.95


class OutputUse(StrEnum):
    """Whether the expectation of a meter follows output, or why it does not."""

    USED = "used"
    NONE = "none"
    """Nothing is entered."""
    FEW = "few"
    """Less than nine tenths of the days are known."""
    STILL = "still"
    """It hardly varies."""
    UNRELATED = "unrelated"
    """Energy does not follow it, or not enough to tell it from chance."""


def with_output(
    table: DayTable, output: Floats
) -> tuple[DayTable, tuple[OutputUse, ...]]:
    """Give output as a driver to those meters that follow it.

    A meter follows output when enough of it is known, when it varies, and when a
    baseline with it has the lesser BIC, a slope above zero, and an effect of a
    twentieth of the mean over the usual range. The number of days is shortened for
    what neighbouring residuals have in common, as for the shapes.

    Parameters
    ----------
    table : DayTable
        Its other drivers stay.
    output : array of float64, shape (meters, days)
        Output of the enterprise of each meter; unknown is nan.

    Returns
    -------
    (DayTable, tuple of OutputUse)
        The table with one driver more, and the use of it by meter.
    """
    uses = np.array([_stand(row) for row in output], dtype=object)
    known = np.isfinite(np.where(table.judged, table.energy, np.nan)).sum(axis=1)
    tried = np.flatnonzero((uses == OutputUse.USED) & (known >= _LEAST_DAYS))
    if len(tried):
        helps = _helps(table, output, tried)
        uses[tried[~helps]] = OutputUse.UNRELATED
    uses[(uses == OutputUse.USED) & (known < _LEAST_DAYS)] = OutputUse.UNRELATED
    # A meter that does not follow output has a driver that is always nothing.
    used = (uses == OutputUse.USED)[:, None]
    column = np.where(used, output, 0.0)
    wide = np.broadcast_to(table.drivers, (len(table.drivers), *column.shape))
    drivers = np.concatenate([wide, column[None]])
    return attrs.evolve(table, drivers=drivers), tuple(uses)


def _stand(output: Floats) -> OutputUse:
    known = np.isfinite(output)
    if not known.any():
        return OutputUse.NONE
    if known.mean() < LEAST_KNOWN:
        return OutputUse.FEW
    mean = float(output[known].mean())
    if mean <= 0 or float(output[known].std()) < LEAST_SPREAD * mean:
        return OutputUse.STILL
    return OutputUse.USED


def _helps(table: DayTable, output: Floats, rows: NDArray[np.intp]) -> Bools:
    """Whether output tells something of the energy of these meters."""
    wide = len(table.drivers) and table.drivers.shape[1] > 1
    others = table.drivers[:, rows] if wide else table.drivers
    others = np.broadcast_to(others, (len(others), len(rows), table.days))
    column = output[rows]
    # Both fits see the same days: those whose output is known.
    used = np.where(table.judged & np.isfinite(column), table.energy[rows], np.nan)
    plain = Drivers(temperature=table.temperature, others=others)
    more = Drivers(
        temperature=table.temperature, others=np.concatenate([others, column[None]])
    )
    first, second = fit_baselines(used, plain), fit_baselines(used, more)
    alike = np.clip(second.autocorrelation, 0.0, _MOST_ALIKE)
    effective = np.maximum(second.spans * (1 - alike) / (1 + alike), 3.0)
    tiny = 1e-12 * np.maximum(first.sse, 1e-12)
    ratio = np.maximum(second.sse, tiny) / np.maximum(first.sse, tiny)
    extra = second.parameters - first.parameters
    bic = effective * np.log(ratio) + np.maximum(extra, _DRIVER_PARAMETERS) * np.log(
        effective
    )
    low, high = np.nanquantile(column, (0.1, 0.9), axis=1)
    effect = second.others[:, -1] * (high - low)
    made: Bools = (bic < 0) & (effect >= LEAST_EFFECT * np.abs(second.mean))
    return made
