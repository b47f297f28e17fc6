"""The lake: tables that only grow, read back as of any version or day."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError
from dafeng.lake.appending import Batch, append_batch
from dafeng.lake.blocks_table import BlockTable
from dafeng.lake.blocks_verification import check_blocks, verify_blocks
from dafeng.lake.durability import writer_lock
from dafeng.lake.errors import DamagedError, NoTableError
from dafeng.lake.fitting import fitting_rows
from dafeng.lake.folder import has_table, open_table, table_schema
from dafeng.lake.journal import Journal
from dafeng.lake.mending import mend, sound_table
from dafeng.lake.pins import store_pin, stored_pins
from dafeng.lake.reading import files_of, history_of, open_version, rows_of
from dafeng.lake.records import (
    LakeFiles,
    Pin,
    Receipt,
    Upkeep,
    Verification,
    Version,
)
from dafeng.lake.snapshots import BLOCK_TABLES, block_tables, snapshot_lake
from dafeng.lake.superseding import holding_rows
from dafeng.lake.upkeep import compact_table, vacuum_table
from dafeng.lake.verification import orphans_of, verify_journal, verify_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    import pyarrow as pa
    from deltalake import DeltaTable

    from dafeng.lake.blocks import BlockSchema
    from dafeng.lake.schemas import TableSchema


class Lake:
    """Tables in a folder; nothing that was acknowledged is ever lost or overwritten.

    Parameters
    ----------
    folder : Path
        Made on the first append.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._sound: set[str] = set()

    def append(
        self,
        schema: TableSchema,
        rows: pa.Table | Iterable[Mapping[str, object]],
        *,
        key: str,
        learned_at: datetime,
    ) -> Receipt:
        """Append a batch of rows once; return when no power cut can take it away.

        Parameters
        ----------
        schema : TableSchema
            Made into a table on the first append; later it may gain optional columns.
        rows : pyarrow.Table, or iterable of mappings of column to value
            See :func:`~dafeng.lake.check_rows` for what each column takes.
        key : str
            Name of the batch. A second batch of that name stores nothing.
        learned_at : datetime
            When we learned it, with its time zone.

        Returns
        -------
        Receipt

        Raises
        ------
        RowsDoNotFit
            Some cells do not fit; nothing is stored.
        SchemaChangedError
            The table in the lake was made for other columns.
        BadInputError
            ``lake.no_key`` for an empty key, ``lake.naive_time`` for a time without a
            zone, ``lake.bad_schema`` for a schema that cannot be a table.
        """
        if not key.strip():
            msg = f"A batch for table {schema.name!r} has no key. Give it one for good."
            raise BadInputError(msg, code="lake.no_key", table=schema.name)
        batch = Batch(
            rows=fitting_rows(schema, rows), key=key, learned_at=_in_utc(learned_at)
        )
        with self._writing(schema.name):
            return append_batch(self._table(schema.name), schema, batch)

    def read(
        self,
        name: str,
        *,
        version: int | None = None,
        learned_by: datetime | None = None,
    ) -> pa.Table:
        """Read every row of a table, superseded ones included.

        Parameters
        ----------
        name : str
        version : int, optional
            As the table was then; default the newest.
        learned_by : datetime, optional
            Only what we had learned by then.

        Returns
        -------
        pyarrow.Table
            The table's columns, then ``learned_at``, ``batch``, ``position``,
            ``version``; ordered by partition, version, position. Compacting changes
            neither rows nor order.

        Raises
        ------
        NoTableError, NoVersionError, VersionGoneError
        """
        return self._rows(name, self._opened(name, version), learned_by)

    def current(
        self,
        name: str,
        *,
        version: int | None = None,
        learned_by: datetime | None = None,
    ) -> pa.Table:
        """Read the rows that hold: per key the one learned last.

        Of two learned at once the later version holds, in one batch the later row.
        Parameters, order and errors as in :meth:`read`.
        """
        table = self._opened(name, version)
        rows = self._rows(name, table, learned_by)
        return holding_rows(rows, table_schema(table).key)

    def files(self, name: str, *, version: int | None = None) -> LakeFiles:
        """List the files of a version, for an engine to read.

        Raises
        ------
        NoTableError, NoVersionError, VersionGoneError
        """
        return files_of(self._found(name), name, version=version)

    def schema(self, name: str, *, version: int | None = None) -> TableSchema:
        """Return the schema that a version of the table carries.

        Raises
        ------
        NoTableError, NoVersionError
        """
        return table_schema(self._opened(name, version))

    def tables(self) -> tuple[str, ...]:
        """Names of the tables, sorted."""
        place = self.folder / "tables"
        if not place.is_dir():
            return ()
        return tuple(sorted(path.name for path in place.iterdir() if has_table(path)))

    def version(self, name: str) -> int | None:
        """Return the newest version of a table; None without that table."""
        if not has_table(self._table(name)):
            return None
        return int(open_table(self._found(name)).version())

    def versions(self, name: str) -> tuple[Version, ...]:
        """Every version of a table, the oldest first.

        Raises
        ------
        NoTableError
        """
        pins = [pin for pin in self.pins() if pin.table == name]
        return history_of(self._found(name), pins)

    def pin(self, name: str, version: int, seal: str) -> Pin:
        """Keep a version readable for ever, because a seal rests on it.

        A table of series of that name comes before any other.

        Raises
        ------
        NoTableError, NoVersionError
        VersionGoneError
            It was vacuumed already.
        """
        pin = Pin(table=name, version=version, seal=seal)
        series = self.folder / BLOCK_TABLES / name
        if has_table(series):
            with self._writing(f"{BLOCK_TABLES}-{name}"):
                check_blocks(series, name, version)
                store_pin(self.folder / "pins", pin)
            return pin
        folder = self._found(name)
        with self._writing(name):
            files_of(folder, name, version=version)
            store_pin(self.folder / "pins", pin)
        return pin

    def pins(self) -> tuple[Pin, ...]:
        """Every pin, in the order in which they were set."""
        return stored_pins(self.folder / "pins")

    def journal(self, name: str = "arrivals") -> Journal:
        """Open a journal of the lake: one per gateway."""
        return Journal(self.folder / "journal" / name)

    def blocks(
        self, schema: BlockSchema, applications: Sequence[str] = ()
    ) -> BlockTable:
        """Open a table of series; it is made on the first append.

        Parameters
        ----------
        schema : BlockSchema
        applications : sequence of str
            Names under which appends say how far they have come.
        """
        return BlockTable(
            self.folder / BLOCK_TABLES / schema.name,
            schema,
            lock=self._lock(f"{BLOCK_TABLES}-{schema.name}"),
            applications=applications,
        )

    def compact(self, name: str) -> Upkeep:
        """Join small files into larger ones; rows, order and old versions stay.

        Raises
        ------
        NoTableError
        """
        folder = self._found(name)
        with self._writing(name):
            return compact_table(folder, name)

    def vacuum(self, name: str) -> Upkeep:
        """Remove files that neither the newest version nor a pinned one names.

        Raises
        ------
        NoTableError
        """
        folder = self._found(name)
        with self._writing(name):
            pinned = {pin.version for pin in self.pins() if pin.table == name}
            return vacuum_table(folder, name, pinned)

    def verify(self) -> Verification:
        """Open the newest and every sealed version, and the journals; read it all."""
        states, orphans = [], []
        _, findings = verify_journal(self.folder / "pins")
        pins = () if findings else self.pins()
        for name in self.tables():
            pinned = {pin.version for pin in pins if pin.table == name}
            state, found = verify_table(self._table(name), name, pinned)
            states += [] if state is None else [state]
            findings += found
            orphans += orphans_of(self._table(name), self._lock(name))
        for folder in block_tables(self.folder):
            pinned = {pin.version for pin in pins if pin.table == folder.name}
            lock = self._lock(f"{BLOCK_TABLES}-{folder.name}")
            state, found = verify_blocks(folder, lock, pinned)
            states += [] if state is None else [state]
            findings += found
            orphans += orphans_of(folder, lock)
        entries = 0
        for folder in sorted(
            {path.parent for path in self.folder.glob("journal/*/*.log")}
        ):
            count, found = verify_journal(folder)
            entries += count
            findings += found
        return Verification(
            tables=tuple(states),
            findings=tuple(findings),
            orphans=tuple(orphans),
            entries=entries,
        )

    def snapshot(self, to: Path) -> None:
        """Copy the whole lake into a folder that is yet to be made.

        Others may go on writing: see :func:`~dafeng.lake.snapshots.snapshot_lake`.
        """
        snapshot_lake(self.folder, Path(to))

    def _opened(self, name: str, version: int | None) -> DeltaTable:
        return open_version(self._found(name), name, version)

    def _rows(
        self, name: str, table: DeltaTable, learned_by: datetime | None
    ) -> pa.Table:
        moment = None if learned_by is None else _in_utc(learned_by)
        return rows_of(self._table(name), name, table, learned_by=moment)

    def _table(self, name: str) -> Path:
        return self.folder / "tables" / name

    def _found(self, name: str) -> Path:
        folder = self._table(name)
        if name not in self._sound and has_table(folder):
            self._mend(name, folder)
        if not has_table(folder):
            raise NoTableError(name, self.tables())
        self._sound.add(name)
        return folder

    def _mend(self, name: str, folder: Path) -> None:
        if sound_table(folder) is not None:
            return
        with self._writing(name):
            mend(folder)
        if has_table(folder) and sound_table(folder) is None:
            msg = (
                f"The log of table {name!r} cannot be read: {folder}. "
                "See what is wrong: dafeng lake verify. Restore it from a copy."
            )
            raise DamagedError(msg, table=name, path=str(folder))

    def _lock(self, name: str) -> Path:
        return self.folder / "locks" / f"{name}.lock"

    def _writing(self, name: str) -> AbstractContextManager[None]:
        return writer_lock(self._lock(name))


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        msg = (
            f"The time {moment} has no zone. Give one: it decides what was known when."
        )
        raise BadInputError(msg, code="lake.naive_time", value=moment)
    return moment.astimezone(UTC)
