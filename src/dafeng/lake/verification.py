"""Whether everything that was acknowledged is still there, byte for byte."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import attrs
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake.exceptions import DeltaError

from dafeng.base.findings import Finding, Severity
from dafeng.lake.columns import stored_schema
from dafeng.lake.durability import writer_lock
from dafeng.lake.errors import DamagedError
from dafeng.lake.folder import LOG, DataFile, data_files, open_table, table_schema
from dafeng.lake.journal import LOST, Journal
from dafeng.lake.reading import history_of
from dafeng.lake.records import TableState
from dafeng.lake.upkeep import unfinished_entries, written_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from deltalake import DeltaTable

Seen = tuple[TableState | None, list[Finding]]


def verify_table(folder: Path, name: str, pinned: Iterable[int]) -> Seen:
    """Open the newest version and the pinned ones, and read every file of theirs."""
    findings: list[Finding] = []
    tables: dict[int, DeltaTable] = {}
    try:
        newest = open_table(folder)
        tables = {version: open_table(folder, version) for version in sorted(pinned)}
        tables[newest.version()] = newest
    except (DeltaError, OSError) as error:
        hint = "Restore the folder's log from a copy."
        return None, [finding_of("lake.log_damaged", name, str(error), hint)]
    read: dict[str, list[Finding]] = {}
    for version, table in tables.items():
        schema = stored_schema(table_schema(table))
        for file in data_files(table):
            if file.path not in read:
                read[file.path] = list(_file_findings(folder, schema, file))
            place = f"{name} version {version}, {file.path}"
            findings += [attrs.evolve(found, place=place) for found in read[file.path]]
    if not findings:
        findings += _batch_findings(folder, name, newest)
    files = data_files(newest)
    state = TableState(
        table=name,
        version=newest.version(),
        rows=sum(file.rows for file in files),
        files=len(files),
        opened=tuple(sorted(tables)),
    )
    return state, findings


def orphans_of(folder: Path, lock: Path) -> list[Path]:
    """Files that no version names; the lock keeps a running append out of them."""
    with writer_lock(lock):
        written = written_files(folder)
        unfinished = unfinished_entries(folder)
        named = set(_named_files(folder))
    return [path for path in written if path not in named] + unfinished


def verify_journal(folder: Path) -> tuple[int, list[Finding]]:
    """Read every entry of a journal; count them."""
    count = lost = 0
    try:
        for entry in Journal(folder).entries():
            count += 1
            lost += not entry.blob and entry.key.startswith(LOST)
    except DamagedError as error:
        hint = "Restore the segment from a copy."
        return count, [
            finding_of("lake.journal_damaged", folder.name, str(error), hint)
        ]
    if not lost:
        return count, []
    hint = "Readings that were made from them stay; a copy may still have them."
    told = finding_of("lake.journal_lost", folder.name, f"{lost} entries", hint)
    return count, [attrs.evolve(told, severity=Severity.WARNING)]


def _named_files(folder: Path) -> Iterator[Path]:
    for entry in sorted((folder / LOG).glob("*.json")):
        for line in entry.read_text().splitlines():
            action = json.loads(line)
            if "add" in action:
                yield folder / action["add"]["path"]
    if (folder / LOG / f"{1:020d}.json").exists():
        return  # the log is whole
    for checkpoint in (folder / LOG).glob("*.checkpoint*.parquet"):
        adds = pq.ParquetFile(checkpoint).read(columns=["add.path"])["add"]
        yield from (folder / add["path"] for add in adds.to_pylist() if add)


def _file_findings(
    folder: Path, schema: pa.Schema, file: DataFile
) -> Iterator[Finding]:
    path = folder / file.path
    hint = "Restore the file from a copy."
    if not path.exists():
        yield finding_of("lake.file_missing", "", "not there", hint)
        return
    try:
        there = pq.read_table(path, page_checksum_verification=True, partitioning=None)
    except (pa.ArrowException, OSError) as error:
        yield finding_of("lake.file_damaged", "", str(error), hint)
        return
    if there.num_rows != file.rows:
        yield finding_of("lake.row_count", "", f"{there.num_rows} rows", hint)
    for field in there.schema:
        known = schema.get_field_index(field.name)
        if known < 0 or schema.field(known).type != field.type:
            value = f"{field.name} as {field.type}"
            yield finding_of("lake.column_changed", "", value, hint)


def _batch_findings(folder: Path, name: str, newest: DeltaTable) -> Iterator[Finding]:
    """Whether every batch is there once and whole, by what its commit promised."""
    promised = {
        version.version: version.rows
        for version in history_of(folder, ())
        if version.rows
    }
    there: Counter[int] = Counter()
    for file in data_files(newest):
        path = folder / file.path
        column = pq.read_table(path, columns=["version"], partitioning=None)["version"]
        for cell in column.value_counts().to_pylist():
            there[cell["values"]] += cell["counts"]
    for version in sorted(promised.keys() | there.keys()):
        if promised.get(version, 0) != there[version]:
            value = f"{there[version]} rows, {promised.get(version, 0)} promised"
            hint = "Restore the files of the version from a copy."
            place = f"{name} version {version}"
            yield finding_of("lake.batch_not_whole", place, value, hint)


RULES = {
    "lake.log_damaged": "A table's log can be read.",
    "lake.file_missing": "Every file that a version names is there.",
    "lake.file_damaged": "Every page of a file has the checksum of its writing.",
    "lake.row_count": "A file has as many rows as the log says.",
    "lake.column_changed": "A file has the columns of its table, in their types.",
    "lake.batch_not_whole": "A batch is there once, with all its rows.",
    "lake.journal_damaged": "Every entry of a journal is as it was written.",
    "lake.journal_lost": "No entry of a journal stands for one that is lost.",
}


def finding_of(code: str, place: str, value: str, hint: str) -> Finding:
    """Say that something is not as it was acknowledged."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        place=place,
        value=value,
        rule=RULES[code],
        hint=hint,
    )
