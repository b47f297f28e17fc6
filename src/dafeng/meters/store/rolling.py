"""From readings to hours, days and counts: only meters that were touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.lake.blocks_rows import BlockRows, joined_rows
from dafeng.meters.dials import dials_of
from dafeng.meters.flags import UNUSED, Flag
from dafeng.meters.hours import CHINA_S, Hours, Rolled, roll_up
from dafeng.meters.records import MeterKind, Window
from dafeng.meters.store.cuts import cut_of
from dafeng.meters.store.holding import changes
from dafeng.meters.store.records import Marks
from dafeng.meters.store.spans import (
    DAY_S,
    HOUR_S,
    MICRO,
    day_of_us,
    month_of_us,
    months_of_hours,
    years_of_days,
)
from dafeng.meters.store.tables import DAYS, HOURS, MARKS
from dafeng.meters.store.views import (
    DAY_VALUES,
    HOUR_VALUES,
    MARK_VALUES,
    Asked,
    day_columns,
    days_asked,
    hour_columns,
    hours_asked,
    joined_readings,
    mark_columns,
    marks_asked,
    readings_asked,
)
from dafeng.meters.sums import day_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.lake.blocks_table import BlockTable
    from dafeng.meters.readings import Readings
    from dafeng.meters.store.holding import Columns
    from dafeng.meters.tariffs import TariffCalendar
    from dafeng.meters.tree import MeterTree

LOOK_BACK_S = 4 * DAY_S
"""How far before the first new row a meter's rows are read at first."""

FAR_US = 2**62
ALL = -FAR_US
"""In place of the time of a first new row: the meter is passed over as a whole."""


@attrs.frozen(kw_only=True)
class Tables:
    """The tables that a roll-up reads and writes."""

    readings: BlockTable
    hours: BlockTable
    days: BlockTable
    marks: BlockTable


@attrs.frozen(kw_only=True)
class Run:
    """What is the same for all meters of a roll-up.

    Attributes
    ----------
    tables : Tables
    tree : MeterTree
    calendar : TariffCalendar
    window : Window
    learned_at : int
        Microseconds of UTC with which new rows are marked.
    turn : int
    """

    tables: Tables
    tree: MeterTree
    calendar: TariffCalendar
    window: Window
    learned_at: int
    turn: int


@attrs.define
class Written:
    """What a roll-up has changed until now.

    Attributes
    ----------
    hours, days : int
        Rows.
    whole : int
        Meters that were passed over from their first reading.
    cuts : dict of str to int
        Second from which each meter was passed over; far back where from its first.
    waiting : dict of str to list of BlockRows
        Rows of each table that are not appended yet: one commit is for many meters.
    """

    hours: int = 0
    days: int = 0
    whole: int = 0
    cuts: dict[str, int] = attrs.Factory(dict)
    waiting: dict[str, list[BlockRows]] = attrs.Factory(dict)

    def add(self, table: str, rows: BlockRows | None) -> int:
        """Let rows wait; return how many they are."""
        if rows is None:
            return 0
        self.waiting.setdefault(table, []).append(rows)
        return len(rows)

    def append(self, table: BlockTable, done: Mapping[str, int]) -> None:
        """Append what waits for a table, and say how far it has come with it."""
        rows = joined_rows(self.waiting.pop(table.schema.name, []))
        if rows is not None or done:
            table.append(rows, transactions=done)

    def size(self) -> int:
        """Rows that wait."""
        return sum(len(rows) for parts in self.waiting.values() for rows in parts)


def roll_up_meters(
    run: Run, since: Mapping[str, int], written: Written
) -> tuple[str, ...]:
    """Pass over some meters again and store what differs.

    Parameters
    ----------
    run : Run
    since : mapping of str to int
        Meters with readings, and the time of the first new row of
        each, or :data:`ALL`.
    written : Written
        Added to.

    Returns
    -------
    tuple of str
        Meters that were left: their last days do not prove where to begin, so they
        must be passed over as a whole.
    """
    readings, cuts = _rows_to_pass(run, since)
    rolled = roll_up(run.tree, readings, run.window)
    of_meter = np.full(len(run.tree), -FAR_US // MICRO, np.int64)
    for name, cut in cuts.items():
        of_meter[run.tree.index(name)] = cut
    hours = rolled.hours
    kept = hours.hour.astype(np.int64) * HOUR_S >= of_meter[hours.meter]
    marks = marks_of_pass(run, readings, rolled)
    later = marks.day * DAY_S - CHINA_S >= of_meter[marks.meter]
    store_hours(run, hours[np.flatnonzero(kept)], cuts, written)
    _store_marks(run, mark_columns(marks), later, cuts, written)
    written.whole += sum(cut == ALL // MICRO for cut in cuts.values())
    return tuple(name for name in since if name not in cuts)


def _rows_to_pass(
    run: Run, since: Mapping[str, int]
) -> tuple[Readings, dict[str, int]]:
    """Read what must be passed over, and from which second each meter is."""
    parts: list[Readings] = []
    cuts: dict[str, int] = {}
    months: dict[int, dict[str, int]] = {}
    for name, at in since.items():
        if at != ALL:
            months.setdefault(month_of_us(at), {})[name] = at
    for near in months.values():  # so one meter's old row is no reason to read others'
        rows_of_month, cuts_of_month = _near(run, near)
        parts += rows_of_month
        cuts |= cuts_of_month
    whole = [name for name, at in since.items() if at == ALL]
    if whole:
        asked = Asked(meters=tuple(whole), begin=-FAR_US // 4, end=FAR_US // 4)
        rows, _ = readings_asked(run.tables.readings, run.tree, asked)
        parts.append(rows)
        cuts |= dict.fromkeys(whole, ALL // MICRO)
    rows = joined_readings(parts)
    return rows[np.argsort(rows.meter, kind="stable")], cuts


def _near(run: Run, since: Mapping[str, int]) -> tuple[list[Readings], dict[str, int]]:
    """Rows of meters whose readings of the last days prove where to begin."""
    begins = {
        name: ((at // MICRO + CHINA_S) // DAY_S * DAY_S - CHINA_S - LOOK_BACK_S)
        for name, at in since.items()
    }
    begin = min(begins.values()) * MICRO
    asked = Asked(meters=tuple(since), begin=begin, end=FAR_US // 4)
    rows, _ = readings_asked(run.tables.readings, run.tree, asked)
    places = sorted((run.tree.index(name), name) for name in since)
    dials = dials_of([run.tree.meters[place] for place, _ in places], run.window)
    parts: list[Readings] = []
    cuts: dict[str, int] = {}
    for row, (place, name) in enumerate(places):
        first, last = np.searchsorted(rows.meter, [place, place + 1])
        start = np.searchsorted(rows.at[first:last], begins[name] * MICRO)
        mine = rows[int(first + start) : int(last)]
        cut = cut_of(dials, row, mine, since_us=since[name])
        if cut is not None:
            parts.append(mine)
            cuts[name] = cut
    return parts, cuts


def store_hours(
    run: Run, hours: Hours, cuts: Mapping[str, int], written: Written
) -> None:
    """Store hours and days that differ from what is stored from the cuts on."""
    new = hour_columns(hours)
    asked = _stored_from(cuts)
    of_meter = _cuts_of(run, cuts)
    stored = hour_columns(hours_asked(run.tables.hours, run.tree, asked))
    stored = _from_cuts(stored, stored["hour"].astype(np.int64) * HOUR_S, of_meter)
    rows = _replaced(run, new, stored, "hour", HOUR_VALUES)
    written.hours += written.add(HOURS.name, rows)
    days = day_columns(day_sums(hours, run.calendar))
    stored = day_columns(days_asked(run.tables.days, run.tree, asked))
    starts = stored["day"].astype(np.int64) * DAY_S - CHINA_S
    stored = _from_cuts(stored, starts, of_meter)
    rows = _replaced(run, days, stored, "day", DAY_VALUES)
    written.days += written.add(DAYS.name, rows)
    written.cuts |= cuts


def _store_marks(
    run: Run,
    marks: Columns,
    kept: NDArray[np.bool_],
    cuts: Mapping[str, int],
    written: Written,
) -> None:
    new = {name: column[kept] for name, column in marks.items()}
    stored = mark_columns(marks_asked(run.tables.marks, run.tree, _stored_from(cuts)))
    starts = stored["day"].astype(np.int64) * DAY_S - CHINA_S
    stored = _from_cuts(stored, starts, _cuts_of(run, cuts))
    rows = _replaced(run, new, stored, "day", MARK_VALUES)
    written.add(MARKS.name, rows)


def _stored_from(cuts: Mapping[str, int]) -> Asked:
    first = min(cuts.values(), default=0) * MICRO
    return Asked(meters=tuple(cuts), begin=max(first, -FAR_US // 4), end=FAR_US // 4)


def _cuts_of(run: Run, cuts: Mapping[str, int]) -> NDArray[np.int64]:
    of_meter = np.full(len(run.tree), ALL // MICRO, np.int64)
    for name, cut in cuts.items():
        of_meter[run.tree.index(name)] = cut
    return of_meter


def _from_cuts(
    columns: Columns, second: NDArray[np.int64], of_meter: NDArray[np.int64]
) -> Columns:
    kept = second >= of_meter[columns["meter"]]
    return {name: column[kept] for name, column in columns.items()}


def _replaced(
    run: Run, new: Columns, stored: Columns, number: str, values: tuple[str, ...]
) -> BlockRows | None:
    """Rows to append so that the new set holds; None where nothing differs."""
    found = changes(new, stored, number=number, values=values)
    if not len(found):
        return None
    columns: Columns = {
        name: np.concatenate([new[name][found.new], stored[name][found.gone]])
        for name in ("meter", number, *values)
    }
    gone = np.zeros(len(found), np.bool_)
    gone[len(found.new) :] = True
    for name in values:
        columns[name][gone] = 0
    spans = months_of_hours if number == "hour" else years_of_days
    types = {"hour": np.int32, "day": np.int32}
    columns[number] = columns[number].astype(types[number])
    return BlockRows(
        things=tuple(meter.id for meter in run.tree),
        thing=columns.pop("meter").astype(np.int32),
        span=spans(columns[number]),
        columns=columns
        | {
            "gone": gone,
            "learned_at": np.full(len(found), run.learned_at, np.int64),
            "turn": np.full(len(found), run.turn, np.int64),
        },
    )


def marks_of_pass(run: Run, readings: Readings, rolled: Rolled) -> Marks:
    """Count the readings of a pass by meter and day."""
    inside = readings.at > int(run.window.begin.timestamp()) * MICRO
    readings, flags = readings[np.flatnonzero(inside)], rolled.flags[inside]
    day = day_of_us(readings.at)
    key = (readings.meter.astype(np.int64) << 32) + day
    order = np.argsort(key, kind="stable")  # a midnight is all that stands apart
    key = key[order]
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1]))[: len(key) or 0]
    register = np.array(
        [meter.kind is MeterKind.REGISTER for meter in run.tree], np.bool_
    )
    used = (flags & np.uint16(UNUSED)) == 0
    spike = (flags & np.uint16(Flag.SPIKE)) > 0
    used &= ~(spike & register[readings.meter])
    counts = [_added(used[order], starts)]
    counts += [_added((flags[order] & np.uint16(flag)) > 0, starts) for flag in Flag]
    came = np.diff(np.append(starts, len(key))).astype(np.int32)
    return Marks(
        meter=(key[starts] >> 32).astype(np.int32),
        day=(key[starts] & 0xFFFFFFFF).astype(np.int32),
        came=came,
        used=counts[0],
        flags=np.stack(counts[1:], axis=1),
    )


def _added(marked: NDArray[np.bool_], starts: NDArray[np.intp]) -> NDArray[np.int32]:
    if not len(starts):
        return np.zeros(0, np.int32)
    made: NDArray[np.int32] = np.add.reduceat(marked.astype(np.int32), starts)
    return made


def in_chunks(
    since: Mapping[str, int], rows: Mapping[str, int], most: int
) -> Iterator[dict[str, int]]:
    """Cut meters into runs of no more than so many rows each."""
    chunk: dict[str, int] = {}
    size = 0
    for name in since:
        if chunk and size + rows.get(name, 0) > most:
            yield chunk
            chunk, size = {}, 0
        chunk[name] = since[name]
        size += rows.get(name, 0)
    if chunk:
        yield chunk
