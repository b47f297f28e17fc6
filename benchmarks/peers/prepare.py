"""Make the peers' environment: ``python benchmarks/peers/prepare.py``.

``--lock`` resolves ``requirements.in`` again and writes ``requirements.lock`` with
hashes and without addresses.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FOLDER = ROOT / "build" / "peers-venv"
LOCK = HERE / "requirements.lock"
PYTHON = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main(arguments: list[str]) -> int:
    """Make the environment, or with ``--lock`` the lock file."""
    if arguments == ["--lock"]:
        write_lock()
        return 0
    make_environment()
    return 0


def make_environment() -> None:
    """A fresh environment with what the lock names, every file by its hash."""
    venv.create(FOLDER, clear=True, with_pip=True)
    wanted = ["install", "--quiet", "--require-hashes", "--requirement", str(LOCK)]
    subprocess.run([str(PYTHON), "-m", "pip", *wanted], check=True)


def write_lock() -> None:
    """Resolve for every platform and for Python 3.11 and later."""
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "requirements.in", "--quiet"),
        *("--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--no-header", "--no-annotate", "--no-emit-index-url"),
        "--no-strip-extras",  # pip wants the extras of a pinned package pinned too
    ]
    done = subprocess.run(command, cwd=HERE, stdout=subprocess.PIPE, check=True)
    LOCK.write_bytes(done.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
