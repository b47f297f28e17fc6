"""Run ``dafeng`` as a shell would, and look at both streams and the exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    stdout: bytes
    stderr: str


def dafeng(
    *arguments: str | Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Ended:
    """Run the command line in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "dafeng", *map(str, arguments)],
        env={**os.environ, **(env or {})},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr.decode())


def python(code: str) -> Ended:
    """Run a few lines in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr.decode())
