"""Rows of a sheet, cell by cell, as values of the kind's fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.intake.making import SheetRow
from dafeng.accounts.intake.records import Choice, Field, FieldType
from dafeng.accounts.intake.values import (
    FieldValue,
    field_value,
    later_year,
    refuse,
)
from dafeng.base.findings import Finding
from dafeng.sheets import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from dafeng.accounts.intake.items import ItemNames
    from dafeng.accounts.intake.pages import Page
    from dafeng.accounts.intake.records import ColumnMap, ColumnUse, Kind


@attrs.frozen(kw_only=True)
class ReadRow:
    """One row of a sheet; ``row`` is None where it cannot be used."""

    row: SheetRow | None
    findings: tuple[Finding, ...]


@attrs.frozen(kw_only=True)
class _Reader:
    page: Page
    kind: Kind
    fields: Mapping[int, Field]
    constants: Mapping[str, FieldValue]
    items: ItemNames
    evidence: str
    today: date | None

    def read(self, cells: tuple[Cell, ...], within: str) -> ReadRow | None:
        mapped = [cell for cell in cells if cell.column in self.fields]
        if not mapped or (self.kind.table == "balance" and not self._amounts(mapped)):
            return None
        values = dict(self.constants)
        places: dict[str, str] = {}
        findings: list[Finding] = []
        broken = False
        for cell in mapped:
            field, place = self.fields[cell.column], self.page.place(cell)
            got = _known_value(field, cell, place, self.items, self.today, within)
            if isinstance(got, Finding):
                findings.append(got)
                broken = broken or field.type is not FieldType.QUANTITY
            else:
                values[field.name] = got
                places[field.name] = place
        place = self.page.place(mapped[0])
        findings += self._empty(values, findings, place)
        if broken or any(f.code == "intake.required" for f in findings):
            return ReadRow(row=None, findings=tuple(findings))
        row = SheetRow(
            values=values, places=places, place=place, evidence=self.evidence
        )
        return ReadRow(row=row, findings=tuple(findings))

    def _amounts(self, mapped: list[Cell]) -> bool:
        return any(
            self.fields[cell.column].type is FieldType.QUANTITY for cell in mapped
        )

    def _empty(
        self, values: Mapping[str, FieldValue], findings: list[Finding], place: str
    ) -> Iterator[Finding]:
        if findings:
            return
        for field in self.kind.fields:
            if field.required and field.name not in values:
                yield refuse(
                    "required",
                    place,
                    field.title,
                    "The column is filled in every row.",
                    "Fill the cell, or delete the whole row.",
                )

    def part_of(self, cells: tuple[Cell, ...], within: str) -> str:
        """Part of the balance that begins with the row, or the one it stands in."""
        for cell in cells:
            field = self.fields.get(cell.column)
            if field is not None and field.choices == "rows":
                got = field_value(field, cell, "", self.items, within)
                if isinstance(got, Choice):
                    return got.code.partition(".")[0]
        return within


def sheet_rows(
    page: Page,
    kind: Kind,
    uses: Mapping[str, ColumnUse],
    mapping: ColumnMap,
    items: ItemNames,
    evidence: str,
    today: date | None = None,
) -> Iterator[ReadRow]:
    """Yield the rows below the head that have anything in a mapped column."""
    constants, odd = _constants(page, kind, mapping, items, today)
    if odd:
        yield ReadRow(row=None, findings=odd)
        return
    fields = {
        use.column: field
        for name, use in uses.items()
        if (field := kind.field(name)) is not None
    }
    reader = _Reader(
        page=page,
        kind=kind,
        fields=fields,
        constants=constants,
        items=items,
        evidence=evidence,
        today=today,
    )
    within = ""
    for number, cells in page.rows():
        if number <= mapping.head_row:
            continue
        within = reader.part_of(cells, within)
        read = reader.read(cells, within)
        if read is not None:
            yield read


def _known_value(
    field: Field,
    cell: Cell,
    place: str,
    items: ItemNames,
    today: date | None,
    within: str = "",
) -> FieldValue | Finding:
    """Read a cell as a field; of a year that has not begun nothing is known."""
    got = field_value(field, cell, place, items, within)
    if isinstance(got, Finding) or field.type is not FieldType.YEAR:
        return got
    return later_year(got, today, place) or got


def _constants(
    page: Page,
    kind: Kind,
    mapping: ColumnMap,
    items: ItemNames,
    today: date | None,
) -> tuple[dict[str, FieldValue], tuple[Finding, ...]]:
    """Read the values that hold for every row."""
    values: dict[str, FieldValue] = {}
    findings: list[Finding] = []
    for name, text in mapping.constants:
        field = kind.field(name)
        if field is None:
            continue
        cell = Cell(sheet=page.name, row=1, column=1, value=text)
        place = f"{page.file} {field.title}"
        got = _known_value(field, cell, place, items, today)
        if isinstance(got, Finding):
            findings.append(got)
        else:
            values[name] = got
    return values, tuple(findings)
