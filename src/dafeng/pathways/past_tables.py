"""Tables that state what is known of the years before an outlook.

Beside the files of a model a folder may hold ``past-drivers.csv`` (what drivers were),
``degree-days.csv`` (how cold winters were) and ``heating.csv`` (which part of a
sector's normal year heats).  Every row names its source or says what is assumed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from dafeng.pathways.model.notes import Notes, near
from dafeng.pathways.model.reading import ModelError
from dafeng.pathways.past_facts import (
    DegreeDays,
    DriverValue,
    HeatingShare,
    PastFacts,
)

if TYPE_CHECKING:
    from dafeng.pathways.records import Model

DRIVERS, DEGREE_DAYS, HEATING = "past-drivers.csv", "degree-days.csv", "heating.csv"
_HEADS: Mapping[str, tuple[str, ...]] = {
    DRIVERS: ("driver", "year", "value"),
    DEGREE_DAYS: ("year", "degree_days"),
    HEATING: ("sector", "share"),
}
_GROUNDS = ("source", "assumed")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def read_past_facts(folder: Path, model: Model) -> PastFacts:
    """Read the tables of a model's folder; one that is not there states nothing.

    Raises
    ------
    ModelError
        With every fault: file, line, what stands there and what should.
    """
    notes = Notes()
    drivers = tuple(_drivers(folder / DRIVERS, model, notes))
    days = tuple(_degree_days(folder / DEGREE_DAYS, notes))
    heating = tuple(_heating(folder / HEATING, model, notes))
    if notes.findings:
        raise ModelError(folder.name, notes.findings)
    return PastFacts(drivers=drivers, degree_days=days, heating=heating)


def _drivers(path: Path, model: Model, notes: Notes) -> Iterator[DriverValue]:
    codes = [one.code for one in model.drivers]
    seen: set[tuple[object, ...]] = set()
    for line, row in _rows(path, notes):
        spot = (path.name, line)
        if row["driver"] not in codes:
            rule = "A driver is one of the model's."
            hint = near(row["driver"], codes)
            notes.fault("driver", spot, found=row["driver"], rule=rule, hint=hint)
            continue
        year, value = (
            _year(row["year"], spot, notes),
            _number(row, "value", spot, notes),
        )
        if year is None or value is None:
            continue
        if value <= 0:
            rule = "A driver is above zero: from zero there is no rate of growth."
            notes.fault("past_value", spot, found=row["value"], rule=rule)
            continue
        if _is_new(seen, (row["driver"], year), spot, notes):
            yield DriverValue(driver=row["driver"], year=year, value=value)


def _degree_days(path: Path, notes: Notes) -> Iterator[DegreeDays]:
    seen: set[tuple[object, ...]] = set()
    for line, row in _rows(path, notes):
        spot = (path.name, line)
        year = _year(row["year"], spot, notes)
        days = _number(row, "degree_days", spot, notes)
        if year is None or days is None:
            continue
        if days < 0:
            rule = "Degree days are not below zero."
            notes.fault("degree_days", spot, found=row["degree_days"], rule=rule)
        elif _is_new(seen, (year,), spot, notes):
            yield DegreeDays(year=year, degree_days=days)


def _heating(path: Path, model: Model, notes: Notes) -> Iterator[HeatingShare]:
    codes = [one.code for one in model.sectors]
    seen: set[tuple[object, ...]] = set()
    for line, row in _rows(path, notes):
        spot = (path.name, line)
        if row["sector"] not in codes:
            rule = "A sector is one of the model's."
            hint = near(row["sector"], codes)
            notes.fault("sector", spot, found=row["sector"], rule=rule, hint=hint)
            continue
        share = _number(row, "share", spot, notes) if row["share"] else None
        if share is not None and not 0 <= share <= 1:
            rule = (
                "A heating share lies between 0 and 1; empty is read out of the series."
            )
            notes.fault("heating", spot, found=row["share"], rule=rule)
        elif _is_new(seen, (row["sector"],), spot, notes):
            yield HeatingShare(sector=row["sector"], share=share)


def _rows(path: Path, notes: Notes) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines of a table with all its columns; faults are noted, broken lines left."""
    if not path.is_file():
        return
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        rule = "The file is text in UTF-8."
        notes.fault("encoding", (path.name, 0), found="other bytes", rule=rule)
        return
    table = csv.reader(io.StringIO(text, newline=""))
    head = [one.strip() for one in next(table, [])]
    wanted = (*_HEADS[path.name], *_GROUNDS)
    missing = [name for name in wanted if name not in head]
    if missing:
        rule = f"The head has the columns {', '.join(wanted)}."
        notes.fault("columns", (path.name, 1), found=", ".join(head), rule=rule)
        return
    for cells in table:
        if not any(one.strip() for one in cells):
            continue
        spot = (path.name, table.line_num)
        if len(cells) != len(head):
            rule = f"A line has as many cells as the head: {len(head)}."
            notes.fault("row", spot, found=f"{len(cells)} cells", rule=rule)
            continue
        row = dict(zip(head, (one.strip() for one in cells), strict=True))
        if not any(row[name] for name in _GROUNDS):
            rule = "Every figure names its source, or says what is assumed."
            notes.fault("source", spot, found="", rule=rule)
            continue
        yield table.line_num, row


def _year(text: str, spot: tuple[str, int], notes: Notes) -> int | None:
    if text.isdecimal() and _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        return int(text)
    notes.fault("year", spot, found=text, rule="A year is a number such as 2024.")
    return None


def _number(
    row: Mapping[str, str], name: str, spot: tuple[str, int], notes: Notes
) -> float | None:
    try:
        found = float(row[name])
    except ValueError:
        found = float("nan")
    if isfinite(found):
        return found
    rule = f"{name} is a number; what is not known is left out."
    notes.fault("number", spot, found=row[name], rule=rule)
    return None


def _is_new(
    seen: set[tuple[object, ...]],
    key: tuple[object, ...],
    spot: tuple[str, int],
    notes: Notes,
) -> bool:
    if key in seen:
        told = " ".join(map(str, key))
        notes.fault("twice", spot, found=told, rule="A row stands once.")
        return False
    seen.add(key)
    return True
