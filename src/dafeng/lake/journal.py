"""The journal of arrivals: blobs in the order in which they were acknowledged.

Several threads share one sync (group commit); several processes may append to one
folder. Whoever holds the lock first reads what others wrote meanwhile, and cuts off
what a killed one left half written: nobody was told of it.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError
from dafeng.lake.durability import make_folder, sync, sync_names, writer_lock
from dafeng.lake.errors import DamagedError
from dafeng.lake.frames import (
    MOST_KEY_BYTES,
    content_of,
    frame_at,
    later_group_behind,
    packed,
    whole_frame_at,
)
from dafeng.lake.records import Ack, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
from contextlib import AbstractContextManager

SEGMENT_BYTES = 64 * 1024 * 1024


@attrs.define(eq=False)
class _Request:
    """What one thread wants to have in the journal, and what it is told."""

    key: str
    blob: bytes
    ack: Ack | None = None
    error: Exception | None = None


class Journal:
    """An append-only file of blobs, cut into segments.

    Parameters
    ----------
    folder : Path
        Made on the first append.
    segment_bytes : int
        A segment that has grown to this size is closed.
    """

    def __init__(self, folder: Path, *, segment_bytes: int = SEGMENT_BYTES) -> None:
        self.folder = Path(folder)
        self._segment_bytes = segment_bytes
        self._gate, self._turn = Lock(), Lock()
        self._waiting: list[_Request] = []
        self._segment: Path | None = None
        self._end = 0
        self._next = 1
        self._sequences: dict[str, int] = {}

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
            self._catch_up()
            last, end = self._segment, self._end
        segments = self._segments()
        for path, following in zip(segments, [*segments[1:], None], strict=True):
            if following is None or _first(following) > after + 1:
                yield from _entries(path, after, end if path == last else None)
            if path == last:
                return

    def _writing(self) -> AbstractContextManager[None]:
        return writer_lock(self.folder / "lock")

    def _commit(self, group: list[_Request]) -> None:
        """Write what is new of a group behind the last entry, with one sync."""
        try:
            with self._writing():
                self._catch_up()
                acks = self._written(group)
        except Exception as error:  # noqa: BLE001 - every thread of the group is told
            for request in group:
                request.error = error
            return
        for request, ack in zip(group, acks, strict=True):
            request.ack = ack

    def _written(self, group: list[_Request]) -> list[Ack]:
        first, new = self._next, dict[str, int]()
        acks, frames = [], []
        for request in group:
            had = self._sequences.get(request.key, new.get(request.key))
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
            self._write(b"".join(frames))
            self._sequences |= new
            self._next = first + len(new)
        return acks

    def _write(self, content: bytes) -> None:
        if self._segment is None or self._end >= self._segment_bytes:
            self._segment, self._end = self.folder / f"{self._next:020d}.log", 0
            self._segment.touch()
            sync_names(self._segment, self.folder.parent)
        handle = os.open(self._segment, os.O_WRONLY)
        try:
            rest, at = memoryview(content), self._end
            while rest:
                count = os.pwrite(handle, rest, at)
                rest, at = rest[count:], at + count
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, self._end)
            raise
        finally:
            os.close(handle)
        self._end = at

    def _segments(self) -> list[Path]:
        return sorted(self.folder.glob("*.log"))

    def _catch_up(self) -> None:
        """Read what other processes wrote; the caller holds both locks."""
        make_folder(self.folder)
        if self._is_up_to_date():
            return
        segments = self._segments()
        start = segments.index(self._segment) if self._segment in segments else 0
        for path in segments[start:]:
            if path != self._segment:
                self._segment, self._end = path, 0
            self._read_on(path, closed=path != segments[-1])

    def _is_up_to_date(self) -> bool:
        if self._segment is None:
            return False
        follows = self.folder / f"{self._next:020d}.log"
        return self._segment.stat().st_size == self._end and (
            follows == self._segment or not follows.exists()
        )

    def _read_on(self, path: Path, *, closed: bool) -> None:
        content = content_of(path)
        look = frame_at if closed else whole_frame_at
        start = self._end
        while self._end < len(content):
            frame = look(content, self._end)
            if frame is None or frame.sequence != self._next:
                if closed or later_group_behind(content, self._end, self._next):
                    raise damaged(path, self._next, self._end)
                os.truncate(path, self._end)
                break
            self._sequences[frame.key] = frame.sequence
            self._next, self._end = frame.sequence + 1, frame.end
        if self._end > start or len(content) > self._end:
            # Another process wrote this and may have died before its sync.
            sync(path)
            sync(self.folder)


def _entries(path: Path, after: int, end: int | None) -> Iterator[Entry]:
    content = content_of(path)
    at, sequence = 0, _first(path)
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


def _first(path: Path) -> int:
    return int(path.stem)


def damaged(path: Path, sequence: int, offset: int) -> DamagedError:
    """Say that an acknowledged entry is not what was written."""
    msg = (
        f"Entry {sequence} of the journal is not what was written: {path} at byte "
        f"{offset}. Entries behind it were acknowledged, so nothing is cut off. "
        "Restore the file from a copy."
    )
    return DamagedError(msg, path=str(path), sequence=sequence, offset=offset)
