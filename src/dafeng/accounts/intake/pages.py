"""Sheets of a file as rows of cells: workbooks whole, CSV as it streams."""

from __future__ import annotations

import csv
import hashlib
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError
from dafeng.sheets import Cell, Range, read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CSV_ENDINGS = (".csv", ".txt", ".tsv")
_ENCODINGS = ("utf-8-sig", "gb18030")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][+-]?\d{1,3})?")
_ERRORS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!")
)
_CHUNK = 1 << 20


@attrs.frozen(kw_only=True)
class Page:
    """One sheet, readable from the top as often as needed.

    Attributes
    ----------
    file, name : str
    merged : tuple of Range
    rows : callable
        Gives row number (from 1) and filled cells, from top to bottom.
    """

    file: str
    name: str
    merged: tuple[Range, ...]
    rows: Callable[[], Iterator[tuple[int, tuple[Cell, ...]]]]

    def place(self, cell: Cell) -> str:
        """File and cell, for findings."""
        return f"{self.file} {cell.address}"


def file_digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def pages(path: Path) -> tuple[Page, ...]:
    """Open a workbook or a CSV file.

    Raises
    ------
    BadInputError
        As :func:`dafeng.sheets.read_workbook`; ``workbook.not_found``, ``.empty`` or
        ``.unreadable`` for CSV (no text in UTF-8 or GB 18030).
    """
    if path.suffix.lower() in CSV_ENDINGS:
        return (_csv_page(path),)
    book = read_workbook(path)
    return tuple(
        Page(file=book.name, name=grid.name, merged=grid.merged, rows=grid.rows)
        for grid in book.sheets
    )


def _csv_page(path: Path) -> Page:
    encoding, delimiter = _dialect(path)

    def rows() -> Iterator[tuple[int, tuple[Cell, ...]]]:
        with path.open(encoding=encoding, newline="") as file:
            try:
                for number, row in enumerate(csv.reader(file, delimiter=delimiter), 1):
                    cells = tuple(_cells(path.stem, number, row))
                    if cells:
                        yield number, cells
            except (UnicodeDecodeError, csv.Error) as error:
                raise _unreadable(path) from error

    return Page(file=path.name, name=path.stem, merged=(), rows=rows)


def _dialect(path: Path) -> tuple[str, str]:
    try:
        with path.open("rb") as file:
            head = file.read(_CHUNK)
    except OSError as error:
        msg = f"{str(path)!r} cannot be read; check the name and the rights to it."
        raise BadInputError(msg, code="workbook.not_found", name=path.name) from error
    if not head.strip():
        msg = f"{path.name!r} is empty; save it again from its program."
        raise BadInputError(msg, code="workbook.empty", name=path.name)
    whole = head[: head.rfind(b"\n") + 1] or head
    for encoding in _ENCODINGS:
        try:
            text = whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        first = text.splitlines()[0]
        return encoding, max(",;\t", key=first.count)
    raise _unreadable(path)


def _cells(sheet: str, number: int, row: list[str]) -> Iterator[Cell]:
    for column, text in enumerate(row, start=1):
        shown = text.strip()
        if not shown:
            continue
        value: str | Decimal | None = shown
        error = shown if shown in _ERRORS else ""
        if error:
            value = None
        elif _NUMBER.fullmatch(shown) and not _identifier(shown):
            value = Decimal(shown.replace(",", ""))
        yield Cell(sheet=sheet, row=number, column=column, value=value, error=error)


def _identifier(text: str) -> bool:
    """Whether digits are a code and no amount: a zero in front, or too many."""
    digits = text.lstrip("+-")
    return (digits[0] == "0" and digits[1:2].isdigit()) or (
        digits.isdecimal() and len(digits) > 15
    )


def _unreadable(path: Path) -> BadInputError:
    msg = (
        f"{path.name!r} is no table in text form (UTF-8 or GB 18030); save it as CSV "
        "UTF-8 or as .xlsx."
    )
    return BadInputError(msg, code="workbook.unreadable", name=path.name)
