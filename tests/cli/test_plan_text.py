"""``dafeng plan text FILE`` gives the text that spans point into, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.running import dafeng

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("text", ["一、总体要求", "一、总体要求\n", "碳达峰\n\n\n"])
def test_the_text_is_printed_exactly_with_no_line_end_added(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(text.encode())
    assert dafeng("plan", "text", file) == (0, text.encode(), "")


def test_the_text_is_utf8_whatever_the_locale_says(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes("碳达峰实施方案\n".encode("gb18030"))
    env = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ended = dafeng("plan", "text", file, env=env)
    assert ended.stdout.decode("utf-8") == "碳达峰实施方案\n"
