"""A block table: append rows once, read those of some things, keep files few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from threading import Lock
from typing import TYPE_CHECKING

import attrs

from dafeng.lake.blocks import BlockSchema, check_same
from dafeng.lake.blocks_files import (
    BlockFile,
    BlockState,
    actions_of,
    added_files,
    block_schema,
    carried,
    commit_blocks,
    create_blocks,
    opened,
    state_of,
    write_blocks,
)
from dafeng.lake.blocks_log import cut_log, first_entry
from dafeng.lake.blocks_reading import Wanted, first_values, read_blocks
from dafeng.lake.blocks_rows import BlockRows, parts_of
from dafeng.lake.blocks_upkeep import crowded, leaving_files, merging
from dafeng.lake.durability import writer_lock
from dafeng.lake.errors import DamagedError
from dafeng.lake.folder import has_table, sync_log
from dafeng.lake.mending import mend, sound_table
from dafeng.lake.records import Upkeep

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from deltalake import DeltaTable

_MOST_FILES = 8
"""So many files of one span and block are read side by side; more are merged."""


@attrs.frozen(kw_only=True)
class _Where:
    """In which files rows may stand."""

    blocks: frozenset[int]
    spans: tuple[int, int] | None
    history: bool

    def has(self, file: BlockFile) -> bool:
        return (
            file.block in self.blocks
            and (self.spans is None or self.spans[0] <= file.span <= self.spans[1])
            and (self.history or not file.is_old)
        )


class BlockTable:
    """A table of series in a folder of the lake.

    Parameters
    ----------
    folder : Path
        Made on the first append.
    schema : BlockSchema
    lock : Path
        File whose lock makes a writer the only one.
    applications : sequence of str
        Names under which appends say how far they have come.
    """

    def __init__(
        self,
        folder: Path,
        schema: BlockSchema,
        *,
        lock: Path,
        applications: Sequence[str] = (),
    ) -> None:
        self.folder, self.schema = folder, schema
        self._lock, self._applications = lock, tuple(applications)
        self._turn = Lock()
        self._state: BlockState | None = None
        self._table: DeltaTable | None = None
        self._synced = -1

    def state(self) -> BlockState:
        """Return the newest version; a table that is not made yet is empty."""
        with self._turn:
            state = self._carried()
        if state is not None:
            return state
        if not has_table(self.folder):
            return BlockState(version=-1, files={}, transactions={})
        # Outside our turn: it may wait for a writer, and a writer asks for ours.
        state = self._looked_over()
        with self._turn:
            self._state = state
            return self._carried() or state

    def _carried(self) -> BlockState | None:
        """Carry what is known forward; None where the table has to be opened."""
        if self._state is not None:
            try:
                self._state = carried(self.folder, self._state)
            except FileNotFoundError:  # cut since we looked
                self._state = None
        return self._state

    def done(self, application: str) -> int:
        """How far an application has come; 0 before its first append."""
        return self.state().transactions.get(application, 0)

    def read(
        self,
        things: Iterable[str],
        columns: Sequence[str],
        *,
        spans: tuple[int, int] | None = None,
        least: int | None = None,
        history: bool = True,
    ) -> tuple[tuple[str, ...], pa.Table]:
        """Read the rows of some things.

        Parameters
        ----------
        things : iterable of str
        columns : sequence of str
        spans : pair of int, optional
            First and last span; default all.
        least : int, optional
            Rows whose first column of the order is smaller may be left out.
        history : bool
            Whether rows are wanted that others have superseded.

        Returns
        -------
        tuple of str, pyarrow.Table
            The things, sorted; and rows with the index of their thing in place of its
            name, in no order that may be relied on.
        """
        wanted = Wanted(
            things=tuple(sorted(set(things))), columns=tuple(columns), least=least
        )
        where = _Where(
            blocks=frozenset(map(self.schema.block_of, wanted.things)),
            spans=spans,
            history=history,
        )
        state = self.state()
        try:
            rows = self._rows(state, where, wanted)
        except FileNotFoundError:  # merged and vacuumed since the list was made
            newer = self.state()
            if newer is state:
                raise
            rows = self._rows(newer, where, wanted)
        return wanted.things, rows

    def _rows(self, state: BlockState, where: _Where, wanted: Wanted) -> pa.Table:
        files = [file for file in state.files.values() if where.has(file)]
        return read_blocks(self.folder, self.schema, files, wanted)

    def spans(self) -> tuple[int, int] | None:
        """First and last span with rows; None without any."""
        numbers = [file.span for file in self.state().files.values()]
        return (min(numbers), max(numbers)) if numbers else None

    def append(
        self,
        rows: BlockRows | None,
        *,
        transactions: Mapping[str, int],
        about: Mapping[str, str] | None = None,
        expected: Mapping[str, int] | None = None,
    ) -> int | None:
        """Append rows and say how far an application has come, in one durable commit.

        Parameters
        ----------
        rows : BlockRows or None
        transactions : mapping of str to int
            How far each application has come with these rows.
        about : mapping of str to str, optional
            Words for the log.
        expected : mapping of str to int, optional
            How far each had come before; where that is no longer so nothing is
            appended.

        Returns
        -------
        int or None
            The version; None where another writer has come further.
        """
        with self.writing():
            table = self._made()
            state = self.state()
            before = expected or {}
            if any(
                state.transactions.get(name, 0) != number
                for name, number in before.items()
            ):
                return None
            parts = [] if rows is None else parts_of(self.schema, rows)
            version = state.version + 1
            actions = write_blocks(self.folder, self.schema, parts, version)
            count = sum(part.rows.num_rows for part in parts)
            self._synced = commit_blocks(
                table,
                self.folder,
                self.schema,
                actions,
                about={"dafeng.act": "append", "dafeng.rows": str(count)}
                | dict(about or {}),
                transactions=transactions,
            )
            return self._synced

    def first_added(self, after: int, until: int) -> dict[str, int]:
        """Return the first row of each thing that came after a version, up to another.

        A row is told by the first column of the order. Where the log was cut behind
        the first version, of every row there is.
        """
        files = self._added(max(after, -1), until)
        return first_values(self.folder, self.schema, files)

    def words(self, after: int, key: str) -> Iterator[tuple[int, str]]:
        """Yield what commits after a version say under a key, with their version.

        Of those that :meth:`cut` removed nothing is told.
        """
        newest = self.state().version
        begin = max(after + 1, first_entry(self.folder)) if newest > 0 else after + 1
        for version in range(begin, newest + 1):
            for action in actions_of(self.folder, version):
                told = action.get("commitInfo", {}).get(key)
                if told is not None:
                    yield version, told

    def _added(self, after: int, until: int) -> list[BlockFile]:
        if until > 0 and after + 1 < first_entry(self.folder) > 1:
            return list(self.state().files.values())
        return added_files(self.folder, after, until)

    def first_above(self, value: int, *, span: int) -> dict[str, int]:
        """Return the first row above a value of each thing, from a span on."""
        files = [file for file in self.state().files.values() if file.span >= span]
        return first_values(self.folder, self.schema, files, above=value)

    def merge(self, most_files: int = _MOST_FILES) -> Upkeep:
        """Merge the files of spans and blocks that have too many; rows stay.

        One commit takes the place of all that it merges; older versions stay readable
        until :meth:`vacuum`.
        """
        state = self.state()
        if not crowded(list(state.files.values()), most_files):
            return Upkeep(table=self.schema.name, version=state.version)
        with self.writing():
            table = self._made()
            state = self.state()
            work = merging(
                self.folder,
                self.schema,
                list(state.files.values()),
                state.version + 1,
                most_files,
            )
            if not work.actions:
                return Upkeep(table=self.schema.name, version=state.version)
            self._synced = version = commit_blocks(
                table,
                self.folder,
                self.schema,
                work.actions,
                about={"dafeng.act": "compact", "dafeng.rows": "0"},
                transactions={},
            )
        return Upkeep(
            table=self.schema.name,
            version=version,
            written=work.written,
            removed=work.removed,
        )

    def vacuum(self, pinned: Iterable[int] = (), *, since: int | None = None) -> Upkeep:
        """Remove files that neither the newest nor a pinned version names.

        Parameters
        ----------
        pinned : iterable of int
        since : int, optional
            What came after this version is spared: somebody has yet to look at it.
        """
        if not has_table(self.folder):
            return Upkeep(table=self.schema.name, version=-1)
        with self.writing():
            state = self.state()
            spared = [] if since is None else self._added(since, state.version)
            leaving = leaving_files(self.folder, (state, pinned), spared)
            for path in leaving:
                path.unlink()
        return Upkeep(
            table=self.schema.name, version=state.version, removed=len(leaving)
        )

    def cut(self, pinned: Iterable[int] = (), *, until: int | None = None) -> int:
        """Remove log entries up to a version; return how many files went.

        Older versions cannot be opened any more, but those that are pinned.

        Parameters
        ----------
        pinned : iterable of int
        until : int, optional
            Later entries stay: somebody has yet to look at them. The newest one always
            stays.
        """
        if not has_table(self.folder):
            return 0
        with self.writing():
            last = self.state().version - 1
            until = last if until is None else min(until, last)
            return cut_log(self.folder, self._applications, set(pinned), until)

    def writing(self) -> AbstractContextManager[None]:
        """Be the only writer of the table."""
        return writer_lock(self._lock)

    def _made(self) -> DeltaTable:
        """Open the table for writing, made first if need be; the lock is held."""
        if self._table is not None and has_table(self.folder):
            table = self._table
            table.update_incremental()
        else:
            table = self._opened()
            check_same(block_schema(table), self.schema)
        if table.version() > self._synced:
            # Whoever wrote the newest entry may have been killed before it was synced.
            sync_log(self.folder, table.version())
        self._table, self._synced = table, table.version()
        return table

    def _opened(self) -> DeltaTable:
        if has_table(self.folder):
            table = sound_table(self.folder)
            if table is not None:
                return table
            mend(self.folder)
        if not has_table(self.folder):
            create_blocks(self.folder, self.schema)
        with self._turn:
            self._state = None
        return opened(self.folder)

    def _looked_over(self) -> BlockState:
        if sound_table(self.folder) is None:
            with self.writing():
                mend(self.folder)
        table = sound_table(self.folder)
        if table is None:
            msg = (
                f"The log of table {self.schema.name!r} cannot be read: {self.folder}. "
                "See what is wrong: dafeng lake verify. Restore it from a copy."
            )
            raise DamagedError(msg, table=self.schema.name, path=str(self.folder))
        return state_of(table, self._applications)
