"""A file that is sent once more after another one: the last word of a person counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError
from dafeng.meters.store.envelopes import unpacked_arrival

if TYPE_CHECKING:
    from dafeng.lake import Journal
    from dafeng.meters.arrivals.records import Envelope

FILES = frozenset({"folder", "upload"})
"""Ways on which nothing is sent again by a program that had no answer."""


def other_since(journal: Journal, after: int, blob: bytes, envelope: Envelope) -> int:
    """Return the last file of the sender after an entry; 0 when it is this very one."""
    last = 0
    for entry in journal.entries(after):
        try:
            known, content = unpacked_arrival(entry.blob)
        except BadInputError:
            continue
        if known.sender == envelope.sender and way_of(known) in FILES:
            last = 0 if content == blob else entry.sequence
    return last


def way_of(envelope: Envelope) -> str:
    """The beginning of a channel, such as ``upload``."""
    return envelope.channel.partition(":")[0]
