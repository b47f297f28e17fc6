"""Whether a block table is all there: every page, every row that a commit promised."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake.exceptions import DeltaError

from dafeng.lake.blocks import stored_block_arrow
from dafeng.lake.blocks_files import (
    BlockFile,
    block_schema,
    opened,
    state_of,
)
from dafeng.lake.blocks_log import rows_promised
from dafeng.lake.durability import writer_lock
from dafeng.lake.errors import NoVersionError, VersionGoneError
from dafeng.lake.records import TableState
from dafeng.lake.verification import Seen, finding_of

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.base.findings import Finding

_RESTORE = "Restore the file from a copy."


def verify_blocks(folder: Path, lock: Path, pinned: Iterable[int]) -> Seen:
    """Read every file of the newest version and of the pinned ones; count the rows.

    Nobody cuts the log while it is read.
    """
    name = folder.name
    try:
        with writer_lock(lock):
            newest = opened(folder)
            states = [
                state_of(opened(folder, version), ()) for version in sorted(pinned)
            ]
            states.append(state_of(newest, ()))
            promised = rows_promised(folder, newest.version())
        schema = stored_block_arrow(block_schema(newest))
    except (DeltaError, OSError) as error:
        hint = "Restore the folder's log from a copy."
        return None, [finding_of("lake.log_damaged", name, str(error), hint)]
    files = {path: file for state in states for path, file in state.files.items()}
    findings = [
        found
        for file in files.values()
        for found in _file_findings(folder, name, schema, file)
    ]
    version = newest.version()
    rows = sum(file.rows for file in states[-1].files.values())
    if rows != promised:
        value = f"{rows} rows, {promised} promised"
        hint = "Restore the table from a copy."
        findings.append(finding_of("lake.batch_not_whole", name, value, hint))
    state = TableState(
        table=name,
        version=version,
        rows=rows,
        files=len(states[-1].files),
        opened=tuple(each.version for each in states),
    )
    return state, findings


def check_blocks(folder: Path, name: str, version: int) -> None:
    """Refuse a version that never was, or whose files are gone.

    Raises
    ------
    NoVersionError, VersionGoneError
    """
    newest = opened(folder).version()
    if not 0 <= version <= newest:
        raise NoVersionError(name, version, newest)
    try:
        files = state_of(opened(folder, version), ()).files
    except DeltaError as error:  # its log was cut
        raise VersionGoneError(name, version) from error
    if not all((folder / path).exists() for path in files):
        raise VersionGoneError(name, version)


def _file_findings(
    folder: Path, name: str, schema: pa.Schema, file: BlockFile
) -> Iterable[Finding]:
    path, place = folder / file.path, f"{name}, {file.path}"
    if not path.exists():
        yield finding_of("lake.file_missing", place, "not there", _RESTORE)
        return
    try:
        there = pq.ParquetFile(path, page_checksum_verification=True).read()
    except (pa.ArrowException, OSError) as error:
        yield finding_of("lake.file_damaged", place, str(error), _RESTORE)
        return
    if there.num_rows != file.rows:
        value = f"{there.num_rows} rows"
        yield finding_of("lake.row_count", place, value, _RESTORE)
    if not there.schema.equals(schema):
        value = str(there.schema)
        yield finding_of("lake.column_changed", place, value, _RESTORE)
