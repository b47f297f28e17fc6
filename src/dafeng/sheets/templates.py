"""Templates: a frozen record class names the columns; rows go out and come back.

::

    @attrs.frozen(kw_only=True)
    class Goal:
        code: str = column("编号")
        value: Decimal | None = column("目标值", unit="%")

    goals = Template(Goal, name="目标")
    write_workbook(path, [goals.sheet(rows)])
    reading = goals.read(read_workbook(path))     # .rows, .findings
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from decimal import Decimal
from enum import Enum, EnumType
from typing import Any, Generic, TypeVar

import attrs

from dafeng.base.findings import Finding, Severity
from dafeng.sheets.decoding import Remark, Slot
from dafeng.sheets.heads import Head, find_head
from dafeng.sheets.records import Cell, Column, Grid, Kind, Sheet, Workbook

if typing.TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

T = TypeVar("T", bound=attrs.AttrsInstance)

_MARK = "dafeng.sheets.column"
_KINDS: Mapping[type, Kind] = {
    str: Kind.TEXT,
    int: Kind.INTEGER,
    Decimal: Kind.NUMBER,
    dt.date: Kind.DATE,
}


def column(
    title: str,
    *,
    unit: str = "",
    hint: str = "",
    labels: Mapping[Any, str] | None = None,
    number_format: str = "",
    width: int | None = None,
    default: object = attrs.NOTHING,
) -> Any:
    """Declare a field of a record class as a column.

    Parameters
    ----------
    title, unit, hint, number_format, width
        As in :class:`~dafeng.sheets.records.Column`.
    labels : mapping of Enum to str, optional
        The words for the members of an ``Enum``; by default their values.
    default : object, optional
        For an empty cell. A field that may be ``None`` has the default ``None``; any
        other field without a default must be filled.
    """
    metadata = {
        _MARK: {
            "title": title,
            "unit": unit,
            "hint": hint,
            "labels": labels,
            "number_format": number_format,
            "width": width,
        }
    }
    return attrs.field(default=default, metadata=metadata)


@attrs.frozen(kw_only=True)
class RowAt(Generic[T]):
    """A record and the row that it was read from.

    Attributes
    ----------
    record : T
    row : int
        Counted from 1.
    place : str
        File and first cell of the row, for findings.
    """

    record: T
    row: int
    place: str


@attrs.frozen(kw_only=True)
class Reading(Generic[T]):
    """What a sheet gave.

    Attributes
    ----------
    rows : tuple of RowAt
        Rows without an error; the others are left out and named in ``findings``.
    findings : tuple of Finding
        ``place`` is file and cell: ``goals.xlsx 目标!D14``.
    """

    rows: tuple[RowAt[T], ...]
    findings: tuple[Finding, ...]

    @property
    def records(self) -> tuple[T, ...]:
        """The records alone."""
        return tuple(row.record for row in self.rows)


class Template(Generic[T]):
    """A sheet for the records of one attrs class.

    Parameters
    ----------
    record : type
        An attrs class; its fields declared with :func:`column` are the columns, in
        order. Types: ``str``, ``int``, ``Decimal``, ``date``, an ``Enum``,
        ``tuple[str, ...]``; each but the last also ``| None``.
    name : str
        Name of the sheet.

    Raises
    ------
    TypeError
        A field of another type.
    """

    def __init__(self, record: type[T], *, name: str) -> None:
        self.record = record
        self.name = name
        hints = typing.get_type_hints(record)
        self._slots = tuple(
            _slot(attribute, hints[attribute.name])
            for attribute in attrs.fields(record)
            if _MARK in attribute.metadata
        )

    def sheet(self, rows: Iterable[T] = (), *, note: str = "") -> Sheet:
        """Return the sheet to write; without rows it is the empty form."""
        return Sheet(
            name=self.name,
            columns=tuple(slot.column for slot in self._slots),
            rows=tuple(
                tuple(slot.encode(getattr(row, slot.field)) for slot in self._slots)
                for row in rows
            ),
            note=note,
        )

    def read(self, workbook: Workbook) -> Reading[T]:
        """Read the records back, with everything odd as a finding."""
        grid = workbook.sheet(self.name)
        if grid is None and len(workbook.sheets) == 1:
            grid = workbook.sheets[0]
        if grid is None:
            return Reading(rows=(), findings=(self._no_sheet(workbook),))
        columns = tuple(slot.column for slot in self._slots)
        head, findings = find_head(grid, columns, file=workbook.name)
        rows: list[RowAt[T]] = []
        for number, cells in grid.rows():
            if head is None or number <= head.last_row:
                continue
            row, remarks = self._row(workbook.name, grid, head, number, cells)
            findings.extend(remarks)
            if row is not None:
                rows.append(row)
        return Reading(rows=tuple(rows), findings=tuple(findings))

    def _row(
        self,
        file: str,
        grid: Grid,
        head: Head,
        number: int,
        cells: tuple[Cell, ...],
    ) -> tuple[RowAt[T] | None, list[Finding]]:
        by_column = {cell.column: cell for cell in cells}
        if not by_column.keys() & set(head.columns.values()):
            return None, []
        findings: list[Finding] = []
        values: dict[str, object] = {}
        for slot in self._slots:
            at = head.columns.get(slot.column.title)
            cell = by_column.get(at) if at else None
            if at is None and slot.required:
                continue
            values[slot.field], remark = slot.decode(cell)
            if remark is not None:
                place = f"{file} {grid.address(number, at or 1)}"
                findings.append(_finding(remark, place, cell))
        place = f"{file} {grid.address(number, min(by_column))}"
        if any(finding.severity is Severity.ERROR for finding in findings) or any(
            slot.field not in values for slot in self._slots
        ):
            return None, findings
        try:
            record = self.record(**values)
        except (ValueError, TypeError) as error:
            findings.append(_refused(place, error))
            return None, findings
        return RowAt(record=record, row=number, place=place), findings

    def _no_sheet(self, workbook: Workbook) -> Finding:
        have = "、".join(grid.name for grid in workbook.sheets)
        return Finding(
            code="sheet.missing",
            severity=Severity.ERROR,
            place=workbook.name,
            value=have,
            rule=f"The workbook must have a sheet {self.name!r}.",
            hint="Use the template, and keep the names of its sheets.",
        )


def _slot(attribute: attrs.Attribute[Any], hint: Any) -> Slot:
    plain, optional = _without_none(hint)
    many = plain == tuple[str, ...]
    kind: type = str if many else plain
    if kind not in _KINDS and not isinstance(kind, EnumType):
        msg = f"{attribute.name}: {hint} cannot be a column; see Template."
        raise TypeError(msg)
    mark = dict(attribute.metadata[_MARK])
    labels = mark.pop("labels")
    if isinstance(kind, EnumType):
        members: Iterable[Enum] = kind
        labels = labels or {member: str(member.value) for member in members}
    has_default = attribute.default is not attrs.NOTHING
    return Slot(
        field=attribute.name,
        column=Column(
            kind=_KINDS.get(kind, Kind.TEXT),
            choices=tuple((labels or {}).values()),
            **mark,
        ),
        type=kind,
        many=many,
        required=not (optional or many or has_default),
        default=attribute.default if has_default else () if many else None,
        labels=labels or {},
    )


def _without_none(hint: Any) -> tuple[Any, bool]:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        rest = [part for part in typing.get_args(hint) if part is not type(None)]
        if len(rest) == 1:
            return rest[0], True
    return hint, False


def _finding(remark: Remark, place: str, cell: Cell | None) -> Finding:
    value = "" if cell is None else cell.error or str(cell.value)
    return Finding(
        code=remark.code,
        severity=remark.severity,
        place=place,
        value=value,
        rule=remark.rule,
        hint=remark.hint,
    )


def _refused(place: str, error: Exception) -> Finding:
    return Finding(
        code="sheet.row",
        severity=Severity.ERROR,
        place=place,
        rule=str(error.args[0] if error.args else error),
        hint="Correct the row so that its values fit together.",
    )
