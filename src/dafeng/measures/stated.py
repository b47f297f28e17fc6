"""Rows as they were written, from CSV or a workbook, each cell with its place."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from dafeng.measures.columns import Table
    from dafeng.sheets import Cell, Grid, Workbook


@attrs.frozen(kw_only=True)
class StatedRow:
    """One row of a table.

    Attributes
    ----------
    values : mapping of column to text
        Every column of the table; empty where nothing is written.
    places : mapping of column to place
        ``measures.csv row 12 column life`` or ``library.xlsx 措施!M12``.
    """

    values: Mapping[str, str]
    places: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Stated:
    """What one table gave.

    Attributes
    ----------
    rows : tuple of StatedRow
    findings : tuple of Finding
    """

    rows: tuple[StatedRow, ...]
    findings: tuple[Finding, ...]


def error(code: str, place: str, found: str, expected: str, hint: str) -> Finding:
    """Make a finding that blocks: where, what was found, what was expected."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        place=place,
        value=found,
        rule=expected,
        hint=hint,
    )


def stated_csv(table: Table, text: str, *, file: str) -> Stated:
    """Read a table from the text of a CSV file with a header line."""
    lines = list(csv.reader(io.StringIO(text, newline="")))
    head = lines[0] if lines else []
    columns, findings = _head(
        table, {at: word.strip() for at, word in enumerate(head)}, file, f"{file} row 1"
    )
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(head):
            findings.append(
                error(
                    "measure.row_length",
                    f"{file} row {number}",
                    f"{len(line)} cells",
                    f"The row has as many cells as the head: {len(head)}.",
                    "Put text with a comma between double quotes.",
                )
            )
            continue
        rows.append(
            _row(
                table,
                {name: line[at].strip() for name, at in columns.items()},
                {name: f"{file} row {number} column {name}" for name in columns},
                f"{file} row {number}",
            )
        )
    return Stated(rows=tuple(rows), findings=tuple(findings))


def stated_sheet(table: Table, workbook: Workbook) -> Stated:
    """Read a table from its sheet in a workbook; the head is the first line with it."""
    grid = workbook.sheet(table.sheet)
    if grid is None:
        return Stated(rows=(), findings=(_no_sheet(table, workbook),))
    head_row, columns, findings = _sheet_head(table, grid, workbook.name)
    rows = []
    for number, cells in grid.rows():
        if head_row is None or number <= head_row:
            continue
        texts = {cell.column: _written(cell) for cell in cells}
        values = {name: texts.get(at, "") for name, at in columns.items()}
        if not any(values.values()):
            continue
        places = {
            name: f"{workbook.name} {grid.address(number, at)}"
            for name, at in columns.items()
        }
        broken = {cell.column: cell.error for cell in cells if cell.error}
        findings += [
            error(
                "measure.cell_error",
                places[name],
                broken[at],
                "The cell's formula gives a value.",
                "Repair the formula, or write the value.",
            )
            for name, at in columns.items()
            if at in broken
        ]
        rows.append(_row(table, values, places, f"{workbook.name} {number}"))
    return Stated(rows=tuple(rows), findings=tuple(findings))


def _sheet_head(
    table: Table, grid: Grid, file: str
) -> tuple[int | None, dict[str, int], list[Finding]]:
    for number, cells in grid.rows():
        heads = {cell.column: _written(cell) for cell in cells}
        if sum(table.named(text) is not None for text in heads.values()) > 1:
            place = f"{file} {grid.address(number, 1)}"
            columns, findings = _head(table, heads, file, place)
            return number, columns, findings
    columns, findings = _head(table, {}, file, f"{file} {grid.address(1, 1)}")
    return None, columns, findings


def _head(
    table: Table, heads: Mapping[int, str], file: str, place: str
) -> tuple[dict[str, int], list[Finding]]:
    """Column of each name, and what is odd about the head."""
    columns: dict[str, int] = {}
    findings = []
    for at, text in heads.items():
        name = table.named(text)
        if name is not None and name not in columns:
            columns[name] = at
        elif text:
            known = ", ".join(one.name for one in table.columns)
            findings.append(
                error(
                    "measure.column_twice" if name else "measure.unknown_column",
                    place,
                    text,
                    f"The columns are, each once: {known}.",
                    "Rename or delete the column.",
                )
            )
    missing = [
        one.name
        for one in table.columns
        if one.name not in columns and not one.optional
    ]
    if missing:
        findings.append(
            error(
                "measure.no_column",
                place,
                ", ".join(filter(None, heads.values())),
                f"The table has these columns too: {', '.join(missing)}.",
                f"Add them to {file}; leave cells empty where nothing is known.",
            )
        )
    return columns, findings


def _row(
    table: Table, values: Mapping[str, str], places: Mapping[str, str], place: str
) -> StatedRow:
    names: Sequence[str] = [one.name for one in table.columns]
    return StatedRow(
        values={name: values.get(name, "") for name in names},
        places={name: places.get(name, place) for name in names},
    )


def _written(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def _no_sheet(table: Table, workbook: Workbook) -> Finding:
    have = ", ".join(grid.name for grid in workbook.sheets)
    return error(
        "measure.no_sheet",
        workbook.name,
        have,
        f"The workbook has a sheet {table.sheet!r}.",
        "Begin with the workbook of `dafeng measures template`.",
    )


def repeated(rows: Sequence[StatedRow], column: str) -> Iterator[Finding]:
    """Every row whose key another row above it has."""
    first: dict[str, str] = {}
    for row in rows:
        key, place = row.values[column], row.places[column]
        if key and key in first:
            yield error(
                "measure.twice",
                place,
                key,
                f"A key stands once; this one is at {first[key]} already.",
                "Delete one of the two rows, or give it another key.",
            )
        first.setdefault(key, place)
