"""Series read back from the tables, as the kernel and everybody else takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from dafeng.meters.flags import FLAG_NAMES
from dafeng.meters.hours import Hours
from dafeng.meters.kernel import HOUR
from dafeng.meters.readings import COLUMNS, Readings
from dafeng.meters.records import State
from dafeng.meters.store.holding import OWN, arrays_of, holding
from dafeng.meters.store.records import Marks
from dafeng.meters.store.spans import (
    MICRO,
    first_day,
    first_hour,
    month_of_us,
    months_of_hours,
    years_of_days,
)
from dafeng.meters.sums import Span, Sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.lake.blocks_table import BlockTable
    from dafeng.meters.readings import UInt8
    from dafeng.meters.store.holding import Columns
    from dafeng.meters.tree import MeterTree

READING_COLUMNS = ("at", "value_e3", "lag_s", "manual", "sequence")
HOUR_VALUES = ("energy", "estimated", "seconds", "estimated_s")
PERIODS = ("sharp", "peak", "flat", "valley", "deep_valley")
DAY_VALUES = (*HOUR_VALUES, *PERIODS)
MARK_VALUES = ("came", "used", *FLAG_NAMES)


@attrs.frozen(kw_only=True)
class Asked:
    """Which rows of a table are asked for; times in microseconds of UTC.

    Attributes
    ----------
    meters : tuple of str
    begin, end : int
    learned_by : int or None
    """

    meters: tuple[str, ...]
    begin: int
    end: int
    learned_by: int | None = None


def readings_asked(
    table: BlockTable, tree: MeterTree, asked: Asked
) -> tuple[Readings, NDArray[np.int64]]:
    """Read readings, both ends included; with the entry of the journal of each."""
    things, rows = table.read(
        asked.meters,
        READING_COLUMNS,
        spans=(month_of_us(asked.begin), month_of_us(asked.end)),
        least=asked.begin,
    )
    columns = arrays_of(rows)
    columns["learned_at"] = (
        columns["at"] + columns.pop("lag_s").astype(np.int64) * MICRO
    )
    kept = (columns["at"] >= asked.begin) & (columns["at"] <= asked.end)
    if asked.learned_by is not None:
        # The lag is rounded up: what came within that second was known.
        kept &= columns["learned_at"] < asked.learned_by + MICRO
    if not kept.all():
        columns = {name: column[kept] for name, column in columns.items()}
    meter = _indices(tree, things)[columns["meter"]]
    order = _order(meter, columns)
    readings = Readings(
        meter=meter[order],
        at=columns["at"][order],
        value=columns["value_e3"][order],
        learned_at=columns["learned_at"][order],
        manual=columns["manual"][order].astype(np.uint8),
    )
    return readings, columns["sequence"][order]


def _order(meter: NDArray[np.int32], columns: Columns) -> NDArray[np.intp]:
    """By meter, time, time of learning and entry; of sorted runs almost a merge."""
    at, learned = columns["at"], columns["learned_at"]
    order = np.argsort(at, kind="stable")
    order = order[np.argsort(meter[order], kind="stable")]
    same = (np.diff(meter[order]) == 0) & (np.diff(at[order]) == 0)
    if same.any():
        places = np.flatnonzero(np.append(same, False) | np.append(False, same))
        rows = order[places]
        keys = (columns["sequence"][rows], learned[rows], at[rows], meter[rows])
        order[places] = rows[np.lexsort(keys)]
    return order


def hours_asked(table: BlockTable, tree: MeterTree, asked: Asked) -> Hours:
    """Read hours that hold, from the begin on and before the end."""
    first, end = first_hour(asked.begin), first_hour(asked.end)
    spans = months_of_hours(np.array([first, max(end - 1, first)]))
    columns = _held(table, tree, asked, ("hour", HOUR_VALUES), spans, (first, end))
    return hours_of(columns)


def days_asked(table: BlockTable, tree: MeterTree, asked: Asked) -> Sums:
    """Read days that hold, from the begin on and before the end."""
    first, end = first_day(asked.begin), first_day(asked.end)
    spans = years_of_days(np.array([first, max(end - 1, first)]))
    columns = _held(table, tree, asked, ("day", DAY_VALUES), spans, (first, end))
    return days_of(columns)


def marks_asked(table: BlockTable, tree: MeterTree, asked: Asked) -> Marks:
    """Read counts of readings that hold, from the begin on and before the end."""
    first, end = first_day(asked.begin), first_day(asked.end)
    spans = years_of_days(np.array([first, max(end - 1, first)]))
    columns = _held(table, tree, asked, ("day", MARK_VALUES), spans, (first, end))
    return marks_of(columns)


def _held(
    table: BlockTable,
    tree: MeterTree,
    asked: Asked,
    names: tuple[str, Sequence[str]],
    spans: Iterable[Any],
    bounds: tuple[int, int],
) -> Columns:
    number, values = names
    first, last = (int(span) for span in spans)
    things, rows = table.read(
        asked.meters,
        (number, *values, *OWN),
        spans=(first, last),
        least=bounds[0],
        history=asked.learned_by is not None,
    )
    columns = arrays_of(rows)
    kept = (columns[number] >= bounds[0]) & (columns[number] < bounds[1])
    if asked.learned_by is not None:
        kept &= columns["learned_at"] <= asked.learned_by
    if not kept.all():
        columns = {name: column[kept] for name, column in columns.items()}
    columns["meter"] = _indices(tree, things)[columns["meter"]]
    return holding(columns, number)


def _indices(tree: MeterTree, things: Sequence[str]) -> NDArray[np.int32]:
    return np.array([tree.index(thing) for thing in things], np.int32)


def hours_of(columns: Columns) -> Hours:
    """Return columns as hours."""
    seconds, estimated_s = columns["seconds"], columns["estimated_s"]
    return Hours(
        meter=columns["meter"],
        hour=columns["hour"],
        energy=columns["energy"],
        estimated=columns["estimated"],
        seconds=seconds.astype(np.int32),
        estimated_s=estimated_s.astype(np.int32),
        state=_state(seconds, estimated_s),
    )


def _state(seconds: NDArray[Any], estimated_s: NDArray[Any]) -> UInt8:
    state = np.full(len(seconds), State.MEASURED, np.uint8)
    state[estimated_s > 0] = State.ESTIMATED
    state[seconds < HOUR] = State.PARTIAL
    state[seconds == 0] = State.MISSING
    return state


def days_of(columns: Columns) -> Sums:
    """Return columns as sums of days."""
    return Sums(
        span=Span.DAY,
        meter=columns["meter"],
        number=columns["day"],
        energy=columns["energy"],
        estimated=columns["estimated"],
        seconds=columns["seconds"].astype(np.int64),
        estimated_s=columns["estimated_s"].astype(np.int64),
        by_period=np.stack([columns[name] for name in PERIODS], axis=1),
    )


def marks_of(columns: Columns) -> Marks:
    """Return columns as counts of readings."""
    return Marks(
        meter=columns["meter"],
        day=columns["day"],
        came=columns["came"],
        used=columns["used"],
        flags=np.stack([columns[name] for name in FLAG_NAMES], axis=1),
    )


def hour_columns(hours: Hours) -> Columns:
    """Return hours as columns of their table."""
    names = ("meter", "hour", *HOUR_VALUES)
    return {name: getattr(hours, name) for name in names}


def day_columns(days: Sums) -> Columns:
    """Return sums of days as columns of their table."""
    made = {name: getattr(days, name) for name in ("meter", *HOUR_VALUES)}
    made["day"] = days.number
    for place, name in enumerate(PERIODS):
        made[name] = np.ascontiguousarray(days.by_period[:, place])
    return made


def mark_columns(marks: Marks) -> Columns:
    """Return counts of readings as columns of their table."""
    made = {name: getattr(marks, name) for name in ("meter", "day", "came", "used")}
    for place, name in enumerate(FLAG_NAMES):
        made[name] = np.ascontiguousarray(marks.flags[:, place])
    return made


def joined_readings(parts: Sequence[Readings]) -> Readings:
    """Put readings one behind the other."""
    if len(parts) == 1:
        return parts[0]
    empty = Readings(
        meter=np.zeros(0, np.int32),
        at=np.zeros(0, np.int64),
        value=np.zeros(0, np.int64),
        learned_at=np.zeros(0, np.int64),
        manual=np.zeros(0, np.uint8),
    )
    every = [empty, *parts]
    return Readings(
        **{name: np.concatenate([getattr(p, name) for p in every]) for name in COLUMNS}
    )
