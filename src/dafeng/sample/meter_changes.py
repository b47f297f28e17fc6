"""Changes in the energy of some meters of the sample: retrofits, and things to find.

``from_days`` and ``to_days`` count back from the last day; 0 is the last.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_DAY = 86400
_CHINA_S = 8 * 3600
_MILLE = 1000


@attrs.frozen(kw_only=True)
class MeterChange:
    """What a meter uses in some days, in thousandths of what it would have used."""

    meter: str
    from_days: int
    to_days: int
    permille: int
    what: str


@cache
def meter_changes() -> Mapping[str, MeterChange]:
    """Return the changes by meter."""
    return {
        row["meter"]: MeterChange(
            meter=row["meter"],
            from_days=int(row["from_days"]),
            to_days=int(row["to_days"]),
            permille=int(row["permille"]),
            what=row["what"],
        )
        for row in packaged_rows("dafeng.sample", "meter_changes.csv")
    }


def changed_weights(
    meter: str, weights: NDArray[np.int64], moments: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Weights of the steps of a meter with its change.

    Parameters
    ----------
    meter : str
    weights : array of int64, shape (steps,)
    moments : array of int64, shape (steps + 1,)
        Seconds since 1970 of the readings.
    """
    change = meter_changes().get(meter)
    if change is None:
        return weights
    days = (moments[1:] - 1 + _CHINA_S) // _DAY
    ago = days[-1] - days
    inside = (ago <= change.from_days) & (ago >= change.to_days)
    return np.where(inside, weights * change.permille // _MILLE, weights)
