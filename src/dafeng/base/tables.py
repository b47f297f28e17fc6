"""Packaged tables: the CSV files of a room's ``data`` folder."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from importlib import resources


def packaged_rows(package: str, name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of ``data/<name>`` in a package, cells as text, empty if missing.

    Parameters
    ----------
    package : str
        For example ``dafeng.base``.
    name : str
        File name, for example ``units.csv``; UTF-8 with a header line.
    """
    text = (resources.files(package) / "data" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text, newline=""), restval="")
