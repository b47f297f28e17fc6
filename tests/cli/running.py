"""Run ``dafeng`` as a shell would, and look at both streams and the exit code."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
LOADING_SECONDS = 120


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
    """Run the command line in a process of its own, forked from one that is loaded."""
    wanted = {
        "arguments": [str(one) for one in arguments],
        "environment": {**os.environ, **(env or {})},
        "folder": str(cwd or Path.cwd()),
    }
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        Path(os.devnull).open("rb") as nothing,
        socket.socket(socket.AF_UNIX) as asked,
    ):
        asked.connect(_nursery())
        streams = [nothing.fileno(), out.fileno(), err.fileno()]
        socket.send_fds(asked, [json.dumps(wanted).encode()], streams)
        code = int(asked.recv(16))
        out.seek(0)
        err.seek(0)
        return Ended(code, out.read(), err.read().decode())


def dafeng_afresh(*arguments: str | Path) -> Ended:
    """Run the command line in an interpreter that has loaded nothing yet."""
    return _ended([sys.executable, "-m", "dafeng", *map(str, arguments)])


def python(code: str) -> Ended:
    """Run a few lines in a fresh interpreter."""
    return _ended([sys.executable, "-c", code])


def _ended(command: list[str]) -> Ended:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr.decode())


@cache
def _nursery() -> str:
    """Address of the process that forks commands; it ends with this one."""
    folder = Path(tempfile.mkdtemp(prefix="dafeng-nursery-"))
    address = folder / "door"
    command = [sys.executable, "-m", "tests.cli.nursery", str(address)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)

    def end() -> None:
        process.kill()
        process.wait()
        shutil.rmtree(folder)

    atexit.register(end)
    until = time.monotonic() + LOADING_SECONDS
    while not Path(f"{address}.open").exists():
        assert process.poll() is None, "the process that forks commands ended"
        assert time.monotonic() < until, "it never opened"
        time.sleep(0.02)
    return str(address)
