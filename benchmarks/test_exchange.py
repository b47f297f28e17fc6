"""IAMC files of an outlook: written by us, read by pyam, validated by nomenclature."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.peers.prepare import FOLDER, HERE, PYTHON
from dafeng.pathways.exchange import outlook_rows, wide_csv, write_iamc
from tests.pathways.small_case import small_outlook

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture


def read_by_peers(folder: Path) -> dict[str, Any]:
    """What the peers make of a folder."""
    if not PYTHON.exists():
        pytest.skip(
            f"{FOLDER} is not there, so nothing is read back. Make it with: "
            f"python {HERE / 'prepare.py'}"
        )
    done = subprocess.run(
        [str(PYTHON), str(HERE / "read_exchange.py"), str(folder)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.benchmark(group="exchange")
def test_files_are_read_by_pyam_and_hold_for_nomenclature(
    benchmark: BenchmarkFixture, tmp_path: Path
) -> None:
    outlook = small_outlook()
    write_iamc(tmp_path, outlook)
    told = read_by_peers(tmp_path)
    rows = outlook_rows(outlook)
    assert told["rows"] == len(rows)
    assert len(told["equal"]) == 3
    assert all(told["equal"].values())
    assert told["dimensions"] == ["region", "scenario", "variable"]
    assert told["sums"]
    assert told["renamed_is_refused"]
    assert told["meta"] == len(outlook.paths)
    benchmark(lambda: wide_csv(rows))
    benchmark.extra_info |= {
        "peers": told["peers"],
        "rows": len(rows),
        "pyam: seconds to write the same wide file": told["written_wide_s"],
        "times as fast": told["written_wide_s"] / benchmark.stats.stats.min,
    }
