"""The bundle pins what lies in it, and its script asks no registry."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from tools import bundle
from tools.suite import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_each_wheel_is_pinned_by_the_hash_that_it_has(tmp_path: Path) -> None:
    (tmp_path / "attrs-24.2.0-py3-none-any.whl").write_bytes(b"attrs")
    (tmp_path / "dafeng-0.1.0-py3-none-any.whl").write_bytes(b"ours")
    digest = bundle.digest(tmp_path / "attrs-24.2.0-py3-none-any.whl")
    assert bundle.locked(tmp_path) == f"attrs==24.2.0 --hash=sha256:{digest}\n"


def test_the_script_checks_first_and_installs_from_its_folder_alone(
    tmp_path: Path,
) -> None:
    script = bundle.INSTALL.format(python="3.11", sums=bundle.SUMS)
    (tmp_path / "install.sh").write_text(script, encoding="utf-8")
    assert len(re.findall("pip install", script)) == script.count("--no-index") == 2
    (tmp_path / bundle.SUMS).write_text(f"{'0' * 64}  install.sh\n", encoding="utf-8")
    ended = subprocess.run(
        ["sh", tmp_path / "install.sh", tmp_path / "new"],
        capture_output=True,
        check=False,
    )
    assert ended.returncode != 0
    assert not (tmp_path / "new").exists()


def test_the_container_asks_no_registry_but_for_its_image() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    assert len(re.findall("^FROM ", text, re.MULTILINE)) == 1
    assert re.findall(r"https?://(?!127\.0\.0\.1)\S+", text) == []
    assert "USER dafeng" in text
