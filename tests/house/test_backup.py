"""A house goes into one file while people work, and comes back as it was."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from dafeng import __version__
from dafeng.base.errors import BadInputError
from dafeng.web import archives
from dafeng.web.backing_up import backup_make, restore
from tests.cli.running import Ended
from tests.houses import ROOT, own_environment, with_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 10, 1, tzinfo=UTC)
WRITE = """
import sys
from pathlib import Path
from dafeng.web.house import stand_up
stand_up(Path(sys.argv[1]))
from dafeng.web.core import audit
from dafeng.web.core.models import House
print("ready", flush=True)
while True:
    audit.record(by=None, action="test.act", target=House.objects.get())
"""


def told(*arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=own_environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout or b"null")


def silent(_doing: str, _done: int, _of: int) -> None:
    """Tell nobody."""


def look(home: Path) -> Any:
    return told("-m", "tests.house.building", "look", str(home))


def run(*arguments: str | Path) -> Ended:
    """A command as a person gives it, who never heard of the suite."""
    done = subprocess.run(
        [sys.executable, "-m", "dafeng", *map(str, arguments)],
        cwd=ROOT,
        env=own_environment(),
        capture_output=True,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr.decode())


@attrs.frozen
class Kept:
    """A house, its backup, and what both commands said."""

    home: Path
    file: Path
    said: Ended


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A backup that was made while somebody wrote and wrote."""
    folder = tmp_path_factory.mktemp("backup")
    home, file = with_tables(folder / "house"), folder / "house.tar.zst"
    told("-m", "tests.house.building", "make", str(home))
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(home)],
        cwd=ROOT,
        env=own_environment(),
        stdout=subprocess.PIPE,
    )
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        said = run("backup", "--home", home, "--to", file)
    finally:
        writer.kill()
        writer.communicate()
    assert said.code == 0, said.stderr
    return Kept(home, file, said)


@pytest.fixture(scope="module")
def restored(kept: Kept) -> tuple[Path, Ended]:
    home = kept.file.parent / "again"
    said = run("restore", kept.file, "--home", home, "--key", kept.home / "secret-key")
    assert said.code == 0, said.stderr
    return home, said


def test_a_backup_prints_its_name_and_says_that_the_key_is_not_in_it(
    kept: Kept,
) -> None:
    assert kept.said.stdout.decode() == f"{kept.file}\n"
    assert "The key is not in it" in kept.said.stderr
    assert kept.file.stat().st_mode & 0o077 == 0
    assert list(kept.home.glob(".backup-*")) == []
    about = archives.about_of(kept.file)
    assert about["house"] == "示范区"
    assert about["dafeng"] == __version__
    assert ["core", "0001_initial"] in about["migrations"]
    key = (kept.home / "secret-key").read_bytes().strip()
    with sqlite3.connect(kept.home / "dafeng.sqlite3") as database:
        assert key.decode() not in "\n".join(database.iterdump())


@pytest.fixture(scope="module")
def looks(kept: Kept, restored: tuple[Path, Ended]) -> tuple[Any, Any]:
    """What the old house and the new one show."""
    return look(kept.home), look(restored[0])


def test_a_restored_house_shows_the_same_pages_and_gives_the_same_seals(
    looks: tuple[Any, Any],
) -> None:
    before, after = looks
    assert set(before["status"].values()) == {200}
    assert after["pages"] == before["pages"]
    assert after["seals"] == before["seals"]
    assert set(after["seals"].values()) == {True}
    assert after["files"] == ["方案.txt"]


def test_a_backup_of_a_house_at_work_is_of_one_moment_and_leaves_a_mark(
    looks: tuple[Any, Any],
) -> None:
    before, after = looks
    assert "house.backup" in before["audit"]["actions"]
    assert after["audit"]["broken"] is None
    assert "test.act" in after["audit"]["actions"]
    assert after["audit"]["actions"][-1] == "house.restore"


def test_with_its_key_a_house_goes_on_and_without_it_a_new_one_is_made(
    kept: Kept, restored: tuple[Path, Ended], tmp_path: Path
) -> None:
    old = (kept.home / "secret-key").read_bytes()
    assert (restored[0] / "secret-key").read_bytes() == old
    assert "key is new" not in restored[1].stderr
    said = run("restore", kept.file, "--home", tmp_path / "new")
    assert "The key is new" in said.stderr
    assert (tmp_path / "new" / "secret-key").read_bytes() != old


def test_a_folder_with_something_in_it_is_refused_and_left_alone(
    kept: Kept, tmp_path: Path
) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInputError, match="is not empty"):
        restore(kept.file, tmp_path, None, silent)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def changed(kept: Kept, folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The same backup, of another past."""
    about = archives.about_of(kept.file)
    change(about)
    (folder / "what").mkdir()
    (folder / "what" / "some.txt").write_text("some", encoding="utf-8")
    file = folder / "changed.tar.gz"
    archives.pack(folder / "what", file, about, lambda *_told: None)
    return file


def newer_program(about: dict[str, Any]) -> None:
    about["dafeng"] = "99.0"


def newer_tables(about: dict[str, Any]) -> None:
    about["migrations"].append(["core", "0999_of_tomorrow"])


def newer_form(about: dict[str, Any]) -> None:
    about["format"] = 2


@pytest.mark.parametrize("change", [newer_program, newer_tables, newer_form])
def test_a_backup_of_a_newer_version_is_refused(
    kept: Kept, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    with pytest.raises(BadInputError, match="does not know its tables"):
        restore(changed(kept, tmp_path, change), tmp_path / "new", None, silent)
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_no_backup_is_refused(kept: Kept, tmp_path: Path) -> None:
    file = changed(kept, tmp_path, lambda about: about.update(kind="holiday pictures"))
    with pytest.raises(BadInputError, match="is no backup of a house"):
        restore(file, tmp_path / "new", None, silent)


def test_a_backup_of_another_kind_of_database_is_refused_and_leaves_nothing(
    kept: Kept, tmp_path: Path
) -> None:
    file = changed(kept, tmp_path, lambda about: about.update(database="postgresql"))
    said = run("restore", file, "--home", tmp_path / "new")
    assert said.code == 2
    assert "a database of postgresql" in said.stderr
    assert not (tmp_path / "new").exists()


def test_a_damaged_backup_is_refused_and_leaves_nothing(
    kept: Kept, tmp_path: Path
) -> None:
    content = kept.file.read_bytes()
    file = tmp_path / "damaged.tar.zst"
    for wrong in (content[: len(content) // 2], b"nothing of ours"):
        file.write_bytes(wrong)
        with pytest.raises(BadInputError, match="Take another copy of the backup"):
            restore(file, tmp_path / "new", None, silent)
        assert [path.name for path in tmp_path.iterdir()] == ["damaged.tar.zst"]


def test_a_backup_overwrites_nothing_and_wants_a_house_and_a_known_form(
    kept: Kept, tmp_path: Path
) -> None:
    there = run("backup", "--home", kept.home, "--to", kept.file)
    assert (there.code, "already" in there.stderr) == (2, True)
    with pytest.raises(BadInputError, match="There is no house"):
        backup_make(tmp_path, tmp_path / "house.tar.gz", NOW, silent)
    with pytest.raises(BadInputError, match=r"\.tar\.zst or \.tar\.gz"):
        backup_make(kept.home, tmp_path / "house.zip", NOW, silent)
    assert list(tmp_path.iterdir()) == []
