"""Whether rows fit a table: a finding per cell with its place, never a silent cast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dafeng.base.findings import Finding, Severity
from dafeng.lake.cells import Misfit, Reason, column_of_cells
from dafeng.lake.columns import arrow_schema, check_schema
from dafeng.lake.errors import RowsDoNotFit
from dafeng.lake.schemas import ColumnKind, ColumnSchema, TableSchema
from dafeng.lake.vectors import (
    Cells,
    amounts_of_arrow,
    amounts_of_decimals,
    column_of_arrow,
)

Rows = Iterable[Mapping[str, object]]
MOST_TOLD = 1000
"""Findings told of one column; a column that is wrong throughout says so once more."""


Given: TypeAlias = pa.ChunkedArray | list[object] | None


@attrs.frozen
class _Offer:
    """A column as it was given: under its own name, and under its plain name."""

    stored: Given = None
    plain: Given = None


def check_rows(schema: TableSchema, rows: pa.Table | Rows) -> tuple[Finding, ...]:
    """Findings in rows that are meant for a table; empty when every cell fits.

    Parameters
    ----------
    schema : TableSchema
    rows : pyarrow.Table, or iterable of mappings of column to value
        A ``SCALED`` column takes the stored integer under its own name
        (``quantity_e3``) or an exact amount (Decimal) under the plain one
        (``quantity``). An empty text is no value.

    Returns
    -------
    tuple of Finding
        Codes ``lake.wrong_kind``, ``.too_large``, ``.too_fine``, ``.naive_time``,
        ``.bad_text``, ``.missing``, ``.not_a_choice``, ``.unknown_column``,
        ``.named_twice``, ``.more``; place ``activity row 17, column quantity_e3``,
        rows counted from 1.

    Raises
    ------
    BadInputError
        ``lake.bad_schema``: the schema itself cannot be a table.
    """
    return _fit(schema, rows)[1]


def fitting_rows(schema: TableSchema, rows: pa.Table | Rows) -> pa.Table:
    """Rows in the stored types.

    Raises
    ------
    RowsDoNotFit
        Some cells do not fit; ``findings`` names each.
    """
    table, findings = _fit(schema, rows)
    if findings:
        raise RowsDoNotFit(schema.name, findings)
    return table


def plain_name(column: ColumnSchema) -> str | None:
    """Name under which a scaled column takes amounts; None for another column."""
    name = column.name.removesuffix(f"_e{column.scale}")
    is_plain = column.kind is ColumnKind.SCALED and name != column.name
    return name if is_plain else None


def _fit(
    schema: TableSchema, rows: pa.Table | Rows
) -> tuple[pa.Table, tuple[Finding, ...]]:
    check_schema(schema)
    if isinstance(rows, pa.Table):
        count, given, findings = _given_columns(schema, rows)
    else:
        count, given, findings = _given_cells(schema, list(rows))
    arrays = []
    for column in schema.columns:
        array, misfits = _column(column, given[column.name], count)
        bad = {misfit.row for misfit in misfits}
        array, more = _ruled(column, array, bad)
        arrays.append(array)
        findings += _findings(schema, column, [*misfits, *more])
    if findings:
        return None, tuple(findings)
    return pa.table(arrays, schema=arrow_schema(schema)), ()


def _given_columns(
    schema: TableSchema, rows: pa.Table
) -> tuple[int, dict[str, _Offer], list[Finding]]:
    there = dict(zip(rows.column_names, rows.columns, strict=True))
    given, known = {}, set()
    for column in schema.columns:
        plain = plain_name(column)
        given[column.name] = _Offer(
            there.get(column.name), there.get(plain) if plain else None
        )
        known |= {column.name, plain}
    unknown = [name for name in there if name not in known]
    double = [name for name in there if rows.column_names.count(name) > 1]
    findings = [_unknown(schema, name, 0) for name in unknown]
    findings += [_twice(schema, name) for name in double]
    return rows.num_rows, given, findings


def _given_cells(
    schema: TableSchema, rows: Sequence[Mapping[str, object]]
) -> tuple[int, dict[str, _Offer], list[Finding]]:
    first_seen: dict[str, int] = {}
    shapes = set()
    for number, row in enumerate(rows):
        shape = tuple(row)
        if shape not in shapes:
            shapes.add(shape)
            for name in shape:
                first_seen.setdefault(name, number)
    given, known = {}, set()
    for column in schema.columns:
        name, plain = column.name, plain_name(column)
        given[name] = _Offer(
            [row.get(name) for row in rows] if name in first_seen else None,
            [row.get(plain) for row in rows] if plain in first_seen else None,
        )
        known |= {name, plain}
    findings = [
        _unknown(schema, name, number + 1)
        for name, number in first_seen.items()
        if name not in known
    ]
    return len(rows), given, findings


def _column(
    column: ColumnSchema, given: _Offer, count: int
) -> tuple[Cells, list[Misfit]]:
    """Bring a column into its stored type, from either of its names."""
    stored, misfits = _stored(column, given.stored, count)
    if given.plain is None:
        return stored, misfits
    if isinstance(given.plain, pa.ChunkedArray):
        plain, more = amounts_of_arrow(column, given.plain)
    else:
        plain, more = amounts_of_decimals(column, given.plain)
    both = pc.and_(pc.is_valid(stored), pc.is_valid(plain))
    rule = f"An amount is given as {column.name} or as {plain_name(column)}."
    reason = Reason("lake.named_twice", rule, "Leave one of the two out.")
    more += [Misfit(row, stored[row].as_py(), reason) for row in _rows(both)]
    return pc.coalesce(stored, plain), misfits + more


def _stored(
    column: ColumnSchema, given: Given, count: int
) -> tuple[Cells, list[Misfit]]:
    if given is None:
        return column_of_cells(column, [None] * count)
    if isinstance(given, pa.ChunkedArray):
        return column_of_arrow(column, given)
    return column_of_cells(column, given)


def _ruled(
    column: ColumnSchema, array: Cells, bad: set[int]
) -> tuple[Cells, list[Misfit]]:
    """Apply what the schema says besides the kind: required, choices."""
    misfits = []
    if column.kind is ColumnKind.TEXT:
        empty = pc.equal(array, "")
        if pc.any(empty).as_py():
            array = pc.if_else(empty, pa.scalar(None, pa.string()), array)
    if column.choices:
        choices = pa.array([str(choice) for choice in column.choices], pa.string())
        wrong = pc.and_(pc.is_valid(array), pc.invert(pc.is_in(array, choices)))
        rule = f"The column takes one of: {', '.join(column.choices)}."
        reason = Reason("lake.not_a_choice", rule, "Map the word to one of them.")
        misfits += [Misfit(row, array[row].as_py(), reason) for row in _rows(wrong)]
    if column.required and array.null_count:
        rule = f"Every row has its {column.name}: {column.meaning}."
        reason = Reason("lake.missing", rule, "Fill it in, or leave the row out.")
        missing = [row for row in _rows(pc.is_null(array)) if row not in bad]
        misfits += [Misfit(row, None, reason) for row in missing]
    return array, misfits


def _rows(mask: Cells) -> list[int]:
    return np.flatnonzero(mask.to_numpy(zero_copy_only=False)).tolist()


def _findings(
    schema: TableSchema, column: ColumnSchema, misfits: Sequence[Misfit]
) -> list[Finding]:
    told = [
        Finding(
            code=misfit.reason.code,
            severity=Severity.ERROR,
            place=f"{schema.name} row {misfit.row + 1}, column {column.name}",
            value="" if misfit.value is None else repr(misfit.value),
            rule=misfit.reason.rule,
            hint=misfit.reason.hint,
        )
        for misfit in sorted(misfits[:MOST_TOLD], key=lambda misfit: misfit.row)
    ]
    if len(misfits) > MOST_TOLD:
        told.append(
            Finding(
                code="lake.more",
                severity=Severity.ERROR,
                place=f"{schema.name} column {column.name}",
                value=str(len(misfits) - MOST_TOLD),
                rule="More cells of the column do not fit; these are not listed.",
                hint="Look at how the column is read.",
            )
        )
    return told


def _unknown(schema: TableSchema, name: str, row: int) -> Finding:
    where = f"{schema.name} row {row}" if row else schema.name
    return Finding(
        code="lake.unknown_column",
        severity=Severity.ERROR,
        place=f"{where}, column {name}",
        value=name,
        rule=f"The table has: {', '.join(column.name for column in schema.columns)}.",
        hint="Name it as the table does, or leave it out.",
    )


def _twice(schema: TableSchema, name: str) -> Finding:
    return Finding(
        code="lake.named_twice",
        severity=Severity.ERROR,
        place=f"{schema.name}, column {name}",
        value=name,
        rule="A column is given once.",
        hint="Leave one of the two out.",
    )
