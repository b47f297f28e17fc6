"""The nouns of a workbook: columns and sheets to write, cells and grids read back."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Value: TypeAlias = str | int | float | Decimal | bool | dt.date | None
"""What a cell may hold; ``None`` is "unknown", and stays an empty cell."""

_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\]")
_NAME_LIMIT = 31


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"


def _choices(choices: Iterable[str]) -> tuple[str, ...]:
    return tuple(choices)


@attrs.frozen(kw_only=True)
class Column:
    """One column to write.

    Attributes
    ----------
    title : str
        Head of the column, without unit.
    unit : str
        Unit of every number in the column; stands in the head, never in the cells.
    kind : Kind
        Decides alignment and number format.
    choices : tuple of str
        Values offered as a list; empty means free.
    hint : str
        Shown when a cell of the column is selected.
    number_format : str
        A spreadsheet format; empty means as many decimals as the value has.
    width : int or None
        In half-width characters; ``None`` means by content.
    """

    title: str = attrs.field(validator=attrs.validators.min_len(1))
    unit: str = ""
    kind: Kind = attrs.field(default=Kind.TEXT, converter=Kind)
    choices: tuple[str, ...] = attrs.field(default=(), converter=_choices)
    hint: str = ""
    number_format: str = ""
    width: int | None = None

    @property
    def heading(self) -> str:
        """Title with its unit, as it stands in the head row."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


def _columns(columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(columns)


def _rows(rows: Iterable[Sequence[Value]]) -> tuple[tuple[Value, ...], ...]:
    return tuple(tuple(row) for row in rows)


@attrs.frozen(kw_only=True)
class Sheet:
    r"""One sheet to write.

    Attributes
    ----------
    name : str
        1 to 31 characters, none of ``[ ] : * ? / \``, no apostrophe at either end.
    columns : tuple of Column
        Titles are unique.
    rows : tuple of tuple of Value, shape (n, len(columns))
    note : str
        A line above the head in a colour that is seen, for example that the data
        are synthetic; empty means no line.

    Raises
    ------
    ValueError
        A bad name, a repeated title, or a row of another length.
    """

    name: str = attrs.field()
    columns: tuple[Column, ...] = attrs.field(converter=_columns)
    rows: tuple[tuple[Value, ...], ...] = attrs.field(default=(), converter=_rows)
    note: str = ""

    @name.validator
    def _check_name(self, _attribute: object, name: str) -> None:
        if (
            not 1 <= len(name) <= _NAME_LIMIT
            or _FORBIDDEN_IN_NAME.search(name)
            or name.startswith("'")
            or name.endswith("'")
            or not name.isprintable()
        ):
            msg = (
                f"{name!r} cannot be the name of a sheet; use 1 to {_NAME_LIMIT} "
                "characters without [ ] : * ? / \\ and without ' at either end."
            )
            raise ValueError(msg)

    @columns.validator
    def _check_columns(self, _attribute: object, columns: tuple[Column, ...]) -> None:
        titles = [column.title for column in columns]
        repeated = sorted({title for title in titles if titles.count(title) > 1})
        if repeated or not titles:
            msg = (
                f"Sheet {self.name!r} repeats the columns {', '.join(repeated)}."
                if repeated
                else f"Sheet {self.name!r} has no columns."
            )
            raise ValueError(msg)

    @rows.validator
    def _check_rows(
        self, _attribute: object, rows: tuple[tuple[Value, ...], ...]
    ) -> None:
        for number, row in enumerate(rows, start=1):
            if len(row) != len(self.columns):
                msg = (
                    f"Row {number} of sheet {self.name!r} has {len(row)} values "
                    f"for {len(self.columns)} columns."
                )
                raise ValueError(msg)


def column_letters(column: int) -> str:
    """Letters of a column counted from 1: 1 is ``A``, 28 is ``AB``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_address(sheet: str, row: int, column: int) -> str:
    """Address of a cell, row and column counted from 1, for example ``Sheet2!D14``."""
    plain = re.fullmatch(r"\w+", sheet) and not sheet[0].isdigit()
    quoted = sheet if plain else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{column_letters(column)}{row}"


@attrs.frozen(kw_only=True)
class Cell:
    """One filled cell, as it was read.

    Attributes
    ----------
    sheet, row, column : str, int, int
        Where it stands; row and column count from 1.
    value : Value
        Numbers are ``Decimal``; ``None`` when the cell holds an error.
    error : str
        ``#DIV/0!`` and the like, ``#UNCALCULATED`` for a formula whose result is not
        stored in the file, else empty.
    percent : bool
        The cell shows its number as a percentage: 0.155 appears as 15.5%.
    """

    sheet: str
    row: int
    column: int
    value: Value = None
    error: str = ""
    percent: bool = False

    @property
    def address(self) -> str:
        """For example ``Sheet2!D14``."""
        return cell_address(self.sheet, self.row, self.column)


@attrs.frozen(kw_only=True)
class Range:
    """Cells merged into one; rows and columns count from 1, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell lies in the block."""
        return (
            self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )


def _frozen_cells(
    cells: Mapping[tuple[int, int], Cell],
) -> Mapping[tuple[int, int], Cell]:
    return MappingProxyType(dict(cells))


@attrs.frozen(kw_only=True)
class Grid:
    """One sheet, as it was read.

    Attributes
    ----------
    name : str
    cells : mapping of (row, column) to Cell
        Filled cells only, row by row.
    merged : tuple of Range
        Merged blocks; only the first cell of a block is filled.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell] = attrs.field(converter=_frozen_cells)
    merged: tuple[Range, ...] = ()

    def rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Row number and filled cells of every row that has any, from top to bottom."""
        row: list[Cell] = []
        for cell in self.cells.values():
            if row and row[0].row != cell.row:
                yield row[0].row, tuple(row)
                row = []
            row.append(cell)
        if row:
            yield row[0].row, tuple(row)

    def address(self, row: int, column: int) -> str:
        """Address of a cell, filled or not."""
        return cell_address(self.name, row, column)

    def merged_at(self, row: int, column: int) -> Range | None:
        """Return the merged block that covers the cell, or ``None``."""
        return next((r for r in self.merged if r.covers(row, column)), None)


@attrs.frozen(kw_only=True)
class Workbook:
    """A workbook, as it was read.

    Attributes
    ----------
    name : str
        File name, for messages.
    sheets : tuple of Grid
        In the order of the tabs.
    """

    name: str
    sheets: tuple[Grid, ...]

    def sheet(self, name: str) -> Grid | None:
        """Return the sheet of that name, or ``None``."""
        return next((grid for grid in self.sheets if grid.name == name), None)
