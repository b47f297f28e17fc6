"""A table's folder: its Delta log, and the files that each version names.

We write the data files and sync them before the log names them, so the log never
speaks of a file that a power cut can take away. Files carry the number of the first
and last version whose rows they hold; sorted by name they stand in the order of rows.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Schema
from deltalake.transaction import AddAction, RemoveAction

from dafeng.lake.columns import schema_from_text, schema_text, stored_schema
from dafeng.lake.durability import make_folder, sync, sync_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dafeng.lake.schemas import TableSchema

LOG = "_delta_log"
SCHEMA_KEY = "dafeng.schema"
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
CHECKPOINT_EVERY = 50
ROW_GROUP = 1 << 19
CONFIGURATION = {
    # Every version stays readable until it is vacuumed: its log is never cleaned.
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
}
NO_HOOKS = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)


@attrs.frozen(kw_only=True)
class DataFile:
    """One file that a version names: its path below the table, and its rows."""

    path: str
    rows: int


def has_table(folder: Path) -> bool:
    """Whether a table was made in the folder."""
    return (folder / LOG / f"{0:020d}.json").exists()  # this entry is never cut


def open_table(folder: Path, version: int | None = None) -> DeltaTable:
    """Open one version of a table; default the newest."""
    return DeltaTable(folder, version=version)


def table_schema(table: DeltaTable) -> TableSchema:
    """Return the schema that the version carries."""
    return schema_from_text(table.metadata().configuration[SCHEMA_KEY])


def create_table(folder: Path, schema: TableSchema) -> DeltaTable:
    """Make an empty table, version 0. The caller holds the writer's lock."""
    make_folder(folder)
    DeltaTable.create(
        folder,
        Schema.from_arrow(stored_schema(schema)),
        partition_by=list(schema.partition),
        description=schema.meaning,
        configuration={**CONFIGURATION, SCHEMA_KEY: schema_text(schema)},
        raise_if_key_not_exists=False,
        commit_properties=CommitProperties(custom_metadata={"dafeng.act": "create"}),
        post_commithook_properties=NO_HOOKS,
    )
    sync_log(folder, 0)
    sync_names(folder, folder.parent.parent)
    return open_table(folder)


def data_files(table: DeltaTable) -> tuple[DataFile, ...]:
    """List the files of an open version in the order of rows."""
    actions = pa.table(table.get_add_actions(flatten=True))
    files = [
        DataFile(path=path, rows=rows)
        for path, rows in zip(
            actions["path"].to_pylist(), actions["num_records"].to_pylist(), strict=True
        )
    ]
    return tuple(sorted(files, key=lambda file: file.path))


def write_parts(
    folder: Path, schema: TableSchema, rows: pa.Table, name: str
) -> list[AddAction | RemoveAction]:
    """Write rows as one durable file per partition; the log does not know them yet."""
    return [
        write_part(folder, schema, values, part, name)
        for values, part in _parts(rows, schema.partition)
    ]


def write_part(
    folder: Path,
    schema: TableSchema,
    values: Mapping[str, object],
    rows: pa.Table,
    name: str,
) -> AddAction:
    """Write the rows of one partition as one durable file."""
    place = "/".join(f"{column}={_word(value)}" for column, value in values.items())
    path = f"{place}/{name}.parquet" if place else f"{name}.parquet"
    file = folder / path
    make_folder(file.parent)
    stored = rows.cast(stored_schema(schema))
    pq.write_table(
        stored,
        file,
        compression="zstd",
        row_group_size=ROW_GROUP,
        write_page_checksum=True,
    )
    sync(file)
    sync_names(file, folder)
    return AddAction(
        path=path,
        size=file.stat().st_size,
        partition_values={
            column: None if value is None else str(value)
            for column, value in values.items()
        },
        modification_time=0,
        data_change=True,
        stats=json.dumps({"numRecords": rows.num_rows}),
    )


def _parts(
    rows: pa.Table, partition: Sequence[str]
) -> Iterable[tuple[dict[str, object], pa.Table]]:
    if not partition:
        if rows.num_rows:
            yield {}, rows
        return
    found = rows.select(list(partition)).group_by(list(partition)).aggregate([])
    for values in found.to_pylist():
        part = rows
        for column, value in values.items():
            cells = part[column]
            equal = (
                pa.compute.is_null(cells)
                if value is None
                else pa.compute.equal(cells, pa.scalar(value, cells.type))
            )
            part = part.filter(equal)
        yield values, part


def _word(value: object) -> str:
    """Name a value in letters that no file system and no address has a second way for.

    Percent signs would be read twice: once by the log, once by the folder.
    """
    if value is None:
        return NO_VALUE
    return "".join(
        letter
        if letter.isascii() and (letter.isalnum() or letter in "-.")
        else "".join(f"~{byte:02X}" for byte in letter.encode())
        for letter in str(value)
    )


def sync_log(folder: Path, version: int) -> None:
    """Make the log entry of a version durable."""
    sync(folder / LOG / f"{version:020d}.json")
    sync(folder / LOG)
    sync(folder)


def checkpoint(folder: Path, version: int) -> None:
    """Sum the log up now and then, so that opening stays quick."""
    if version % CHECKPOINT_EVERY or not version:
        return
    open_table(folder).create_checkpoint()
    log = folder / LOG
    for path in (*log.glob(f"{version:020d}.checkpoint*"), log / "_last_checkpoint"):
        sync(path)
    sync(log)
