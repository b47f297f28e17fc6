"""Which keys a journal has: an index on the disk, so that memory does not grow.

The segments are the record. The index is made from them, after they are synced, and
says how far it has come: it is never ahead of them. The keys behind that place are held
in memory, a few thousand; a kill loses nothing, they are read from the segments again.
So is the whole index when it is lost.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYS = "keys.sqlite"
"""The index, beside the segments. Its helpers begin with that name; all are derived."""

_FORMAT = 2
_BUSY_S = 60.0
_SCHEMA = f"""
BEGIN;
CREATE TABLE keys (digest BLOB PRIMARY KEY, sequence INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    first INTEGER NOT NULL, end INTEGER NOT NULL, following INTEGER NOT NULL,
    last INTEGER NOT NULL, digest BLOB NOT NULL
);
PRAGMA user_version = {_FORMAT};
COMMIT;
"""
_SETTINGS = """
PRAGMA synchronous = NORMAL;
PRAGMA journal_mode = WAL;
PRAGMA journal_size_limit = 16777216;
PRAGMA cache_size = -8192;
"""
_FULL = {sqlite3.SQLITE_FULL: errno.ENOSPC}
_BROKEN = {
    *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR),
    *(sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM),
}
"""What another index can help against; a disk that fails or is full is none of it."""


class BrokenKeysError(OSError):
    """The index is not what was written or not ours; it has to be made again."""


@attrs.frozen(kw_only=True)
class Place:
    """A point in a journal behind which nothing is known yet.

    Attributes
    ----------
    first : int
        Sequence of the first entry of the segment.
    end : int
        Byte of the segment.
    following : int
        Sequence of the entry that comes next.
    last : int
        Byte at which the entry before it begins.
    digest : bytes
        SHA-256 of that entry, by which another journal is told from this one; empty
        where none of the segment has been read.
    """

    first: int
    end: int
    following: int
    last: int = attrs.field(default=0, eq=False)
    digest: bytes = attrs.field(default=b"", eq=False)


START = Place(first=0, end=0, following=1)


class KeyIndex:
    """Keys of a journal and their sequences; the caller holds the writer's lock.

    Parameters
    ----------
    folder : Path
        Of the journal.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / KEYS
        self._open: sqlite3.Connection | None = None

    def place(self) -> Place:
        """How far the index has come.

        Raises
        ------
        BrokenKeysError
            As every method here.
        OSError
            The disk is full or fails; as every method here.
        """
        if not self._is_there():
            return START
        with self._connected() as connection:
            told = connection.execute(
                "SELECT first, end, following, last, digest FROM place"
            ).fetchone()
        if told is None:
            return START
        first, end, following, last, digest = told
        return Place(
            first=first, end=end, following=following, last=last, digest=digest
        )

    def sequences(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the sequences of those keys that the journal has."""
        found: dict[str, int] = {}
        if not self._is_there():
            return found
        with self._connected() as connection:
            for key in keys:
                row = connection.execute(
                    "SELECT sequence FROM keys WHERE digest = ?", (_digest(key),)
                ).fetchone()
                if row is not None:
                    found[key] = row[0]
        return found

    def add(self, sequences: Mapping[str, int], place: Place) -> None:
        """Add keys, and how far the index has come with them, in one step."""
        rows = sorted((_digest(key), number) for key, number in sequences.items())
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", rows)
            connection.execute(
                "INSERT OR REPLACE INTO place VALUES (1, ?, ?, ?, ?, ?)",
                (place.first, place.end, place.following, place.last, place.digest),
            )
            connection.execute("COMMIT")

    def forget(self) -> None:
        """Remove the index; it is made again from the segments."""
        self._close()
        for tail in ("", "-wal", "-shm", "-journal"):
            self._path.with_name(KEYS + tail).unlink(missing_ok=True)

    def _is_there(self) -> bool:
        return self._open is not None or self._path.exists()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            if self._open is None:
                self._open = _opened(self._path)
            yield self._open
        except sqlite3.Error as error:
            self._close()  # whatever was begun is rolled back
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            msg = (
                f"The keys of the journal cannot be used: {self._path}: {error}. Give "
                "the file to the owner of the journal, or stop the server and remove "
                "it: it is made again."
            )
            if code in _BROKEN:
                raise BrokenKeysError(errno.EIO, msg) from error
            raise OSError(_FULL.get(code, errno.EIO), msg) from error

    def _close(self) -> None:
        connection, self._open = self._open, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()


def _opened(path: Path) -> sqlite3.Connection:
    # Threads take turns; what they do is under the lock of the journal.
    connection = sqlite3.connect(
        path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.executescript(_SETTINGS)
        if connection.execute("PRAGMA user_version").fetchone() != (_FORMAT,):
            connection.executescript(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _digest(key: str) -> bytes:
    """Sixteen bytes: of 10^12 keys two are alike with a chance of 10^-15."""
    return blake2b(key.encode(), digest_size=16).digest()
