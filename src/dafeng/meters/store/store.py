"""The store of meters: what was sent, the readings in it, and the energy they show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from dafeng.lake.durability import writer_lock
from dafeng.meters.amounts import amounts_of
from dafeng.meters.store.compacting import (
    JOURNAL,
    REFUSED,
    compact_journal,
    journal_go_on,
    read_entry,
    refused_from_text,
)
from dafeng.meters.store.envelopes import (
    arrival_key,
    packed_arrival,
    unpacked_arrival,
)
from dafeng.meters.store.records import Tidied
from dafeng.meters.store.repeating import FILES, other_since, way_of
from dafeng.meters.store.replaying import Again, is_sent_by, replay_journal
from dafeng.meters.store.rolling import FAR_US, Tables
from dafeng.meters.store.rounds import SEEN, UNTIL, Told, Wish, roll_up_tables, seen_by
from dafeng.meters.store.spans import moment_us
from dafeng.meters.store.tables import DAYS, HOURS, MARKS, READINGS, SETTINGS
from dafeng.meters.store.views import (
    Asked,
    days_asked,
    hours_asked,
    marks_asked,
    readings_asked,
)

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from dafeng.lake import Ack, Lake
    from dafeng.lake.blocks_table import BlockTable
    from dafeng.meters.amounts import Amounts, Conversion
    from dafeng.meters.arrivals.records import Envelope
    from dafeng.meters.groups import Grouping
    from dafeng.meters.hours import Hours
    from dafeng.meters.readings import Int64, Readings
    from dafeng.meters.store.records import (
        Compacted,
        Marks,
        RefusedRows,
        RolledUp,
    )
    from dafeng.meters.sums import Sums
    from dafeng.meters.tariffs import TariffCalendar
    from dafeng.meters.tree import MeterTree


def _untold(done: int, every: int) -> None:
    """Nobody wants to hear how far it is."""


class MeterStore:
    """Readings and energy of the meters of a house, kept in its lake.

    Parameters
    ----------
    lake : Lake
    """

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self._journal = lake.journal("meters")
        made = (SEEN, UNTIL)
        self._tables = Tables(
            readings=lake.blocks(READINGS, (JOURNAL,)),
            hours=lake.blocks(HOURS, made),
            days=lake.blocks(DAYS, made),
            marks=lake.blocks(MARKS, made),
        )
        self._settings = lake.blocks(SETTINGS)
        self._is_in_step = False

    def accept(
        self, blob: bytes, envelope: Envelope, *, taken: int | None = None
    ) -> Ack:
        """Store a batch as it was received; durable when this returns.

        A second batch of that sender with that content stores nothing
        (:attr:`Ack.duplicate`), unless it is a file and the sender has sent another
        file since. Threads and processes share syncs.

        Parameters
        ----------
        blob : bytes
        envelope : Envelope
        taken : int, optional
            How many of its rows are readings now. The same content is stored again
            when that number is another one: what was refused may be taken later.

        Raises
        ------
        OSError
            The disk is full or fails; nothing was stored.
        """
        if not self._is_in_step:
            self._is_in_step = journal_go_on(self._journal, self._tables.readings)
        entry = packed_arrival(blob, envelope)
        key = arrival_key(blob, envelope, taken)
        ack = self._journal.append(entry, key=key)
        if ack.duplicate and way_of(envelope) in FILES:
            other = other_since(self._journal, ack.sequence, blob, envelope)
            if other:
                return self._journal.append(entry, key=f"{key}-{other}")
        return ack

    def compact(self, tree: MeterTree, *, now: datetime) -> Compacted:
        """Bring what has arrived into the readings, each batch once.

        Parameters
        ----------
        tree : MeterTree
            Readings of a meter that is not in it are refused and counted; see
            :meth:`replay`.
        now : datetime
            Stands in the log.
        """
        with self._alone("compact"):
            made = compact_journal(self._journal, self._tables.readings, tree, now=now)
            self._tables.readings.merge()
        return made

    def replay(
        self,
        tree: MeterTree,
        *,
        since: int = 0,
        senders: Collection[str] | None = None,
        now: datetime,
    ) -> Compacted:
        """Read the journal again; append the readings that are not there yet.

        So the readings of a meter that was entered after they came are not lost.

        Parameters
        ----------
        tree : MeterTree
        since : int
            Entries up to this one are left alone.
        senders : collection of str, optional
            Entries of others are passed over, unread; default all are read.
        now : datetime
        """
        wish = Again(tree=tree, since=since, senders=senders)
        with self._alone("compact"):
            made = replay_journal(self._journal, self._tables.readings, wish, now=now)
            self._tables.readings.merge()
        return made

    def has_readings(self, tree: MeterTree, meter: str) -> bool:
        """Whether a meter has readings, stored or in a batch that still waits."""
        table, found = self._tables.readings, tree[meter]
        asked = Asked(meters=(meter,), begin=-FAR_US // 4, end=FAR_US // 4)
        if len(readings_asked(table, tree, asked)[0]):
            return True
        place = tree.index(meter)
        for entry in self._journal.entries(table.done(JOURNAL)):
            if is_sent_by(entry, {found.enterprise}):
                part, _ = read_entry(entry, tree)
                if part is not None and (part.meter == place).any():
                    return True
        return False

    def days_version(self) -> int:
        """Return the version of the days; another one may have other numbers."""
        return self._tables.days.state().version

    def refusals(self, after: int = 0) -> Iterator[tuple[int, tuple[RefusedRows, ...]]]:
        """Yield what each compaction refused, with the version that says so.

        One that refused nothing is told as well: nobody has to look at it again.
        Whoever keeps the last version with the counts counts each row once, also when
        it was killed between a compaction and its own writing.
        """
        for version, told in self._tables.readings.words(after, REFUSED):
            yield version, refused_from_text(told)

    def roll_up(
        self,
        tree: MeterTree,
        calendar: TariffCalendar,
        *,
        until: datetime,
        again: Iterable[str] = (),
        told: Told = _untold,
    ) -> RolledUp:
        """Bring hours, days and counts up to the readings.

        Passes over the meters with new readings, those whose settings changed, and
        those by formula that stand on one of them. What does not differ is not written.

        Parameters
        ----------
        tree : MeterTree
        calendar : TariffCalendar
            Another one than last time makes all days again.
        until : datetime
            Now: later readings wait until it has passed. Never earlier than before.
        again : iterable of str
            Meters that are passed over whatever happened.
        told : callable
            Hears how many meters are done, and how many there are.
        """
        with self._alone("roll-up"):
            wish = Wish(
                tree=tree,
                calendar=calendar,
                until=moment_us(until),
                again=frozenset(again),
                told=told,
            )
            return roll_up_tables(self._tables, self._settings, wish)

    def readings(
        self,
        tree: MeterTree,
        meters: Sequence[str],
        begin: date | datetime,
        end: date | datetime,
        *,
        learned_by: datetime | None = None,
    ) -> Readings:
        """Return readings from a moment to another, both included.

        Parameters
        ----------
        tree : MeterTree
        meters : sequence of str
        begin, end : date or datetime
            A date is its midnight in China.
        learned_by : datetime, optional
            Only what was known then.

        Raises
        ------
        UnknownMeterError
        """
        asked = _asked(meters, begin, end, learned_by)
        return readings_asked(self._tables.readings, tree, asked)[0]

    def readings_with_entries(
        self,
        tree: MeterTree,
        meters: Sequence[str],
        begin: date | datetime,
        end: date | datetime,
    ) -> tuple[Readings, Int64]:
        """Return readings, and the entry of the journal that each came with.

        Parameters and errors as of :meth:`readings`.
        """
        asked = _asked(meters, begin, end, None)
        return readings_asked(self._tables.readings, tree, asked)

    def envelope_of(self, sequence: int) -> Envelope | None:
        """Return who sent an entry of the journal, how and when; None without one."""
        for entry in self._journal.entries(sequence - 1):
            if entry.sequence != sequence or not entry.blob:
                return None  # an empty one stands for one that is lost
            return unpacked_arrival(entry.blob)[0]
        return None

    def hours(
        self,
        tree: MeterTree,
        meters: Sequence[str],
        begin: date | datetime,
        end: date | datetime,
        *,
        learned_by: datetime | None = None,
    ) -> Hours:
        """Return hours that begin at or after a moment and before another.

        Parameters and errors as of :meth:`readings`.
        """
        asked = _asked(meters, begin, end, learned_by)
        return hours_asked(self._tables.hours, tree, asked)

    def days(
        self,
        tree: MeterTree,
        meters: Sequence[str],
        begin: date | datetime,
        end: date | datetime,
        *,
        learned_by: datetime | None = None,
    ) -> Sums:
        """Return days that begin at or after a moment and before another.

        Parameters and errors as of :meth:`readings`.
        """
        asked = _asked(meters, begin, end, learned_by)
        return days_asked(self._tables.days, tree, asked)

    def marks(
        self,
        tree: MeterTree,
        meters: Sequence[str],
        begin: date | datetime,
        end: date | datetime,
        *,
        learned_by: datetime | None = None,
    ) -> Marks:
        """Return the readings of days counted by their flags.

        Parameters and errors as of :meth:`readings`.
        """
        asked = _asked(meters, begin, end, learned_by)
        return marks_asked(self._tables.marks, tree, asked)

    def amounts(
        self,
        tree: MeterTree,
        groups: Grouping,
        factors: Sequence[Conversion],
        begin: date | datetime,
        end: date | datetime,
    ) -> Amounts:
        """Turn the days of a span into standard coal, CO2 and cost of groups.

        Parameters
        ----------
        tree : MeterTree
        groups : Grouping
            For example ``grouped(tree, lambda meter: meter.enterprise)``.
        factors : sequence of Conversion
        begin, end : date or datetime
            As for :meth:`days`.
        """
        meters = [
            meter.id
            for meter, group in zip(tree, groups.of_meter.tolist(), strict=True)
            if group >= 0
        ]
        days = self.days(tree, meters, begin, end)
        numbers = groups.of_meter[days.meter]
        return amounts_of(tree, days, factors, numbers, count=len(groups.names))

    def tidy(self, *, told: int = 0) -> Tidied:
        """Merge all files of each span and block into one, and remove what is left.

        Old versions are gone then, their log entries too, but those that a seal has
        pinned; every past view stays, by the time of learning.

        Parameters
        ----------
        told : int
            Version up to which :meth:`refusals` were counted; what later compactions
            say of refusals stays.
        """
        written = removed = 0
        with self._alone("compact"), self._alone("roll-up"):
            seen = {READINGS.name: seen_by(self._tables)}
            until = {READINGS.name: min(told, seen[READINGS.name])}
            for table in self._every():
                name = table.schema.name
                written += table.merge(1).written
                gone = table.vacuum(self._pinned(name), since=seen.get(name)).removed
                cut = table.cut(self._pinned(name), until=until.get(name))
                removed += gone + cut
        return Tidied(written=written, removed=removed)

    def _pinned(self, name: str) -> Iterator[int]:
        """Versions that seals rest on, looked up when the table's lock is held."""
        yield from (pin.version for pin in self.lake.pins() if pin.table == name)

    def _every(self) -> list[BlockTable]:
        tables = self._tables
        made = [tables.readings, tables.hours, tables.days, tables.marks]
        return [*made, self._settings]

    def _alone(self, work: str) -> AbstractContextManager[None]:
        return writer_lock(self.lake.folder / "locks" / f"meters-{work}.lock")


def _asked(
    meters: Sequence[str],
    begin: date | datetime,
    end: date | datetime,
    learned_by: datetime | None,
) -> Asked:
    return Asked(
        meters=tuple(meters),
        begin=moment_us(begin),
        end=moment_us(end),
        learned_by=None if learned_by is None else moment_us(learned_by),
    )
