"""An archive comes back as it was, or it is refused."""

from __future__ import annotations

import hashlib
import io
import tarfile
from typing import TYPE_CHECKING

import pytest

from dafeng.base.errors import BadInputError
from dafeng.web.archives import about_of, pack, unpack

if TYPE_CHECKING:
    from pathlib import Path

ABOUT = {"kind": "test", "year": 2025}


def silent(_done: int, _of: int) -> None:
    """Tell nobody."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    (made / "深" / "er").mkdir(parents=True)
    (made / "深" / "er" / "空.txt").write_bytes(b"")
    (made / "many.bin").write_bytes(bytes(range(256)) * 20_000)
    return made


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("name", ["a.tar.zst", "a.tar.gz"])
def test_what_is_packed_comes_back(tmp_path: Path, folder: Path, name: str) -> None:
    told: list[tuple[int, int]] = []
    packed = pack(folder, tmp_path / name, ABOUT, lambda *step: told.append(step))
    assert (packed.files, packed.bytes) == (2, 256 * 20_000)
    assert told == [(1, 2), (2, 2)]
    assert about_of(tmp_path / name) == {**ABOUT, "files": 2}
    back = unpack(tmp_path / name, tmp_path / "back", silent)
    assert (back.files, back.bytes) == (packed.files, packed.bytes)
    assert contents(tmp_path / "back") == contents(folder)


def test_the_sums_are_those_that_everybody_reckons(
    tmp_path: Path, folder: Path
) -> None:
    pack(folder, tmp_path / "a.tar.gz", ABOUT, silent)
    with tarfile.open(tmp_path / "a.tar.gz") as tar:
        assert tar.getnames()[0] == "about.json"
        assert tar.getnames()[-1] == "SHA256SUMS"
        sums = tar.extractfile("SHA256SUMS")
        assert sums is not None
        lines = sums.read().decode().splitlines()
    known = hashlib.sha256((folder / "many.bin").read_bytes()).hexdigest()
    assert f"{known}  many.bin" in lines


def forged(path: Path, *entries: tarfile.TarInfo, content: bytes = b"x") -> Path:
    """An archive that somebody else wrote."""
    about = b"{}\n"
    with tarfile.open(path, "w:gz") as tar:
        first = tarfile.TarInfo("about.json")
        first.size = len(about)
        tar.addfile(first, io.BytesIO(about))
        for entry in entries:
            tar.addfile(entry, io.BytesIO(content) if entry.isfile() else None)
    return path


def entry(name: str, kind: bytes = tarfile.REGTYPE, to: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, to
    made.size = 1 if kind == tarfile.REGTYPE else 0
    return made


@pytest.mark.parametrize(
    "bad",
    [
        entry("../outside"),
        entry("/etc/outside"),
        entry("link", tarfile.SYMTYPE, "/etc/passwd"),
        entry("link", tarfile.LNKTYPE, "about.json"),
        entry("device", tarfile.CHRTYPE),
    ],
)
def test_an_entry_that_is_no_plain_file_below_the_folder_is_refused(
    tmp_path: Path, bad: tarfile.TarInfo
) -> None:
    archive = forged(tmp_path / "bad.tar.gz", bad)
    with pytest.raises(BadInputError, match="no plain file"):
        unpack(archive, tmp_path / "back", silent)
    assert not (tmp_path / "outside").exists()


def test_what_has_no_sum_or_another_one_is_refused(tmp_path: Path) -> None:
    without = forged(tmp_path / "without.tar.gz", entry("some"))
    with pytest.raises(BadInputError, match="its end is missing"):
        unpack(without, tmp_path / "one", silent)
    wrong = forged(tmp_path / "wrong.tar.gz", entry("some"), entry("SHA256SUMS"))
    with pytest.raises(BadInputError, match="not what was written"):
        unpack(wrong, tmp_path / "two", silent)


def test_an_archive_is_whole_or_not_there_and_overwrites_nothing(
    tmp_path: Path, folder: Path
) -> None:
    def interrupt(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    archive = tmp_path / "a.tar.zst"
    with pytest.raises(KeyboardInterrupt):
        pack(folder, archive, ABOUT, interrupt)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    pack(folder, archive, ABOUT, silent)
    with pytest.raises(BadInputError, match="already"):
        pack(folder, archive, ABOUT, silent)


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x28\xb5\x2f\xfd\x00"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.tar.zst").write_bytes(content)
    with pytest.raises(BadInputError, match="cannot be used"):
        about_of(tmp_path / "other.tar.zst")
    with pytest.raises(BadInputError, match="says no form"):
        about_of(tmp_path / "other.zip")
