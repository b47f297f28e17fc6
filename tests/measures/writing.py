"""A small library on disk, one cell of which a test spoils."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

PUMP = {
    "id": "pump",
    "name_zh": "热泵",
    "name_en": "Heat pump",
    "field": "buildings",
    "unit": "户",
    "ramp": "linear:2",
    "build_years": "0.5",
    "prerequisites": "",
    "excludes": "",
    "investment": "17000",
    "operation": "300",
    "saving": "1150",
    "life": "18",
    "price_year": "2024",
    "cost_source": "",
    "source": "",
    "assumed": "investment operation saving life ramp build_years",
    "valid_from": "",
    "valid_to": "",
}
BOILER = PUMP | {"id": "boiler", "name_zh": "电锅炉", "name_en": "Boiler"}
PUMP_EFFECT = {
    "measure": "pump",
    "action": "switch",
    "sectors": "households.rural",
    "carrier": "natural-gas",
    "to_carrier": "electricity",
    "ratio": "0.3",
    "strength": "0.3",
    "source": "",
    "assumed": "strength ratio",
}
BOILER_EFFECT = PUMP_EFFECT | {"measure": "boiler", "ratio": "0.98"}
POTENTIAL = {
    "measure": "pump",
    "place": "990101",
    "size": "100",
    "per_year": "20",
    "planned": "2026:10 2030:60",
    "owner": "housing",
    "clause": "三(五)4",
    "probability": "0.7",
    "delay": "0:0.8 1:0.2",
    "source": "",
    "assumed": "size per_year planned probability delay",
}

Rows = Sequence[Mapping[str, str]]


def write_csv(path: Path, rows: Rows) -> Path:
    """Write rows under the head of the first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


def write_library(
    folder: Path,
    measures: Rows = (PUMP, BOILER),
    effects: Rows = (PUMP_EFFECT, BOILER_EFFECT),
) -> Path:
    """Write a folder that ``read_measures`` reads."""
    folder.mkdir(exist_ok=True)
    write_csv(folder / "measures.csv", measures)
    write_csv(folder / "effects.csv", effects)
    return folder
