"""One column of Arrow as the stored type, without a look at single cells if it fits."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dafeng.lake.cells import Misfit, Reason, column_of_amounts, column_of_cells
from dafeng.lake.columns import ARROW
from dafeng.lake.schemas import ColumnKind, ColumnSchema

Cells: TypeAlias = pa.Array | pa.ChunkedArray

FINER_THAN_MICROSECONDS = Reason(
    "lake.too_fine",
    "A moment is kept to the microsecond.",
    "Round it where it is measured.",
)


def column_of_arrow(
    column: ColumnSchema, cells: pa.ChunkedArray
) -> tuple[Cells, list[Misfit]]:
    """Return the column in its stored type, and the cells that do not fit.

    Types that hold the same values are taken whole (any width of integer, any string
    type); every other type is looked at cell by cell, and each cell is told.
    """
    if pa.types.is_null(cells.type):
        return pa.nulls(len(cells), ARROW[column.kind]), []
    if pa.types.is_timestamp(cells.type) and cells.type.unit == "ns":
        return _whole_microseconds(column, cells)
    if _holds(column.kind, cells.type):
        try:
            return cells.cast(ARROW[column.kind]), []
        except pa.ArrowInvalid:
            pass  # a number too large; the slow way tells which
    return column_of_cells(column, cells.to_pylist())


def amounts_of_arrow(
    column: ColumnSchema, cells: pa.ChunkedArray
) -> tuple[Cells, list[Misfit]]:
    """Like :func:`column_of_arrow`, of exact amounts that are not scaled yet."""
    if pa.types.is_null(cells.type):
        return pa.nulls(len(cells), pa.int64()), []
    try:
        if pa.types.is_decimal(cells.type):
            return _unscaled(cells.cast(pa.decimal128(38, column.scale))), []
        if pa.types.is_integer(cells.type):
            factor = pa.scalar(10**column.scale, pa.int64())
            return pc.multiply_checked(cells.cast(pa.int64()), factor), []
    except pa.ArrowInvalid:
        pass  # too fine or too large; the slow way tells which
    return column_of_amounts(column, cells.to_pylist())


def amounts_of_decimals(
    column: ColumnSchema, values: list[object]
) -> tuple[Cells, list[Misfit]]:
    """Like :func:`amounts_of_arrow`, of Python's numbers."""
    try:
        cells = pa.chunked_array([pa.array(values, from_pandas=False)])
    except (pa.ArrowException, OverflowError, ValueError, TypeError):
        return column_of_amounts(column, values)
    if pa.types.is_decimal(cells.type) or pa.types.is_null(cells.type):
        return amounts_of_arrow(column, cells)
    return column_of_amounts(column, values)


def _holds(kind: ColumnKind, given: pa.DataType) -> bool:
    if kind is ColumnKind.TEXT:
        values = given.value_type if pa.types.is_dictionary(given) else given
        return values in (pa.string(), pa.large_string(), pa.string_view())
    if kind in (ColumnKind.INTEGER, ColumnKind.SCALED):
        return bool(pa.types.is_integer(given))
    if kind is ColumnKind.INSTANT:
        return pa.types.is_timestamp(given) and given.tz is not None
    return bool(given == ARROW[kind])


def _whole_microseconds(
    column: ColumnSchema, cells: pa.ChunkedArray
) -> tuple[Cells, list[Misfit]]:
    shorter = cells.cast(pa.timestamp("us", cells.type.tz), safe=False)
    finer = pc.fill_null(pc.not_equal(shorter.cast(cells.type), cells), False)  # noqa: FBT003
    misfits = [
        Misfit(row, cells[row].value, FINER_THAN_MICROSECONDS)
        for row in np.flatnonzero(finer.to_numpy()).tolist()
    ]
    array, others = column_of_arrow(column, shorter)
    return array, misfits + others


def _unscaled(cells: pa.ChunkedArray) -> pa.Array:
    """Integers behind decimals of 128 bits; refuses what 64 bits do not hold."""
    array = pa.concat_arrays(cells.chunks) if cells.num_chunks else pa.array([])
    if not len(array):
        return pa.array([], pa.int64())
    words = np.frombuffer(array.buffers()[1], dtype="<i8").reshape(-1, 2)
    words = words[array.offset : array.offset + len(array)]
    missing = array.is_null().to_numpy(zero_copy_only=False)
    if np.any((words[:, 1] != words[:, 0] >> 63) & ~missing):
        msg = "more than 64 bits"
        raise pa.ArrowInvalid(msg)
    return pa.array(words[:, 0], mask=missing)
