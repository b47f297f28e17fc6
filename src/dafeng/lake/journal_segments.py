"""The segments of a journal: read on, read again, and judged when they are damaged."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import attrs

from dafeng.lake.durability import sync
from dafeng.lake.errors import DamagedError
from dafeng.lake.frames import (
    DIGEST_BYTES,
    HEAD,
    content_of,
    frame_at,
    later_group_behind,
    whole_frame_at,
)
from dafeng.lake.journal_keys import KEYS, Place
from dafeng.lake.records import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dafeng.lake.frames import Content


def read_on(path: Path, place: Place, floor: int, *, closed: bool) -> Place:
    """Read a segment from a place to its end; cut what was never acknowledged.

    Parameters
    ----------
    path : Path
    place : Place
        In this segment.
    floor : int
        Nothing before this byte is cut.
    closed : bool
        Whether another segment follows.

    Raises
    ------
    DamagedError
        An acknowledged entry is not what was written, or not there.
    """
    content = content_of(path)
    look = frame_at if closed else whole_frame_at
    end, following, last = place.end, place.following, place.last
    if end > len(content):
        raise shorter(path, following - 1)
    while end < len(content):
        frame = look(content, end)
        if frame is None or frame.sequence != following:
            if closed or end < floor or later_group_behind(content, end, following):
                raise damaged(path, following, end)
            os.truncate(path, end)
            break
        last, following, end = end, frame.sequence + 1, frame.end
    if end < floor:
        raise shorter(path, following)
    if end == place.end and len(content) == end:
        return place
    # Another process wrote this and may have died before its sync.
    sync(path)
    sync(path.parent)
    if end == place.end:
        return place
    digest = digest_at(content, last)
    return attrs.evolve(place, end=end, following=following, last=last, digest=digest)


def keys_of(
    path: Path, start: int, sequence: int, stop: int | None
) -> Iterator[tuple[str, Place]]:
    """Keys of the entries of a segment from one on, and the place behind each.

    All are synced; the heads alone are read.
    """
    content, first = content_of(path), first_of(path)
    at = start
    while at < (len(content) if stop is None else stop):
        frame = frame_at(content, at)
        if frame is None or frame.sequence != sequence:
            raise damaged(path, sequence, at)
        sequence += 1
        digest = digest_at(content, at)
        yield (
            frame.key,
            Place(
                first=first, end=frame.end, following=sequence, last=at, digest=digest
            ),
        )
        at = frame.end


def entries_of(path: Path, after: int, end: int | None) -> Iterator[Entry]:
    """Entries of a segment behind one, up to a byte."""
    content = content_of(path)
    at, sequence = 0, first_of(path)
    while at < (len(content) if end is None else end):
        frame = frame_at(content, at)
        if frame is not None and frame.sequence > after:
            frame = whole_frame_at(content, at)
        if frame is None or frame.sequence != sequence:
            raise damaged(path, sequence, at)
        if frame.sequence > after:
            blob = bytes(content[frame.blob_at : frame.end])
            yield Entry(sequence=frame.sequence, key=frame.key, blob=blob)
        at, sequence = frame.end, sequence + 1


def is_of_another(path: Path, place: Place) -> bool:
    """Whether another entry stands where an index says that its last one stood.

    What cannot be read there is damage, and no other journal.
    """
    if not place.digest or not path.exists():
        return False
    content = content_of(path)
    frame = frame_at(content, place.last)
    return frame is not None and digest_at(content, place.last) != place.digest


def digest_at(content: Content, offset: int) -> bytes:
    """SHA-256 of the entry at an offset, as its head says it."""
    begin = offset + HEAD.size
    return bytes(content[begin : begin + DIGEST_BYTES])


def first_of(path: Path) -> int:
    """Sequence of the first entry of a segment."""
    return int(path.stem)


def damaged(path: Path, sequence: int, offset: int) -> DamagedError:
    """Say that an acknowledged entry is not what was written."""
    msg = (
        f"Entry {sequence} of the journal is not what was written: {path} at byte "
        f"{offset}. Entries behind it were acknowledged, so nothing is cut off. "
        "Restore the file from a copy."
    )
    return DamagedError(msg, path=str(path), sequence=sequence, offset=offset)


def missing(path: Path, sequence: int) -> DamagedError:
    """Say that entries before a segment are gone."""
    msg = (
        f"Entry {sequence} of the journal is not there, nor any up to the beginning "
        f"of {path}: a segment before it was removed or shortened. Restore it from a "
        "copy."
    )
    return DamagedError(msg, path=str(path), sequence=sequence, offset=0)


def shorter(path: Path, sequence: int) -> DamagedError:
    """Say that the end of a journal is gone: somebody knows of later entries."""
    msg = (
        f"The journal ends before entry {sequence}, which was acknowledged: {path}. "
        "Stop the server first, then restore the folder from a newer copy. If there "
        f"is none, or the journal is a copy already, remove {KEYS} and what begins "
        "with that name beside it: the journal goes on, and numbers that readings "
        "rest on are not given out again."
    )
    return DamagedError(msg, path=str(path), sequence=sequence)
