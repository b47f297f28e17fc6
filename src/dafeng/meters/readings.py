"""Readings as columns: sorted by meter, time and time of learning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import numpy as np

from dafeng.base.findings import Finding, Severity
from dafeng.meters.errors import ReadingsError

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    Int64: TypeAlias = NDArray[np.int64]
    Int32: TypeAlias = NDArray[np.int32]
    UInt8: TypeAlias = NDArray[np.uint8]

COLUMNS = ("meter", "at", "value", "learned_at", "manual")


@attrs.frozen(kw_only=True, eq=False)
class Readings:
    """Many readings, one array per column.

    Attributes
    ----------
    meter : array of int32
        Index of the meter in its tree.
    at : array of int64
        Microseconds of UTC: the moment of a register, the end of an interval.
    value : array of int64
        Thousandths of the meter's unit.
    learned_at : array of int64
        Microseconds of UTC when it reached us.
    manual : array of uint8
        1 where a person read it.
    """

    meter: Int32
    at: Int64
    value: Int64
    learned_at: Int64
    manual: UInt8

    def __attrs_post_init__(self) -> None:
        lengths = {len(getattr(self, name)) for name in COLUMNS}
        if len(lengths) > 1:
            raise ReadingsError(
                [_wrong("columns", str(sorted(lengths)), "all have one length")]
            )

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, rows: slice | NDArray[np.int64]) -> Readings:
        """Take rows; a slice copies nothing."""
        return Readings(**{name: getattr(self, name)[rows] for name in COLUMNS})

    def sorted(self) -> Readings:
        """Return the readings by meter, time and time of learning; ties stay."""
        return self[np.lexsort((self.learned_at, self.at, self.meter))]


def readings_from_table(table: pa.Table) -> Readings:
    """Read columns ``meter, at, value, learned_at, manual``; times may be timestamps.

    Raises
    ------
    ReadingsError
        ``readings.bad``: a column is missing, or a cell is empty.
    """
    found = []
    for name in COLUMNS:
        if name not in table.column_names:
            found.append(_wrong(name, ", ".join(table.column_names), "must be there"))
        elif table[name].null_count:
            row = table[name].to_pylist().index(None)
            found.append(_wrong(f"{name}, row {row}", "", "must not be empty"))
    if found:
        raise ReadingsError(found)
    return Readings(
        meter=_array(table, "meter", np.int32),
        at=_array(table, "at", np.int64),
        value=_array(table, "value", np.int64),
        learned_at=_array(table, "learned_at", np.int64),
        manual=_array(table, "manual", np.uint8),
    )


def _array(table: pa.Table, name: str, kind: type) -> NDArray[Any]:
    import pyarrow as pa

    column = table[name].combine_chunks()
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz)).cast(pa.int64())
    elif pa.types.is_boolean(column.type):
        column = column.cast(pa.uint8())
    made: NDArray[Any] = np.ascontiguousarray(
        column.to_numpy(zero_copy_only=False), dtype=kind
    )
    return made


def _wrong(place: str, value: str, rule: str) -> Finding:
    return Finding(
        code="readings.bad",
        severity=Severity.ERROR,
        place=f"readings, {place}",
        value=value,
        rule=f"The column {rule}.",
    )
