"""A batch as an Arrow IPC stream or file.

What strangers send is looked at before it is believed: compressed bodies are refused
(their stated size may be a lie), the columns come from a short list, and every buffer
is checked against its offsets.
"""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.meters.arrivals.columns import (
    EARLIEST,
    MICRO,
    MOST_ROWS,
    MOST_THOUSANDTHS,
    NONE,
    Columns,
    number_of_text,
    refuse_size,
    thousandths_of_decimals,
    thousandths_of_floats,
    thousandths_of_number,
    too_many,
)
from dafeng.meters.arrivals.errors import BatchError
from dafeng.meters.records import SCALE

if TYPE_CHECKING:
    import pyarrow as pa

    from dafeng.meters.arrivals.columns import Int64

MAGIC = b"ARROW1"
_MAGIC_BYTES = 8
_FARTHEST_US = 2**62
_MOST_TEXT = 200
"""Bytes of a cell that is shown to somebody."""
_MOST_SCALE = 38
_PER_SECOND = {"s": 1, "ms": 10**3, "us": MICRO, "ns": 10**9}
_MESSAGE_HEAD, _BATCH_COMPRESSION, _DICTIONARY_BATCH = 2, 3, 1
_SHAPE = (
    "meter (text, also dictionary), at (timestamp with zone, or int64 microseconds of "
    "UTC), value (decimal, whole number or float64) or value_e3 (int64 thousandths), "
    "and unit (text) where it is another one"
)


def arrow_columns(blob: bytes) -> Columns:
    """Read a batch in Arrow.

    Raises
    ------
    BatchError
        It is no Arrow, is compressed, or lacks a column.
    """
    import pyarrow as pa

    try:
        table = _table(blob)
    except BatchError:
        raise
    except (pa.ArrowException, OSError, ValueError, KeyError, struct.error) as error:
        msg = (
            f"The batch is no sound Arrow stream or file: {_first_line(error)}. "
            "Nothing of it was taken; write it again and send it again."
        )
        raise BatchError(msg) from error
    refuse_size(table.num_rows)
    names, meter = _texts(table["meter"])
    unit_names, unit = (
        _texts(table["unit"]) if "unit" in table.column_names else _none(table.num_rows)
    )
    source = table["value_e3" if "value_e3" in table.column_names else "value"]
    values = source.combine_chunks()
    scale = SCALE if "value_e3" in table.column_names else 1
    return Columns(
        names=names,
        meter=meter,
        at=_moments(table["at"]),
        value=_thousandths(values) if scale == 1 else _whole(values, 1),
        unit_names=unit_names,
        unit=unit,
        exact=lambda row: _exact(values[row].as_py(), scale),
        shown=lambda row, column: _shown(table, row, column),
    )


def _table(blob: bytes) -> pa.Table:
    """Read what may be believed: uncompressed, of known columns, checked whole."""
    import pyarrow as pa

    start = _MAGIC_BYTES if blob.startswith(MAGIC) else 0
    body = pa.py_buffer(blob).slice(start)
    with pa.ipc.open_stream(body) as reader:
        wanted = _wanted(reader.schema)
        _refuse_compressed(body)
        table = reader.read_all()
    table = table.select(wanted)
    table.validate(full=True)
    return table.unify_dictionaries()


def _wanted(schema: pa.Schema) -> list[str]:
    """Return the columns to be read.

    Raises
    ------
    BatchError
        ``arrivals.columns``: one is missing, stands twice or is of another type.
    """
    value = "value_e3" if "value_e3" in schema.names else "value"
    wanted = ["meter", "at", value, *(["unit"] if "unit" in schema.names else [])]
    for name in wanted:
        found = [field.type for field in schema if field.name == name]
        if len(found) != 1 or not _fits(name, found[0]):
            have = ", ".join(f"{field.name} ({field.type})" for field in schema)
            msg = (
                f"The column {name!r} cannot be read: there is {have[:300] or 'none'}. "
                f"A batch has {_SHAPE}."
            )
            raise BatchError(msg, code="arrivals.columns", column=name)
    return wanted


def _fits(name: str, kind: pa.DataType) -> bool:
    import pyarrow.types as types

    if name in ("meter", "unit"):
        if types.is_dictionary(kind):
            kind = kind.value_type
        return bool(types.is_string(kind) or types.is_large_string(kind))
    if name == "at":
        has_zone = types.is_timestamp(kind) and kind.tz is not None
        return bool(has_zone or types.is_int64(kind))
    if name == "value_e3":
        return bool(types.is_int64(kind))
    if types.is_decimal128(kind):
        return bool(
            0 <= kind.scale <= _MOST_SCALE
        )  # with another one Arrow reads astray
    return bool(
        types.is_float64(kind)
        or types.is_signed_integer(kind)
        or types.is_uint8(kind)
        or types.is_uint16(kind)
        or types.is_uint32(kind)
    )


def _refuse_compressed(body: pa.Buffer) -> None:
    """Refuse bodies that are larger than what was sent; their size is only stated.

    Raises
    ------
    BatchError
        ``arrivals.compressed``.
    """
    import pyarrow as pa

    for message in pa.ipc.MessageReader.open_stream(body):
        told = message.metadata.to_pybytes()
        if message.type != "schema" and _is_compressed(told):
            msg = (
                "The Arrow batch is compressed inside. Send it uncompressed, or with "
                "Content-Encoding: gzip."
            )
            raise BatchError(msg, code="arrivals.compressed")


def _is_compressed(message: bytes) -> bool:
    """Whether the flat buffer of a message says that its body is compressed."""
    root = struct.unpack_from("<I", message)[0]
    kind_at = _field(message, root, 1)
    head_at = _field(message, root, _MESSAGE_HEAD)
    if not head_at or not kind_at:
        return False
    head = head_at + struct.unpack_from("<I", message, head_at)[0]
    if message[kind_at] == 2:  # DictionaryBatch: its rows are a batch inside
        data_at = _field(message, head, _DICTIONARY_BATCH)
        if not data_at:
            return False
        head = data_at + struct.unpack_from("<I", message, data_at)[0]
    return bool(_field(message, head, _BATCH_COMPRESSION))


def _field(message: bytes, table: int, slot: int) -> int:
    """Where a field of a flat buffer's table stands; 0 is that it does not."""
    listed = table - struct.unpack_from("<i", message, table)[0]
    size = struct.unpack_from("<H", message, listed)[0]
    at = 4 + 2 * slot
    if at + 2 > size:
        return 0
    offset = struct.unpack_from("<H", message, listed + at)[0]
    return table + offset if offset else 0


def _texts(column: pa.ChunkedArray) -> tuple[list[str], Int64]:
    import pyarrow as pa

    array = column.combine_chunks()
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    if len(array.dictionary) > MOST_ROWS:
        raise too_many()
    names = [(text or "").strip() for text in array.dictionary.to_pylist()]
    indices = array.indices.cast(pa.int64()).fill_null(-1)
    places: Int64 = indices.to_numpy(zero_copy_only=False)
    empty = [place for place, name in enumerate(names) if not name]
    return names, np.where(np.isin(places, empty), -1, places) if empty else places


def _none(rows: int) -> tuple[list[str], Int64]:
    return [], np.full(rows, -1, np.int64)


def _moments(column: pa.ChunkedArray) -> Int64:
    import pyarrow as pa

    array = column.combine_chunks()
    unit = array.type.unit if pa.types.is_timestamp(array.type) else "us"
    whole = array.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    per_second = _PER_SECOND[unit]
    early = whole < int(EARLIEST.timestamp()) * per_second
    if per_second > MICRO:
        made: Int64 = whole // (per_second // MICRO)
    else:
        factor = MICRO // per_second
        early |= whole > _FARTHEST_US // factor
        made = np.where(early, 0, whole) * factor
    return np.where(early, NONE, made)


def _thousandths(values: pa.Array) -> Int64:
    import pyarrow as pa

    kind = values.type
    if pa.types.is_floating(kind):
        floats = values.fill_null(float("nan")).to_numpy(zero_copy_only=False)
        return thousandths_of_floats(floats)
    if not pa.types.is_decimal(kind):
        return _whole(values.cast(pa.int64()), SCALE)
    quick = thousandths_of_decimals(values)
    if quick is not None:
        return quick
    each = (thousandths_of_number(value.as_py()) for value in values)
    return np.fromiter(each, np.int64, len(values))


def _whole(values: pa.Array, factor: int) -> Int64:
    whole = values.fill_null(0).to_numpy(zero_copy_only=False)
    fits = (whole < MOST_THOUSANDTHS // factor) & (whole > -MOST_THOUSANDTHS // factor)
    return np.where(fits & _there(values), whole * factor, NONE)


def _there(values: pa.Array) -> Any:
    return values.is_valid().to_numpy(zero_copy_only=False)


def _exact(value: Any, scale: int) -> Fraction | None:
    if value is None:
        return None
    number = number_of_text(repr(value)) if isinstance(value, float) else value
    return None if number is None else Fraction(number) / scale


def _shown(table: pa.Table, row: int, column: str) -> str:
    if column == "value" and "value" not in table.column_names:
        column = "value_e3"
    if column not in table.column_names:
        return ""
    cell = table[column][row]
    if column == "at" and cell.is_valid:
        moment = int(_moments(table["at"].slice(row, 1))[0])
        return "" if moment == NONE else str(np.datetime64(moment, "us")) + "Z"
    value = cell.as_py()
    return "" if value is None else str(value)[:_MOST_TEXT]


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
