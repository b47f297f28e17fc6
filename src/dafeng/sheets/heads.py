"""Find the head row of a sheet that a person has worked on."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import attrs

from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dafeng.sheets.records import Cell, Column, Grid

_SEARCHED_ROWS = 20
_WITH_UNIT = re.compile(r"(.+)\(([^()]*)\)")


@attrs.frozen(kw_only=True)
class Head:
    """Where the columns stand.

    Attributes
    ----------
    last_row : int
        Last row of the head; data begin below.
    columns : mapping of str to int
        Column number by title; a column that is not there has no entry.
    """

    last_row: int
    columns: Mapping[str, int]


def find_head(
    grid: Grid, columns: Sequence[Column], *, file: str
) -> tuple[Head | None, list[Finding]]:
    """Find the row that names the columns, among the first twenty.

    Spaces, full-width forms and order do not matter; notes above the head, further
    columns and a head cell merged over several rows are allowed.

    Returns
    -------
    Head or None
        ``None`` when no row names any column.
    list of Finding
        Columns that are missing, named twice, in another unit, or under a head that is
        merged over several columns; columns that are not read.
    """
    titles = {_plain(column.title) for column in columns}
    best: tuple[Cell, ...] = ()
    for number, cells in grid.rows():
        if number > _SEARCHED_ROWS:
            break
        if _named(cells, titles) > _named(best, titles):
            best = cells
    if not best:
        return None, [_no_head(grid, columns, file)]
    found: dict[str, int] = {}
    findings: list[Finding] = []
    wanted = {_plain(column.title): column for column in columns}
    for cell in best:
        finding = _place_column(cell, grid, wanted, found, file)
        if finding is not None:
            findings.append(finding)
    findings.extend(
        _finding("sheet.no_column", Severity.ERROR, f"{file} {grid.name}", title)
        for title in (column.title for column in columns)
        if title not in found
    )
    return Head(last_row=_last_row(best, grid), columns=found), findings


def _place_column(
    cell: Cell,
    grid: Grid,
    wanted: Mapping[str, Column],
    found: dict[str, int],
    file: str,
) -> Finding | None:
    """Enter the column of a head cell into ``found``, and say what is odd about it."""
    place, text = f"{file} {cell.address}", str(cell.value)
    title, unit = _title_and_unit(text, wanted)
    column = wanted.get(title)
    if column is None:
        return _finding("sheet.unknown_column", Severity.INFO, place, text)
    if column.title in found:
        return _finding("sheet.repeated_column", Severity.ERROR, place, text)
    found[column.title] = cell.column
    block = grid.merged_at(cell.row, cell.column)
    if block is not None and block.last_column > block.first_column:
        return _finding("sheet.merged_head", Severity.ERROR, place, text)
    if unit != _plain(column.unit):
        severity = Severity.ERROR if unit else Severity.WARNING
        return _finding("sheet.unit", severity, place, text, column.heading)
    return None


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _title_and_unit(text: str, wanted: Mapping[str, Column]) -> tuple[str, str]:
    plain = _plain(text)
    match = _WITH_UNIT.fullmatch(plain)
    if match is None or plain in wanted:
        return plain, ""
    return match[1], match[2]


def _named(cells: Sequence[Cell], titles: set[str]) -> int:
    texts = (_plain(str(cell.value)) for cell in cells if cell.value is not None)
    return sum(text in titles or text.split("(")[0] in titles for text in texts)


def _last_row(cells: Sequence[Cell], grid: Grid) -> int:
    blocks = (grid.merged_at(cell.row, cell.column) for cell in cells)
    below = (block.last_row for block in blocks if block is not None)
    return max([cells[0].row, *below])


_RULES = {
    "sheet.no_column": (
        "The head must name this column.",
        "Use the template, and keep the titles of its columns.",
    ),
    "sheet.unknown_column": (
        "The template has no such column; it is not read.",
        "Nothing to do if the column is a note of your own.",
    ),
    "sheet.repeated_column": (
        "A column may stand once; the first is read.",
        "Delete or rename the other.",
    ),
    "sheet.merged_head": (
        "A head cell may not be merged over several columns.",
        "Undo the merging and give each column its title.",
    ),
}


def _finding(
    code: str, severity: Severity, place: str, value: str, heading: str = ""
) -> Finding:
    rule, hint = _RULES.get(
        code,
        (
            f"The column is {heading!r}; values are read in that unit.",
            "Convert the values and write the unit of the template into the head.",
        ),
    )
    return Finding(
        code=code, severity=severity, place=place, value=value, rule=rule, hint=hint
    )


def _no_head(grid: Grid, columns: Sequence[Column], file: str) -> Finding:
    return Finding(
        code="sheet.no_head",
        severity=Severity.ERROR,
        place=f"{file} {grid.name}",
        rule="One of the first rows must name the columns: "
        + "、".join(column.heading for column in columns),
        hint="Use the template, and keep its head row.",
    )
