"""Read a version of a table by its list of files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dafeng.lake.columns import stored_schema
from dafeng.lake.errors import NoVersionError, VersionGoneError
from dafeng.lake.folder import data_files, open_table, table_schema
from dafeng.lake.records import LakeFiles, Pin, Version

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from deltalake import DeltaTable


def open_version(folder: Path, name: str, version: int | None) -> DeltaTable:
    """Open a version of the table.

    Raises
    ------
    NoVersionError
        The table never had it.
    """
    newest = open_table(folder)
    if version is None or version == newest.version():
        return newest
    if not 0 <= version < newest.version():
        raise NoVersionError(name, version, newest.version())
    return open_table(folder, version)


def files_of(folder: Path, name: str, *, version: int | None) -> LakeFiles:
    """List the files of a version.

    Raises
    ------
    NoVersionError, VersionGoneError
    """
    return _files(folder, name, open_version(folder, name, version))


def rows_of(
    folder: Path, name: str, table: DeltaTable, *, learned_by: datetime | None
) -> pa.Table:
    """Read the rows of an open version that had been learned by then.

    Raises
    ------
    VersionGoneError
    """
    there = _files(folder, name, table)
    rows = read_files(there.files, there.schema).replace_schema_metadata(None)
    if learned_by is None:
        return rows
    moment = pa.scalar(learned_by, pa.timestamp("us", "UTC"))
    return rows.filter(pc.less_equal(rows["learned_at"], moment))


def read_files(files: Sequence[Path], schema: pa.Schema) -> pa.Table:
    """Read files in their order; a column that a file has not yet is missing there."""
    parts = [_in_shape(pq.ParquetFile(file).read(), schema) for file in files]
    return pa.concat_tables(parts) if parts else schema.empty_table()


def _in_shape(part: pa.Table, schema: pa.Schema) -> pa.Table:
    if part.schema.names == schema.names:
        return part.cast(schema)
    there = set(part.column_names)
    columns = [
        part[field.name] if field.name in there else pa.nulls(part.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def history_of(folder: Path, pins: Sequence[Pin]) -> tuple[Version, ...]:
    """Every version from the log, the oldest first."""
    sealed: dict[int, list[str]] = {}
    for pin in pins:
        sealed.setdefault(pin.version, []).append(pin.seal)
    return tuple(
        Version(
            version=entry["version"],
            committed_at=datetime.fromtimestamp(entry["timestamp"] / 1000, UTC),
            rows=int(entry.get("dafeng.rows", 0)),
            batch=entry.get("dafeng.batch", ""),
            act=entry.get("dafeng.act", "widen"),
            sealed_by=tuple(sealed.get(entry["version"], ())),
        )
        for entry in reversed(open_table(folder).history())
    )


def _files(folder: Path, name: str, table: DeltaTable) -> LakeFiles:
    files = tuple(folder / file.path for file in data_files(table))
    if not all(file.exists() for file in files):
        raise VersionGoneError(name, table.version())
    return LakeFiles(
        table=name,
        version=table.version(),
        folder=folder,
        files=files,
        schema=stored_schema(table_schema(table)),
    )
