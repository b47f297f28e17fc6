"""Many districts: the same bytes wherever they are computed, and never twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import attrs
import pytest

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.plain import record_to_json
from dafeng.pathways import compiled_of, peak_outlook, sobol_draws, totals
from dafeng.pathways.executing import Task, sketch_districts, sketch_task
from dafeng.pathways.sketches import NEAR
from tests.pathways.small_case import changed, small_case, small_outlook

ROOT = Path(__file__).resolve().parents[2]
KILLED = """
import sys
from pathlib import Path
from dafeng.base.plain import record_from_json
from dafeng.pathways.executing import Task, sketch_districts
files = sorted(Path(sys.argv[1]).iterdir())
tasks = [record_from_json(file.read_bytes(), Task) for file in files]
print("ready", flush=True)
sketch_districts(tasks, Path(sys.argv[2]))
"""


def districts(count: int, draws: int = 128) -> list[Task]:
    base = small_case().base
    return [
        Task(case=changed(base=attrs.evolve(base, place=f"99{number:04}"), draws=draws))
        for number in range(count)
    ]


def kept(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_serial_and_processes_give_the_same_bytes(tmp_path: Path) -> None:
    tasks = districts(4)
    alone = sketch_districts(tasks, tmp_path / "serial")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        together = sketch_districts(tasks, tmp_path / "processes", executor)
    assert together == alone
    assert kept(tmp_path / "processes") == kept(tmp_path / "serial")
    assert [one.place for one in alone] == [t.case.base.place for t in tasks]


def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    tasks = districts(12, draws=8192)
    asked, folder = tmp_path / "tasks", tmp_path / "killed"
    asked.mkdir()
    for number, task in enumerate(tasks):
        (asked / f"{number:02}.json").write_bytes(record_to_json(task))
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(asked), str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    with process.stdout:
        process.stdout.readline()
    while not any(folder.glob("*.json")):
        assert process.poll() is None
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    there = {file: file.stat().st_mtime_ns for file in folder.glob("*.json")}
    assert 1 <= len(there) < len(tasks)
    told: list[tuple[int, int]] = []
    found = sketch_districts(
        tasks, folder, progress=lambda _what, done, of: told.append((done, of))
    )
    assert told[0] == (len(there), len(tasks))
    assert told[-1] == (len(tasks), len(tasks))
    assert {file: file.stat().st_mtime_ns for file in there} == there
    assert found == sketch_districts(tasks, tmp_path / "whole")


def test_a_damaged_file_is_computed_again(tmp_path: Path) -> None:
    (task,) = districts(1)
    (sketch,) = sketch_districts([task], tmp_path)
    (file,) = tmp_path.iterdir()
    good = file.read_bytes()
    for bad in (b"", good[:100], good.replace(task.digest.encode(), b"0" * 64)):
        file.write_bytes(bad)
        assert sketch_districts([task], tmp_path) == (sketch,)
        assert file.read_bytes() == good


def test_the_same_task_twice_is_computed_once(tmp_path: Path) -> None:
    (task,) = districts(1)
    first, second = sketch_districts([task, task], tmp_path)
    assert first == second
    assert len(list(tmp_path.iterdir())) == 1


def test_another_seed_is_another_task() -> None:
    task = Task(case=small_case())
    assert task.digest == Task(case=small_case()).digest
    assert task.digest != Task(case=changed(seed=7)).digest
    assert task.digest != Task(case=small_case(), scenario="fast").digest


def test_a_sketch_agrees_with_the_outlook_of_the_same_draws() -> None:
    sketch = sketch_task(Task(case=small_case()))
    head = small_outlook().headline
    assert (sketch.scenario, sketch.convention) == (head.scenario, head.convention)
    for one, fan in zip(sketch.years, head.fan, strict=True):
        assert one.quantile(0.5) == pytest.approx(fan.p50_g, rel=2 * NEAR)
    assert sketch.peaked_by(2030) == pytest.approx(float(head.peak.by(2030)))


def test_draws_that_are_no_power_of_two_are_random_ones() -> None:
    sketch = sketch_task(Task(case=changed(draws=1000), scenario="frozen"))
    assert (sketch.draws, sketch.scenario) == (1000, "frozen")
    compiled = compiled_of(small_case(), "frozen", "average", {})
    near = sobol_draws(compiled, count=1024, seed=2030, place="990000")
    wanted = peak_outlook(
        compiled.history, totals(compiled, near), compiled.years, by=2030
    )
    chance = wanted.chance_by(2030).value
    assert sketch.peaked_by(2030) == pytest.approx(chance, abs=0.06)


def test_a_task_that_cannot_be_computed_says_so_and_leaves_the_others(
    tmp_path: Path,
) -> None:
    good, bad = districts(1)[0], Task(case=small_case(), scenario="none")
    with pytest.raises(NotFoundError, match="none"):
        sketch_districts([good, bad], tmp_path)
    assert [file.stem for file in tmp_path.iterdir()] == [good.digest]


def test_a_worker_that_sees_another_folder_is_found_out(tmp_path: Path) -> None:
    class Elsewhere(ThreadPoolExecutor):
        def submit(self, work, task, file):  # type: ignore[no-untyped-def]
            return super().submit(work, task, str(tmp_path / Path(file).name))

    with (
        Elsewhere(1) as executor,
        pytest.raises(BadInputError, match="Do the workers see"),
    ):
        sketch_districts(districts(1), tmp_path / "here", executor)
