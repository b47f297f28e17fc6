"""The log of a block table is cut at its beginning: only what can be asked for stays.

A checkpoint says what a version holds, so the entries up to it are needed no more. It
is made, synced and read back before anything is removed, and entries go in their order:
whoever is killed in between leaves a log that says the same. A checkpoint whose own
entry is gone is the ground on which the rest stands. Entry 0 stays: it says that the
table was made.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from dafeng.lake.blocks_files import (
    BlockState,
    actions_of,
    entry_path,
    opened,
    state_of,
)
from dafeng.lake.durability import sync
from dafeng.lake.errors import DamagedError
from dafeng.lake.folder import CHECKPOINT_EVERY, LOG

if TYPE_CHECKING:
    from pathlib import Path

_ENTRY = re.compile(r"(\d{20})\.json")
_CHECKPOINT = re.compile(r"(\d{20})\.checkpoint.*\.parquet")


def cut_log(
    folder: Path, applications: Iterable[str], pinned: Collection[int], until: int
) -> int:
    """Remove log entries up to a version, and checkpoints that nobody needs any more.

    The caller holds the writer's lock.

    Parameters
    ----------
    folder : Path
        Of the table.
    applications : iterable of str
        Whose transactions the checkpoint must say.
    pinned : collection of int
        Versions that stay readable.
    until : int
        Older than the newest version. Few entries are left where they are.

    Returns
    -------
    int
        Files removed.
    """
    entries = [at for at in _numbers(folder, _ENTRY) if 0 < at <= until]
    if len(entries) < CHECKPOINT_EVERY or not _adds_up(folder, until):
        return 0
    apart = sorted(version for version in pinned if 0 < version < until)
    for version in (*apart, until):  # the last one is also where readers begin
        _ground(folder, version, applications)
    leaving = [entry_path(folder, version) for version in entries]
    for version in _numbers(folder, _CHECKPOINT):
        if version < until and version not in apart:
            leaving += (folder / LOG).glob(f"{version:020d}.checkpoint*")
    for path in leaving:
        path.unlink()
    sync(folder / LOG)
    return len(leaving)


def first_entry(folder: Path) -> int:
    """Return the version from which on every log entry is there, but for the first."""
    numbers = _numbers(folder, _ENTRY)
    first = numbers[-1]
    for number in reversed(numbers[:-1]):
        if number != first - 1:
            break
        first = number
    return max(first, 1)


def rows_promised(folder: Path, until: int) -> int:
    """Rows that the table has by what its commits have said, up to a version.

    Of commits whose entries were cut, the earliest checkpoint speaks.
    """
    first = first_entry(folder)
    ground = 0
    if first > 1:
        ground = min(
            version for version in _numbers(folder, _CHECKPOINT) if version >= first - 1
        )
    rows = _rows(state_of(opened(folder, ground), ())) if ground else 0
    return rows + sum(
        int(action["commitInfo"].get("dafeng.rows", 0))
        for version in range(ground + 1, until + 1)
        for action in actions_of(folder, version)
        if "commitInfo" in action
    )


def _adds_up(folder: Path, version: int) -> bool:
    """Whether a version has the rows of all commits; if not, the log is evidence."""
    rows = _rows(state_of(opened(folder, version), ()))
    return rows == rows_promised(folder, version)


def _rows(state: BlockState) -> int:
    return sum(file.rows for file in state.files.values())


def _ground(folder: Path, version: int, applications: Iterable[str]) -> None:
    """Let a checkpoint say what a version holds, for good."""
    log, names = folder / LOG, tuple(applications)
    table = opened(folder, version)
    before = state_of(table, names)
    table.create_checkpoint()
    for path in (*log.glob(f"{version:020d}.checkpoint*"), log / "_last_checkpoint"):
        sync(path)
    sync(log)
    if state_of(opened(folder, version), names) != before:
        msg = f"The checkpoint of version {version} says something else: {folder}."
        raise DamagedError(msg, path=str(folder), version=version)


def _numbers(folder: Path, pattern: re.Pattern[str]) -> list[int]:
    """Versions of the files of the log whose names are like a pattern, sorted."""
    found = (pattern.fullmatch(path.name) for path in (folder / LOG).iterdir())
    return sorted({int(match[1]) for match in found if match})
