"""A copy of the lake as it stands, made while others go on writing.

Files that never change are linked, which takes no time and no room; what grows at its
end is copied. Where links are impossible (another disk), everything is copied. The keys
of a journal are left out: they change in place, and are made again from it.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from dafeng.base.linking import link_or_copy
from dafeng.lake.blocks_files import block_schema
from dafeng.lake.durability import writer_lock
from dafeng.lake.folder import has_table, open_table
from dafeng.lake.journal_keys import KEYS

if TYPE_CHECKING:
    from pathlib import Path

BLOCK_TABLES = "blocks"
"""Folder of the tables of series."""

GROWING = {".log"}
"""Suffixes of files that change after they were made; the newest segment grows."""


def snapshot_lake(lake: Path, to: Path) -> None:
    """Copy every table, journal and pin of a lake.

    Parameters
    ----------
    lake : Path
        Folder of the lake; one that is not there gives an empty copy.
    to : Path
        Folder that is made for the copy.

    Notes
    -----
    Nobody writes to a table or a journal while its files are linked, so a copy names
    no file that an upkeep has just removed. The pins are copied before the tables and
    the tables before the journals: a seal never rests on a version that is missing.
    Tables of series are made one from the other and all from a journal; they are
    copied against that order, so that none of them is ahead of its source.
    """
    to.mkdir(parents=True)
    _copied(lake / "pins", to / "pins", lock=lake / "pins" / "lock")
    for table in _folders(lake / "tables"):
        lock = lake / "locks" / f"{table.name}.lock"
        _copied(table, to / "tables" / table.name, lock=lock)
    locks = {table: _lock(lake, table) for table in block_tables(lake)}
    depths = {table: _depth(table, lock=lock) for table, lock in locks.items()}
    for table in sorted(locks, key=depths.__getitem__, reverse=True):
        _copied(table, to / BLOCK_TABLES / table.name, lock=locks[table])
    for journal in _folders(lake / "journal"):
        _copied(journal, to / "journal" / journal.name, lock=journal / "lock")


def block_tables(lake: Path) -> list[Path]:
    """Folders of the tables of series, sorted by name."""
    return [path for path in _folders(lake / BLOCK_TABLES) if has_table(path)]


def _lock(lake: Path, table: Path) -> Path:
    return lake / "locks" / f"{BLOCK_TABLES}-{table.name}.lock"


def _depth(table: Path, *, lock: Path) -> int:
    with writer_lock(lock):  # a log that is cut meanwhile cannot be opened
        return block_schema(open_table(table)).depth


def _folders(place: Path) -> list[Path]:
    return sorted(path for path in place.glob("*") if path.is_dir())


def _copied(source: Path, target: Path, *, lock: Path) -> None:
    if not source.is_dir():
        return
    with writer_lock(lock):
        for path in sorted(source.rglob("*")):
            copy = target / path.relative_to(source)
            if path.is_dir() or path == lock or path.name.startswith(KEYS):
                continue
            copy.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix in GROWING:
                shutil.copy2(path, copy)
            else:
                link_or_copy(path, copy)
