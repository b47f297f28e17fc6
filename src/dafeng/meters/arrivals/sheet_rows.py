"""A batch as people write it: text with commas, or a workbook.

A head names the columns, in Chinese or English. A moment without a zone is in China;
24:00 is the midnight that ends the day, as forms of energy statistics write it.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import numpy as np

from dafeng.base.days import CHINA
from dafeng.base.errors import BadInputError
from dafeng.meters.arrivals.columns import (
    MOST_ROWS,
    NONE,
    Columns,
    micro_of,
    number_of_text,
    places_of,
    refuse_size,
    thousandths_of_number,
)
from dafeng.meters.arrivals.errors import BatchError

Cell: TypeAlias = object
"""Text, number, day, moment, or None."""

HEADS: Mapping[str, tuple[str, ...]] = {
    "meter": ("计量点编码", "计量点", "表号", "表计编码", "仪表编码", "meter"),
    "at": ("时间", "采集时间", "抄表时间", "读数时间", "at", "time"),
    "value": ("读数", "示数", "表底", "数值", "value", "reading"),
    "unit": ("单位", "计量单位", "unit"),
}
"""Titles of each column; the first is that of the template."""

_NEEDED = ("meter", "at", "value")
_SEARCHED = 20
_MOST_COLUMNS = 200
_LAST_YEAR = 9998
_HALF_SECOND = timedelta(milliseconds=500)
_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})[::时](\d{1,2})分?(?:[::]?(\d{1,2})秒?)?)?"
)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


def csv_columns(blob: bytes) -> Columns:
    """Read a batch as text with commas, semicolons or tabs.

    Raises
    ------
    BatchError
        It is no text, or no head names the columns.
    """
    text = _text(blob)
    start = text[: text.find("\n") + 1 or None]
    mark = max(",;\t", key=start.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        return _columns(
            (number, row[:_MOST_COLUMNS]) for number, row in enumerate(rows, start=1)
        )
    except csv.Error as error:
        msg = f"The text has no rows with columns ({error}); save it again as CSV."
        raise BatchError(msg) from error


def xlsx_columns(blob: bytes) -> Columns:
    """Read a batch from the first sheet of a workbook that names the columns.

    Raises
    ------
    BatchError
        It is no workbook, or no head names the columns.
    """
    from dafeng.sheets import read_workbook  # takes half a second

    with TemporaryDirectory() as folder:
        path = Path(folder) / "batch.xlsx"
        path.write_bytes(blob)
        try:
            book = read_workbook(path)
        except BadInputError as error:
            raise BatchError(str(error), code="arrivals.unreadable") from error
    for grid in book.sheets[:-1]:
        top = ((number, cells) for number, cells in grid.rows() if number <= _SEARCHED)
        if any(_head([cell.value for cell in cells]) for _, cells in top):
            break
    else:
        grid = book.sheets[-1]
    return _columns((number, _wide(cells)) for number, cells in grid.rows())


def _wide(cells: Sequence[object]) -> list[Cell]:
    row: list[Cell] = [None] * max(cell.column for cell in cells)  # type: ignore[attr-defined]
    for cell in cells:
        row[cell.column - 1] = cell.error or cell.value  # type: ignore[attr-defined]
    return row


def _text(blob: bytes) -> str:
    """Read UTF-8, else what offices in China save (GB 18030), or what a mark says."""
    if blob.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        names: tuple[str, ...] = ("utf-16",)
    else:
        names = ("utf-8-sig", "gb18030")
    for name in names:
        try:
            return blob.decode(name)
        except UnicodeDecodeError:
            continue
    msg = "The text is neither UTF-8 nor GB 18030; save it as CSV in UTF-8."
    raise BatchError(msg, code="arrivals.encoding")


def _columns(rows: Iterator[tuple[int, Sequence[Cell]]]) -> Columns:
    """Read the rows below the head."""
    seen: list[str] = []
    for number, row in rows:
        head = _head(row)
        if head is not None:
            break
        seen += [str(cell) for cell in row if cell not in (None, "")]
        if number >= _SEARCHED:
            raise _no_head(seen)
    else:
        raise _no_head(seen)
    filled = ((number, row) for number, row in rows if _filled(row))
    kept = list(islice(filled, MOST_ROWS + 1))
    refuse_size(len(kept))
    cells = {
        name: [_cell(row, place) for _, row in kept] for name, place in head.items()
    }
    values = [_number(cell) for cell in cells["value"]]
    names, meter = places_of([_plain(cell) for cell in cells["meter"]])
    empty = [""] * len(kept)
    unit_names, unit = places_of([_plain(cell) for cell in cells.get("unit", empty)])
    each = (_micro(cell) for cell in cells["at"])
    return Columns(
        names=names,
        meter=meter,
        at=np.fromiter(each, np.int64, len(kept)),
        value=np.fromiter(map(thousandths_of_number, values), np.int64, len(kept)),
        unit_names=unit_names,
        unit=unit,
        exact=lambda row: None if values[row] is None else Fraction(values[row] or 0),
        shown=lambda row, column: _shown(cells[column][row]) if column in cells else "",
        numbers=np.array([number for number, _ in kept], np.int64),
    )


def _filled(row: Sequence[Cell]) -> bool:
    return any(cell is not None and str(cell).strip() for cell in row)


def _cell(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else None


def _head(row: Sequence[Cell]) -> dict[str, int] | None:
    """Return where each column stands, if the row names all that are needed."""
    titles = [
        "".join(unicodedata.normalize("NFKC", str(cell)).split()).lower()
        for cell in row
    ]
    found = {}
    for name, known in HEADS.items():
        places = [place for place, title in enumerate(titles) if title in known]
        if len(places) > 1:
            return None
        if places:
            found[name] = places[0]
    return found if all(name in found for name in _NEEDED) else None


def _no_head(seen: Sequence[str]) -> BatchError:
    wanted = "、".join(HEADS[name][0] for name in _NEEDED)
    have = ", ".join(seen[:10])[:200] or "nothing"
    msg = (
        f"No row among the first {_SEARCHED} names the columns {wanted}, each once; "
        f"there is {have}. Use the template, and keep its head."
    )
    return BatchError(msg, code="arrivals.columns", have=have)


def _plain(cell: Cell) -> str:
    """Return the text of a cell; a code of digits is often kept as a number."""
    return _shown(cell).strip()


def _shown(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return "" if cell is None else str(cell)


def _number(cell: Cell) -> Decimal | None:
    if isinstance(cell, Decimal):
        return number_of_text(str(cell))
    if not isinstance(cell, str):
        return None
    text = unicodedata.normalize("NFKC", cell).strip()
    return number_of_text(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text)


def _micro(cell: Cell) -> int:
    moment = _moment(cell)
    if moment is None:
        return int(NONE)
    return micro_of(moment if moment.tzinfo else moment.replace(tzinfo=CHINA))


def _moment(cell: Cell) -> datetime | None:
    if isinstance(cell, datetime):
        # A workbook keeps a fraction of a day: whole seconds come back to a hair.
        if cell.year > _LAST_YEAR:
            return None
        return (cell + _HALF_SECOND).replace(microsecond=0)
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if not isinstance(cell, str):
        return None
    try:
        return datetime.fromisoformat(cell)
    except ValueError:
        parts = _DAY.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    if parts is None:
        return None
    try:
        year, month, day, hour, minute, second = (
            int(one or 0) for one in parts.groups()
        )
        start = datetime(year, month, day, tzinfo=CHINA)
        if (hour, minute, second) == (24, 0, 0):
            return start + timedelta(days=1)
        return start.replace(hour=hour, minute=minute, second=second)
    except (ValueError, OverflowError):
        return None
