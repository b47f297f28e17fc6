"""Write workbooks: the same sheets give the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import xlsxwriter

from dafeng.base.errors import BadInputError
from dafeng.sheets.archive import normalise_archive
from dafeng.sheets.files import write_file
from dafeng.sheets.records import (
    Column,
    Kind,
    Sheet,
    Value,
    cell_address,
    column_letters,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

UNDATED = dt.date(2000, 1, 1)
"""Date written into a workbook when the caller gives none; never today's."""

_ACCENT, _PAPER, _SIGNAL, _LINE = "#0F766E", "#FFFFFF", "#FEF3C7", "#CBD5E1"
_MIN_WIDTH, _MAX_WIDTH = 8, 56
_SPARE_ROWS = 200
_DIGITS = 15
_TEXT_LIMIT = 32_767
_INLINE_CHOICES = 255
_HINT_LIMIT = 255
_FIRST_YEAR = 1901
_CHOICES_SHEET = "可选值"
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def write_workbook(
    path: Path,
    sheets: Sequence[Sheet],
    *,
    title: str = "",
    made_on: dt.date = UNDATED,
) -> None:
    """Write sheets to ``path`` in one step; see :func:`workbook_bytes`."""
    write_file(path, workbook_bytes(sheets, title=title, made_on=made_on))


def workbook_bytes(
    sheets: Sequence[Sheet], *, title: str = "", made_on: dt.date = UNDATED
) -> bytes:
    """Compose a workbook (.xlsx).

    Text is written as text, also when it begins with ``=``, ``+``, ``-`` or ``@``;
    nothing that a user typed can become a formula.

    Parameters
    ----------
    sheets : sequence of Sheet
        At least one; names differ also without regard to case.
    title : str
        Title in the document's properties.
    made_on : date
        Date in the document's properties; an argument, so that bytes repeat.

    Raises
    ------
    ValueError
        No sheet, or two of one name.
    BadInputError
        ``workbook.bad_value``: a text or number that a cell cannot hold exactly.
    """
    names = [sheet.name.casefold() for sheet in sheets]
    if not names or len(set(names)) < len(names):
        msg = f"Sheets need different names; got {[sheet.name for sheet in sheets]}."
        raise ValueError(msg)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties(
        {
            "title": title,
            "created": dt.datetime.combine(made_on, dt.time(), tzinfo=dt.UTC),
        }
    )
    pen = _Pen(book=book)
    pages = [(sheet, book.add_worksheet(sheet.name)) for sheet in sheets]
    for sheet, page in pages:
        _write_sheet(pen, page, sheet)
    _write_long_choices(pen)
    book.close()
    return normalise_archive(buffer.getvalue(), made_on=made_on)


@attrs.frozen(kw_only=True, eq=False)
class _Pen:
    """The open workbook, its formats, and lists of choices too long for a cell rule."""

    book: xlsxwriter.Workbook
    formats: dict[tuple[tuple[str, object], ...], Format] = attrs.field(factory=dict)
    long_choices: list[tuple[str, ...]] = attrs.field(factory=list)

    def format(self, **properties: object) -> Format:
        base = {"valign": "top", "border": 1, "border_color": _LINE}
        key = tuple(sorted((base | properties).items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(key))
        return self.formats[key]

    def choices_source(self, choices: tuple[str, ...]) -> list[str] | str:
        """Give the choices as a rule takes them: a list, or a range that holds it."""
        if len(",".join(choices)) <= _INLINE_CHOICES and "," not in "".join(choices):
            return list(choices)
        if choices not in self.long_choices:
            self.long_choices.append(choices)
        letters = column_letters(self.long_choices.index(choices) + 1)
        return f"='{_CHOICES_SHEET}'!${letters}$1:${letters}${len(choices)}"


def _write_sheet(pen: _Pen, page: Worksheet, sheet: Sheet) -> None:
    head = 1 if sheet.note else 0
    if sheet.note:
        note = pen.format(bold=True, bg_color=_SIGNAL, border=0)
        page.set_row(0, None, note)
        page.write_string(0, 0, _writable(sheet.note, sheet.name, 1, 1), note)
    head_format = pen.format(
        bold=True, font_color=_PAPER, bg_color=_ACCENT, text_wrap=True, valign="vcenter"
    )
    for at, column in enumerate(sheet.columns):
        page.write_string(head, at, column.heading, head_format)
        page.set_column(at, at, _width(column, [row[at] for row in sheet.rows]))
        _write_rules(pen, page, column, at, first=head + 1, count=len(sheet.rows))
    for number, row in enumerate(sheet.rows, start=head + 1):
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_value(pen, page, sheet.name, number, at, column, value)
    last = max(len(sheet.rows) + head, head + 1)
    page.autofilter(head, 0, last, len(sheet.columns) - 1)
    page.freeze_panes(head + 1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    page.set_footer("&C&P / &N")


def _write_rules(
    pen: _Pen, page: Worksheet, column: Column, at: int, *, first: int, count: int
) -> None:
    rule: dict[str, object] = {}
    if column.choices:
        rule = {"validate": "list", "source": pen.choices_source(column.choices)}
    elif column.hint:
        rule = {"validate": "any"}
    if column.hint:
        rule["input_message"] = column.hint[:_HINT_LIMIT]
    if rule:
        page.data_validation(first, at, first + count + _SPARE_ROWS, at, rule)


def _write_value(
    pen: _Pen,
    page: Worksheet,
    sheet: str,
    row: int,
    at: int,
    column: Column,
    value: Value,
) -> None:
    if value is None or value == "":
        page.write_blank(row, at, None, pen.format())
    elif isinstance(value, bool):
        page.write_boolean(row, at, value, pen.format())
    elif isinstance(value, str):
        text = pen.format(num_format="@", text_wrap=True, quote_prefix=True)
        page.write_string(row, at, _writable(value, sheet, row + 1, at + 1), text)
    elif isinstance(value, dt.date):
        if value.year < _FIRST_YEAR:
            raise _bad_value(
                value, sheet, row + 1, at + 1, f"dates begin in {_FIRST_YEAR}"
            )
        timed = isinstance(value, dt.datetime)
        layout = "yyyy-mm-dd hh:mm:ss" if timed else "yyyy-mm-dd"
        date = pen.format(num_format=column.number_format or layout)
        page.write_datetime(row, at, value, date)
    else:
        exact = _exact(value, sheet, row + 1, at + 1)
        layout = column.number_format or _number_format(value, column.kind)
        page.write_number(row, at, exact, pen.format(num_format=layout))


def _write_long_choices(pen: _Pen) -> None:
    if not pen.long_choices:
        return
    page = pen.book.add_worksheet(_CHOICES_SHEET)
    for at, choices in enumerate(pen.long_choices):
        for row, choice in enumerate(choices):
            page.write_string(row, at, choice)


def _writable(text: str, sheet: str, row: int, column: int) -> str:
    if len(text) > _TEXT_LIMIT:
        rule = f"it has {len(text)} characters, and a cell holds {_TEXT_LIMIT}"
        raise _bad_value(text, sheet, row, column, rule)
    if _NOT_IN_XML.search(text):
        rule = "it has a character that no workbook may hold"
        raise _bad_value(text, sheet, row, column, rule)
    return text


def _exact(value: int | float | Decimal, sheet: str, row: int, column: int) -> float:
    """Return the number as the double that a cell holds, when 15 digits say it all."""
    number = value if isinstance(value, float) else Decimal(value)
    if isinstance(number, Decimal) and number.is_finite():
        digits = "".join(map(str, number.as_tuple().digits)).strip("0")
        if len(digits) <= _DIGITS and (not number or 1e-300 < abs(number) < 1e300):
            return float(number)
    elif isinstance(number, float) and abs(number) < float("inf"):
        return number
    rule = f"a cell keeps {_DIGITS} digits; round it, or write an identifier as text"
    raise _bad_value(value, sheet, row, column, rule)


def _bad_value(
    value: Value, sheet: str, row: int, column: int, rule: str
) -> BadInputError:
    place = cell_address(sheet, row, column)
    shown = str(value)[:40]
    msg = f"{shown!r} cannot stand in cell {place}: {rule}."
    return BadInputError(
        msg, code="workbook.bad_value", place=place, value=shown, rule=rule
    )


def _number_format(value: int | float | Decimal, kind: Kind) -> str:
    """Thousands separated, with as many decimals as the number is written with."""
    if kind is Kind.INTEGER:
        return "0"
    if isinstance(value, float):
        return "General"
    exponent = Decimal(value).as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return "#,##0" + ("." + "0" * min(places, _DIGITS) if places else "")


def _width(column: Column, values: Sequence[Value]) -> int:
    if column.width is not None:
        return column.width
    lines = [column.heading]
    for value in values:
        lines.extend("" if value is None else str(value).split("\n"))
    widest = max(map(_display_width, lines))
    return max(_MIN_WIDTH, min(_MAX_WIDTH, widest + 3))


def _display_width(text: str) -> int:
    """Width in half-width characters; Chinese characters count twice."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
