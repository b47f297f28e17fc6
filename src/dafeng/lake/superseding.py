"""Which row of a fact holds: the one learned last; of two, the one that came later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence


def holding_rows(rows: pa.Table, key: Sequence[str]) -> pa.Table:
    """Keep one row per key: the one learned last (ties: version, then position).

    Parameters
    ----------
    rows : pyarrow.Table
        Stored rows, with the lake's own columns.
    key : sequence of str
        Columns that say which rows speak of the same fact; missing equals missing.

    Returns
    -------
    pyarrow.Table
        In the order in which the rows were given.
    """
    if not rows.num_rows:
        return rows
    order = _order(rows)
    asked = rows.select(list(key)).append_column("order", pa.array(order))
    # One thread: for many small groups Arrow is five times slower with two.
    groups = asked.group_by(list(key), use_threads=False)
    last = np.sort(groups.aggregate([("order", "max")])["order_max"].to_numpy())
    if len(last) == rows.num_rows:
        return rows
    places = np.searchsorted(last, order).clip(max=len(last) - 1)
    return rows.filter(pa.array(last[places] == order))


def _order(rows: pa.Table) -> np.ndarray:
    """Number every row by (learned at, version, position): the later, the greater.

    All rows of a batch were learned at once, so the batches are ordered and not the
    rows.
    """
    versions: np.ndarray = rows["version"].to_numpy()
    learned = np.zeros(int(versions.max()) + 1, dtype=np.int64)
    learned[versions] = rows["learned_at"].cast(pa.int64()).to_numpy()
    rank = np.empty(len(learned), dtype=np.int64)
    rank[np.lexsort((np.arange(len(learned)), learned))] = np.arange(len(learned))
    positions: np.ndarray = rows["position"].to_numpy()
    order: np.ndarray = (rank[versions] << 40) + positions
    return order
