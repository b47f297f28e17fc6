"""Read a table of factors that somebody wants to add, and check every row of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Severity
from dafeng.factors.books import FactorBook, factor_book, factor_of
from dafeng.factors.checks.heads import COLUMNS, TableHead, find_table_head
from dafeng.factors.checks.records import Stated, error
from dafeng.factors.checks.rows import (
    check_cells_left,
    check_stated,
    known_conflicts,
)
from dafeng.sheets import Cell, Grid, Workbook, read_file, read_workbook

if TYPE_CHECKING:
    from dafeng.base.findings import Finding
    from dafeng.factors.records import Factor

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
CSV_SHEET = "CSV"
_NUMBERS = ("value", "uncertainty_low", "uncertainty_high")
_YEARS = ("valid_from", "valid_to")
_OPTIONAL = ("uncertainty_low", "uncertainty_high", *_YEARS)
"""Columns without which a row still says something that can be checked."""
_SAME = ("value", "unit", "factor_set", "valid_from", "valid_to", "region", "gas")
_TRUE = frozenset({"yes", "true", "1", "是", "已核实"})


@attrs.frozen(kw_only=True)
class FactorTable:
    """What a file gave.

    Attributes
    ----------
    factors : tuple of Factor
        Rows that could be read; whether they are sound, ``findings`` say.
    findings : tuple of Finding
        ``place`` is file and cell: ``new.xlsx 因子!C5``, ``new.csv CSV!C5``. What is
        known and kept of a packaged row that is in the file is a note.
    """

    factors: tuple[Factor, ...]
    findings: tuple[Finding, ...]


def check_factor_file(
    path: Path, *, book: FactorBook | None = None
) -> tuple[Finding, ...]:
    """Check a table of factors, .csv or .xlsx; see :func:`read_factor_file`."""
    return read_factor_file(path, book=book).findings


def read_factor_file(path: Path, *, book: FactorBook | None = None) -> FactorTable:
    """Read a table of factors and check it; nothing is stored.

    Parameters
    ----------
    path : Path
        ``.csv`` in UTF-8 or ``.xlsx``; heads in English as in the packaged tables, or
        in Chinese.
    book : FactorBook, optional
        Peers of the rows; default the packaged edition.

    Returns
    -------
    FactorTable

    Raises
    ------
    BadInputError
        ``workbook.…``: the file cannot be read; ``factor.not_utf8``;
        ``factor.too_many_rows``.
    """
    book = book or factor_book()
    workbook = _workbook(path)
    stated: list[Stated] = []
    partly: list[Stated] = []
    findings: list[Finding] = []
    heads = [(grid, *find_table_head(grid, workbook.name)) for grid in workbook.sheets]
    read_any = any(head is not None for _, head, _ in heads)
    for grid, head, about_head in heads:
        findings += _unread(about_head) if read_any else about_head
        if head is None:
            continue
        for number, cells in grid.rows():
            if number > head.row:
                row, about_row = _row(workbook.name, grid, head, number, cells, book)
                findings += about_row
                if row is not None:
                    (partly if about_row else stated).append(row)
    findings += (f for each in partly for f in check_cells_left(each, book))
    findings += check_stated(stated, book)
    rows = {cell: each for each in stated for cell in (each.place, *each.cells)}
    return FactorTable(
        factors=tuple(each.factor for each in stated),
        findings=tuple(_recognised(f, rows.get(f.place), book) for f in findings),
    )


def _recognised(finding: Finding, row: Stated | None, book: FactorBook) -> Finding:
    """A finding on a packaged row that is kept on purpose is a note with the reason."""
    if row is None or not _is_packaged(row.factor, book):
        return finding
    for known in known_conflicts():
        if (known.code, known.place) == (finding.code, row.factor.id):
            rule = f"{finding.rule} Known of the packaged row: {known.reason}."
            return attrs.evolve(
                finding,
                severity=Severity.INFO,
                rule=rule,
                hint="Nothing to do for this row; choose another for new documents.",
            )
    return finding


def _is_packaged(row: Factor, book: FactorBook) -> bool:
    """Whether a row says what the book's row of that id says."""
    return any(
        all(getattr(row, name) == getattr(own, name) for name in _SAME)
        for own in book.at(row.code, row.parameter)
        if own.id == row.id
    )


def _workbook(path: Path) -> Workbook:
    if path.suffix.lower() != ".csv":
        return read_workbook(path)
    data = read_file(path, family="workbook", max_bytes=MAX_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        msg = f"{path.name!r} is not UTF-8; save it as CSV UTF-8 and give that file."
        raise BadInputError(msg, code="factor.not_utf8", name=path.name) from problem
    cells: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
        if number > MAX_ROWS:
            msg = f"{path.name!r} has more than {MAX_ROWS} rows; split it."
            raise BadInputError(msg, code="factor.too_many_rows", name=path.name)
        for column, text_of_cell in enumerate(row, start=1):
            if text_of_cell.strip():
                cells[number, column] = Cell(
                    sheet=CSV_SHEET, row=number, column=column, value=text_of_cell
                )
    return Workbook(name=path.name, sheets=(Grid(name=CSV_SHEET, cells=cells),))


def _unread(about_head: Iterable[Finding]) -> Iterator[Finding]:
    """A sheet without head beside one that has it is a note, and is said to be one."""
    for finding in about_head:
        if finding.code == "factor.no_head":
            yield attrs.evolve(
                finding,
                code="factor.sheet_not_read",
                severity=Severity.INFO,
                rule="The sheet has no head of factors; it is not read.",
                hint="Nothing to do if it is a note.",
            )
        else:
            yield finding


def _row(
    file: str,
    grid: Grid,
    head: TableHead,
    number: int,
    cells: tuple[Cell, ...],
    book: FactorBook,
) -> tuple[Stated | None, list[Finding]]:
    at = {cell.column: cell for cell in cells}
    named = {name: at[c] for name, c in head.columns.items() if c in at}
    if not named:
        return None, []
    places = {
        name: f"{file} {grid.address(number, column)}"
        for name, column in head.columns.items()
    }
    place = f"{file} {grid.address(number, min(at))}"
    texts = {name: _text(cell) for name, cell in named.items()}
    findings = [*_bad_cells(named, places), *_unit_findings(head, texts, places, place)]
    bad = {finding.place for finding in findings}
    optional = {places[name] for name in _OPTIONAL if name in places}
    readable = {
        name: "" if name in _OPTIONAL and places[name] in bad else text
        for name, text in texts.items()
    }
    if any(finding.place not in optional for finding in findings):
        return None, findings
    return _stated(readable, head, place, places, book), findings


def _stated(
    texts: Mapping[str, str],
    head: TableHead,
    place: str,
    places: Mapping[str, str],
    book: FactorBook,
) -> Stated:
    row = dict.fromkeys(COLUMNS, "") | dict(texts)
    row["unit"] = row["unit"] or head.unit
    row["region"] = row["region"] or "CN"
    row["verified"] = "yes" if row["verified"].lower() in _TRUE else "no"
    row["id"] = row["id"] or _made_id(row)
    return Stated(factor=factor_of(row, book.ordering), place=place, places=places)


def _made_id(row: Mapping[str, str]) -> str:
    parts = (row["region"], row["gas"], row["valid_from"], row["owner"])
    tail = "".join(f":{part}" for part in parts if part)
    return f"{row['code']}.{row['parameter']}@{row['factor_set']}{tail}"


def _text(cell: Cell) -> str:
    if isinstance(cell.value, Decimal):
        return f"{cell.value:f}"
    return "" if cell.value is None else str(cell.value).strip()


def _bad_cells(
    named: Mapping[str, Cell], places: Mapping[str, str]
) -> Iterator[Finding]:
    for name, cell in named.items():
        if cell.error:
            yield error(
                "factor.cell_error",
                places[name],
                cell.error,
                "The cell's formula gives no value.",
                "Repair the formula, or write the value.",
            )
        elif name in _NUMBERS and not _is_number(_text(cell)):
            yield error(
                "factor.not_a_number",
                places[name],
                _text(cell),
                "The column takes numbers.",
                "Write digits alone; the unit has a column of its own.",
            )
        elif name in _YEARS and not _is_year(_text(cell)):
            yield error(
                "factor.not_a_year",
                places[name],
                _text(cell),
                "The column takes years of four digits.",
                "Write 2025, or leave the cell empty when the end is open.",
            )


def _unit_findings(
    head: TableHead,
    texts: Mapping[str, str],
    places: Mapping[str, str],
    place: str,
) -> Iterator[Finding]:
    unit = texts.get("unit", "")
    if unit and head.unit and unit != head.unit:
        yield error(
            "factor.unit_in_head",
            places["unit"],
            unit,
            f"The head of the values says {head.unit}, the row says {unit}.",
            "Take the unit out of the head, or give all rows the unit of the head.",
        )
    if not unit and not head.unit:
        yield error(
            "factor.no_unit",
            places.get("unit", place),
            "",
            "A number without unit is no factor.",
            "Write the unit into its column, or into the head of the values.",
        )
    for name in ("code", "parameter", "value", "factor_set"):
        if not texts.get(name):
            yield error(
                "factor.empty",
                places[name],
                "",
                f"{name} must be filled in every row.",
                "Fill the cell, or delete the whole row.",
            )


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _is_year(text: str) -> bool:
    return len(text) == len("2025") and text.isascii() and text.isdigit()
