"""Fewer files, and no files that nobody can ask for: compact and vacuum.

Both change no row. Compacting joins small files that stand side by side in the order
of rows; the old ones stay for the old versions. Vacuuming removes files that neither
the newest version nor a sealed one names.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from deltalake import CommitProperties, DeltaTable, Schema
from deltalake.transaction import AddAction, RemoveAction

from dafeng.lake.columns import stored_schema
from dafeng.lake.folder import (
    LOG,
    NO_HOOKS,
    DataFile,
    checkpoint,
    data_files,
    open_table,
    sync_log,
    table_schema,
    write_part,
)
from dafeng.lake.mending import TORN
from dafeng.lake.reading import read_files
from dafeng.lake.records import Upkeep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dafeng.lake.schemas import TableSchema

JOINED_BYTES = 128 * 1024 * 1024
"""Files that together are smaller than this are joined."""


def compact_table(folder: Path, name: str) -> Upkeep:
    """Join small files. The caller holds the writer's lock of the table."""
    table = open_table(folder)
    schema = table_schema(table)
    runs = [run for run in _runs(folder, data_files(table)) if len(run) > 1]
    if not runs:
        return Upkeep(table=name, version=table.version())
    actions: list[AddAction | RemoveAction] = []
    for run in runs:
        actions.append(_joined(folder, schema, run))
        actions += [_left(file) for file in run]
    _commit(table, schema, actions)
    version = table.version() + 1
    sync_log(folder, version)
    checkpoint(folder, version)
    removed = sum(map(len, runs))
    return Upkeep(table=name, version=version, written=len(runs), removed=removed)


def _runs(folder: Path, files: Sequence[DataFile]) -> Iterator[list[DataFile]]:
    """Neighbours in one partition that are small together."""
    for _, neighbours in groupby(files, key=lambda file: Path(file.path).parent):
        run: list[DataFile] = []
        size = 0
        for file in neighbours:
            grown = (folder / file.path).stat().st_size
            if run and size + grown > JOINED_BYTES:
                yield run
                run, size = [], 0
            run.append(file)
            size += grown
        yield run


def _joined(folder: Path, schema: TableSchema, run: Sequence[DataFile]) -> AddAction:
    paths = [folder / file.path for file in run]
    rows = read_files(paths, stored_schema(schema))
    first = rows.select(list(schema.partition)).slice(0, 1).to_pylist()
    values = first[0] if schema.partition else {}
    low = paths[0].stem.partition("-")[0]
    high = paths[-1].stem.rpartition("-")[2]
    action = write_part(folder, schema, values, rows, f"{low}-{high}")
    action.data_change = False
    return action


def _left(file: DataFile) -> RemoveAction:
    return RemoveAction(path=file.path, data_change=False, deletion_timestamp=0)


def _commit(
    table: DeltaTable, schema: TableSchema, actions: Iterable[AddAction | RemoveAction]
) -> None:
    table.create_write_transaction(
        list(actions),
        "append",
        Schema.from_arrow(stored_schema(schema)),
        partition_by=list(schema.partition),
        commit_properties=CommitProperties(
            custom_metadata={"dafeng.act": "compact"}, max_commit_retries=0
        ),
        post_commithook_properties=NO_HOOKS,
    )


def vacuum_table(folder: Path, name: str, pinned: Iterable[int]) -> Upkeep:
    """Remove what neither the newest version nor a pinned one names.

    The caller holds the writer's lock of the table.
    """
    newest = open_table(folder).version()
    kept: set[Path] = set()
    for version in {newest, *pinned}:
        files = data_files(open_table(folder, version))
        kept |= {folder / file.path for file in files}
    leaving = [path for path in written_files(folder) if path not in kept]
    leaving += unfinished_entries(folder)
    for path in leaving:
        path.unlink()
    return Upkeep(table=name, version=newest, removed=len(leaving))


def written_files(folder: Path) -> list[Path]:
    """Every data file in the folder, whoever names it."""
    return sorted(
        path
        for path in folder.rglob("*.parquet")
        if path.relative_to(folder).parts[0] != LOG
    )


def unfinished_entries(folder: Path) -> list[Path]:
    """Log entries that a killed writer had not yet named, or a power cut tore."""
    log = folder / LOG
    return sorted([*log.glob("*.tmp"), *log.glob(f"*{TORN}")])
