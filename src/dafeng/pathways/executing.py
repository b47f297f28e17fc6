"""Many districts: one task each, computed anywhere, never twice.

A task computes a sketch and writes it, whole or not at all, into a folder under the
digest of everything that went in. Whatever is there already is not computed again, so
a run that was killed goes on where it was. The executor is the one of the standard
library: ``concurrent.futures.ProcessPoolExecutor``, or what
``distributed.Client(...).get_executor()`` gives for a cluster that sees the folder.
Each gives the same bytes as no executor at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, as_completed
from pathlib import Path
from typing import TypeAlias

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.plain import record_from_json, record_to_json
from dafeng.lake import sha256_of
from dafeng.pathways.case import OutlookCase  # noqa: TC001 - read back by type
from dafeng.pathways.compiling import compile_model
from dafeng.pathways.draws import random_draws, sobol_draws
from dafeng.pathways.projecting import totals
from dafeng.pathways.sketches import Sketch, sketch_of
from dafeng.sheets import write_file

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and how many there are."""


@attrs.frozen(kw_only=True)
class Task:
    """One district under one scenario and convention.

    Attributes
    ----------
    case : OutlookCase
        Its ``draws`` are Sobol points where they are a power of two, else random; its
        targets are not looked at.
    scenario, convention : str
        Empty is the headline, and the first convention.
    """

    case: OutlookCase
    scenario: str = ""
    convention: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of all that goes in."""
        return sha256_of(record_to_json(self))


@attrs.frozen(kw_only=True)
class _Kept:
    """What stands in a file of the folder."""

    task: str
    sketch: Sketch


def sketch_districts(
    tasks: Sequence[Task],
    folder: Path,
    executor: Executor | None = None,
    progress: Progress = lambda _what, _done, _of: None,
) -> tuple[Sketch, ...]:
    """Sketch every district; those that stand in the folder are read.

    Parameters
    ----------
    tasks : sequence of Task
    folder : Path
        Where results are kept; made when it is not there. Workers write into it.
    executor : Executor, optional
        Where to compute; default here, one after the other.
    progress : callable, optional

    Returns
    -------
    tuple of Sketch
        In the order of the tasks.

    Raises
    ------
    DafengError
        A task cannot be computed; those that are done stay in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{task.digest}.json" for task in tasks]
    open_ = {
        file: task
        for file, task in zip(files, tasks, strict=True)
        if _standing(file) is None
    }
    done = len(set(files)) - len(open_)
    progress("districts", done, len(set(files)))
    if executor is None:
        for file, task in open_.items():
            compute_task(record_to_json(task), str(file))
            done += 1
            progress(task.case.base.place, done, len(set(files)))
    else:
        running = {
            executor.submit(compute_task, record_to_json(task), str(file)): task
            for file, task in open_.items()
        }
        for future in as_completed(running):
            future.result()
            done += 1
            progress(running[future].case.base.place, done, len(set(files)))
    return tuple(_read(file) for file in files)


def compute_task(task: bytes, file: str) -> None:
    """Compute one task and keep its sketch; bytes and text go to any worker.

    Parameters
    ----------
    task : bytes
        A :class:`Task` as ``record_to_json`` writes it.
    file : str
        Where the result goes.
    """
    told = record_from_json(task, Task)
    kept = _Kept(task=sha256_of(task), sketch=sketch_task(told))
    write_file(Path(file), record_to_json(kept))


def sketch_task(task: Task) -> Sketch:
    """Compute one task here.

    Raises
    ------
    NotFoundError
        No such scenario or convention.
    """
    case = task.case
    compiled = compile_model(
        case.model,
        case.base,
        case.measures,
        case.potentials,
        scenario=task.scenario or case.headline,
        convention=task.convention,
    ).compiled
    power = case.draws > 0 and case.draws & (case.draws - 1) == 0
    draw = sobol_draws if power else random_draws
    draws = draw(compiled, count=case.draws, seed=case.seed, place=case.base.place)
    return sketch_of(
        totals(compiled, draws),
        compiled.years,
        compiled.history,
        place=case.base.place,
        scenario=compiled.scenario,
        convention=compiled.convention,
        seed=case.seed,
    )


def _standing(file: Path) -> Sketch | None:
    """Return the sketch of a file, when it is there and is that of its name."""
    if not file.is_file():
        return None
    try:
        kept = record_from_json(file.read_bytes(), _Kept)
    except BadInputError:
        return None
    return kept.sketch if kept.task == file.stem else None


def _read(file: Path) -> Sketch:
    found = _standing(file)
    if found is None:
        msg = (
            f"{file} was written and is not what was computed. Do the workers see this "
            "folder?"
        )
        raise BadInputError(msg, code="sketch.lost", file=str(file))
    return found
