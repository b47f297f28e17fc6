"""Read a kept workbook again, always alike, and compare it to the lake."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import attrs
from django.utils.timezone import localdate

from dafeng.accounts import ActivityRow, activity_rows, districts, read_settings
from dafeng.accounts.balance import BalanceCell, balance_cells
from dafeng.accounts.intake import (
    ColumnMap,
    ColumnUse,
    Context,
    Inspection,
    Staged,
    inspect,
    kind_of,
    stage,
)
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.accounts.models import ImportBatch
from dafeng.web.core.models import User

E3 = 3
WIDEST = ("CN", "World")
StagedRow: TypeAlias = ActivityRow | BalanceCell


@attrs.frozen(kw_only=True)
class RowChange:
    """A row that the lake holds already, with another amount."""

    key: str
    before: Decimal
    after: Decimal
    unit: str


@attrs.frozen(kw_only=True)
class Comparison:
    """What storing the rows would do to the lake: new, other amount, same."""

    new: int
    same: int
    changes: tuple[RowChange, ...]


@contextmanager
def kept_file(batch: ImportBatch) -> Iterator[Path]:
    """The workbook under the name that it was uploaded with."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(batch.name).name or "workbook.xlsx")
        with batch.file.open("rb") as stream:
            path.write_bytes(stream.read())
        yield path


def inspection_of(batch: ImportBatch) -> Inspection:
    """What the file holds and how it might be read."""
    with kept_file(batch) as path:
        return inspect(path)


def staged_of(batch: ImportBatch) -> Staged:
    """What the file would add to the lake under the mapping that was chosen."""
    day = localdate(batch.uploaded_at)
    context = Context(
        place=batch.organisation.place_code or _place_above(batch),
        entered_by=_who(batch.uploaded_by),
        previous=tuple(_held(batch)),
        today=day,
        regions=_regions(batch, day),
    )
    with kept_file(batch) as path:
        return stage(path, batch.kind, mapping_record(batch.mapping), context=context)


def lake_rows_of(batch: ImportBatch) -> Iterator[Mapping[str, Any]]:
    """The rows as the lake takes them, with the name of who approved them."""
    if batch.decided_by is None:
        return
    staged = staged_of(batch)
    approved = _who(batch.decided_by)
    rows = tuple(attrs.evolve(row, approved_by=approved) for row in staged.rows)
    yield from attrs.evolve(staged, rows=rows).lake_rows()


def comparison_of(batch: ImportBatch, staged: Staged) -> Comparison:
    """Set staged rows beside the rows of the same keys in the lake."""
    held = {_key(row): row for row in _held(batch)}
    new, same, changes = 0, 0, []
    for row in staged.rows:
        before = held.get(_key(row))
        if before is None:
            new += 1
        elif before.quantity_e3 == row.quantity_e3 and before.unit == row.unit:
            same += 1
        else:
            changes.append(
                RowChange(
                    key=_key(row),
                    before=Decimal(before.quantity_e3).scaleb(-E3),
                    after=Decimal(row.quantity_e3).scaleb(-E3),
                    unit=row.unit,
                )
            )
    return Comparison(new=new, same=same, changes=tuple(changes))


def mapping_json(mapping: ColumnMap) -> dict[str, Any]:
    """A map of columns as it is kept."""
    return {
        "sheet": mapping.sheet,
        "head_row": mapping.head_row,
        "columns": [[use.column, use.field, use.unit] for use in mapping.columns],
        "constants": [list(pair) for pair in mapping.constants],
    }


def mapping_record(kept: Mapping[str, Any]) -> ColumnMap:
    """The map of columns back."""
    return ColumnMap(
        sheet=kept["sheet"],
        head_row=kept["head_row"],
        columns=tuple(
            ColumnUse(column=column, field=field, unit=unit)
            for column, field, unit in kept["columns"]
        ),
        constants=tuple((name, value) for name, value in kept["constants"]),
    )


def _held(batch: ImportBatch) -> Iterator[StagedRow]:
    """Rows of the kind's table and stream that the lake holds now."""
    lake, kind = house_lake(), kind_of(batch.kind)
    if kind.table not in lake.tables():
        return
    table = lake.current(kind.table)
    if kind.table == "balance":
        yield from balance_cells(table)
        return
    yield from (row for row in activity_rows(table) if row.stream == kind.stream)


def _regions(batch: ImportBatch, day: date) -> tuple[str, ...]:
    """Regions of the district's factors; without settings in the lake the widest."""
    lake = house_lake()
    place = batch.organisation.place_code or _place_above(batch)
    district = next((code for code in districts(lake) if place.startswith(code)), None)
    if district is None:
        return WIDEST
    return read_settings(lake, district, day.year).regions


def _key(row: StagedRow) -> str:
    if isinstance(row, ActivityRow):
        return row.row_id
    cell: BalanceCell = row
    return f"{cell.place} {cell.year} {cell.row} {cell.item}"


def _place_above(batch: ImportBatch) -> str:
    """The district's code where the unit has none of its own."""
    unit = batch.organisation
    while unit.parent is not None and not unit.place_code:
        unit = unit.parent
    return unit.place_code


def _who(user: User) -> str:
    unit = f"({user.organisation.name_zh})" if user.organisation else ""
    return f"{user.display_name}{unit}"
