"""The journal read once more: what is not there yet comes in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.base.errors import BadInputError
from dafeng.meters.store.compacting import (
    JOURNAL,
    chunks_of,
    read_entry,
    rows_of,
)
from dafeng.meters.store.envelopes import unpacked_arrival
from dafeng.meters.store.records import Compacted
from dafeng.meters.store.views import Asked, joined_readings, readings_asked

if TYPE_CHECKING:
    from dafeng.lake import Entry, Journal
    from dafeng.lake.blocks_table import BlockTable
    from dafeng.meters.readings import Int64, Readings
    from dafeng.meters.tree import MeterTree


@attrs.frozen(kw_only=True)
class Again:
    """What is read again.

    Attributes
    ----------
    tree : MeterTree
    since : int
        Entries up to this one are left alone.
    senders : collection of str or None
        Whose entries; None is everybody.
    """

    tree: MeterTree
    since: int
    senders: Collection[str] | None


def is_sent_by(entry: Entry, senders: Collection[str]) -> bool:
    """Whether the envelope of an entry names one of these; its rows are not read."""
    try:
        return unpacked_arrival(entry.blob)[0].sender in senders
    except BadInputError:
        return False


def replay_journal(
    journal: Journal, table: BlockTable, wish: Again, *, now: datetime
) -> Compacted:
    """Append the readings of compacted entries that the table does not have.

    Refusals were counted when the entry first came and are not counted again. The
    caller holds the lock of compactions.
    """
    last, tree, senders = table.done(JOURNAL), wish.tree, wish.senders
    batches = readings = 0
    meters: set[str] = set()
    for entries in chunks_of(journal.entries(wish.since)):
        parts: list[Readings] = []
        sequences: list[Int64] = []
        for entry in entries:
            if entry.sequence > last:
                break
            if senders is not None and not is_sent_by(entry, senders):
                continue
            batches += 1
            part, _ = read_entry(entry, tree)
            if part is not None and len(part):
                parts.append(part)
                sequences.append(np.full(len(part), entry.sequence, np.int64))
        missing = _missing(table, tree, parts, sequences)
        rows = rows_of(*missing, tree)
        if rows is not None and len(rows):
            about = {"dafeng.act": "replay", "dafeng.at": now.isoformat()}
            table.append(rows, transactions={}, about=about)
            readings += len(rows)
            meters |= {tree.meters[place].id for place in np.unique(rows.thing)}
    return Compacted(
        batches=batches,
        readings=readings,
        refused=(),
        meters=frozenset(meters),
        sequence=last,
    )


def _missing(
    table: BlockTable, tree: MeterTree, parts: list[Readings], sequences: list[Int64]
) -> tuple[list[Readings], list[Int64]]:
    """Rows of the parts of which the table has none, by entry, meter and moment."""
    if not parts:
        return [], []
    rows, entry = joined_readings(parts), np.concatenate(sequences)
    asked = Asked(
        meters=tuple(tree.meters[place].id for place in np.unique(rows.meter)),
        begin=int(rows.at.min()),
        end=int(rows.at.max()),
    )
    there, known = readings_asked(table, tree, asked)
    keys = (
        np.append(np.zeros(len(there), np.bool_), np.ones(len(rows), np.bool_)),
        np.append(there.at, rows.at),
        np.append(there.meter, rows.meter),
        np.append(known, entry),
    )
    order = np.lexsort(keys)
    moved = np.zeros(len(order), np.bool_)
    moved[:1] = True
    for key in keys[1:]:
        moved[1:] |= key[order][1:] != key[order][:-1]
    starts = np.flatnonzero(moved)
    is_new = keys[0][order[starts]]  # what is stored stands first in its group
    fresh = np.repeat(is_new, np.diff(np.append(starts, len(order))))
    kept = np.sort(order[fresh]) - len(there)
    return [rows[kept]], [entry[kept]]
