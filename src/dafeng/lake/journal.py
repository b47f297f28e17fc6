"""The journal of arrivals: blobs in the order in which they were acknowledged.

Several threads share one sync (group commit); several processes may append to one
folder. Whoever holds the lock first reads what others wrote meanwhile, and cuts off
what a killed one left half written: nobody was told of it. Which keys came before is
told by an index on the disk, so a journal costs no memory and opens at once: only its
newest segment is read.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError
from dafeng.lake.durability import make_folder, sync_names, writer_lock
from dafeng.lake.frames import MOST_KEY_BYTES, packed
from dafeng.lake.journal_keys import START, BrokenKeysError, KeyIndex, Place
from dafeng.lake.journal_segments import (
    damaged,
    digest_at,
    entries_of,
    first_of,
    is_of_another,
    keys_of,
    missing,
    read_on,
    shorter,
)
from dafeng.lake.records import Ack, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

SEGMENT_BYTES = 64 * 1024 * 1024
KEYS_IN_MEMORY = 4096
"""So many keys wait in memory before they are added to the index in one step."""
LOST = "lost-"
"""Keys of entries that stand for lost ones begin with this; a number follows."""
_AT_ONCE = 24
"""So many times more are, while an index is made anew: each step writes many pages."""


@attrs.define(eq=False)
class _Request:
    """What one thread wants to have in the journal, and what it is told."""

    key: str
    blob: bytes
    ack: Ack | None = None
    error: Exception | None = None


@attrs.define(eq=False)
class _Recent:
    """Keys of the entries from one sequence on to a place."""

    since: int = 0
    until: Place = START
    sequences: dict[str, int] = attrs.Factory(dict)


class Journal:
    """An append-only file of blobs, cut into segments.

    Parameters
    ----------
    folder : Path
        Made on the first append.
    segment_bytes : int
        A segment that has grown to this size is closed.
    keys_in_memory : int
        So many keys go into the index at once.
    """

    def __init__(
        self,
        folder: Path,
        *,
        segment_bytes: int = SEGMENT_BYTES,
        keys_in_memory: int = KEYS_IN_MEMORY,
    ) -> None:
        self.folder = Path(folder)
        self._segment_bytes, self._most = segment_bytes, keys_in_memory
        self._gate, self._turn = Lock(), Lock()
        self._waiting: list[_Request] = []
        self._place: Place | None = None
        self._keys = KeyIndex(self.folder)
        self._recent = _Recent()

    def append(self, blob: bytes, *, key: str) -> Ack:
        """Append a blob once; return when no power cut can take it away.

        Parameters
        ----------
        blob : bytes
        key : str
            Name of the arrival. A second blob of that name stores nothing.

        Raises
        ------
        BadInputError
            ``lake.no_key``: the key is empty, or longer than 65,535 bytes.
        DamagedError
            An acknowledged entry is not what was written.
        OSError
            The disk is full or fails; nothing of the group was stored.
        """
        if not 0 < len(key.encode()) <= MOST_KEY_BYTES:
            msg = f"A key has 1 to {MOST_KEY_BYTES} bytes; this one has {len(key)}."
            raise BadInputError(msg, code="lake.no_key")
        request = _Request(key, blob)
        with self._gate:
            self._waiting.append(request)
        with self._turn:
            if request.ack is None and request.error is None:
                with self._gate:
                    group, self._waiting = self._waiting, []
                self._commit(group)
        if request.error is not None:
            raise request.error
        assert request.ack is not None  # noqa: S101 - the group was committed
        return request.ack

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Yield entries in their order; only those that are safe on the disk.

        Parameters
        ----------
        after : int
            Sequence of the last one that the caller has.

        Raises
        ------
        DamagedError
            An acknowledged entry is not what was written.
        """
        if not self.folder.is_dir():
            return
        with self._turn, self._writing():
            place = self._catch_up()
        if place is None:
            return
        last, segments = self._segment(place), self._segments()
        sequence, begun = after + 1, False
        for path, following in zip(segments, [*segments[1:], None], strict=True):
            if following is None or first_of(following) > after + 1:
                first = first_of(path)
                if first > sequence or (begun and first != sequence):
                    raise missing(path, sequence)
                begun = True
                for entry in entries_of(path, after, self._stop(path, place)):
                    yield entry
                    sequence = entry.sequence + 1
            if path == last:
                return

    def last(self) -> int:
        """Return the sequence of the last entry; 0 without any."""
        if not self.folder.is_dir():
            return 0
        with self._turn, self._writing():
            place = self._catch_up()
        return 0 if place is None else place.following - 1

    def go_on_after(self, sequence: int) -> None:
        """Give no number out again up to one; empty entries stand for what is lost.

        Others may rest on entries that the journal, restored from a copy, no longer
        has. It does nothing where the journal has come that far.

        Raises
        ------
        DamagedError, OSError
            As :meth:`append`.
        """
        for begin in range(self.last() + 1, sequence + 1, _AT_ONCE * KEYS_IN_MEMORY):
            end = min(begin + _AT_ONCE * KEYS_IN_MEMORY, sequence + 1)
            group = [_Request(f"{LOST}{number}", b"") for number in range(begin, end)]
            with self._turn:
                self._commit(group)
            if group[0].error is not None:
                raise group[0].error

    def _writing(self) -> AbstractContextManager[None]:
        return writer_lock(self.folder / "lock")

    def _commit(self, group: list[_Request]) -> None:
        """Write what is new of a group behind the last entry, with one sync."""
        try:
            with self._writing():
                acks = self._written(group, self._known(group))
        except Exception as error:  # noqa: BLE001 - every thread of the group is told
            for request in group:
                request.error = error
            return
        for request, ack in zip(group, acks, strict=True):
            request.ack = ack

    def _known(self, group: list[_Request]) -> dict[str, int]:
        """Sequences of what came before."""
        keys = [request.key for request in group]
        place = self._catch_up()
        if place is None:
            return {}
        try:
            return self._sequences(keys, place)
        except BrokenKeysError:
            self._keys.forget()
            return self._sequences(keys, place)

    def _sequences(self, keys: list[str], place: Place) -> dict[str, int]:
        self._recall(place)
        recent = self._recent.sequences
        here = {key: recent[key] for key in keys if key in recent}
        return here | self._keys.sequences(key for key in keys if key not in recent)

    def _recall(self, end: Place) -> None:
        """Let index and memory have every key up to the end of the journal."""
        index, recent = self._keys.place(), self._recent
        if not recent.since <= index.following <= recent.until.following:
            # Another process has brought the index further, or made it anew.
            recent = self._recent = _Recent(since=index.following, until=index)
        for path in self._segments() if recent.until != end else ():
            first, begin = first_of(path), recent.until
            if first < begin.first:
                continue
            if first > max(begin.first, begin.following):
                raise missing(path, begin.following)
            start = begin.end if first == begin.first else 0
            stop = end.end if first == end.first else None
            for key, behind in keys_of(path, start, begin.following, stop):
                recent.sequences[key] = behind.following - 1
                recent.until = behind
                self._index_recent(_AT_ONCE * self._most)
        if recent.until.following != end.following:
            raise damaged(self._segment(end), recent.until.following, 0)
        recent.until = end
        self._index_recent(self._most)

    def _index_recent(self, most: int) -> None:
        recent = self._recent
        if len(recent.sequences) >= most:
            self._keys.add(recent.sequences, recent.until)
            recent.since, recent.sequences = recent.until.following, {}

    def _written(self, group: list[_Request], known: dict[str, int]) -> list[Ack]:
        first = 1 if self._place is None else self._place.following
        new: dict[str, int] = {}
        acks, frames = [], []
        for request in group:
            had = known.get(request.key, new.get(request.key))
            if had is not None:
                acks.append(Ack(sequence=had, duplicate=True))
                continue
            sequence = new[request.key] = first + len(new)
            acks.append(Ack(sequence=sequence))
            frames.append(
                packed(
                    sequence=sequence, group=first, key=request.key, blob=request.blob
                )
            )
        if frames:
            self._place = self._write(frames)
            self._recent.until = self._place
            self._recent.sequences |= new
        return acks

    def _write(self, frames: list[bytes]) -> Place:
        place = self._place
        if place is None or place.end >= self._segment_bytes:
            first = 1 if place is None else place.following
            place = Place(first=first, end=0, following=first)
        segment = self._segment(place)
        if not place.end:
            segment.touch()
            sync_names(segment, self.folder.parent)
        handle = os.open(segment, os.O_WRONLY)
        try:
            rest, at = memoryview(b"".join(frames)), place.end
            while rest:
                written = os.pwrite(handle, rest, at)
                rest, at = rest[written:], at + written
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, place.end)
            raise
        finally:
            os.close(handle)
        return Place(
            first=place.first,
            end=at,
            following=place.following + len(frames),
            last=at - len(frames[-1]),
            digest=digest_at(frames[-1], 0),
        )

    def _stop(self, path: Path, place: Place) -> int | None:
        return place.end if path == self._segment(place) else None

    def _segments(self) -> list[Path]:
        return sorted(self.folder.glob("*.log"))

    def _segment(self, place: Place) -> Path:
        return self.folder / f"{place.first:020d}.log"

    def _catch_up(self) -> Place | None:
        """Read what other processes wrote; the caller holds both locks.

        A new reader begins with the newest segment: a segment is only made when all
        before it are synced.
        """
        make_folder(self.folder)
        place = self._place
        if place is not None and self._is_end(place):
            return place
        segments = self._segments()
        if place is None and segments:
            first = first_of(segments[-1])
            place = Place(first=first, end=0, following=first)
        safe = self._safe()
        if safe != START and not self._segment(safe).exists():
            raise shorter(self._segment(safe), safe.following - 1)
        for path in segments:
            if place is None or first_of(path) < place.first:
                continue
            if first_of(path) != place.first:
                place = Place(first=first_of(path), end=0, following=place.following)
            floor = safe.end if safe.first == place.first else 0
            place = read_on(path, place, floor, closed=path != segments[-1])
        self._place = place
        return place

    def _is_end(self, place: Place) -> bool:
        follows = self.folder / f"{place.following:020d}.log"
        segment = self._segment(place)
        return segment.stat().st_size == place.end and (
            follows == segment or not follows.exists()
        )

    def _safe(self) -> Place:
        """Up to where entries were synced, as far as the index knows."""
        try:
            place = self._keys.place()
        except BrokenKeysError:
            place = START
            self._keys.forget()
        if is_of_another(self._segment(place), place):
            place, self._recent = START, _Recent()
            self._keys.forget()
        return place
