"""Reactive energy of a few enterprises of the sample, by a known power factor."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REACTIVE = "reactive"
POWER_FACTORS: Mapping[int, int] = {4: 78, 21: 86, 33: 93, 57: 82, 90: 96}
"""Power factor in hundredths of the enterprises that also send reactive energy."""
_MILLE = 1000
Amount = TypeVar("Amount", int, "NDArray[np.int64]")


def reactive_part(number: int, active: Amount) -> Amount:
    """Return the reactive energy beside an active one, by the known power factor."""
    factor = POWER_FACTORS[number] / 100
    return active * round(_MILLE * math.tan(math.acos(factor))) // _MILLE
