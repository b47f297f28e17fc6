"""A batch in JSON: ``{"readings": [{"meter", "at", "value", "unit"}]}``."""

from __future__ import annotations

import re
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from dafeng.meters.arrivals.columns import (
    EARLIEST,
    LONGEST_NUMBER,
    MICRO,
    MOST_ROWS,
    NONE,
    Columns,
    micro_of,
    number_of_text,
    places_of,
    refuse_size,
    thousandths_of_decimals,
    thousandths_of_floats,
    thousandths_of_number,
    too_many,
)
from dafeng.meters.arrivals.errors import BatchError

if TYPE_CHECKING:
    from dafeng.meters.arrivals.columns import Int64

_LARGEST_EXACT = 2**53
_MOST_PARTS = 6 * MOST_ROWS
_BYTE, _ROW = re.compile(r"\((byte \d+)\)"), re.compile(r"readings\[(\d+)\]")


class _Row(msgspec.Struct, gc=False):
    meter: Any = None
    at: Any = None
    value: Any = None
    unit: Any = None


class _Batch(msgspec.Struct):
    readings: list[_Row]


_DECODER = msgspec.json.Decoder(_Batch)


def _place(told: str) -> str:
    """Where the decoder stopped: ``byte 17`` or ``readings.1``; empty where untold."""
    byte, row = _BYTE.search(told), _ROW.search(told)
    if byte:
        return byte[1]
    return f"readings.{int(row[1]) + 1}" if row else ""


def json_columns(blob: bytes) -> Columns:
    """Read a batch in JSON.

    Raises
    ------
    BatchError
        It is no JSON, or not of that shape.
    """
    if blob.count(b",") > _MOST_PARTS:
        raise too_many()  # what is small as text may be large as objects
    try:
        rows = _DECODER.decode(blob)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        msg = (
            f'The batch is not JSON of the shape {{"readings": [{{"meter", "at", '
            f'"value"}}]}}: {error}. Nothing of it was taken; mend it, then send it.'
        )
        raise BatchError(msg, place=_place(str(error))) from error
    readings = rows.readings
    refuse_size(len(readings))
    values = [row.value for row in readings]
    names, meter = places_of([row.meter for row in readings])
    unit_names, unit = places_of([row.unit for row in readings])
    odd = [
        place
        for place, row in enumerate(readings)
        if row.unit is not None and not isinstance(row.unit, str)
    ]
    if odd:
        unit = unit.copy()
        unit[odd] = len(unit_names)
        unit_names.append("")  # a unit that none can be
    return Columns(
        names=names,
        meter=meter,
        at=moments([row.at for row in readings]),
        value=_thousandths(values),
        unit_names=unit_names,
        unit=unit,
        exact=lambda place: _exact(values[place]),
        shown=lambda place, column: shown(getattr(readings[place], column)),
    )


def shown(value: object) -> str:
    """Return what was sent as people see it; nothing is empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, float | int) else "…"


def moments(texts: list[Any]) -> Int64:
    """Read moments with their zone, all at once where they all can be read."""
    import pyarrow as pa

    try:
        read = pa.array(texts, pa.string()).cast(pa.timestamp("us", "UTC"))
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return np.fromiter(map(_moment, texts), np.int64, len(texts))
    if read.null_count:
        read = read.fill_null(0)
    made: Int64 = read.cast(pa.int64()).to_numpy(zero_copy_only=False)
    early = made < int(EARLIEST.timestamp()) * MICRO
    return np.where(early, NONE, made) if early.any() else made


def _moment(text: object) -> int:
    if not isinstance(text, str):
        return int(NONE)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return int(NONE)
    return int(NONE) if moment.tzinfo is None else micro_of(moment)


def _thousandths(values: list[Any]) -> Int64:
    import pyarrow as pa

    kinds = set(map(type, values))
    if kinds <= {int, float}:
        try:
            numbers = np.array(values, np.float64)
        except OverflowError:
            numbers = np.full(1, np.inf)
        if (np.abs(numbers) < _LARGEST_EXACT).all():
            return thousandths_of_floats(numbers)
    if kinds == {str} and max(map(len, values)) <= LONGEST_NUMBER:
        quick = thousandths_of_decimals(pa.array(values, pa.string()))
        if quick is not None:
            return quick
    each = (thousandths_of_number(_exact(value)) for value in values)
    return np.fromiter(each, np.int64, len(values))


def _exact(value: object) -> Any:
    """Return the number that was sent, exactly as it was written."""
    if isinstance(value, str):
        return number_of_text(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # The shortest text of a double is the number that was written.
    return Fraction(value) if isinstance(value, int) else number_of_text(repr(value))
