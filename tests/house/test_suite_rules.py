"""The suite itself: where everything is installed, nothing may be skipped."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import suite

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


def test_every_folder_of_tests_belongs_to_one_group() -> None:
    groups = suite.groups_without(set())
    rest = groups["all other tests"]
    for folder in suite.PARTS:
        assert (ROOT / folder).is_dir()
        named = [name for name, command in groups.items() if folder in command]
        expected = 2 if folder == "tests/web" else 1  # the web's run on both databases
        assert len(named) == expected, folder
        assert f"--ignore={folder}" in rest
    assert not any(part.startswith("tests/") for part in rest)


def test_only_what_is_named_is_left_to_one_database() -> None:
    groups = suite.groups_without(set())
    for name, elsewhere in (
        ("PostgreSQL", suite.ON_SQLITE),
        ("SQLite", suite.ON_POSTGRESQL),
    ):
        command = groups[f"the web's tests on {name}"]
        ignored = [part for part in command if part.startswith("--ignore=")]
        assert ignored == [f"--ignore={path}" for path in elsewhere]
        assert all((ROOT / path).is_file() for path in elsewhere)
    assert not set(suite.ON_SQLITE) & set(suite.ON_POSTGRESQL)


def test_what_cannot_run_here_is_left_out_and_nothing_else() -> None:
    everything, without = suite.groups_without(set()), suite.groups_without({"browser"})
    assert set(everything) - set(without) == {"the pages in a browser"}
    no_java = suite.groups_without({"Spark"})
    assert set(no_java) == set(everything)
    assert "not spark" in no_java["the account"]


def test_tests_that_set_pages_are_left_out_by_their_marker_everywhere() -> None:
    without = suite.groups_without({"documents"})
    assert set(without) == set(suite.groups_without(set()))
    assert all("not documents" in command for command in without.values())
    both = suite.groups_without({"documents", "Spark"})
    assert all("not spark and not documents" in one for one in both.values())
