"""One round of a roll-up: which meters were touched, and how far all tables are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.days import CHINA
from dafeng.meters.records import Window
from dafeng.meters.store.combining import roll_up_virtual
from dafeng.meters.store.records import RolledUp
from dafeng.meters.store.rolling import (
    ALL,
    LOOK_BACK_S,
    Run,
    Tables,
    Written,
    in_chunks,
    roll_up_meters,
)
from dafeng.meters.store.settings import (
    CALENDAR,
    changed_settings,
    digests_of,
    store_settings,
)
from dafeng.meters.store.spans import MICRO, month_of_us
from dafeng.meters.store.tables import READINGS

if TYPE_CHECKING:
    from dafeng.lake.blocks_table import BlockTable
    from dafeng.meters.tariffs import TariffCalendar
    from dafeng.meters.tree import MeterTree

Told: TypeAlias = Callable[[int, int], None]

BEGINNING = datetime(2000, 1, 1, tzinfo=CHINA)
"""Nothing was metered before; an earlier reading is of a clock that was never set."""

SEEN = "readings"
"""Name under which a table says which version of the readings it was made from."""

UNTIL = "until"
"""Name under which a table says until which moment it was made, in microseconds."""

CHUNK_ROWS = 3_000_000
"""Readings that are passed over at once: they are held in memory."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class Wish:
    """What a roll-up is asked for.

    Attributes
    ----------
    tree : MeterTree
    calendar : TariffCalendar
    until : int
        Microseconds of UTC.
    again : frozenset of str
        Meters that are passed over whatever happened.
    told : callable
        Hears how many meters are done, and how many there are.
    """

    tree: MeterTree
    calendar: TariffCalendar
    until: int
    again: frozenset[str]
    told: Told


def made_tables(tables: Tables) -> tuple[BlockTable, BlockTable, BlockTable]:
    """Tables that are made from the readings."""
    return tables.hours, tables.days, tables.marks


def seen_by(tables: Tables) -> int:
    """Version of the readings up to which everything made from them has come."""
    return min(table.done(SEEN) for table in made_tables(tables))


def roll_up_tables(tables: Tables, settings: BlockTable, wish: Wish) -> RolledUp:
    """Bring hours, days and counts up to the readings.

    Rows are appended first, and how far the tables have come is said with the last of
    them. Whoever is killed before that does it again, and finds that nothing differs.
    The caller holds the lock of roll-ups.
    """
    tree, made = wish.tree, made_tables(tables)
    version, before = tables.readings.state().version, seen_by(tables)
    previous = min(table.done(UNTIL) for table in made)
    # A clock that was set back must not make new rows older than those they follow.
    until = max(wish.until, *(table.done(UNTIL) for table in made))
    changed = changed_settings(settings, digests_of(tree, wish.calendar))
    names = {meter.id for meter in tree}
    again = names if CALENDAR in changed else {*wish.again, *changed}
    since = _touched(tables.readings, (before, version), previous)
    since |= dict.fromkeys(again, ALL)
    real = {meter.id for meter in tree if not meter.formula}
    since = {name: at for name, at in since.items() if name in real}
    run = Run(
        tables=tables,
        tree=tree,
        calendar=wish.calendar,
        window=Window(begin=BEGINNING, end=_EPOCH + timedelta(microseconds=until)),
        learned_at=until,
        turn=sum(table.state().version for table in made),
    )
    written, count = Written(), len(since)
    while since:
        left: list[str] = []
        for chunk in _chunks(tables.readings, tree, since):
            left += roll_up_meters(run, chunk, written)
            wish.told(len(written.cuts), count)
            if written.size() > CHUNK_ROWS:
                _append(tables, written, {})
        since = dict.fromkeys(left, ALL)
    written.append(tables.hours, {})  # formulas read what they stand on
    roll_up_virtual(run, again, written)
    if written.cuts or version != before:
        _append(tables, written, {SEEN: version, UNTIL: until})
        store_settings(settings, changed, until)  # last: until then it is done again
        for table in made:
            table.merge()
    return RolledUp(
        meters=frozenset(written.cuts),
        hours=written.hours,
        days=written.days,
        whole=written.whole,
    )


def _append(tables: Tables, written: Written, done: Mapping[str, int]) -> None:
    for table in made_tables(tables):
        written.append(table, done)


def _touched(
    readings: BlockTable, versions: tuple[int, int], previous: int
) -> dict[str, int]:
    """Time of the first row of each meter that no roll-up has counted yet."""
    since = readings.first_added(*versions)
    if previous:
        waiting = readings.first_above(previous, span=month_of_us(previous))
        for name, at in waiting.items():
            since[name] = min(at, since.get(name, at))
    return since


def _month_before(at: int) -> int:
    """Month from which rows are read when the first new one is of a moment."""
    return 0 if at == ALL else month_of_us(at - LOOK_BACK_S * MICRO)


def _chunks(
    readings: BlockTable, tree: MeterTree, since: Mapping[str, int]
) -> Iterator[dict[str, int]]:
    """Cut meters into runs that fit into memory, block after block."""
    block_of = READINGS.block_of
    count = np.bincount(
        [block_of(meter.id) for meter in tree], minlength=READINGS.blocks
    )
    files = readings.state().files.values()

    @cache
    def size_of(block: int, month: int) -> int:
        """Rows that a meter of a block has since a month, about."""
        near = (file for file in files if file.block == block)
        rows = sum(file.rows for file in near if file.span >= month)
        return rows // int(count[block])

    names = sorted(since, key=lambda name: (block_of(name), name))
    size = {name: size_of(block_of(name), _month_before(since[name])) for name in names}
    return in_chunks({name: since[name] for name in names}, size, CHUNK_ROWS)
