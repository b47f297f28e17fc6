"""Append a batch once, and answer only when no power cut can take it away."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Field, Schema, Transaction

from dafeng.lake.columns import (
    joining_columns,
    schema_text,
    stored_schema,
)
from dafeng.lake.durability import sync, sync_names
from dafeng.lake.folder import (
    LOG,
    NO_HOOKS,
    SCHEMA_KEY,
    checkpoint,
    create_table,
    has_table,
    open_table,
    sync_log,
    table_schema,
    write_parts,
)
from dafeng.lake.mending import mend, sound_table
from dafeng.lake.records import Receipt

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from dafeng.lake.schemas import TableSchema


@attrs.frozen(kw_only=True)
class Batch:
    """Rows that fit, and what they came with."""

    rows: pa.Table
    key: str
    learned_at: datetime

    def digest(self) -> str:
        """Hash of the rows, which tells a second sending from another batch."""
        hashed = hashlib.blake2b(digest_size=16)
        sink = pa.PythonFile(_Hash(hashed), mode="w")
        rows = self.rows.replace_schema_metadata(None).combine_chunks()
        with pa.ipc.new_stream(sink, rows.schema) as stream:
            stream.write_table(rows, max_chunksize=1 << 20)
        return hashed.hexdigest()


class _Hash:
    """A file that only hashes what is written into it."""

    closed = False

    def __init__(self, hashed: hashlib.blake2b) -> None:
        self._hashed = hashed

    def write(self, data: bytes) -> int:
        self._hashed.update(data)
        return len(data)

    def flush(self) -> None:
        pass


def append_batch(folder: Path, schema: TableSchema, batch: Batch) -> Receipt:
    """Append to the table, which is made first if need be.

    The caller holds the writer's lock of the table: between the question whether the
    key has come and the commit nobody else writes.
    """
    table = _opened(folder, schema)
    came_with = table.transaction_version(batch.key)
    if came_with is not None:
        return _second_time(folder, schema, batch, came_with)
    if table_schema(table) != schema:
        table = _widen(folder, table, schema)
    version = table.version() + 1
    stored = _stored(schema, batch, version)
    name = f"{version:010d}-{version:010d}"
    actions = write_parts(folder, schema, stored, name)
    about = {
        "dafeng.act": "append",
        "dafeng.batch": batch.key,
        "dafeng.rows": str(stored.num_rows),
        "dafeng.digest": batch.digest(),
    }
    table.create_write_transaction(
        actions,
        "append",
        Schema.from_arrow(stored_schema(schema)),
        partition_by=list(schema.partition),
        commit_properties=CommitProperties(
            custom_metadata=about,
            max_commit_retries=0,
            app_transactions=[Transaction(batch.key, version)],
        ),
        post_commithook_properties=NO_HOOKS,
    )
    sync_log(folder, version)
    checkpoint(folder, version)
    return Receipt(table=schema.name, version=version, rows=stored.num_rows)


def _opened(folder: Path, schema: TableSchema) -> DeltaTable:
    table = sound_table(folder) if has_table(folder) else None
    if table is not None:
        return table
    if has_table(folder):
        mend(folder)
    if not has_table(folder):
        create_table(folder, schema)
    return open_table(folder)


def _stored(schema: TableSchema, batch: Batch, version: int) -> pa.Table:
    count = batch.rows.num_rows
    own = (
        pa.repeat(pa.scalar(batch.learned_at, pa.timestamp("us", "UTC")), count),
        pa.repeat(pa.scalar(batch.key, pa.string()), count),
        pa.array(np.arange(1, count + 1)),
        pa.repeat(pa.scalar(version, pa.int64()), count),
    )
    return pa.table([*batch.rows.columns, *own], schema=stored_schema(schema))


def _second_time(
    folder: Path, schema: TableSchema, batch: Batch, version: int
) -> Receipt:
    """Answer for a batch that is there already.

    Its first sender may have been killed between commit and sync, so what the commit
    names is synced before it is acknowledged now.
    """
    rows, digest = 0, ""
    entry = folder / LOG / f"{version:020d}.json"
    for line in entry.read_text().splitlines():
        action = json.loads(line)
        if "commitInfo" in action:
            rows = int(action["commitInfo"]["dafeng.rows"])
            digest = action["commitInfo"]["dafeng.digest"]
        if "add" in action:
            path = folder / action["add"]["path"]
            if path.exists():  # compacted and vacuumed meanwhile
                sync(path)
                sync_names(path, folder)
    sync_log(folder, version)
    return Receipt(
        table=schema.name,
        version=version,
        rows=rows,
        duplicate=True,
        differs=digest != batch.digest(),
    )


def _widen(folder: Path, table: DeltaTable, schema: TableSchema) -> DeltaTable:
    """Let optional columns join the table; words of a schema may change freely."""
    joining = joining_columns(table_schema(table), schema)
    about = CommitProperties(custom_metadata={"dafeng.act": "widen"})
    if joining:
        stored = stored_schema(schema)
        there = {field.name for field in table.schema().fields}
        fields = [
            Field.from_arrow(stored.field(column.name))
            for column in joining
            if column.name not in there  # a widening may have been killed half way
        ]
        if fields:
            table.alter.add_columns(
                fields, commit_properties=about, post_commithook_properties=NO_HOOKS
            )
            sync_log(folder, open_table(folder).version())
    table = open_table(folder)
    table.alter.set_table_properties(
        {SCHEMA_KEY: schema_text(schema)},
        raise_if_not_exists=False,
        commit_properties=about,
    )
    table = open_table(folder)
    sync_log(folder, table.version())
    return table
