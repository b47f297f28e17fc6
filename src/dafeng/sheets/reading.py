"""Read workbooks: every filled cell with its address, every error by its name."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import warnings
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
from lxml import etree
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from dafeng.base.errors import BadInputError
from dafeng.sheets.archive import MALFORMED, MIB, Archive, open_archive
from dafeng.sheets.files import read_file
from dafeng.sheets.records import Cell, Grid, Range, Value, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MAX_BYTES = 50 * MIB
_MAX_CELLS = 2_000_000
_MAX_MERGED = 20_000
_UNCALCULATED = "#UNCALCULATED"
_ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")
_MAIN = "xl/workbook.xml"
_MALFORMED = (*MALFORMED, LookupError, TypeError, AttributeError, SyntaxError)
"""What openpyxl raises on a damaged workbook (``SyntaxError``: not well-formed XML)."""


def read_workbook(path: Path, *, max_bytes: int = MAX_BYTES) -> Workbook:
    """Read a workbook (.xlsx): stored values, never formulas.

    Parameters
    ----------
    path : Path
    max_bytes : int
        Larger files are refused before they are read.

    Returns
    -------
    Workbook
        One grid per sheet; numbers as ``Decimal``, empty cells left out.

    Raises
    ------
    BadInputError
        ``workbook.not_found``, ``.is_folder``, ``.unreadable``, ``.too_large``,
        ``.empty``, ``.unknown_type``, ``.encrypted``, ``.broken`` or ``.bomb``.
    """
    data = read_file(path, family="workbook", max_bytes=max_bytes)
    if not data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        msg = f"{path.name!r} is no workbook; save it as .xlsx and give that file."
        raise BadInputError(msg, code="workbook.unknown_type", name=path.name)
    archive = open_archive(data, name=path.name, family="workbook")
    if _MAIN not in archive.entries:
        msg = (
            f"{path.name!r} holds no workbook (perhaps a document or a binary .xlsb); "
            "save it as .xlsx and give that file."
        )
        raise BadInputError(msg, code="workbook.unknown_type", name=path.name)
    archive.verify()
    try:
        return Workbook(name=path.name, sheets=tuple(_grids(data, archive)))
    except BadInputError:
        raise
    except _MALFORMED as error:
        msg = (
            f"{path.name!r} is not a sound workbook; open it in its program, save it "
            "again and give the new file."
        )
        raise BadInputError(msg, code="workbook.broken", name=path.name) from error


def _grids(data: bytes, archive: Archive) -> Iterator[Grid]:
    parts = _sheet_parts(archive)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        with closing(book):
            seen = 0
            for page in book.worksheets:
                cells, spanned = _cells(page, archive.name, left=_MAX_CELLS - seen)
                seen += spanned
                extra = archive.read(parts[page.title])
                merged, uncalculated = _merged_and_uncalculated(extra)
                for row, column in uncalculated:
                    cells[row, column] = Cell(
                        sheet=page.title, row=row, column=column, error=_UNCALCULATED
                    )
                ordered = dict(sorted(cells.items()))
                yield Grid(name=page.title, cells=ordered, merged=merged)


def _cells(
    page: ReadOnlyWorksheet, name: str, *, left: int
) -> tuple[dict[tuple[int, int], Cell], int]:
    """Return the filled cells of a sheet, and how many it spans, empty ones too."""
    page.reset_dimensions()  # what a sheet says about its size may be a lie
    cells: dict[tuple[int, int], Cell] = {}
    spanned = 0
    for row in page.iter_rows():  # type: ignore[misc] # stubs: self of another class
        spanned += 1 + len(row)
        if spanned > left:
            raise _too_many_cells(name)
        cells.update(_filled(row, page))
    return cells, spanned


def _filled(
    row: tuple[object, ...], page: ReadOnlyWorksheet
) -> Iterator[tuple[tuple[int, int], Cell]]:
    for cell in row:
        if not isinstance(cell, ReadOnlyCell) or cell.value is None:
            continue
        at = (cell.row, cell.column)
        value, error = _value(cell.value, cell.data_type)
        if value is not None or error:
            yield (
                at,
                Cell(
                    sheet=page.title,
                    row=at[0],
                    column=at[1],
                    value=value,
                    error=error,
                    percent="%" in cell.number_format,
                ),
            )


def _value(raw: object, data_type: str) -> tuple[Value, str]:
    """Return value and error name of a cell, one of them empty."""
    if data_type == "e":
        return None, str(raw)
    if isinstance(raw, bool):
        return raw, ""
    if isinstance(raw, int | float):
        number = Decimal(repr(raw))
        return (number, "") if number.is_finite() else (None, "#NUM!")
    if isinstance(raw, dt.datetime):
        return (raw.date() if raw.time() == dt.time() else raw), ""
    if isinstance(raw, dt.date):
        return raw, ""
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(raw))
    return text or None, ""


def _sheet_parts(archive: Archive) -> dict[str, str]:
    """Return the archive entry of every sheet, by its title."""
    targets = {
        str(element.get("Id")): str(element.get("Target"))
        for element in etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    parts: dict[str, str] = {}
    for element in etree.fromstring(archive.read(_MAIN)).iter("{*}sheet"):
        relation = next(
            str(value) for key, value in element.items() if str(key).endswith("}id")
        )
        target = targets[relation]
        parts[str(element.get("name"))] = posixpath.normpath(
            target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        )
    return parts


def _merged_and_uncalculated(
    content: bytes,
) -> tuple[tuple[Range, ...], list[tuple[int, int]]]:
    """Return merged blocks, and the cells whose formula has no stored result."""
    merged: list[Range] = []
    uncalculated: list[tuple[int, int]] = []
    events = etree.iterparse(
        io.BytesIO(content),
        events=("end",),
        tag=("{*}c", "{*}row", "{*}mergeCell"),
        resolve_entities=False,
        no_network=True,
    )
    for _event, element in events:
        address = str(element.get("r") or "")
        if element.tag.endswith("}mergeCell"):
            left, top, right, bottom = range_boundaries(str(element.get("ref")))
            if None not in (left, top, right, bottom) and len(merged) < _MAX_MERGED:
                merged.append(
                    Range(
                        first_row=int(top or 0),
                        first_column=int(left or 0),
                        last_row=int(bottom or 0),
                        last_column=int(right or 0),
                    )
                )
        elif element.tag.endswith("}row"):
            element.clear()
        elif address and _has_formula_only(element):
            uncalculated.append(coordinate_to_tuple(address))
    return tuple(merged), uncalculated


def _has_formula_only(cell: etree._Element) -> bool:
    has_formula = cell.find("{*}f") is not None
    return has_formula and not (cell.findtext("{*}v") or cell.get("t") == "str")


def _too_many_cells(name: str) -> BadInputError:
    msg = (
        f"{name!r} spans more than {_MAX_CELLS:,} cells; delete the empty rows and "
        "columns beyond the data, or split it."
    )
    return BadInputError(
        msg, code="workbook.too_large", name=name, max_cells=_MAX_CELLS
    )
