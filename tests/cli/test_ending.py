"""Every command ends with a code that a script can rely on, and without a traceback."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import dafeng_afresh as dafeng

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["nonsense"], "nonsense"),
        (["--nonsense"], "--nonsense"),
        (["plan", "nonsense"], "nonsense"),
        (["plan", "read"], "FILE"),
        (["plan", "read", "x.txt", "--format", "yaml"], "yaml"),
        (["run", "--port", "99999"], "--port"),
        (["new"], "--plan"),
    ],
)
def test_bad_use_ends_with_3_and_names_what_was_wrong(
    arguments: list[str], names: str
) -> None:
    ended = dafeng(*arguments)
    assert ended.code == 3
    assert ended.stdout == b""
    assert names in ended.stderr
    assert "Traceback" not in ended.stderr


def test_no_command_at_all_shows_the_help_and_is_bad_use() -> None:
    ended = dafeng()
    assert ended.code == 3
    assert ended.stdout == b""
    assert "Commands:" in ended.stderr


def test_a_missing_file_ends_with_2_and_one_sentence(tmp_path: Path) -> None:
    ended = dafeng("plan", "text", tmp_path / "没有.txt")
    assert ended.code == 2
    assert ended.stdout == b""
    assert "没有.txt" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_an_output_that_cannot_be_written_ends_with_2(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(
        "一、总体要求\n到2025年,非化石能源占比达到20%。\n", encoding="utf-8"
    )
    target = tmp_path / "missing" / "plan.json"
    ended = dafeng("plan", "read", plan, "--format", "json", "--output", target)
    assert ended.code == 2
    assert "missing" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_reader_that_goes_away_is_no_failure_of_ours(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("一、总体要求\n" + "推进节能降碳。\n" * 50_000, encoding="utf-8")
    command = [sys.executable, "-m", "dafeng", "plan", "text", str(long)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        complaint = process.stderr.read()
        assert process.wait() == 141
    assert complaint == b""
