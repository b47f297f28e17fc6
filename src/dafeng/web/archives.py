"""One file that holds a folder: compressed, every file with its hash.

::

    about.json      what the archive is; the first entry
    …               the files, in the order of their names
    SHA256SUMS      the hash of every entry before it; `sha256sum -c` reads it

Knows neither houses nor databases. An archive that comes back is taken for foreign:
only plain files below the folder are written, and none counts before its hash does.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, TypeAlias, cast

import attrs
import pyarrow as pa

from dafeng.base.errors import BadInputError

ABOUT = "about.json"
SUMS = "SHA256SUMS"
SUFFIXES = {".tar.zst": "zstd", ".tar.gz": "gzip"}
PIECE = 1 << 20
LONGEST_NOTE = 16 * PIECE
"""Bytes of the two entries that are read as a whole."""

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many files are done, and of how many."""


@attrs.frozen(kw_only=True)
class Packed:
    """What an archive holds."""

    files: int
    bytes: int
    about: dict[str, Any]


def compression_of(path: Path) -> str:
    """Name the compression that an archive's name asks for.

    Raises
    ------
    BadInputError
        The name ends otherwise.
    """
    for suffix, name in SUFFIXES.items():
        if path.name.endswith(suffix):
            return name
    msg = f"The name {path.name} says no form. End it with {' or '.join(SUFFIXES)}."
    raise BadInputError(msg, code="archive.name", name=path.name)


def pack(folder: Path, to: Path, about: dict[str, Any], progress: Progress) -> Packed:
    """Write every file of a folder into an archive that is whole or is not there.

    Raises
    ------
    BadInputError
        The archive's name says no form, or there is such a file already.
    """
    form = compression_of(to)
    if to.exists():
        msg = f"There is a file {to} already. Name another with --to."
        raise BadInputError(msg, code="archive.exists", path=str(to))
    part = to.with_name(f".{to.name}.part")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as sink:
            size = _write(sink, form, folder, files, about, progress)
        _sync(part)
        part.rename(to)
        _sync(to.parent)
    finally:
        part.unlink(missing_ok=True)
    return Packed(files=len(files), bytes=size, about=about)


def about_of(archive: Path) -> dict[str, Any]:
    """Read what an archive says of itself, and nothing else.

    Raises
    ------
    BadInputError
        It is no archive of ours.
    """
    with _opened(archive) as tar:
        return _about(tar, archive)


def unpack(archive: Path, folder: Path, progress: Progress) -> Packed:
    """Write the files of an archive into a folder, and compare every hash.

    Raises
    ------
    BadInputError
        It is no archive of ours, is cut off, or a file in it is not what was written.
        What stands in the folder then is worth nothing.
    """
    found: dict[str, str] = {}
    size = 0
    with _opened(archive) as tar:
        about = _about(tar, archive)
        found[ABOUT] = _hash(json_bytes(about))
        count = int(about.get("files", 0))
        while entry := tar.next():  # iterating would begin at the front again
            if entry.name == SUMS:
                _compare(found, _read(tar, entry), archive)
                return Packed(files=len(found) - 1, bytes=size, about=about)
            found[entry.name] = _write_out(tar, entry, folder, archive)
            size += entry.size
            progress(len(found) - 1, count)
    raise _damaged(archive, "its end is missing")


def json_bytes(about: dict[str, Any]) -> bytes:
    """Write what an archive says of itself, the same bytes each time."""
    text = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def _write(
    sink: IO[bytes],
    form: str,
    folder: Path,
    files: list[Path],
    about: dict[str, Any],
    progress: Progress,
) -> int:
    sums: dict[str, str] = {}
    size = 0
    with (
        pa.CompressedOutputStream(sink, form) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        note = json_bytes({**about, "files": len(files)})
        _add(tar, ABOUT, io.BytesIO(note), len(note), sums)
        for done, path in enumerate(files, start=1):
            length = path.stat().st_size
            name = path.relative_to(folder).as_posix()
            with path.open("rb") as content:
                _add(tar, name, content, length, sums)
            size += length
            progress(done, len(files))
        lines = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        _add(tar, SUMS, io.BytesIO(lines.encode()), len(lines.encode()), {})
    return size


def _add(
    tar: tarfile.TarFile, name: str, content: IO[bytes], size: int, sums: dict[str, str]
) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    read = _Hashed(content)
    tar.addfile(entry, cast("IO[bytes]", read))
    sums[name] = read.digest.hexdigest()


class _Hashed:
    """Reads a file and hashes what passes."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._content.read(size)
        self.digest.update(data)
        return data


@contextmanager
def _opened(archive: Path) -> Iterator[tarfile.TarFile]:
    """Open an archive to read it from front to back."""
    form = compression_of(archive)
    try:
        with (
            archive.open("rb") as source,
            pa.CompressedInputStream(source, form) as plain,
            tarfile.open(fileobj=plain, mode="r|") as tar,
        ):
            yield tar
    except (tarfile.TarError, pa.ArrowInvalid, EOFError) as error:
        raise _damaged(archive, str(error)) from None
    except OSError as error:
        if error.filename is not None or error.errno is not None:
            raise
        raise _damaged(archive, str(error)) from None  # from the decompressor


def _about(tar: tarfile.TarFile, archive: Path) -> dict[str, Any]:
    entry = tar.next()
    if entry is None or entry.name != ABOUT or not entry.isfile():
        raise _damaged(archive, f"it does not begin with {ABOUT}")
    try:
        about = json.loads(_read(tar, entry))
    except ValueError:
        raise _damaged(archive, f"its {ABOUT} cannot be read") from None
    if not isinstance(about, dict):
        raise _damaged(archive, f"its {ABOUT} cannot be read")
    return about


def _read(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    content = tar.extractfile(entry)
    return b"" if content is None else content.read(LONGEST_NOTE)


def _write_out(
    tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path, archive: Path
) -> str:
    """Write one entry below the folder; its hash."""
    path = PurePosixPath(entry.name)
    content = tar.extractfile(entry) if entry.isfile() else None
    if content is None or path.is_absolute() or ".." in path.parts:
        raise _damaged(archive, f"its entry {entry.name} is no plain file")
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as sink:
        while data := content.read(PIECE):
            digest.update(data)
            sink.write(data)
    return digest.hexdigest()


def _compare(found: dict[str, str], sums: bytes, archive: Path) -> None:
    told = {}
    for line in sums.decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        told[name] = digest
    wrong = sorted(
        name for name in told.keys() | found.keys() if told.get(name) != found.get(name)
    )
    if wrong:
        shown = ", ".join(wrong[:5])
        raise _damaged(archive, f"{len(wrong)} files are not what was written: {shown}")


def _sync(path: Path) -> None:
    """Wait until the disk has it: the computer may be switched off the moment after."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _damaged(archive: Path, why: str) -> BadInputError:
    msg = f"{archive} cannot be used: {why}. Take another copy of the backup."
    return BadInputError(msg, code="archive.damaged", path=str(archive), why=why)
