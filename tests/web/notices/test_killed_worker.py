"""A worker that is killed in the middle of a job loses none, and stops when told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SLOW_HOUSE = Path(__file__).parent / "slow_house.py"
PATIENCE = 60
"""Seconds; far more than it takes, for a busy machine."""


def lines_of(path: Path) -> list[int]:
    return [int(line) for line in path.read_text("ascii").split()]


def wait_for(path: Path, running: subprocess.Popen[bytes]) -> list[int]:
    """Numbers that stand in a file, once there are some."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and running.poll() is None:
        if path.exists() and (lines := lines_of(path)):
            return lines
        time.sleep(0.05)
    pytest.fail(f"nothing came to {path.name}; the worker's code is {running.poll()}")


def test_a_killed_workers_job_is_done_by_the_next_one_and_a_stop_is_clean(
    tmp_path: Path,
) -> None:
    house = {key: value for key, value in os.environ.items() if key != "DAFENG_HOME"}
    house.pop("DAFENG_DATABASE_URL", None)
    running = subprocess.Popen(
        [sys.executable, str(SLOW_HOUSE), str(tmp_path)],
        env=house,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        [killed] = wait_for(tmp_path / "begun", running)
        assert killed != running.pid
        os.kill(killed, signal.SIGKILL)
        [finisher] = wait_for(tmp_path / "done", running)
        assert finisher not in (killed, running.pid)
        assert lines_of(tmp_path / "begun") == [killed, finisher]
        running.terminate()
        assert running.wait(PATIENCE) == 0
        with pytest.raises(ProcessLookupError):  # nobody of the tree is left
            os.killpg(running.pid, 0)
        assert lines_of(tmp_path / "done") == [finisher]
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
