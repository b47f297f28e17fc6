"""From the journal to the readings: each entry once, whoever is killed when."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.base.days import CHINA
from dafeng.base.errors import DafengError
from dafeng.lake.blocks_rows import BlockRows
from dafeng.lake.errors import DamagedError
from dafeng.lake.journal_segments import shorter
from dafeng.meters.arrivals.reading import read_batch
from dafeng.meters.arrivals.records import Trouble
from dafeng.meters.store.envelopes import unpacked_arrival
from dafeng.meters.store.records import BATCH, Compacted, RefusedRows
from dafeng.meters.store.spans import MICRO, months_of_us

if TYPE_CHECKING:
    from dafeng.lake import Entry, Journal
    from dafeng.lake.blocks_table import BlockTable
    from dafeng.meters.readings import Int64, Readings
    from dafeng.meters.tree import MeterTree

JOURNAL = "journal"
"""Name under which the readings say which entry of the journal came last."""

REFUSED = "dafeng.refused"
UNKNOWN = Trouble.METER.value
UNREADABLE = (
    DafengError,
    ArithmeticError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a batch can make its reader raise; a full disk or memory is none of it."""

_MOST_BYTES = 96 * 1024 * 1024
_MOST_ENTRIES = 20_000


@attrs.define(eq=False)
class _Chunk:
    """Some entries on their way into the readings."""

    batches: int = 0
    sequence: int = 0
    parts: list[Readings] = attrs.Factory(list)
    sequences: list[Int64] = attrs.Factory(list)
    refused: Counter[tuple[date, str, str, str]] = attrs.Factory(Counter)


def compact_journal(
    journal: Journal, table: BlockTable, tree: MeterTree, *, now: datetime
) -> Compacted:
    """Read what came after the last compaction and append it.

    One commit holds the readings of some entries and the number of the last of them.
    The caller holds the lock of compactions.

    Raises
    ------
    DamagedError
        The journal ends before the last entry that was compacted. What comes next
        would be passed over; see :func:`journal_go_on`.
    """
    batches = readings = 0
    sequence = table.done(JOURNAL)
    if sequence > journal.last():
        raise shorter(journal.folder, sequence)
    refused: Counter[tuple[date, str, str, str]] = Counter()
    meters: set[str] = set()
    for entries in chunks_of(journal.entries(sequence)):
        chunk = _read(entries, tree)
        rows = rows_of(chunk.parts, chunk.sequences, tree)
        version = table.append(
            rows,
            transactions={JOURNAL: chunk.sequence},
            about={
                REFUSED: refused_text(chunk.refused, tree),
                "dafeng.batch": f"{sequence + 1}-{chunk.sequence}",
                "dafeng.at": now.isoformat(),
            },
            expected={JOURNAL: sequence},
        )
        if version is None:  # somebody without our lock has come further
            break
        sequence = chunk.sequence
        batches += chunk.batches
        refused += chunk.refused
        if rows is not None:
            readings += len(rows)
            meters |= {tree.meters[place].id for place in np.unique(rows.thing)}
    return Compacted(
        batches=batches,
        readings=readings,
        refused=refused_rows(refused),
        meters=frozenset(meters),
        sequence=sequence,
    )


def journal_go_on(journal: Journal, table: BlockTable) -> bool:
    """Let no entry get a number that was compacted already; return whether it is so.

    A journal that was restored from an old copy may be behind the readings. Where they
    cannot be opened nobody knows: what is sent is taken all the same.
    """
    try:
        done = table.done(JOURNAL)
    except DamagedError:
        return False
    journal.go_on_after(done)
    return True


def chunks_of(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Gather entries until they are enough for one commit."""
    waiting: list[Entry] = []
    size = 0
    for entry in entries:
        waiting.append(entry)
        size += len(entry.blob)
        if size >= _MOST_BYTES or len(waiting) >= _MOST_ENTRIES:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting


def _read(entries: Iterable[Entry], tree: MeterTree) -> _Chunk:
    chunk = _Chunk()
    for entry in entries:
        chunk.batches += 1
        chunk.sequence = entry.sequence
        readings, refused = read_entry(entry, tree)
        chunk.refused += refused
        if readings is not None and len(readings):
            chunk.parts.append(readings)
            chunk.sequences.append(np.full(len(readings), entry.sequence, np.int64))
    return chunk


def read_entry(
    entry: Entry, tree: MeterTree
) -> tuple[Readings | None, Counter[tuple[date, str, str, str]]]:
    """Read one entry; one that cannot be read at all is counted, and stops nobody.

    What is counted stays in the journal, so a later version may read it again.
    """
    key = (date(1970, 1, 1), "", "")
    try:
        envelope, blob = unpacked_arrival(entry.blob)
        day = envelope.received_at.astimezone(CHINA).date()
        key = (day, envelope.sender, envelope.channel)
        batch = read_batch(blob, envelope, tree)
    except UNREADABLE:
        return None, Counter({(*key, BATCH): 1})
    counted = Counter(
        {(*key, trouble.value): count for trouble, count in batch.troubles.items()}
    )
    return batch.readings, counted


def rows_of(
    parts: list[Readings], sequences: list[Int64], tree: MeterTree
) -> BlockRows | None:
    """Put readings together as rows of the table; None without any."""
    if not parts:
        return None
    at = np.concatenate([part.at for part in parts])
    learned = np.concatenate([part.learned_at for part in parts])
    return BlockRows(
        things=tuple(meter.id for meter in tree),
        thing=np.concatenate([part.meter for part in parts]),
        span=months_of_us(at).astype(np.int32),
        columns={
            "at": at,
            "value_e3": np.concatenate([part.value for part in parts]),
            "lag_s": -(-(learned - at) // MICRO).astype(np.int32),
            "manual": np.concatenate([part.manual for part in parts]).astype(np.bool_),
            "sequence": np.concatenate(sequences),
        },
    )


def refused_text(refused: Counter[tuple[date, str, str, str]], tree: MeterTree) -> str:
    """Return the counts as JSON for the log, and which meters were known then."""
    senders = {sender for _, sender, _, trouble in refused if trouble == UNKNOWN}
    known = known_digests(tree, senders)
    told = [
        [str(day), sender, channel, trouble, count]
        + ([known[sender]] if trouble == UNKNOWN else [])
        for (day, sender, channel, trouble), count in sorted(refused.items())
    ]
    return json.dumps(told, ensure_ascii=False)


def known_digests(tree: MeterTree, enterprises: Collection[str]) -> dict[str, int]:
    """Digest of the meters of each enterprise that readings can be of.

    It has 63 bits and is never 0.
    """
    names: dict[str, list[str]] = {enterprise: [] for enterprise in enterprises}
    for meter in tree:
        if meter.enterprise in names and not meter.formula:
            names[meter.enterprise].append(meter.id)
    return {enterprise: _digest(sorted(ids)) for enterprise, ids in names.items()}


def _digest(names: list[str]) -> int:
    hashed = hashlib.blake2b("\0".join(names).encode(), digest_size=8).digest()
    return int.from_bytes(hashed) >> 1 or 1


def refused_from_text(text: str) -> tuple[RefusedRows, ...]:
    """Read back what :func:`refused_text` wrote."""
    return tuple(
        RefusedRows(
            day=date.fromisoformat(day),
            sender=sender,
            channel=channel,
            trouble=trouble,
            count=count,
            known=known[0] if known else 0,
        )
        for day, sender, channel, trouble, count, *known in json.loads(text)
    )


def refused_rows(
    refused: Counter[tuple[date, str, str, str]],
) -> tuple[RefusedRows, ...]:
    """Return the counts as records, sorted."""
    return tuple(
        RefusedRows(
            day=day, sender=sender, channel=channel, trouble=trouble, count=count
        )
        for (day, sender, channel, trouble), count in sorted(refused.items())
    )
