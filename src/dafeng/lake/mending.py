"""What a power cut leaves half written in a log, and nobody was told of.

An append answers after its log entry is synced, so a newest entry that is torn was
never acknowledged: it steps aside. A checkpoint only sums up entries that are all
still there: it goes. One whose own entry is gone stands in for those that were cut off,
and stays.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake.exceptions import DeltaError

from dafeng.lake.durability import sync
from dafeng.lake.folder import LOG, open_table

if TYPE_CHECKING:
    from deltalake import DeltaTable

HINT = "_last_checkpoint"
TORN = ".torn"


def sound_table(folder: Path) -> DeltaTable | None:
    """Open the newest version; None when it cannot be, or its log entry is torn."""
    try:
        table = open_table(folder)
    except (DeltaError, OSError):
        return None
    entry = folder / LOG / f"{table.version():020d}.json"
    return table if _is_whole(entry) else None


def mend(folder: Path) -> None:
    """Take away a torn newest log entry and torn checkpoints.

    The caller holds the writer's lock. What else is wrong stays for ``verify``.
    """
    log = folder / LOG
    for entry in sorted(log.glob("*.json"))[-1:]:
        if not _is_whole(entry):
            entry.rename(entry.with_suffix(TORN))
    broken = [
        path
        for path in log.glob("*.checkpoint*.parquet")
        if not _is_parquet(path) and (log / f"{path.name[:20]}.json").exists()
    ]
    for path in broken:
        path.unlink()
    hint = log / HINT
    if hint.exists() and (broken or sound_table(folder) is None):
        hint.unlink()  # it may name a checkpoint that never reached the disk
    sync(log)


def _is_whole(entry: Path) -> bool:
    lines = entry.read_bytes().splitlines()
    return bool(lines) and all(map(_is_json, lines))


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _is_parquet(path: Path) -> bool:
    try:
        pq.ParquetFile(path).read()
    except (pa.ArrowException, OSError):
        return False
    return True
