"""Few files per span and block: small ones are merged, superseded rows set apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake.transaction import AddAction, RemoveAction

from dafeng.lake.blocks_files import (
    OLD,
    BlockFile,
    BlockState,
    Part,
    opened,
    state_of,
    write_blocks,
)
from dafeng.lake.upkeep import unfinished_entries, written_files

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from dafeng.lake.blocks import BlockSchema

MERGED = "-merged.parquet"


@attrs.frozen(kw_only=True)
class Merging:
    """What a merge has written, and what the log shall say of it."""

    actions: list[AddAction | RemoveAction]
    written: int
    removed: int


def merging(
    folder: Path,
    schema: BlockSchema,
    files: Sequence[BlockFile],
    version: int,
    most_files: int,
) -> Merging:
    """Merge files of each span and block that has more than ``most_files``.

    Small files are merged among themselves before they are merged with a large one, so
    a row is rewritten a few times and not once per append. Each span and block is
    written before the next is read: only one is in memory.
    """
    actions: list[AddAction | RemoveAction] = []
    gone: list[BlockFile] = []

    def write(parts: Iterable[Part]) -> None:
        for action in write_blocks(folder, schema, list(parts), version):
            action.data_change = False
            actions.append(action)

    for _, group in groupby(sorted(files, key=_place), key=_place):
        every = list(group)
        young = [file for file in every if not file.is_old]
        old = [file for file in every if file.is_old]
        if len(young) > most_files:
            chosen = _chosen(young, most_files)
            write(_merged(folder, schema, chosen))
            gone += chosen
        if len(old) > most_files:
            chosen = _chosen(old, most_files)
            write(_merged_old(folder, schema, chosen))
            gone += chosen
    written = len(actions)
    actions += [
        RemoveAction(path=file.path, data_change=False, deletion_timestamp=0)
        for file in gone
    ]
    return Merging(actions=actions, written=written, removed=len(gone))


def crowded(files: Sequence[BlockFile], most_files: int) -> bool:
    """Whether there are too many files of one span and block."""
    count = Counter((*_place(file), file.is_old) for file in files)
    return any(number > most_files for number in count.values())


def _place(file: BlockFile) -> tuple[int, int]:
    return file.span, file.block


def _chosen(files: Sequence[BlockFile], most_files: int) -> list[BlockFile]:
    """The small ones, up to a file that is larger than all before it together."""
    rising = sorted(files, key=lambda file: (file.rows, file.path))
    chosen: list[BlockFile] = []
    rows = 0
    for file in rising:
        left = len(rising) - len(chosen) + 1
        if len(chosen) > 1 and file.rows > rows and left <= most_files:
            break
        chosen.append(file)
        rows += file.rows
    return chosen


def _merged(
    folder: Path, schema: BlockSchema, files: Sequence[BlockFile]
) -> Iterator[Part]:
    """Rows of some files of one span and block, those superseded in a file apart."""
    rows, ranks, order = _together(folder, schema, files)
    holds = _holding(rows, schema, (ranks, order))
    span, block = files[0].span, files[0].block
    for tail, mask in ((MERGED, holds), (OLD, ~holds)):
        if mask.any():
            yield Part(span=span, block=block, rows=rows.take(order[mask]), tail=tail)


def _merged_old(
    folder: Path, schema: BlockSchema, files: Sequence[BlockFile]
) -> Iterator[Part]:
    """Rows that are superseded, in fewer files."""
    rows, _, order = _together(folder, schema, files)
    span, block = files[0].span, files[0].block
    yield Part(span=span, block=block, rows=rows.take(order), tail=f"-merged{OLD}")


def _together(
    folder: Path, schema: BlockSchema, files: Sequence[BlockFile]
) -> tuple[pa.Table, NDArray[np.intp], NDArray[np.intp]]:
    """All rows, the rank of the thing of each, and the order in which they stand."""
    parts = [
        pq.ParquetFile(folder / file.path, read_dictionary=[schema.thing]).read()
        for file in sorted(files, key=lambda file: file.path)
    ]
    rows = pa.concat_tables(parts).unify_dictionaries().combine_chunks()
    thing = rows.column(schema.thing).combine_chunks()
    names = np.array(thing.dictionary.to_pylist(), object)
    ranks = np.argsort(np.argsort(names))[thing.indices.to_numpy()]
    keys = [_numbers(rows, name) for name in reversed(schema.order)]
    return rows, ranks, np.lexsort((*keys, ranks))


def _holding(
    rows: pa.Table, schema: BlockSchema, sorted_by: tuple[NDArray[np.intp], ...]
) -> NDArray[np.bool_]:
    """Which rows, in their order, are the last that speaks of their fact."""
    ranks, order = sorted_by
    if not schema.facts:
        return np.ones(len(order), np.bool_)
    same = ranks[order][1:] == ranks[order][:-1]
    for name in schema.facts:
        cells = _numbers(rows, name)[order]
        same &= cells[1:] == cells[:-1]
    return np.append(~same, True)


def _numbers(rows: pa.Table, name: str) -> NDArray[np.int64]:
    column = rows.column(name)
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.int64())
    cells: NDArray[np.int64] = column.to_numpy().astype(np.int64)
    return cells


def leaving_files(
    folder: Path, kept: tuple[BlockState, Iterable[int]], spared: Sequence[BlockFile]
) -> list[Path]:
    """Files that no version names which is to stay."""
    newest, pinned = kept
    paths = set(newest.files) | {file.path for file in spared}
    for version in pinned:
        paths |= set(state_of(opened(folder, version), ()).files)
    named = {folder / path for path in paths}
    leaving = [path for path in written_files(folder) if path not in named]
    return leaving + unfinished_entries(folder)
