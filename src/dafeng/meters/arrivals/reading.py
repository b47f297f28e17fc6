"""A batch to readings: what can be one becomes one, the rest is named with its trouble.

The same function answers at the door and reads the journal later. It judges names,
moments and numbers; whether a number can be true the kernel says, with its flags.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.errors import UnitError
from dafeng.base.units import convert, plain_spelling
from dafeng.meters.arrivals.arrow_rows import arrow_columns
from dafeng.meters.arrivals.columns import (
    MOST_THOUSANDTHS,
    NONE,
    Columns,
    micro_of,
    thousandths_of_number,
)
from dafeng.meters.arrivals.json_rows import json_columns
from dafeng.meters.arrivals.records import BatchForm, Envelope, Refused, Trouble
from dafeng.meters.arrivals.sheet_rows import csv_columns, xlsx_columns
from dafeng.meters.readings import Readings

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dafeng.meters.arrivals.columns import Int64
    from dafeng.meters.tree import MeterTree

    Bools: TypeAlias = NDArray[np.bool_]

AHEAD = timedelta(minutes=10)
"""A clock may run ahead by so much; what is later is not known yet."""

NAMED = 1000
"""Rows that are named one by one; the others are only counted."""

_SHOWN = 80
_LONGEST_UNIT = 40
_LARGE_POWER = re.compile(r"\d{3,}|\)\^?-?\d")
"""A power of a power may have more digits than a machine has room for."""
_TROUBLES = tuple(Trouble)
_FINE = -1
_COLUMN = {
    Trouble.TIME: "at",
    Trouble.FUTURE: "at",
    Trouble.VALUE: "value",
    Trouble.UNIT: "unit",
}
_FORMS: Mapping[BatchForm, Callable[[bytes], Columns]] = {
    BatchForm.JSON: json_columns,
    BatchForm.ARROW: arrow_columns,
    BatchForm.CSV: csv_columns,
    BatchForm.XLSX: xlsx_columns,
}


@attrs.frozen(kw_only=True, eq=False)
class ReadBatch:
    """What a batch gave.

    Attributes
    ----------
    readings : Readings
        In the order of the batch; the meter is its index in the tree.
    refused : tuple of Refused
        The first :data:`NAMED` rows that are no reading.
    troubles : mapping of Trouble to int
        How many rows each trouble kept out, all counted.
    """

    readings: Readings
    refused: tuple[Refused, ...]
    troubles: Mapping[Trouble, int]

    @property
    def rows(self) -> int:
        """Rows of the batch."""
        return len(self.readings) + sum(self.troubles.values())


def read_batch(blob: bytes, envelope: Envelope, tree: MeterTree) -> ReadBatch:
    """Read a batch as it was sent.

    Parameters
    ----------
    blob : bytes
        As received, unpacked.
    envelope : Envelope
        Who sent it, in which form, and when it arrived.
    tree : MeterTree
        All meters of the house: another enterprise's meter is told from none.

    Raises
    ------
    BatchError
        It cannot be read at all; nothing of it was taken.
    """
    columns = _FORMS[envelope.form](blob)
    learned = micro_of(envelope.received_at)
    index, trouble = _meters(columns, envelope.sender, tree)
    value = columns.value.copy()
    wrong_unit = _convert(columns, index, value, tree)
    late = learned + AHEAD // timedelta(microseconds=1)
    for wrong, kind in (
        (columns.at == NONE, Trouble.TIME),
        (columns.at > late, Trouble.FUTURE),
        (wrong_unit, Trouble.UNIT),
        (value == NONE, Trouble.VALUE),
    ):
        trouble[wrong & (trouble == _FINE)] = _TROUBLES.index(kind)
    fine = np.flatnonzero(trouble == _FINE)
    bad = np.flatnonzero(trouble != _FINE)
    counted = Counter(_TROUBLES[place] for place in trouble[bad].tolist())
    return ReadBatch(
        readings=Readings(
            meter=index[fine].astype(np.int32),
            at=columns.at[fine],
            value=value[fine],
            learned_at=np.full(len(fine), learned, np.int64),
            manual=np.full(len(fine), envelope.manual, np.uint8),
        ),
        refused=tuple(
            _refused(columns, row, _TROUBLES[trouble[row]])
            for row in bad[:NAMED].tolist()
        ),
        troubles=dict(counted),
    )


def _meters(columns: Columns, sender: str, tree: MeterTree) -> tuple[Int64, Int64]:
    """Look every name up once; return index and trouble of each row."""
    found = np.full(len(columns.names) + 1, -1, np.int64)
    wrong = np.full(len(columns.names) + 1, _FINE, np.int64)
    places = tree.places
    for place, name in enumerate(columns.names):
        index = places.get(name)
        if index is None:
            wrong[place] = _TROUBLES.index(Trouble.METER)
            continue
        found[place] = index
        meter = tree.meters[index]
        if meter.enterprise != sender:
            wrong[place] = _TROUBLES.index(Trouble.FOREIGN)
        elif meter.formula:
            wrong[place] = _TROUBLES.index(Trouble.VIRTUAL)
    wrong[-1] = _TROUBLES.index(Trouble.METER)
    return found[columns.meter], wrong[columns.meter]


def _convert(columns: Columns, index: Int64, value: Int64, tree: MeterTree) -> Bools:
    """Convert what came in another unit, in place; return where that is impossible."""
    wrong = np.zeros(len(columns), np.bool_)
    rows = np.flatnonzero((columns.unit >= 0) & (index >= 0))
    by_pair: dict[tuple[int, str], list[int]] = {}
    for row, unit, meter in zip(
        rows.tolist(), columns.unit[rows].tolist(), index[rows].tolist(), strict=True
    ):
        by_pair.setdefault((unit, tree.meters[meter].unit), []).append(row)
    for (unit, target), those in by_pair.items():
        factor = _factor(columns.unit_names[unit], target)
        if factor is None:
            wrong[those] = True
        elif factor != 1:
            value[those] = _converted(columns, np.array(those), factor)
    return wrong


def _converted(columns: Columns, rows: Int64, factor: Fraction) -> Int64:
    """Return values of rows in the unit of their meter, :data:`NONE` where inexact."""
    whole = columns.value[rows]
    top, bottom = factor.numerator, factor.denominator
    most = MOST_THOUSANDTHS // max(top, bottom)
    plain = (whole != NONE) & (np.abs(whole) < most)
    made = np.full(len(rows), NONE, np.int64)
    if plain.any():
        quotient, rest = np.divmod(whole[plain] * top, bottom)
        made[plain] = np.where(rest == 0, quotient, NONE)
    for place in np.flatnonzero(~plain).tolist():
        # More decimals than three may become whole thousandths of a smaller unit.
        exact = columns.exact(int(rows[place]))
        scaled = None if exact is None else Fraction(exact) * factor
        made[place] = thousandths_of_number(scaled)
    return made


def _factor(source: str, target: str) -> Fraction | None:
    """Return what one of the unit that was sent is in that of the meter."""
    if source == target:
        return Fraction(1)
    if len(source) > _LONGEST_UNIT or _LARGE_POWER.search(plain_spelling(source)):
        return None
    try:
        return convert(1, source, target)
    except (UnitError, RecursionError):
        return None


def _refused(columns: Columns, row: int, trouble: Trouble) -> Refused:
    column = _COLUMN.get(trouble, "meter")
    return Refused(
        row=columns.number(row),
        meter=columns.shown(row, "meter")[:_SHOWN],
        trouble=trouble,
        value=columns.shown(row, column)[:_SHOWN],
    )
