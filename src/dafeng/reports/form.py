"""Measures of the page: those of GB/T 9704-2012, and the house's own beside them."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import attrs

MM_PER_INCH = 25.4
POINTS_PER_INCH = 72


@attrs.frozen(kw_only=True)
class Extent:
    """One measure with the clause and the source that it comes from."""

    key: str
    value: float
    unit: str
    clause: str
    mark: str
    source: str


@cache
def form() -> dict[str, Extent]:
    """Every measure of ``data/form.csv`` by its key."""
    text = files("dafeng.reports").joinpath("data/form.csv").read_text("utf-8")
    return {
        row["key"]: Extent(
            key=row["key"],
            value=float(row["value"]),
            unit=row["unit"],
            clause=row["clause"],
            mark=row["mark"],
            source=row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    }


def points(key: str) -> float:
    """A length of the form in points.

    Examples
    --------
    >>> round(points("text.width"), 2), points("size.body")
    (442.2, 16.0)
    """
    measure = form()[key]
    if measure.unit == "mm":
        return measure.value * POINTS_PER_INCH / MM_PER_INCH
    return measure.value


def line_pitch() -> float:
    """Points from line to line, so that the lines of a page fill its text area.

    Examples
    --------
    >>> round(line_pitch(), 2)
    28.99
    """
    return points("text.height") / form()["grid.lines"].value


def character_pitch() -> float:
    """Points from character to character, so that a full line fills the text area.

    Examples
    --------
    >>> round(character_pitch(), 2)
    15.79
    """
    return points("text.width") / form()["grid.characters"].value


def head_size(text: str, *, width: float, largest: float) -> float:
    """Size in points at which a head fits one line.

    Examples
    --------
    >>> head_size("某区发展和改革委员会", width=442, largest=38)
    38.0
    >>> head_size("某" * 26, width=442, largest=38)
    17.0
    """
    fits = width / max(len(text), 1)
    return float(min(largest, int(fits * 2) / 2))
