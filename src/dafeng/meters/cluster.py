"""The same pass, block by block of meters, wherever an engine has the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from dafeng.meters.hours import roll_up
from dafeng.meters.readings import COLUMNS, readings_from_table

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from dafeng.lake import Engine
    from dafeng.meters.records import Window
    from dafeng.meters.tree import MeterTree

BLOCKS = 64
"""Into so many blocks the meters fall: more than a cluster has cores."""
HOURS = pa.schema(
    [
        ("meter", pa.int32()),
        ("hour", pa.int32()),
        ("energy", pa.int64()),
        ("estimated", pa.int64()),
        ("seconds", pa.int16()),
        ("state", pa.int16()),
    ]
)
"""Columns of :meth:`Hours.table`, in types that every engine has."""


def roll_up_blocks(
    engine: Engine,
    tree: MeterTree,
    readings: Table,
    window: Window,
    *,
    blocks: int = BLOCKS,
) -> pa.Table:
    """Roll readings up where they are.

    A meter's hours hang on its own readings alone, so any split by meters gives the
    same hours as one pass.

    Parameters
    ----------
    engine : Engine
    tree : MeterTree
        Travels to every block.
    readings : ibis Table
        Columns ``meter`` (index in the tree), ``at``, ``value``, ``learned_at``,
        ``manual``, in any order.
    window : Window
    blocks : int

    Returns
    -------
    pyarrow.Table
        :data:`HOURS`, by meter and hour.
    """

    def turned(rows: pa.Table) -> pa.Table:
        held = readings_from_table(rows.select(COLUMNS)).sorted()
        return roll_up(tree, held, window).hours.table().cast(HOURS)

    rows = readings.mutate(block=readings["meter"] % blocks)
    hours = engine.each_group(rows, "block", turned, HOURS)
    return hours.sort_by([("meter", "ascending"), ("hour", "ascending")])
