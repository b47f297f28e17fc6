"""Lock files hold hashes, hold no addresses, and follow pyproject.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import lock


def test_the_lock_files_are_in_step() -> None:
    assert lock.problems() == []


def test_a_changed_requirement_puts_a_lock_out_of_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (lock.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    changed = text.replace('"attrs>=', '"attrs>=1,>=')
    (tmp_path / "pyproject.toml").write_text(changed, encoding="utf-8")
    monkeypatch.setattr(lock, "ROOT", tmp_path)
    assert "requirements.lock is out of step; run `make lock`" in lock.problems()


@pytest.mark.parametrize(
    "line",
    [
        "attrs @ https://example.org/attrs.whl\n",
        "--index-url somewhere\n",
        "--find-links wheels\n",
    ],
)
def test_an_address_in_a_lock_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    planted = tmp_path / "requirements.lock"
    text = lock.RUN.path.read_text(encoding="utf-8") + line
    planted.write_text(text, encoding="utf-8")
    run = lock.Lock(path=planted, groups=lock.RUN.groups)
    monkeypatch.setattr(lock, "RUN", run)
    assert lock.problems() == ["requirements.lock holds an address"]
