"""Readings that never came through the journal: those of a sample."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from dafeng.lake.durability import writer_lock
from dafeng.meters.store.compacting import JOURNAL, rows_of
from dafeng.meters.store.tables import READINGS

if TYPE_CHECKING:
    from dafeng.lake import Lake
    from dafeng.meters.readings import Readings
    from dafeng.meters.tree import MeterTree


def bring_readings(
    lake: Lake, tree: MeterTree, readings: Readings, *, now: datetime
) -> None:
    """Append readings as they are, with the times at which they were learned.

    What is sent goes through the journal; this is for made-up years that nobody sent.
    """
    rows = rows_of([readings], [np.zeros(len(readings), np.int64)], tree)
    if rows is None:
        return
    about = {"dafeng.act": "bring", "dafeng.at": now.isoformat()}
    with writer_lock(lake.folder / "locks" / "meters-compact.lock"):
        lake.blocks(READINGS, (JOURNAL,)).append(rows, transactions={}, about=about)
