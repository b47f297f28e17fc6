"""The wheel holds all that the program needs, and asks for Django only with [web]."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "dafeng"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (file,) = folder.glob("*.whl")
    return zipfile.ZipFile(file)


def test_the_wheel_holds_every_file_that_the_program_reads(
    wheel: zipfile.ZipFile,
) -> None:
    kept = {".py", ".csv", ".json", ".txt", ".html", ".css", ".js", ".svg", ".mo"}
    wanted = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if path.suffix in kept and "__pycache__" not in path.parts
    }
    assert wanted - set(wheel.namelist()) == set()
    assert "dafeng/web/static/vendor/tabler/tabler.min.css" in wanted
    assert "dafeng/web/locale/en/LC_MESSAGES/django.mo" in wanted


def test_the_wheel_holds_nothing_of_the_checkout(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    (info,) = tops - {"dafeng"}
    assert info.endswith(".dist-info")
    assert not [name for name in wheel.namelist() if "__pycache__" in name]


def test_only_the_web_extra_asks_for_django(wheel: zipfile.ZipFile) -> None:
    (name,) = (n for n in wheel.namelist() if n.endswith("METADATA"))
    about = Parser().parsestr(wheel.read(name).decode())
    needs = about.get_all("Requires-Dist") or []
    web = [need for need in needs if "django" in need.lower() or "granian" in need]
    assert web
    assert all("extra == 'web'" in need for need in web)
    assert about["License-Expression"] == "Apache-2.0"
