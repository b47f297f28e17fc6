"""The nouns of the intake: kinds of sheets, what a file holds, what it would add."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from dafeng.accounts.balance import BalanceCell, lake_cells
from dafeng.accounts.evidence.rows import ActivityRow, lake_rows
from dafeng.base.findings import Finding, has_errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from dafeng.accounts.records import Grade, Stream
    from dafeng.factors import FactorBook

StagedRow: TypeAlias = ActivityRow | BalanceCell


class FieldType(StrEnum):
    """What a column of a sheet holds."""

    YEAR = "year"
    MONTH = "month"
    TEXT = "text"
    OWNER = "owner"
    CHOICE = "choice"
    ITEM = "item"
    UNIT = "unit"
    NUMBER = "number"
    QUANTITY = "quantity"


@attrs.frozen(kw_only=True)
class Field:
    """One column that a kind of sheet may have (``data/fields.csv``).

    Attributes
    ----------
    name : str
    title, unit : str
        As the head of the form prints them.
    type : FieldType
    choices : str
        Name of the list that a ``CHOICE`` takes.
    required : bool
        Whether a row without it says nothing.
    flow, item : str
        What a ``QUANTITY`` measures; ``@use`` is what the field ``use`` names.
    hint : str
    spellings : tuple of str
        Other heads that sheets use for it.
    """

    name: str
    title: str
    unit: str
    type: FieldType
    choices: str
    required: bool
    flow: str
    item: str
    hint: str
    spellings: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Kind:
    """A kind of sheet (``data/kinds.csv``).

    Attributes
    ----------
    code, name_zh, name_en : str
    sheet : str
        Name of the sheet in the form.
    table : str
        Table of the lake that its rows go to: ``activity`` or ``balance``.
    stream : Stream
    grade : Grade
    example : str
        Line above the head of the form.
    fields : tuple of Field
        In the order of the form.
    """

    code: str
    name_zh: str
    name_en: str
    sheet: str
    table: str
    stream: Stream
    grade: Grade
    example: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """Return a field by name, or None."""
        return next((field for field in self.fields if field.name == name), None)


@attrs.frozen(kw_only=True)
class Choice:
    """One word that a column takes, and what it stands for."""

    label: str
    code: str
    flow: str = ""
    item: str = ""
    unit: str = ""
    sector: str = ""
    spellings: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ColumnUse:
    """Which column of a sheet fills which field.

    Attributes
    ----------
    column : int
        Counted from 1.
    field : str
    unit : str
        Unit of the column's numbers; empty is the unit of the form.
    """

    column: int
    field: str
    unit: str = ""


@attrs.frozen(kw_only=True)
class StandardCoal:
    """Standard coal per unit of a carrier, stated by whoever converts with it.

    Attributes
    ----------
    item : str
    value : Decimal
        t of standard coal per canonical unit of the carrier.
    source : str
    """

    item: str
    value: Decimal
    source: str


@attrs.frozen(kw_only=True)
class ColumnMap:
    """How a sheet is read: which rows are head, what the columns mean.

    Attributes
    ----------
    sheet : str
    head_row : int
        Last row of the head; data begin below.
    columns : tuple of ColumnUse
    constants : tuple of (str, str)
        Fields that hold for every row, such as ``("year", "2023")``.
    coefficients : tuple of StandardCoal
        For columns in standard coal.
    """

    sheet: str
    head_row: int
    columns: tuple[ColumnUse, ...]
    constants: tuple[tuple[str, str], ...] = ()
    coefficients: tuple[StandardCoal, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the map: the same reading has the same digest."""
        plain = json.dumps(
            attrs.asdict(self), default=str, ensure_ascii=False, sort_keys=True
        )
        return hashlib.sha256(plain.encode()).hexdigest()


@attrs.frozen(kw_only=True)
class Context:
    """What the reader knows besides the file.

    Attributes
    ----------
    place : str
        Code of the district, for rows that name none.
    entered_by : str
        Person or program that enters the file.
    book : FactorBook or None
        Factors by which coverage of a year is judged; None takes the packaged ones.
    regions : tuple of str
        As in ``Settings``.
    previous : tuple of ActivityRow or BalanceCell
        Last year's rows, for plausibility.
    jump : Decimal
        How many times last year's amount is still plausible.
    synthetic : bool
        Whether a generator made the file.
    today : date or None
        Day of the import: of later years nothing is known. None takes every year.
    """

    place: str
    entered_by: str
    book: FactorBook | None = None
    regions: tuple[str, ...] = ("CN", "World")
    previous: tuple[StagedRow, ...] = ()
    jump: Decimal = Decimal(3)
    synthetic: bool = False
    today: date | None = None


@attrs.frozen(kw_only=True)
class HeadView:
    """One head cell, and what it was taken for.

    ``field`` is empty where no field fits; ``unit`` is what stands in the head.
    """

    column: int
    address: str
    text: str
    field: str
    unit: str
    merged: bool


@attrs.frozen(kw_only=True)
class SheetView:
    """One sheet of a file, before anything is read from it.

    Attributes
    ----------
    name : str
    kind : str
        The kind that it looks like most; empty when like none.
    heads : tuple of HeadView
    mapping : ColumnMap or None
        How it would be read as that kind.
    sample : tuple of tuple of str
        First rows below the head, as they show.
    """

    name: str
    kind: str
    heads: tuple[HeadView, ...]
    mapping: ColumnMap | None
    sample: tuple[tuple[str, ...], ...]


@attrs.frozen(kw_only=True)
class Inspection:
    """What a file holds; nothing is taken from it."""

    file: str
    sha256: str
    sheets: tuple[SheetView, ...]
    findings: tuple[Finding, ...]


@attrs.frozen(kw_only=True)
class AmountSummary:
    """How much of what a file would add."""

    flow: str
    item: str
    year: int
    unit: str
    rows: int
    quantity: Decimal


@attrs.frozen(kw_only=True)
class Summary:
    """A staged file in figures.

    Attributes
    ----------
    read, refused : int
        Rows of the sheet with anything in them, and those of them with an error.
    years : tuple of int
    amounts : tuple of AmountSummary
        ``flow`` is the row of the balance where the file is one.
    """

    read: int
    refused: int
    years: tuple[int, ...]
    amounts: tuple[AmountSummary, ...]


@attrs.frozen(kw_only=True)
class Staged:
    """What a file would add to the lake, once somebody approves.

    Attributes
    ----------
    kind, table : str
    rows : tuple of ActivityRow or BalanceCell
        Without those that have an error.
    places : tuple of str
        File and cell of each row.
    findings : tuple of Finding
    summary : Summary
    sha256 : str
        Of the file.
    key : str
        Idempotency key for the lake: the same file read the same way is one batch.
    """

    kind: str
    table: str
    rows: tuple[StagedRow, ...]
    places: tuple[str, ...]
    findings: tuple[Finding, ...]
    summary: Summary
    sha256: str
    key: str

    @property
    def blocked(self) -> bool:
        """Whether a finding must be dealt with before approval."""
        return has_errors(self.findings)

    def lake_rows(self) -> Iterator[Mapping[str, Any]]:
        """Rows as the lake takes them."""
        return _for_lake(self.rows)


@attrs.frozen(kw_only=True)
class Batch:
    """Part of a staged file.

    Attributes
    ----------
    rows, places : tuple
        As in :class:`Staged`.
    findings : tuple of Finding
    read, refused : int
        Rows of the sheet in this part, and those of them with an error.
    key : str
        As in :class:`Staged`; of the whole file.
    """

    rows: tuple[StagedRow, ...]
    places: tuple[str, ...]
    findings: tuple[Finding, ...]
    read: int
    refused: int
    key: str

    def lake_rows(self) -> Iterator[Mapping[str, Any]]:
        """Rows as the lake takes them."""
        return _for_lake(self.rows)


def _for_lake(rows: tuple[StagedRow, ...]) -> Iterator[Mapping[str, Any]]:
    yield from lake_rows(row for row in rows if isinstance(row, ActivityRow))
    yield from lake_cells(row for row in rows if isinstance(row, BalanceCell))
