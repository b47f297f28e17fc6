"""Starting the program, against an empty Python in the same run."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

COMMANDS = {
    "an empty Python": ["-c", "pass"],
    "dafeng --help": ["-m", "dafeng", "--help"],
    "dafeng plan --help": ["-m", "dafeng", "plan", "--help"],
}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.benchmark(group="start")
def test_starting(benchmark: BenchmarkFixture, name: str) -> None:
    command = [sys.executable, *COMMANDS[name]]
    done = benchmark(subprocess.run, command, capture_output=True, check=True)
    assert done.returncode == 0
