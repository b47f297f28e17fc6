"""The commands of the checkout say what they do."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_make_help_lists_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = text.replace("\\\n", " ")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, check=True)
    listed = re.findall(r"^  make (\S+) +\S", shown.stdout.decode(), re.MULTILINE)
    assert sorted(listed) == sorted(phony.split())


def test_every_make_command_that_the_papers_name_exists() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))
    papers = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    for paper in papers:
        named = re.findall(r"(?:^\$ |`)make ([a-z-]+)", paper.read_text("utf-8"), re.M)
        assert set(named) <= targets, paper.name


def test_a_wrong_purpose_of_the_set_up_is_bad_use() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "setup.py", "nonsense"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    assert b"setup.py run|dev" in done.stderr
