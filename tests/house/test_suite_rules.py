"""The suite itself: where everything is installed, nothing may be skipped."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPS = "import pytest\ndef test_it() -> None:\n    pytest.skip('no browser')\n"
WARNS = "import warnings\ndef test_it() -> None:\n    warnings.warn('old')\n"


def run_pytest(folder: Path, text: str, *, ci: str) -> int:
    (folder / "conftest.py").write_text(
        (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (folder / "test_it.py").write_text(text, encoding="utf-8")
    configuration = f"--config-file={ROOT / 'pyproject.toml'}"
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", configuration, str(folder)],
        env={**os.environ, "CI": ci},
        cwd=ROOT,
        capture_output=True,
        check=False,
    ).returncode


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_skip_fails_the_run_only_on_ci(tmp_path: Path, ci: str, code: int) -> None:
    assert run_pytest(tmp_path, SKIPS, ci=ci) == code


def test_a_warning_fails_the_run(tmp_path: Path) -> None:
    assert run_pytest(tmp_path, WARNS, ci="") == 1
