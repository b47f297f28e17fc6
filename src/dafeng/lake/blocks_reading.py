"""Rows of some things in some spans: only the pieces of files that can hold them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dafeng.lake.blocks import block_arrow

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from dafeng.lake.blocks import BlockSchema
    from dafeng.lake.blocks_files import BlockFile

_FOOTERS = 512
"""Each takes about 35 KB, and every file that is written brings a new one."""
_NEVER = 2**63 - 1


@attrs.frozen(kw_only=True)
class Wanted:
    """Which rows are asked for.

    Attributes
    ----------
    things : tuple of str
        Sorted, each once.
    columns : tuple of str
    least : int or None
        Smallest value of the first column of the order; earlier rows may be left out.
    """

    things: tuple[str, ...]
    columns: tuple[str, ...]
    least: int | None = None


@lru_cache(maxsize=_FOOTERS)
def _footer(path: Path) -> pq.FileMetaData:
    """Files never change, so their footers are read once."""
    return pq.read_metadata(path)


def read_blocks(
    folder: Path, schema: BlockSchema, files: Sequence[BlockFile], wanted: Wanted
) -> pa.Table:
    """Read the rows of some things.

    Returns
    -------
    pyarrow.Table
        In place of the thing its index in ``wanted.things`` (int32), then the columns.
    """
    known = {thing: place for place, thing in enumerate(wanted.things)}
    parts = [
        part
        for file in sorted(files, key=lambda each: (each.span, each.path))
        if (part := _read_file(folder / file.path, schema, wanted, known)) is not None
    ]
    return pa.concat_tables(parts) if parts else _nothing(schema, wanted)


def _nothing(schema: BlockSchema, wanted: Wanted) -> pa.Table:
    stored = block_arrow(schema)
    fields = [(schema.thing, pa.int32())]
    fields += [(name, stored.field(name).type) for name in wanted.columns]
    return pa.schema(fields).empty_table()


def _read_file(
    path: Path, schema: BlockSchema, wanted: Wanted, known: Mapping[str, int]
) -> pa.Table | None:
    footer = _footer(path)
    groups = [
        number
        for number in range(footer.num_row_groups)
        if _may_hold(footer.row_group(number), wanted, _first_place(schema))
    ]
    if not groups:
        return None
    with pq.ParquetFile(
        path,
        metadata=footer,
        read_dictionary=[schema.thing],
        memory_map=True,
        pre_buffer=False,
    ) as file:
        table = file.read_row_groups(
            groups, columns=[schema.thing, *wanted.columns], use_threads=False
        )
    places = _places(table.column(0), known)
    kept = places >= 0
    if not kept.any():
        return None
    columns = [pa.array(places), *table.columns[1:]]
    made = pa.table(columns, names=[schema.thing, *wanted.columns])
    return made if kept.all() else made.filter(pa.array(kept))


def _first_place(schema: BlockSchema) -> int:
    """Where the first column of the order stands in a file, behind the thing."""
    names = [column.name for column in schema.columns]
    return 1 + names.index(schema.order[0])


def _may_hold(group: pq.RowGroupMetaData, wanted: Wanted, place: int) -> bool:
    """Whether the statistics of a row group leave room for a row that is asked for."""
    named = group.column(0).statistics
    if named is not None and named.has_min_max:
        first = bisect_left(wanted.things, named.min)
        if first == len(wanted.things) or wanted.things[first] > named.max:
            return False
    if wanted.least is None:
        return True
    timed = group.column(place).statistics
    if timed is None or not timed.has_min_max:
        return True
    return bool(_number(timed.max_raw) >= wanted.least)


def _number(raw: object) -> int:
    assert isinstance(raw, int)  # noqa: S101 - orders are whole numbers
    return raw


def _places(cells: pa.ChunkedArray, known: Mapping[str, int]) -> NDArray[np.int32]:
    """Index of each cell among the things; -1 is none of them."""
    made = []
    for chunk in cells.chunks:
        names = chunk.dictionary.to_pylist()
        of_code = np.array([known.get(name, -1) for name in names], np.int32)
        codes = chunk.indices.to_numpy(zero_copy_only=False)
        made.append(of_code[codes] if len(names) else np.zeros(0, np.int32))
    return np.concatenate(made) if made else np.zeros(0, np.int32)


def first_values(
    folder: Path,
    schema: BlockSchema,
    files: Sequence[BlockFile],
    *,
    above: int | None = None,
) -> dict[str, int]:
    """Smallest value of the first column of the order, of each thing in some files.

    Parameters
    ----------
    above : int, optional
        Only rows with a larger value.
    """
    found: dict[str, int] = {}
    for file in files:
        for name, value in _firsts(folder / file.path, schema, above):
            found[name] = min(value, found.get(name, value))
    return found


def _firsts(
    path: Path, schema: BlockSchema, above: int | None
) -> Iterator[tuple[str, int]]:
    footer, place = _footer(path), _first_place(schema)
    groups = [
        number
        for number in range(footer.num_row_groups)
        if above is None
        or _number(footer.row_group(number).column(place).statistics.max_raw) > above
    ]
    if not groups:
        return
    names = [schema.thing, schema.order[0]]
    with pq.ParquetFile(
        path, metadata=footer, read_dictionary=[schema.thing], memory_map=True
    ) as file:
        table = file.read_row_groups(groups, columns=names, use_threads=False)
    table = table.unify_dictionaries().combine_chunks()
    things = table.column(0).combine_chunks()
    values = table.column(1)
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.int64())
    numbers = values.to_numpy().astype(np.int64)
    codes = things.indices.to_numpy()
    if above is not None:
        kept = numbers > above
        numbers, codes = numbers[kept], codes[kept]
    least = np.full(len(things.dictionary), _NEVER, np.int64)
    np.minimum.at(least, codes, numbers)
    for name, value in zip(things.dictionary.to_pylist(), least.tolist(), strict=True):
        if value != _NEVER:
            yield name, value
