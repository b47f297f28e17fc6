"""Days of an indicator with what they follow, as the core compares them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.base.units import parse_unit
from dafeng.web.savings.models import EnergyIndicator
from dafeng.web.savings.selectors.basis import LEAST_KNOWN, USED, output_use
from dafeng.web.savings.selectors.outputs import output_days
from dafeng.web.savings.selectors.series import (
    main_points,
    meter_days,
    quiet_days,
    rest_days,
    temperature_days,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dafeng.enterprises.savings import Period

    Floats = NDArray[np.float64]


@attrs.frozen(kw_only=True, eq=False)
class IndicatorDays:
    """Days of an indicator, both ends included.

    Attributes
    ----------
    first : date
    energy : array of float64, shape (days,)
        Of its meter, or of all main meters of its carrier; a day of which one of them
        is unknown is unknown.
    output : array of float64, shape (days,)
        In the unit of the indicator; unknown without a product.
    quiet : array of bool, shape (days,)
        Festivals and the days around them: they count on neither side.
    period : Period
        For the baseline and its comparison: without quiet days.
    """

    first: date
    energy: Floats
    output: Floats
    quiet: NDArray[np.bool_]
    period: Period


def variables_of(indicator: EnergyIndicator) -> dict[str, Any]:
    """Which variables serve in the baseline of an indicator, and why not the rest.

    The same rules as for a saving: temperature where nine tenths of the days have one,
    output where its months are known well enough and vary.
    """
    import numpy as np  # noqa: PLC0415 - pages without energy need none

    first, last = indicator.baseline_from, indicator.baseline_to
    warm = np.isfinite(temperature_days(indicator.enterprise, first, last))
    told: dict[str, Any] = {
        "temperature": USED if warm.mean() >= LEAST_KNOWN else "gaps",
        "rest": USED,
        "output": "unnamed",
    }
    if indicator.product:
        output = output_days(indicator.enterprise, indicator.product, first, last)
        told |= {
            "output": output_use(output, output),
            "product": indicator.product,
            "months": output.months,
            "until": None if output.until is None else output.until.isoformat(),
        }
    return told


def days_of_indicator(
    indicator: EnergyIndicator, basis: Mapping[str, Any], begin: date, end: date
) -> IndicatorDays:
    """Read the days of an indicator from the lake and the registers."""
    import numpy as np  # noqa: PLC0415 - pages without energy need none

    from dafeng.enterprises.savings import Drivers, Period  # noqa: PLC0415 - with numpy

    firm = indicator.enterprise
    # Without a meter nothing is known: a sum of nothing is no zero.
    points = (
        [one for one in main_points([firm]) if one.carrier == indicator.carrier]
        if indicator.point is None
        else [indicator.point]
    )
    rows = meter_days(points, begin, end).energy
    count = (end - begin).days + 1
    whole = bool(points) and len(rows) == len(points)
    energy = rows.sum(axis=0) if whole else np.full(count, np.nan)
    output = np.full(count, np.nan)
    if indicator.product:
        made = output_days(firm, indicator.product, begin, end).days
        # A month entered in another quantity is unknown to ``output_days`` already.
        output = made / float(Fraction(parse_unit(indicator.output_unit).factor))
    quiet = quiet_days(begin, end)
    others = [rest_days(begin, end).astype(np.float64)]
    if basis["output"] == USED:
        others.append(output)
    warm = None
    if basis["temperature"] == USED:
        warm = temperature_days(firm, begin, end)
    return IndicatorDays(
        first=begin,
        energy=energy,
        output=output,
        quiet=quiet,
        period=Period(
            energy=np.where(quiet, np.nan, energy)[None],
            drivers=Drivers(temperature=warm, others=np.array(others)[:, None, :]),
        ),
    )
