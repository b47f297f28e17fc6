"""Long runs under violence: ``python -m tools.soak lake --form short --seed 7``.

``lake``: three processes append to one table and one journal, join small files and pin
versions, and are killed with SIGKILL at random moments. Each writes down what was
acknowledged; whoever is started again sends what was not, with the same key. At the
end nothing acknowledged may be missing, nothing may stand there twice or in part, and
every version must be readable. stdout carries the report.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import attrs
import pyarrow.parquet as pq

from dafeng.lake import ColumnKind, ColumnSchema, Lake, TableSchema

ROOT = Path(__file__).resolve().parents[1]
KILLS = {"short": 20, "full": 200}
WORKERS = 3
LONGEST_WAIT = 2.0
"""Seconds between two kills, at most; a fresh process needs a quarter to start."""
PATIENCE = 120
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
COMPACT_EVERY, PIN_EVERY = 25, 20

READINGS = TableSchema(
    name="readings",
    meaning="What the workers of a soak append.",
    key=("meter",),
    partition=("year",),
    columns=(
        ColumnSchema(name="meter", meaning="worker, batch and row"),
        ColumnSchema(name="year", kind=ColumnKind.INTEGER, meaning="calendar year"),
        ColumnSchema(
            name="energy_e3",
            kind=ColumnKind.SCALED,
            scale=3,
            unit="kWh",
            meaning="energy, in thousandths",
        ),
    ),
)


@attrs.frozen(kw_only=True)
class Job:
    """What the n-th step of a worker sends; the same whenever it is sent."""

    worker: int
    number: int
    seed: int

    @property
    def key(self) -> str:
        """Idempotency key of the batch, and of its blob in the journal."""
        return f"{self.worker}-{self.number}"

    def rows(self) -> list[dict[str, object]]:
        """One to sixty rows over three years."""
        chance = random.Random(f"{self.seed} {self.key}")  # noqa: S311 - no secret
        return [
            {
                "meter": f"{self.key}-{row}",
                "year": 2022 + chance.randrange(3),
                "energy_e3": chance.randrange(10**9),
            }
            for row in range(chance.randint(1, 60))
        ]

    def blob(self) -> bytes:
        """The rows as they would arrive, up to twenty times over."""
        return json.dumps(self.rows()).encode() * (1 + self.number % 20)


@attrs.define
class Outcome:
    """What a soak found; every list is empty when all is well."""

    soak: str
    seed: int
    kills: int
    seconds: float = 0.0
    batches: int = 0
    rows: int = 0
    versions: int = 0
    entries: int = 0
    pins: int = 0
    orphans: int = 0
    committed_unheard: int = 0
    """Batches that stood although their sender was killed before it heard so."""
    lost: list[str] = attrs.Factory(list)
    doubled: list[str] = attrs.Factory(list)
    halved: list[str] = attrs.Factory(list)
    unreadable: list[str] = attrs.Factory(list)
    findings: list[str] = attrs.Factory(list)

    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        wrong = (self.lost, self.doubled, self.halved, self.unreadable, self.findings)
        return not any(wrong)


def work(folder: Path, worker: int, seed: int) -> None:
    """Append one batch after the other, and write down what was acknowledged."""
    lake = Lake(folder / "lake")
    journal = lake.journal()
    chance = random.Random()  # noqa: S311 - moments differ in every life
    with acknowledged_path(folder, worker).open("ab") as book:
        number = len(acknowledged(folder, worker, "lake"))
        book.write(b"\n")  # ends a line that the last life may have left half written
        while not (folder / "stop").exists():
            job = Job(worker=worker, number=number, seed=seed)
            ack = journal.append(job.blob(), key=job.key)
            _note(book, "journal", job.key, ack.duplicate)
            moment = BEGIN + timedelta(seconds=number)
            receipt = lake.append(READINGS, job.rows(), key=job.key, learned_at=moment)
            _note(book, "lake", job.key, receipt.duplicate)
            number += 1
            if number % COMPACT_EVERY == 0:
                lake.compact(READINGS.name)
            if number % PIN_EVERY == 0:
                lake.pin(READINGS.name, receipt.version, job.key)
                _note(book, "pin", job.key, receipt.duplicate)
            sleep(chance.uniform(0, 0.03))


def _note(book: object, kind: str, key: str, duplicate: object) -> None:
    line = json.dumps({"kind": kind, "key": key, "duplicate": duplicate})
    book.write(line.encode() + b"\n")  # type: ignore[attr-defined]
    book.flush()  # type: ignore[attr-defined]
    os.fsync(book.fileno())  # type: ignore[attr-defined]


def acknowledged_path(folder: Path, worker: int) -> Path:
    """Where a worker writes down what was acknowledged."""
    return folder / f"acknowledged-{worker}.jsonl"


def acknowledged(folder: Path, worker: int, kind: str) -> dict[str, bool]:
    """Keys that a worker was told of, and whether they had been there already."""
    path = acknowledged_path(folder, worker)
    notes: dict[str, bool] = {}
    for line in path.read_text().splitlines() if path.exists() else ():
        try:
            note = json.loads(line)
        except ValueError:
            continue  # killed while it wrote the line
        if note["kind"] == kind:
            notes[note["key"]] = notes.get(note["key"], False) or note["duplicate"]
    return notes


def soak_lake(folder: Path, *, kills: int, seed: int) -> Outcome:
    """Kill workers ``kills`` times, let them finish, and look at what is there."""
    begin = monotonic()
    chance = random.Random(seed)  # noqa: S311 - reproducible, no secret
    workers = [_started(folder, worker, seed) for worker in range(WORKERS)]
    try:
        for done in range(1, kills + 1):
            sleep(chance.uniform(0, LONGEST_WAIT))
            victim = chance.randrange(WORKERS)
            workers[victim].kill()
            workers[victim].wait(PATIENCE)
            workers[victim] = _started(folder, victim, seed)
            if done % 10 == 0:
                print(f"{done} of {kills} kills", file=sys.stderr)
        sleep(LONGEST_WAIT)
        (folder / "stop").touch()
        codes = [process.wait(PATIENCE) for process in workers]
    finally:
        for process in workers:
            if process.poll() is None:
                process.kill()
                process.wait(PATIENCE)
    outcome = Outcome(soak="lake", seed=seed, kills=kills)
    outcome.findings += [f"a worker ended with {code}" for code in codes if code]
    lake = Lake(folder / "lake")
    _look_at_rows(folder, lake, outcome)
    _look_at_journal(folder, lake, outcome)
    _look_at_versions(lake, outcome)
    _look_after_vacuum(folder, lake, outcome)
    outcome.seconds = round(monotonic() - begin, 1)
    return outcome


def _started(folder: Path, worker: int, seed: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tools.soak", "worker", str(folder)]
    return subprocess.Popen([*command, str(worker), str(seed)], cwd=ROOT)


def _sent(folder: Path, seed: int, kind: str) -> Iterator[tuple[Job, bool]]:
    """Every job that may have left a trace, and whether it was acknowledged."""
    for worker in range(WORKERS):
        heard = acknowledged(folder, worker, kind)
        for number in range(len(heard) + 1):
            job = Job(worker=worker, number=number, seed=seed)
            yield job, job.key in heard


def _look_at_rows(folder: Path, lake: Lake, outcome: Outcome) -> None:
    there: dict[str, Counter[tuple[object, ...]]] = {}
    stored = lake.read(READINGS.name).select(["batch", "meter", "year", "energy_e3"])
    for row in stored.to_pylist():
        key = str(row.pop("batch"))
        there.setdefault(key, Counter())[tuple(row.values())] += 1
    for job, was_heard in _sent(folder, outcome.seed, "lake"):
        rows = there.pop(job.key, None)
        if rows is None:
            outcome.lost += [job.key] if was_heard else []
            continue
        outcome.batches += 1
        outcome.rows += rows.total()
        expected = Counter(tuple(row.values()) for row in job.rows())
        if rows - expected:
            outcome.doubled.append(job.key)
        if expected - rows:
            outcome.halved.append(job.key)
    outcome.doubled += there.keys()
    for worker in range(WORKERS):
        outcome.committed_unheard += sum(acknowledged(folder, worker, "lake").values())


def _look_at_journal(folder: Path, lake: Lake, outcome: Outcome) -> None:
    there: dict[str, bytes] = {}
    for number, entry in enumerate(lake.journal().entries(), start=1):
        if entry.key in there or entry.sequence != number:
            outcome.doubled.append(f"journal {entry.key}")
        there[entry.key] = entry.blob
    outcome.entries = len(there)
    for job, was_heard in _sent(folder, outcome.seed, "journal"):
        blob = there.pop(job.key, None)
        if blob is None:
            outcome.lost += [f"journal {job.key}"] if was_heard else []
        elif blob != job.blob():
            outcome.halved.append(f"journal {job.key}")
    outcome.doubled += [f"journal {key}" for key in there]


def _look_at_versions(lake: Lake, outcome: Outcome) -> None:
    """Open every version: its files are there, and hold the rows of all until then."""
    rows_of: dict[Path, int] = {}
    held = 0
    for version in lake.versions(READINGS.name):
        outcome.versions += 1
        held += version.rows
        there = 0
        for path in lake.files(READINGS.name, version=version.version).files:
            if path not in rows_of:
                rows_of[path] = pq.ParquetFile(path).read().num_rows
            there += rows_of[path]
        if there != held:
            outcome.unreadable.append(f"{version.version}: {there} of {held} rows")


def _look_after_vacuum(folder: Path, lake: Lake, outcome: Outcome) -> None:
    """Verify, vacuum, verify again, and read every pinned version."""
    before = lake.verify()
    outcome.orphans = len(before.orphans)
    rows = lake.read(READINGS.name)
    lake.compact(READINGS.name)
    lake.vacuum(READINGS.name)
    after = lake.verify()
    outcome.findings += [str(found) for found in (*before.findings, *after.findings)]
    outcome.findings += [f"orphan after vacuum: {path}" for path in after.orphans]
    if not lake.read(READINGS.name).equals(rows):
        outcome.findings.append("compacting or vacuuming changed rows")
    pins = lake.pins()
    outcome.pins = len(pins)
    seals = {pin.seal for pin in pins}
    for worker in range(WORKERS):
        outcome.lost += [
            f"pin {key}"
            for key in acknowledged(folder, worker, "pin")
            if key not in seals
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a soak; 0 when nothing is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak")
    soaks = parser.add_subparsers(dest="soak", required=True)
    lake = soaks.add_parser("lake", help="kills during concurrent appends")
    lake.add_argument("--form", choices=KILLS, default="short")
    lake.add_argument("--kills", type=int, help="instead of a form")
    lake.add_argument("--seed", type=int, default=None)
    lake.add_argument("--report", type=Path, help="write the report here as well")
    worker = soaks.add_parser("worker")
    worker.add_argument("folder", type=Path)
    worker.add_argument("number", type=int)
    worker.add_argument("seed", type=int)
    asked = parser.parse_args(arguments)
    if asked.soak == "worker":
        work(asked.folder, asked.number, asked.seed)
        return 0
    seed = int.from_bytes(os.urandom(4)) if asked.seed is None else asked.seed
    print(f"seed {seed}", file=sys.stderr)
    kills = KILLS[asked.form] if asked.kills is None else asked.kills
    with tempfile.TemporaryDirectory(prefix="dafeng-soak-") as folder:
        outcome = soak_lake(Path(folder), kills=kills, seed=seed)
    report = {"good": outcome.is_good(), **attrs.asdict(outcome)}
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.write(text)
    if asked.report is not None:
        asked.report.write_text(text)
    return 0 if outcome.is_good() else 1


if __name__ == "__main__":
    sys.exit(main())
