"""Rows on their way into a block table: sorted, and cut by span and block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa

from dafeng.base.errors import BadInputError
from dafeng.lake.blocks_files import Part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.lake.blocks import BlockSchema


@attrs.frozen(kw_only=True)
class BlockRows:
    """Rows that are to be appended, with the span that each belongs to.

    Attributes
    ----------
    things : tuple of str
    thing : array of int32
        Index in ``things`` of each row.
    span : array of int32
    columns : dict of str to array
        As the schema names them; moments as whole microseconds.
    """

    things: tuple[str, ...]
    thing: NDArray[np.int32]
    span: NDArray[np.int32]
    columns: Mapping[str, NDArray[np.generic]]

    def __len__(self) -> int:
        return len(self.thing)


def joined_rows(parts: Sequence[BlockRows]) -> BlockRows | None:
    """Put rows together that share their list of things; None without any."""
    if not parts:
        return None
    return BlockRows(
        things=parts[0].things,
        thing=np.concatenate([part.thing for part in parts]),
        span=np.concatenate([part.span for part in parts]),
        columns={
            name: np.concatenate([part.columns[name] for part in parts])
            for name in parts[0].columns
        },
    )


def parts_of(schema: BlockSchema, rows: BlockRows) -> list[Part]:
    """Sort rows and cut them by span and block.

    Raises
    ------
    BadInputError
        ``lake.bad_rows``: a column is missing.
    """
    missing = {column.name for column in schema.columns} - set(rows.columns)
    if missing:
        msg = f"Rows for {schema.name!r} lack {', '.join(sorted(missing))}."
        raise BadInputError(msg, code="lake.bad_rows", table=schema.name)
    if not len(rows):
        return []
    names = np.array(rows.things, object)
    ranks = np.argsort(np.argsort(names)).astype(np.int32)[rows.thing]
    blocks = np.array([schema.block_of(name) for name in rows.things])
    block = blocks[rows.thing]
    keys = [rows.columns[name] for name in reversed(schema.order)]
    order = np.lexsort((*keys, ranks, block, rows.span))
    span, block = rows.span[order], block[order]
    cuts = np.flatnonzero((np.diff(span) != 0) | (np.diff(block) != 0)) + 1
    edges = [0, *cuts.tolist(), len(order)]
    return [
        Part(
            span=int(span[a]),
            block=int(block[a]),
            rows=_arrow(schema, rows, order[a:b]),
        )
        for a, b in zip(edges, edges[1:], strict=False)
    ]


def _arrow(schema: BlockSchema, rows: BlockRows, order: NDArray[np.intp]) -> pa.Table:
    used, codes = np.unique(rows.thing[order], return_inverse=True)
    thing = pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32)),
        pa.array([rows.things[place] for place in used.tolist()], pa.string()),
    )
    columns = {schema.thing: thing}
    for column in schema.columns:
        cells = np.ascontiguousarray(rows.columns[column.name][order])
        made = pa.array(cells)
        if column.type.startswith("timestamp"):
            made = made.cast(pa.int64()).cast(pa.timestamp("us", "UTC"))
        columns[column.name] = made
    return pa.table(columns)
