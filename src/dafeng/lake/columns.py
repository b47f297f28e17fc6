"""The columns of a table as Arrow types, and as text that the table carries."""

from __future__ import annotations

import json

import attrs
import pyarrow as pa

from dafeng.base.errors import BadInputError
from dafeng.lake.errors import SchemaChangedError
from dafeng.lake.schemas import ColumnKind, ColumnSchema, TableSchema

ARROW = {
    ColumnKind.TEXT: pa.string(),
    ColumnKind.INTEGER: pa.int64(),
    ColumnKind.SCALED: pa.int64(),
    ColumnKind.DATE: pa.date32(),
    ColumnKind.INSTANT: pa.timestamp("us", "UTC"),
    ColumnKind.BOOLEAN: pa.bool_(),
}

OWN = (
    ColumnSchema(
        name="learned_at", kind=ColumnKind.INSTANT, meaning="when we learned it"
    ),
    ColumnSchema(name="batch", meaning="idempotency key that it came with"),
    ColumnSchema(
        name="position", kind=ColumnKind.INTEGER, meaning="row of the batch, from 1"
    ),
    ColumnSchema(
        name="version",
        kind=ColumnKind.INTEGER,
        meaning="version of the table that it came with",
    ),
)
"""The lake's own columns, behind those of every table."""

PARTITIONABLE = (ColumnKind.TEXT, ColumnKind.INTEGER, ColumnKind.DATE)


def arrow_schema(schema: TableSchema) -> pa.Schema:
    """Arrow types of the columns that rows are given with."""
    return pa.schema([_field(column) for column in schema.columns])


def stored_schema(schema: TableSchema) -> pa.Schema:
    """Arrow types of a stored row: the table's columns, then the lake's own."""
    return pa.schema([_field(column) for column in (*schema.columns, *OWN)])


def _field(column: ColumnSchema) -> pa.Field:
    about = {"comment": column.meaning, "unit": column.unit}
    if column.kind is ColumnKind.SCALED:
        about["scale"] = str(column.scale)
    return pa.field(
        column.name,
        ARROW[column.kind],
        nullable=not column.required,
        metadata={name: text for name, text in about.items() if text},
    )


def check_schema(schema: TableSchema) -> None:
    """Refuse a schema that cannot be a table.

    Raises
    ------
    BadInputError
        ``lake.bad_schema``: a name twice or of the lake's own, a key or partition that
        is no column or of a kind that cannot name a folder.
    """
    names = [column.name for column in schema.columns]
    own = {column.name for column in OWN}
    if len(set(names)) < len(names) or own & set(names):
        msg = (
            f"Table {schema.name!r} names a column twice or as the lake's own "
            f"({', '.join(sorted(own))}). It has: {', '.join(names)}. Rename one."
        )
        raise BadInputError(msg, code="lake.bad_schema", table=schema.name)
    for name in (*schema.key, *schema.partition):
        kind = schema.column(name).kind
        if name in schema.partition and kind not in PARTITIONABLE:
            msg = (
                f"Column {name!r} of table {schema.name!r} is {kind}; files are kept "
                f"apart by {', '.join(PARTITIONABLE)} only."
            )
            raise BadInputError(msg, code="lake.bad_schema", table=schema.name)
    if not schema.key or not schema.name.isidentifier():
        msg = (
            f"Table {schema.name!r} needs a name of letters, digits and underscores, "
            f"and a key. Its key: {schema.key!r}."
        )
        raise BadInputError(msg, code="lake.bad_schema", table=schema.name)


def schema_text(schema: TableSchema) -> str:
    """Return the schema as JSON, which the table carries with it."""
    return json.dumps(attrs.asdict(schema), ensure_ascii=False, sort_keys=True)


def schema_from_text(text: str) -> TableSchema:
    """Read back what :func:`schema_text` wrote."""
    fields = json.loads(text)
    columns = tuple(
        ColumnSchema(
            **{
                **column,
                "kind": ColumnKind(column["kind"]),
                "choices": tuple(column["choices"]),
            }
        )
        for column in fields["columns"]
    )
    return TableSchema(
        name=fields["name"],
        meaning=fields["meaning"],
        columns=columns,
        key=tuple(fields["key"]),
        partition=tuple(fields["partition"]),
    )


def joining_columns(old: TableSchema, new: TableSchema) -> tuple[ColumnSchema, ...]:
    """Columns that ``new`` has and ``old`` has not; they may join the table.

    Raises
    ------
    SchemaChangedError
        Key, partition or a column's kind, unit or scale changed, a column is gone, or
        a joining one is required, which the rows that are there cannot satisfy.
    """
    before = {column.name: column for column in old.columns}
    after = {column.name: column for column in new.columns}
    wrong = [f"column {name!r} is gone" for name in before if name not in after]
    for what in ("key", "partition"):
        if getattr(old, what) != getattr(new, what):
            wrong.append(f"the {what} was {getattr(old, what)}")
    for name, column in after.items():
        was = before.get(name)
        if was is None and column.required:
            wrong.append(f"column {name!r} is new and required")
        elif was is not None and _storage(was) != _storage(column):
            wrong.append(f"column {name!r} was {was.kind} {was.unit} {was.scale}")
    if wrong:
        msg = (
            f"Table {new.name!r} was made for other columns: {'; '.join(wrong)}. "
            "Add optional columns only, or give the new shape a name of its own."
        )
        raise SchemaChangedError(msg, table=new.name, changes=tuple(wrong))
    return tuple(column for column in new.columns if column.name not in before)


def _storage(column: ColumnSchema) -> tuple[object, ...]:
    return column.kind, column.unit, column.scale, column.required
