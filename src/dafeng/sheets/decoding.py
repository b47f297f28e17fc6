"""One cell in, one value of the wanted type out, or the rule that the cell breaks."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from dafeng.base.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.sheets.records import Cell, Column, Value

_JOINER = "、"
_SPLITTER = re.compile(r"[、,,;;\n]")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


@attrs.frozen(kw_only=True)
class Remark:
    """What is odd about a cell; an ``ERROR`` means that it gave no value."""

    code: str
    severity: Severity
    rule: str
    hint: str


@attrs.frozen(kw_only=True)
class Slot:
    """One field of a template's record, and how a cell becomes its value.

    Attributes
    ----------
    field : str
        Name of the attribute.
    column : Column
    type : type
        ``str``, ``int``, ``Decimal``, ``date`` or a kind of ``Enum``.
    many : bool
        A tuple of ``str``, in one cell with ``、`` between.
    required : bool
        An empty cell is an error; else it gives ``default``.
    default : object
    labels : mapping of Enum to str
        The words that stand in the cells for the members of ``type``.
    """

    field: str
    column: Column
    type: type
    many: bool
    required: bool
    default: object
    labels: Mapping[Enum, str]

    def encode(self, value: object) -> Value:
        """Return what stands in the cell for a value of the record."""
        if value is None:
            return None
        if isinstance(value, tuple):
            return _JOINER.join(value)
        if isinstance(value, Enum):
            return self.labels[value]
        if isinstance(value, str | int | Decimal | dt.date):
            return value
        msg = f"{self.field} is {value!r}, which no cell can hold."
        raise TypeError(msg)

    def decode(self, cell: Cell | None) -> tuple[object, Remark | None]:
        """Return the value for a cell, and a remark where there is something to say."""
        if cell is None or (isinstance(cell.value, str) and not cell.value.strip()):
            return (None, _REQUIRED) if self.required else (self.default, None)
        if cell.error:
            return None, _formula_error(cell.error)
        if cell.value is None:
            return None, _REQUIRED
        if self.many:
            parts = (part.strip() for part in _SPLITTER.split(_shown(cell.value)))
            return tuple(part for part in parts if part), None
        if issubclass(self.type, Enum):
            return self._member(cell)
        if self.type is str:
            return _shown(cell.value), None
        if self.type is dt.date:
            return _date(cell.value)
        return self._number(cell)

    def _member(self, cell: Cell) -> tuple[object, Remark | None]:
        shown = _shown(cell.value).strip()
        for member, label in self.labels.items():
            if shown in (label, str(member.value)):
                return member, None
        return None, Remark(
            code="sheet.choice",
            severity=Severity.ERROR,
            rule=f"The column takes one of: {_JOINER.join(self.labels.values())}.",
            hint="Choose from the list of the cell.",
        )

    def _number(self, cell: Cell) -> tuple[object, Remark | None]:
        number, remark = _decimal(cell.value)
        if number is None:
            return None, remark
        if cell.percent:
            if self.column.unit != "%":
                return None, _percent_elsewhere(self.column.unit)
            number, remark = number * 100, _PERCENT
        if self.type is not int:
            return number, remark
        if number != number.to_integral_value():
            return None, _NOT_WHOLE
        return int(number), remark


def _shown(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def _decimal(value: Value) -> tuple[Decimal | None, Remark | None]:
    if isinstance(value, Decimal):
        return value, None
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        try:
            number = Decimal(text)
        except InvalidOperation:
            return None, _NOT_A_NUMBER
        if number.is_finite():
            return number, _NUMBER_AS_TEXT
    return None, _NOT_A_NUMBER


def _date(value: Value) -> tuple[object, Remark | None]:
    if isinstance(value, dt.datetime):
        return None, _NOT_A_DATE
    if isinstance(value, dt.date):
        return value, None
    try:
        return dt.date.fromisoformat(str(value).strip()), _DATE_AS_TEXT
    except ValueError:
        return None, _NOT_A_DATE


_REQUIRED = Remark(
    code="sheet.required",
    severity=Severity.ERROR,
    rule="The column must be filled in every row.",
    hint="Fill the cell, or delete the whole row.",
)
_NOT_A_NUMBER = Remark(
    code="sheet.not_a_number",
    severity=Severity.ERROR,
    rule="The column takes numbers.",
    hint="Write digits only; the unit stands in the head; leave unknown values empty.",
)
_NOT_WHOLE = Remark(
    code="sheet.not_whole",
    severity=Severity.ERROR,
    rule="The column takes whole numbers.",
    hint="Write the number without decimals.",
)
_NUMBER_AS_TEXT = Remark(
    code="sheet.number_as_text",
    severity=Severity.WARNING,
    rule="The number is stored as text; it was taken as the number that it shows.",
    hint="Set the cell's format to number and type it again.",
)
_PERCENT = Remark(
    code="sheet.percent_cell",
    severity=Severity.INFO,
    rule="The cell has percent format; it was taken as the percentage that it shows.",
    hint="Nothing to do if the cell shows the percentage that is meant.",
)
_NOT_A_DATE = Remark(
    code="sheet.not_a_date",
    severity=Severity.ERROR,
    rule="The column takes days.",
    hint="Write a day such as 2025-06-30.",
)
_DATE_AS_TEXT = Remark(
    code="sheet.date_as_text",
    severity=Severity.WARNING,
    rule="The day is stored as text; it was taken as the day that it shows.",
    hint="Set the cell's format to date and type it again.",
)


def _formula_error(error: str) -> Remark:
    return Remark(
        code="sheet.formula_error",
        severity=Severity.ERROR,
        rule=f"The cell's formula gives no value ({error}).",
        hint="Repair the formula, or write the value; save from a spreadsheet program.",
    )


def _percent_elsewhere(unit: str) -> Remark:
    return Remark(
        code="sheet.percent_cell",
        severity=Severity.ERROR,
        rule=f"The cell has percent format, and the column is in {unit or 'numbers'}.",
        hint="Set the cell's format to number and check the value.",
    )
