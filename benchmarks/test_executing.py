"""Fifty districts of 10,000 draws each, alone and on two processes.

BLAS is told to use one thread: the processes are what shares the work.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dafeng.base.plain import record_to_json
from dafeng.cli.account_house import Asked, make_account
from dafeng.lake import Lake
from dafeng.measures import measure_library
from dafeng.pathways import OutlookCase, base_year_of
from dafeng.sample import fill_lake
from dafeng.sample.measures import sample_measures
from dafeng.sample.model import sample_model

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

ROOT = Path(__file__).resolve().parents[1]
DISTRICTS, DRAWS = 50, 10_000
WORK = """
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
import attrs
from dafeng.base.plain import record_from_json
from dafeng.pathways import OutlookCase
from dafeng.pathways.executing import Task, sketch_districts

def main(file, folder, workers, districts, draws):
    case = record_from_json(Path(file).read_bytes(), OutlookCase)
    tasks = [
        Task(
            case=attrs.evolve(
                case, draws=int(draws), base=attrs.evolve(case.base, place=f"99{n:04}")
            )
        )
        for n in range(int(districts))
    ]
    if workers == "0":
        sketch_districts(tasks, Path(folder))
        return
    with ProcessPoolExecutor(int(workers), mp_context=get_context("spawn")) as executor:
        sketch_districts(tasks, Path(folder), executor)

if __name__ == "__main__":
    main(*sys.argv[1:])
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case of the sample district, as large as a real one."""
    home = tmp_path_factory.mktemp("house")
    fill_lake(Lake(home / "lake"))
    model = sample_model()
    account = make_account(Asked(home=home, year=model.base_year)).account
    base = base_year_of(account, model, seal="", history=[]).base
    file = home / "case.json"
    file.write_bytes(
        record_to_json(
            OutlookCase(
                model=model,
                base=base,
                measures=measure_library(),
                potentials=sample_measures(),
            )
        )
    )
    return file


@pytest.mark.benchmark(group="districts")
@pytest.mark.parametrize("workers", [0, 2])
def test_fifty_districts(benchmark: BenchmarkFixture, case: Path, workers: int) -> None:
    folder, work = case.parent / f"sketches-{workers}", case.parent / "work.py"
    work.write_text(WORK, "utf-8")

    def run() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(
            [sys.executable, str(work), str(case), str(folder), str(workers)]
            + [str(DISTRICTS), str(DRAWS)],
            cwd=ROOT,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            check=True,
        )

    benchmark.pedantic(run, rounds=1)
    files = list(folder.iterdir())
    assert len(files) == DISTRICTS
    other = case.parent / "sketches-0"
    assert all((other / f.name).read_bytes() == f.read_bytes() for f in files)
    seconds = benchmark.stats.stats.min
    benchmark.extra_info |= {
        "seconds per district": seconds / DISTRICTS,
        "bytes per district": sum(f.stat().st_size for f in files) / DISTRICTS,
        "3,000 districts, minutes": seconds / DISTRICTS * 3000 / 60,
    }
