"""Files of a block table: written durably, named by the log, listed without opening it.

The list of files is kept and carried forward entry by entry, because every reader asks
for it, and the log says in a few lines what a commit changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Schema, Transaction
from deltalake.transaction import AddAction, RemoveAction

from dafeng.lake.blocks import (
    BLOCK,
    BLOCKS_KEY,
    PARTITION,
    SPAN,
    BlockSchema,
    Packing,
    block_from_text,
    block_text,
    stored_block_arrow,
)
from dafeng.lake.durability import make_folder, sync, sync_names
from dafeng.lake.folder import (
    CONFIGURATION,
    LOG,
    NO_HOOKS,
    checkpoint,
    open_table,
    sync_log,
)

if TYPE_CHECKING:
    from pathlib import Path

ROW_GROUP = 1 << 16
OLD = "-old.parquet"
"""Files of rows that a row in another file of the same version has superseded."""


@attrs.frozen(kw_only=True)
class BlockFile:
    """One file that a version names."""

    path: str
    span: int
    block: int
    rows: int

    @property
    def is_old(self) -> bool:
        """Whether every row in it is superseded."""
        return self.path.endswith(OLD)


@attrs.frozen(kw_only=True)
class BlockState:
    """One version of a block table.

    Attributes
    ----------
    version : int
    files : dict of str to BlockFile
        By path.
    transactions : dict of str to int
        How far each application has come.
    """

    version: int
    files: dict[str, BlockFile]
    transactions: dict[str, int]


@attrs.frozen(kw_only=True)
class Part:
    """Rows of one span and block that are about to become a file."""

    span: int
    block: int
    rows: pa.Table
    tail: str = ".parquet"


def create_blocks(folder: Path, schema: BlockSchema) -> None:
    """Make an empty block table, version 0. The caller holds the writer's lock."""
    make_folder(folder)
    DeltaTable.create(
        folder,
        Schema.from_arrow(stored_block_arrow(schema)),
        partition_by=list(PARTITION),
        description=schema.meaning,
        configuration={**CONFIGURATION, BLOCKS_KEY: block_text(schema)},
        raise_if_key_not_exists=False,
        commit_properties=CommitProperties(custom_metadata={"dafeng.act": "create"}),
        post_commithook_properties=NO_HOOKS,
    )
    sync_log(folder, 0)
    sync_names(folder, folder.parent.parent)


def block_schema(table: DeltaTable) -> BlockSchema:
    """Return the schema that the version carries."""
    return block_from_text(table.metadata().configuration[BLOCKS_KEY])


def state_of(table: DeltaTable, applications: Iterable[str]) -> BlockState:
    """Return what an open version names."""
    actions = pa.table(table.get_add_actions(flatten=True))
    columns = (
        actions[name].to_pylist()
        for name in ("path", f"partition.{SPAN}", f"partition.{BLOCK}", "num_records")
    )
    files = {
        path: BlockFile(path=path, span=span, block=block, rows=rows)
        for path, span, block, rows in zip(*columns, strict=True)
    }
    came = {name: table.transaction_version(name) for name in applications}
    return BlockState(
        version=table.version(),
        files=files,
        transactions={name: at for name, at in came.items() if at is not None},
    )


def entry_path(folder: Path, version: int) -> Path:
    """Log entry of a version."""
    return folder / LOG / f"{version:020d}.json"


def carried(folder: Path, state: BlockState) -> BlockState | None:
    """Carry a state forward over the log entries that came after it.

    None where the log was cut behind it, so that it has to be opened anew.
    """
    version = state.version
    while entry_path(folder, version + 1).exists():
        version += 1
    # Entries go in their order. The first one stays, and tells nothing about it.
    if not state.version or not entry_path(folder, state.version).exists():
        return None
    if version == state.version:
        return state
    files, transactions = dict(state.files), dict(state.transactions)
    for number in range(state.version + 1, version + 1):
        for action in actions_of(folder, number):
            if "add" in action:
                file = _file(action["add"])
                files[file.path] = file
            elif "remove" in action:
                files.pop(action["remove"]["path"], None)
            elif "txn" in action:
                transactions[action["txn"]["appId"]] = action["txn"]["version"]
    return BlockState(version=version, files=files, transactions=transactions)


def added_files(folder: Path, after: int, until: int) -> list[BlockFile]:
    """Files with rows that came after a version; what merging wrote is not new."""
    return [
        _file(action["add"])
        for version in range(after + 1, until + 1)
        for action in actions_of(folder, version)
        if "add" in action and action["add"]["dataChange"]
    ]


def actions_of(folder: Path, version: int) -> list[dict[str, dict[str, Any]]]:
    """Read what one commit did."""
    return [
        json.loads(line)
        for line in entry_path(folder, version).read_text().splitlines()
    ]


def _file(add: Mapping[str, Any]) -> BlockFile:
    values, stats = add["partitionValues"], json.loads(add["stats"])
    return BlockFile(
        path=add["path"],
        span=int(values[SPAN]),
        block=int(values[BLOCK]),
        rows=stats["numRecords"],
    )


def write_blocks(
    folder: Path, schema: BlockSchema, parts: Sequence[Part], version: int
) -> list[AddAction]:
    """Write each part as one durable file; the log does not know them yet."""
    written = [(part, _written(folder, schema, part, version)) for part in parts]
    for _, path in written:
        sync(folder / path)
    for parent in {(folder / path).parent for _, path in written}:
        sync(parent)
        sync(parent.parent)
    sync(folder)
    return [
        AddAction(
            path=path,
            size=(folder / path).stat().st_size,
            partition_values={SPAN: str(part.span), BLOCK: str(part.block)},
            modification_time=0,
            data_change=True,
            stats=json.dumps({"numRecords": part.rows.num_rows}),
        )
        for part, path in written
    ]


def _written(folder: Path, schema: BlockSchema, part: Part, version: int) -> str:
    place = f"{SPAN}={part.span}/{BLOCK}={part.block}"
    path = f"{place}/{version:010d}{part.tail}"
    (folder / place).mkdir(parents=True, exist_ok=True)
    count = part.rows.num_rows
    own = [
        pa.repeat(pa.scalar(number, pa.int32()), count)
        for number in (part.span, part.block)
    ]
    stored = stored_block_arrow(schema)
    thing = part.rows.column(schema.thing)
    coded = pa.types.is_dictionary(thing.type)
    columns = [part.rows.column(column.name) for column in schema.columns]
    if coded:
        first = pa.field(schema.thing, thing.type, nullable=False)
        stored = pa.schema([first, *list(stored)[1:]])
    words = [c.name for c in schema.columns if c.packing is Packing.WORDS]
    deltas = [
        c.name for c in schema.columns if c.type != "bool" and c.name not in words
    ]
    pq.write_table(
        pa.table([thing, *columns, *own], schema=stored),
        folder / path,
        compression="zstd",
        compression_level=3,
        row_group_size=ROW_GROUP,
        use_dictionary=[schema.thing, SPAN, BLOCK, *words],
        column_encoding=dict.fromkeys(deltas, "DELTA_BINARY_PACKED"),
        write_statistics=[schema.thing, *schema.order[:1]],
        write_page_checksum=True,
        store_schema=False,
    )
    return path


def commit_blocks(
    table: DeltaTable,
    folder: Path,
    schema: BlockSchema,
    actions: Sequence[AddAction | RemoveAction],
    *,
    about: Mapping[str, str],
    transactions: Mapping[str, int],
) -> int:
    """Let the log name what was written; durable when this returns the version."""
    version = int(table.version()) + 1
    table.create_write_transaction(
        list(actions),
        "append",
        Schema.from_arrow(stored_block_arrow(schema)),
        partition_by=list(PARTITION),
        commit_properties=CommitProperties(
            custom_metadata=dict(about),
            max_commit_retries=0,
            app_transactions=[
                Transaction(name, number) for name, number in transactions.items()
            ],
        ),
        post_commithook_properties=NO_HOOKS,
    )
    sync_log(folder, version)
    checkpoint(folder, version)
    return version


def opened(folder: Path, version: int | None = None) -> DeltaTable:
    """Open a version of a block table; default the newest."""
    return open_table(folder, version)
