"""The nouns of measuring a saving: a baseline, what it expects, what was saved."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"
Ints: TypeAlias = "NDArray[np.int64]"


class Shape(IntEnum):
    """How energy follows temperature; each also follows every driver in a line.

    The number of parameters of temperature is in the word: ``THREE_HEATING`` is a
    base, a slope and a change point.
    """

    NONE = 0
    """Not at all: a mean, or the drivers alone."""
    TWO = 1
    """A straight line over the whole range."""
    THREE_HEATING = 2
    """Falls in a line up to the change point, and is flat above it."""
    THREE_COOLING = 3
    """Flat up to the change point, and rises in a line above it."""
    FIVE = 4
    """Heating below one point, cooling above another, flat between."""


CHANGE_POINTS = {
    Shape.NONE: 0,
    Shape.TWO: 0,
    Shape.THREE_HEATING: 1,
    Shape.THREE_COOLING: 1,
    Shape.FIVE: 2,
}
SLOPES = {
    Shape.NONE: 0,
    Shape.TWO: 1,
    Shape.THREE_HEATING: 1,
    Shape.THREE_COOLING: 1,
    Shape.FIVE: 2,
}


@attrs.frozen(kw_only=True, eq=False)
class Drivers:
    """What energy follows, span by span; all spans are equally long and in a row.

    Attributes
    ----------
    temperature : array of float64, shape (spans,), or None
        Mean outdoor temperature in degrees Celsius. A span where it is unknown (nan)
        is left out.
    others : array of float64, shape (drivers, meters or 1, spans)
        Output, working days (1 or 0) and the like. A span where one is unknown (nan)
        is left out.
    """

    temperature: Floats | None = None
    others: Floats = attrs.field(factory=lambda: np.zeros((0, 1, 0)))


@attrs.frozen(kw_only=True, eq=False)
class Baselines:
    """One fitted model for each meter, in rows.

    Attributes
    ----------
    shape : array of int64
        A :class:`Shape`.
    heating_point, cooling_point : array of float64
        Change points in degrees Celsius; nan where the shape has none.
    base, heating, cooling : array of float64
        Energy of a span without heating and cooling, and per degree; ``heating`` of
        ``TWO`` is the slope of the line.
    others : array of float64, shape (meters, drivers)
        Energy per unit of each driver.
    spans, parameters : array of int64
        Known spans; parameters with the change points.
    sse, mean : array of float64
        Sum of squared residuals; mean energy of the known spans.
    r2, cvrmse, nmbe : array of float64
        Shares, not per cent. ``cvrmse`` counts the parameters, ``nmbe`` is the mean
        residual against the mean.
    autocorrelation : array of float64
        Of residuals of neighbouring spans, corrected for its bias.
    middle : float
        What the line of ``TWO`` measures temperature from, in degrees Celsius.
    """

    shape: Ints
    heating_point: Floats
    cooling_point: Floats
    base: Floats
    heating: Floats
    cooling: Floats
    others: Floats
    spans: Ints
    parameters: Ints
    sse: Floats
    mean: Floats
    r2: Floats
    cvrmse: Floats
    nmbe: Floats
    autocorrelation: Floats
    middle: float

    def __len__(self) -> int:
        return len(self.shape)


@attrs.frozen(kw_only=True, eq=False)
class Savings:
    """What meters saved in a period against their baselines.

    Only spans whose energy and drivers are known count; the others are not filled.

    Attributes
    ----------
    adjusted, actual, saving : array of float64
        Energy that the baseline expects in the known spans, that was used, and the
        difference: positive is saved.
    low, high : array of float64
        The interval of the saving.
    level : float
        Rate at which the interval covers the truth, 0.9 is 90 %.
    spans : array of int64
        Known spans of the period.
    outside : array of float64
        Share of them whose temperature, or another driver, the baseline has not seen.
    """

    adjusted: Floats
    actual: Floats
    saving: Floats
    low: Floats
    high: Floats
    level: float
    spans: Ints
    outside: Floats

    def __len__(self) -> int:
        return len(self.saving)
