"""The roles that every house begins with, from ``data/roles.csv``."""

from __future__ import annotations

import csv
from importlib import resources
from typing import Any


def starting_roles() -> list[dict[str, Any]]:
    """Return the rows of the table, ready for the model ``Role``."""
    text = resources.files("dafeng.web.core").joinpath("data/roles.csv")
    with text.open(encoding="utf-8") as lines:
        return [{**row, "order": int(row["order"])} for row in csv.DictReader(lines)]
