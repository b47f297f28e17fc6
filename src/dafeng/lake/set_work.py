"""Rows that hold, as an expression that runs on every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ibis.expr.types import Table


def holding_expression(table: Table, key: Sequence[str]) -> Table:
    """Keep one row per key: the one learned last (ties: version, then position).

    The same rows as :meth:`Lake.current`, in no order.

    Parameters
    ----------
    table : ibis Table
        Every row of a lake table, with the lake's own columns.
    key : sequence of str
        Columns that say which rows speak of the same fact.
    """
    latest_first = ibis.window(
        group_by=list(key),
        order_by=[
            ibis.desc("learned_at"),
            ibis.desc("version"),
            ibis.desc("position"),
        ],
    )
    ranked = table.mutate(lake_rank=ibis.row_number().over(latest_first))
    return ranked.filter(ranked.lake_rank == 0).drop("lake_rank")
