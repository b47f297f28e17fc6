"""Read a folder of IAMC files with pyam, validate it with nomenclature; JSON out.

Runs in the peers' environment: ``python read_exchange.py FOLDER``.
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

TOTAL = "Emissions|CO2"


def main(folder: Path) -> None:
    """Say what both make of the files, and how long they took."""
    logging.disable(logging.CRITICAL)
    import nomenclature
    import pandas as pd
    import pyam

    long = folder / "outlook-long.csv"
    started = time.perf_counter()
    data = pyam.IamDataFrame(long)
    read = time.perf_counter() - started
    others = {
        "outlook-wide.csv": pyam.IamDataFrame(folder / "outlook-wide.csv"),
        **{
            name: pyam.IamDataFrame(pd.read_parquet(folder / name))
            for name in ("outlook-long.parquet", "outlook-wide.parquet")
        },
    }
    equal = {name: bool(other.equals(data)) for name, other in others.items()}
    definition = nomenclature.DataStructureDefinition(folder / "definitions")
    started = time.perf_counter()
    definition.validate(data)
    validated = time.perf_counter() - started
    data.load_meta(folder / "meta.csv")
    with tempfile.TemporaryDirectory() as scratch:
        started = time.perf_counter()
        data.to_csv(Path(scratch) / "wide.csv")
        written = time.perf_counter() - started
    told = {
        "peers": f"pyam {version('pyam-iamc')}, "
        f"nomenclature {version('nomenclature-iamc')}",
        "rows": len(data.data),
        "equal": equal,
        "dimensions": sorted(definition.dimensions),
        "sums": not sums_that_differ(data),
        "renamed_is_refused": renamed_is_refused(data, definition),
        "meta": int(data.meta["Draws"].notna().sum()),
        "read_s": read,
        "validated_s": validated,
        "written_wide_s": written,
    }
    print(json.dumps(told))


def sums_that_differ(data: Any) -> list[str]:
    """Scenarios in which the sectors do not add up to the total, year by year."""
    found = []
    for scenario in data.scenario:
        part = data.filter(scenario=scenario, variable=f"{TOTAL}*")
        if f"{TOTAL}|Energy" in part.variable:
            for variable in (TOTAL, f"{TOTAL}|Energy"):
                if part.check_aggregate(variable) is not None:
                    found.append(f"{scenario} {variable}")
    return found


def renamed_is_refused(data: Any, definition: Any) -> bool:
    """Whether a variable that no codelist has is found out."""
    other = data.rename(variable={TOTAL: f"{TOTAL}|Nowhere"})
    try:
        definition.validate(other)
    except (ValueError, ExceptionGroup):
        return True
    return False


if __name__ == "__main__":
    main(Path(sys.argv[1]))
