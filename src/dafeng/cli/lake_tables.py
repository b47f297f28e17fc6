"""What the lake holds, as the tables that ``dafeng lake`` prints."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.lake import ColumnKind
from dafeng.sheets import Column, Kind, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from dafeng.base.findings import Finding
    from dafeng.lake import ColumnSchema, Lake, TableSchema, Version
    from dafeng.sheets.records import Value

KINDS = {
    ColumnKind.INTEGER: Kind.INTEGER,
    ColumnKind.SCALED: Kind.NUMBER,
    ColumnKind.DATE: Kind.DATE,
}


def tables_sheet(lake: Lake) -> Sheet:
    """One table of the lake a line."""
    rows = []
    for name in lake.tables():
        versions = lake.versions(name)
        held = sum(version.rows for version in versions)
        newest = versions[-1]
        when = newest.committed_at.isoformat(timespec="seconds")
        rows.append((name, newest.version, held, when, lake.schema(name).meaning))
    return Sheet(
        name="湖",
        columns=(
            Column(title="表"),
            Column(title="版本", kind=Kind.INTEGER),
            Column(title="行数", kind=Kind.INTEGER),
            Column(title="写入时间"),
            Column(title="说明"),
        ),
        rows=rows,
    )


def versions_sheet(table: str, versions: Sequence[Version]) -> Sheet:
    """One version of a table a line."""
    return Sheet(
        name=table,
        columns=(
            Column(title="版本", kind=Kind.INTEGER),
            Column(title="写入时间"),
            Column(title="动作"),
            Column(title="新增行", kind=Kind.INTEGER),
            Column(title="批次"),
            Column(title="封存"),
        ),
        rows=[
            (
                version.version,
                version.committed_at.isoformat(timespec="seconds"),
                ACTS[version.act],
                version.rows,
                version.batch or None,
                "、".join(version.sealed_by) or None,
            )
            for version in versions
        ],
    )


ACTS = {"create": "建表", "append": "追加", "compact": "合并", "widen": "加列"}


def rows_sheet(schema: TableSchema, rows: pa.Table) -> Sheet:
    """Rows of a table: amounts as decimals, every column under its plain name."""
    known = {column.name: column for column in schema.columns}
    heads, columns = [], []
    for name in rows.column_names:
        column = known.get(name)
        heads.append(_head(name, column))
        scale = column.scale if column and column.kind is ColumnKind.SCALED else None
        columns.append([_cell(value, scale) for value in rows[name].to_pylist()])
    return Sheet(name=schema.name, columns=heads, rows=zip(*columns, strict=True))


def rows_json(table: str, rows: pa.Table) -> dict[str, object]:
    """Rows of a table as they are stored: amounts as scaled integers."""
    return {
        "table": table,
        "rows": [
            {name: _plain(value) for name, value in row.items()}
            for row in rows.to_pylist()
        ],
    }


def findings_sheet(findings: Sequence[Finding]) -> Sheet:
    """One finding a line."""
    return Sheet(
        name="问题",
        columns=(
            Column(title="代码"),
            Column(title="位置"),
            Column(title="实际"),
            Column(title="规则"),
            Column(title="办法"),
        ),
        rows=[
            (found.code, found.place, found.value or None, found.rule, found.hint)
            for found in findings
        ],
    )


def _head(name: str, column: ColumnSchema | None) -> Column:
    if column is None:
        return Column(title=name)
    title = name
    if column.kind is ColumnKind.SCALED:
        title = name.removesuffix(f"_e{column.scale}")
    return Column(title=title, unit=column.unit, kind=KINDS.get(column.kind, Kind.TEXT))


def _cell(value: object, scale: int | None) -> Value:
    if isinstance(value, datetime):
        return value.isoformat()
    if scale is not None and isinstance(value, int):
        return Decimal(value).scaleb(-scale)
    if isinstance(value, bool):
        return "是" if value else "否"
    return value  # type: ignore[return-value]  # text, integer, day or None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
