"""Readings under violence: ``python -m tools.soak_meters --form short --seed 7``.

Three processes send batches to the store of meters, one brings them into the readings,
one rolls them up; each is killed with SIGKILL at random moments and started again. Then
a disk runs full under a store. At the end nothing acknowledged may be missing or stand
there twice, and the energy is the truth from which the readings were made, to the
watt-hour. stdout carries the report.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import pickle
import random
import resource
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic, sleep

import attrs
import numpy as np

from dafeng.lake import Lake
from dafeng.meters import MeterTree, Readings, Window, roll_up, tariff_calendar
from dafeng.meters.arrivals.reading import read_batch
from dafeng.meters.arrivals.records import BatchForm, Envelope
from dafeng.meters.store import MeterStore
from dafeng.meters.store.envelopes import arrival_key, unpacked_arrival
from dafeng.meters.store.rounds import BEGINNING
from dafeng.sample.gateways import arrow_batch
from dafeng.sample.meters import Faults, SampleReadings, sample_readings

SENDERS = 3
PATIENCE = 120
MICRO = 10**6
FAULTS = Faults(resets=0)
"""All that happens to a gateway but what no later reading can tell."""
CALENDAR = tariff_calendar("typical")
FAR = (date(2000, 1, 1), date(2090, 1, 1))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TMPFS_BYTES, PAGE = 64 * 1024 * 1024, 4096
PRELOADED = ["dafeng.meters.store.store", "dafeng.sample.gateways"]
"""Imported once: each process begins with them."""

BALLAST = "ballast"
COLUMNS = ("meter", "at", "value", "learned_at", "manual")


@attrs.frozen(kw_only=True)
class Form:
    """How long a soak is."""

    kills: int
    meters: int
    days: int
    longest_wait: float
    every_s: int = 3600


FORMS = {
    "tiny": Form(kills=4, meters=3, days=4, longest_wait=0.3, every_s=14_400),
    "short": Form(kills=12, meters=25, days=6, longest_wait=0.8),
    "full": Form(kills=500, meters=60, days=21, longest_wait=1.0),
}


@attrs.frozen(kw_only=True)
class Load:
    """What is sent: batches in the order of their arrival, and until when."""

    tree: MeterTree
    batches: tuple[tuple[bytes, Envelope], ...]
    end: datetime
    truth: dict[str, int]
    pace: float
    """Longest pause between two batches of a sender."""


@attrs.define
class Outcome:
    """What a soak found; every list is empty when all is well."""

    seed: int
    kills: int
    seconds: float = 0.0
    batches: int = 0
    readings: int = 0
    unheard: int = 0
    """Batches that stood although their sender was killed before it heard so."""
    versions: int = 0
    full_disk: str = ""
    refused_when_full: int = 0
    lost: list[str] = attrs.Factory(list)
    doubled: list[str] = attrs.Factory(list)
    energy: list[str] = attrs.Factory(list)
    findings: list[str] = attrs.Factory(list)

    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.doubled or self.energy or self.findings)


def load_of(form: Form, seed: int) -> Load:
    """Make readings with known truth, and cut them into batches by sender and time."""
    sample = sample_readings(form.meters, form.days, seed=seed, faults=FAULTS)
    span = form.every_s * MICRO
    learned = -(-sample.readings.learned_at // span) * span
    enterprises = list(sample.tree.enterprises)
    sender = np.array([enterprises.index(meter.enterprise) for meter in sample.tree])
    key = learned * len(enterprises) + sender[sample.readings.meter]
    order = np.argsort(key, kind="stable")
    cuts = np.flatnonzero(np.diff(key[order])) + 1
    batches = tuple(
        _batch(sample, rows, int(learned[rows[0]])) for rows in np.split(order, cuts)
    )
    seconds = form.kills * form.longest_wait / 2
    totals = sample.truth.sum(axis=1).tolist()
    return Load(
        tree=sample.tree,
        batches=batches,
        end=sample.window.end,
        truth={meter.id: one for meter, one in zip(sample.tree, totals, strict=True)},
        pace=2 * seconds * SENDERS / len(batches),
    )


def _batch(
    sample: SampleReadings, rows: np.ndarray, learned: int
) -> tuple[bytes, Envelope]:
    mine = sample.readings[rows]
    blob = arrow_batch(mine, [meter.id for meter in sample.tree])
    envelope = Envelope(
        sender=sample.tree.meters[int(mine.meter[0])].enterprise,
        form=BatchForm.ARROW,
        received_at=EPOCH + timedelta(microseconds=learned),
        channel="api:1",
    )
    return blob, envelope


def send(folder: Path, number: int) -> None:
    """Send every batch that is this sender's; write down what was acknowledged."""
    load, store = _load(folder), MeterStore(Lake(folder / "lake"))
    chance = random.Random()  # noqa: S311 - moments differ in every life
    mine = load.batches[number::SENDERS]
    done = len(heard(folder, number))
    with _book(folder, number).open("a") as book:
        while not (folder / "stop").exists():
            # Who has sent all sends some of it again.
            batch = mine[done] if done < len(mine) else chance.choice(mine)
            store.accept(*batch)
            if done < len(mine):
                book.write(arrival_key(*batch) + "\n")
                book.flush()
                os.fsync(book.fileno())
                done += 1
            sleep(chance.uniform(0, load.pace))


def bring(folder: Path) -> None:
    """Bring what was sent into the readings, again and again."""
    load, store = _load(folder), MeterStore(Lake(folder / "lake"))
    while not (folder / "stop").exists():
        store.compact(load.tree, now=load.end)
        sleep(0.01)


def roll(folder: Path) -> None:
    """Roll readings up, again and again; put the tables in order now and then."""
    load, store = _load(folder), MeterStore(Lake(folder / "lake"))
    chance = random.Random()  # noqa: S311 - moments differ in every life
    while not (folder / "stop").exists():
        store.roll_up(load.tree, CALENDAR, until=load.end)
        if chance.random() < 0.1:
            store.tidy()
        sleep(0.01)


def _load(folder: Path) -> Load:
    made = pickle.loads((folder / "load").read_bytes())  # noqa: S301 - we wrote it
    assert isinstance(made, Load)  # noqa: S101
    return made


def _book(folder: Path, number: int) -> Path:
    return folder / f"acknowledged-{number}"


def heard(folder: Path, number: int) -> list[str]:
    """Keys that a sender was told of."""
    path = _book(folder, number)
    if not path.exists():
        return []
    text = path.read_text()
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole)  # killed while it wrote the line
    return whole.split()


class _Crew:
    """The processes, each of which is started again when it was killed."""

    def __init__(self, folder: Path) -> None:
        self.context: ForkServerContext = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(PRELOADED)
        self.jobs = [(send, (folder, number)) for number in range(SENDERS)]
        self.jobs += [(bring, (folder,)), (roll, (folder,))]  # type: ignore[list-item]
        self.processes = [self._started(place) for place in range(len(self.jobs))]

    def _started(self, place: int) -> BaseProcess:
        target, arguments = self.jobs[place]
        process = self.context.Process(target=target, args=arguments)
        process.start()
        return process

    def kill(self, place: int) -> None:
        """Kill a process, and start another in its place."""
        self.processes[place].kill()
        self.processes[place].join(PATIENCE)
        self.processes[place] = self._started(place)

    def wait(self) -> list[int | None]:
        """Wait until all have stopped; return how they ended."""
        for process in self.processes:
            process.join(PATIENCE)
        codes = [process.exitcode for process in self.processes]
        for process in self.processes:
            process.kill()
        return codes


def soak_meters(folder: Path, form: Form, *, seed: int) -> Outcome:
    """Kill, let them finish, and look at what is there."""
    begin = monotonic()
    outcome = Outcome(seed=seed, kills=form.kills)
    load = load_of(form, seed)
    (folder / "load").write_bytes(pickle.dumps(load))
    chance = random.Random(seed)  # noqa: S311 - reproducible, no secret
    crew = _Crew(folder)
    for done in range(1, form.kills + 1):
        sleep(chance.uniform(0, form.longest_wait))
        # Every process in turn, then in no order: none is left out.
        place = done - 1 if done <= len(crew.jobs) else chance.randrange(len(crew.jobs))
        crew.kill(place)
        if done % 50 == 0:
            print(f"{done} of {form.kills} kills", file=sys.stderr)
    sleep(form.longest_wait)
    (folder / "stop").touch()
    codes = crew.wait()
    outcome.findings += [f"a process ended with {code}" for code in codes if code]
    keys = [key for number in range(SENDERS) for key in heard(folder, number)]
    store = MeterStore(Lake(folder / "lake"))
    _look_at_journal(store, keys, outcome)
    for batch in load.batches:  # what no sender came to
        store.accept(*batch)
    _finish(store, load, outcome)
    outcome.seconds = round(monotonic() - begin, 1)
    return outcome


def _look_at_journal(store: MeterStore, keys: Sequence[str], outcome: Outcome) -> None:
    there = Counter(entry.key for entry in store.lake.journal("meters").entries())
    outcome.lost += [f"journal {key}" for key in keys if key not in there]
    outcome.doubled += [f"journal {key}" for key, count in there.items() if count > 1]
    outcome.unheard += len(there) - len(set(keys))


def _finish(store: MeterStore, load: Load, outcome: Outcome) -> None:
    """Bring all in, roll it up, and hold it against what was sent and the truth."""
    store.compact(load.tree, now=load.end)
    store.roll_up(load.tree, CALENDAR, until=load.end)
    sent = list(_sent(store, load.tree))
    outcome.batches += len(sent)
    names = [meter.id for meter in load.tree]
    there, entries = store.readings_with_entries(load.tree, names, *FAR)
    outcome.readings += len(there)
    _look_at_readings(there, entries, sent, outcome)
    rows = Readings(
        **{
            name: np.concatenate([getattr(part, name) for _, part in sent])
            for name in COLUMNS
        }
    ).sorted()
    once = roll_up(load.tree, rows, Window(begin=BEGINNING, end=load.end)).hours
    hours = store.hours(load.tree, names, *FAR)
    for name in ("meter", "hour", "energy", "estimated", "seconds", "estimated_s"):
        if not np.array_equal(getattr(hours, name), getattr(once, name)):
            outcome.energy.append(f"{name} of hours is not that of one pass")
    days = store.days(load.tree, names, *FAR)
    for what, meter, energy in (
        ("hours", hours.meter, hours.energy),
        ("days", days.meter, days.energy),
    ):
        total = np.zeros(len(load.tree), np.int64)
        np.add.at(total, meter, energy)
        outcome.energy += [
            f"{name}: {what} say {made} Wh, the truth is {load.truth[name]}"
            for name, made in zip(names, total.tolist(), strict=True)
            if made != load.truth[name]
        ]
    found = store.lake.verify()
    outcome.findings += [str(one) for one in found.findings]
    outcome.versions += sum(table.version for table in found.tables)
    store.tidy()
    after = store.lake.verify()
    outcome.findings += [str(one) for one in after.findings]
    outcome.findings += [f"orphan after tidying: {path}" for path in after.orphans]


def _sent(store: MeterStore, tree: MeterTree) -> Iterator[tuple[int, Readings]]:
    """Entries of the journal, and the readings that each should give."""
    for entry in store.lake.journal("meters").entries():
        envelope, blob = unpacked_arrival(entry.blob)
        yield entry.sequence, read_batch(blob, envelope, tree).readings


def _look_at_readings(
    there: Readings,
    entries: np.ndarray,
    sent: Sequence[tuple[int, Readings]],
    outcome: Outcome,
) -> None:
    found = _counted(there, entries)
    due: Counter[tuple[int, ...]] = Counter()
    for sequence, part in sent:
        due += _counted(part, np.full(len(part), sequence))
    outcome.lost += [f"reading {row}" for row in (due - found)]
    outcome.doubled += [f"reading {row}" for row in (found - due)]


def _counted(rows: Readings, entries: np.ndarray) -> Counter[tuple[int, ...]]:
    columns = (entries, rows.meter, rows.at, rows.value, rows.learned_at)
    return Counter(zip(*(column.tolist() for column in columns), strict=True))


def soak_full_disk(folder: Path, form: Form, outcome: Outcome) -> None:
    """Let the disk run full under a store, give it room, and look at what is there."""
    load = load_of(form, outcome.seed)
    room = sum(len(blob) for blob, _ in load.batches) * 2 // 3
    with _small_disk(folder / "disk", room) as disk:
        outcome.full_disk = disk.kind
        store = MeterStore(Lake(disk.folder / "lake"))
        keys = []
        for batch in load.batches:
            try:
                store.accept(*batch)
                keys.append(arrival_key(*batch))
                if len(keys) % 5 == 0:
                    store.compact(load.tree, now=load.end)
                    store.roll_up(load.tree, CALENDAR, until=load.end)
            except OSError:
                outcome.refused_when_full += 1
        disk.give_room()
        _look_at_journal(MeterStore(Lake(disk.folder / "lake")), keys, outcome)
        for batch in load.batches:
            store.accept(*batch)
        _finish(store, load, outcome)


@attrs.define
class _Disk:
    folder: Path
    kind: str

    def give_room(self) -> None:
        """Let everything be written again."""
        if self.kind == "tmpfs":
            (self.folder / BALLAST).unlink()
        else:
            _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def _small_disk(folder: Path, room: int) -> Iterator[_Disk]:
    """A disk with little room; without the right to make one, files kept small."""
    folder.mkdir()
    options = ("-t", "tmpfs", "-o", f"size={TMPFS_BYTES}", "tmpfs", str(folder))
    if os.geteuid() == 0 and _mount(*options) == 0:
        try:
            with (folder / BALLAST).open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, TMPFS_BYTES - room - PAGE)
            yield _Disk(folder, "tmpfs")
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room // 2, before[1]))
    try:
        yield _Disk(folder, "size of files")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def _mount(*options: str) -> int:
    done = subprocess.run(["mount", *options], check=False, stderr=subprocess.DEVNULL)
    return done.returncode


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a soak; 0 when nothing is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak_meters")
    parser.add_argument("--form", choices=FORMS, default="short")
    parser.add_argument("--kills", type=int, help="instead of the form's")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--report", type=Path, help="write the report here as well")
    asked = parser.parse_args(arguments)
    seed = int.from_bytes(os.urandom(4)) if asked.seed is None else asked.seed
    print(f"seed {seed}", file=sys.stderr)
    form = FORMS[asked.form]
    if asked.kills is not None:
        form = attrs.evolve(form, kills=asked.kills)
    with tempfile.TemporaryDirectory(prefix="dafeng-soak-") as name:
        folder = Path(name)
        outcome = soak_meters(folder, form, seed=seed)
        soak_full_disk(folder, FORMS["short"], outcome)
    report = {"good": outcome.is_good(), **attrs.asdict(outcome)}
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.write(text)
    if asked.report is not None:
        asked.report.write_text(text)
    return 0 if outcome.is_good() else 1


if __name__ == "__main__":
    sys.exit(main())
