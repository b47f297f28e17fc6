"""What the peers need for one row, as JSON; runs in their environment.

bonsai_ipcc computes methane from the digestion of dairy cows (tier 1), one row a call.
openscm-units converts one value a call, and an array of values in one call.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from importlib.metadata import version

HEADS = 1000.0
ROWS = 200
VALUES = 5_000
ARRAY = 1_000_000


def main() -> None:
    """Measure both and print seconds per row or value."""
    logging.disable(logging.CRITICAL)
    print(json.dumps({"livestock": livestock(), "units": units()}))


def livestock() -> dict[str, object]:
    """Seconds per row of ``tier1_ch4_enteric``, with its result in t for 1,000 head."""
    started = time.perf_counter()
    import pandas as pd
    from bonsai_ipcc import IPCC

    room = IPCC().agriculture.livestock_manure
    imported = time.perf_counter() - started
    spans = {"def": 1, "min": 1, "max": 1, "abs_min": 0, "abs_max": float("inf")}
    index = pd.MultiIndex.from_tuples(
        [(2019, "ASI", "cattle-dairy", name) for name in spans],
        names=["year", "region", "product", "property"],
    )
    room.parameter.n = pd.DataFrame(
        {"value": [HEADS * span for span in spans.values()], "unit": "piece"}, index
    )
    asked = {"year": 2019, "region": "ASI", "product": "cattle-dairy"}
    room.sequence.tier1_ch4_enteric(**asked, uncertainty="def")
    started = time.perf_counter()
    for _ in range(ROWS):
        told = room.sequence.tier1_ch4_enteric(**asked, uncertainty="def")
    seconds = (time.perf_counter() - started) / ROWS
    return {
        "peer": f"bonsai_ipcc {version('bonsai_ipcc')}",
        "import_s": imported,
        "seconds_per_row": seconds,
        "result": float(told.e.value) * 1000,
    }


def units() -> dict[str, object]:
    """Seconds per conversion of GJ to MWh, and per value of an array."""
    started = time.perf_counter()
    import numpy as np
    from openscm_units import unit_registry

    quantity = unit_registry.Quantity
    imported = time.perf_counter() - started
    quantity(1.0, "GJ").to("MWh")
    started = time.perf_counter()
    for number in range(VALUES):
        last = quantity(float(number), "GJ").to("MWh").magnitude
    seconds = (time.perf_counter() - started) / VALUES
    array = np.ones(ARRAY)
    started = time.perf_counter()
    quantity(array, "GJ").to("MWh")
    at_once = (time.perf_counter() - started) / ARRAY
    return {
        "peer": f"openscm-units {version('openscm-units')}",
        "import_s": imported,
        "seconds_per_value": seconds,
        "seconds_per_value_of_an_array": at_once,
        "last": VALUES - 1,
        "result": last,
    }


if __name__ == "__main__":
    sys.exit(main())
