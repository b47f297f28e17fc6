"""With which settings hours of a meter were made: with others they are made again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs
import numpy as np

from dafeng.lake.blocks_rows import BlockRows
from dafeng.meters.store.holding import arrays_of

if TYPE_CHECKING:
    from dafeng.lake.blocks_table import BlockTable
    from dafeng.meters.records import Meter
    from dafeng.meters.tariffs import TariffCalendar
    from dafeng.meters.tree import MeterTree

CALENDAR = "\x00calendar"
"""In place of a meter: the calendar that sorts hours into kinds."""

_UNTOLD = {"id", "enterprise", "name", "parent", "parts_whole", "replaces", "role"}
"""Fields of a meter that decide nothing about its hours."""

_UNTOLD_LIMITS = {"source", "verified"}


def digest_of(meter: Meter) -> int:
    """Digest of what decides the hours and flags of a meter."""
    told = [
        (field.name, getattr(meter, field.name))
        for field in attrs.fields(type(meter))
        if field.name not in _UNTOLD | {"limits", "exchanges", "corrections"}
    ]
    limits = [
        (field.name, getattr(meter.limits, field.name))
        for field in attrs.fields(type(meter.limits))
        if field.name not in _UNTOLD_LIMITS
    ]
    exchanges = [(each.at, each.final, each.initial) for each in meter.exchanges]
    kept: tuple[object, ...] = (told, limits, exchanges)
    if meter.corrections:  # without any it is the digest of a house before they were
        rows = [(each.first, each.last, each.factor) for each in meter.corrections]
        kept = (*kept, rows)
    return _digest(repr(kept))


def calendar_digest(calendar: TariffCalendar) -> int:
    """Digest of a calendar."""
    return _digest(repr(calendar))


def _digest(text: str) -> int:
    hashed = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(hashed, signed=True)


def digests_of(tree: MeterTree, calendar: TariffCalendar) -> dict[str, int]:
    """Digests of all meters and the calendar."""
    made = {meter.id: digest_of(meter) for meter in tree}
    return made | {CALENDAR: calendar_digest(calendar)}


def changed_settings(table: BlockTable, digests: Mapping[str, int]) -> dict[str, int]:
    """Digests that are not those with which the stored hours were made."""
    things, rows = table.read(digests, ("digest", "turn"))
    columns = arrays_of(rows)
    order = np.argsort(columns["turn"], kind="stable")
    places = columns["meter"][order].tolist()
    stored = columns["digest"][order].tolist()
    had = {things[place]: one for place, one in zip(places, stored, strict=True)}
    return {name: one for name, one in digests.items() if had.get(name) != one}


def store_settings(
    table: BlockTable, digests: Mapping[str, int], learned_at: int
) -> None:
    """Remember with which settings hours were made."""
    if not digests:
        return
    count = len(digests)
    rows = BlockRows(
        things=tuple(digests),
        thing=np.arange(count, dtype=np.int32),
        span=np.zeros(count, np.int32),
        columns={
            "digest": np.fromiter(digests.values(), np.int64, count),
            "learned_at": np.full(count, learned_at, np.int64),
            "turn": np.full(count, table.state().version + 1, np.int64),
        },
    )
    table.append(rows, transactions={})
