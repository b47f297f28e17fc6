"""Every check that needs no test: ``python -m tools.check [NAME ...]``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PYTHON = sys.executable
DJANGO = (PYTHON, "-m", "django")

CHECKS: dict[str, tuple[str | Path, ...]] = {
    "types": (PYTHON, "-m", "mypy"),
    "format": (BIN / "ruff", "format", "--check", "--output-format", "concise"),
    "lint": (BIN / "ruff", "check", "--output-format", "concise"),
    "layers": (BIN / "lint-imports",),
    "locks": (PYTHON, "-m", "tools.lock", "--check"),
    "translations": (PYTHON, "-m", "tools.translations", "check"),
    "settings": (*DJANGO, "check", "--fail-level", "WARNING"),
    "migrations": (*DJANGO, "makemigrations", "--check", "--dry-run"),
}


class Outcome(NamedTuple):
    """How one check ended."""

    name: str
    code: int
    seconds: float
    output: str


def main(names: Sequence[str]) -> int:
    """Run the named checks, or all, two at a time; 1 when any fails."""
    unknown = set(names) - set(CHECKS)
    if unknown:
        print(f"No check {', '.join(sorted(unknown))}; there are: {', '.join(CHECKS)}")
        return 3
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for outcome in pool.map(run_check, names or CHECKS):
            word = "ok" if outcome.code == 0 else "FAILED"
            print(f"{outcome.name:13} {word:6} {outcome.seconds:5.1f} s", flush=True)
            if outcome.code:
                failed.append(outcome.name)
                print(outcome.output.rstrip() + "\n", flush=True)
    if failed:
        print(f"{len(failed)} of {len(names or CHECKS)} checks failed: {failed}")
    return 1 if failed else 0


def run_check(name: str) -> Outcome:
    """Run one check with its output kept."""
    started = monotonic()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "dafeng.web.settings",
        "DAFENG_DATABASE_URL": "sqlite:///:memory:",
        "DAFENG_SECRET_KEY": "a key for the checks only, never for a house",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [str(part) for part in CHECKS[name]],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    output = done.stdout.decode("utf-8", "replace")
    return Outcome(name, done.returncode, monotonic() - started, output)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
