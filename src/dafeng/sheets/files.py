"""Files whole or not at all: bounded reading, and writing that leaves no half."""

from __future__ import annotations

import os
import secrets
import stat
from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from pathlib import Path

MIB = 1024 * 1024


def read_file(path: Path, *, family: str, max_bytes: int) -> bytes:
    """Read a whole file, never more than ``max_bytes`` of it.

    Parameters
    ----------
    path : Path
    family : str
        First part of the error codes: ``document`` or ``workbook``.
    max_bytes : int
        The size is looked up before anything is read, and counted while reading.

    Raises
    ------
    BadInputError
        ``.not_found``, ``.is_folder``, ``.unreadable``, ``.too_large`` or ``.empty``.
    """
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        msg = f"There is no file {str(path)!r}; check the name and the folder."
        raise _error(msg, family, "not_found", path) from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, family, error) from error
    if stat.S_ISDIR(status.st_mode):
        msg = f"{str(path)!r} is a folder; name one file in it."
        raise _error(msg, family, "is_folder", path)
    if not stat.S_ISREG(status.st_mode):
        msg = f"{str(path)!r} is a device or a pipe; save the content as a file first."
        raise _error(msg, family, "unreadable", path)
    if status.st_size > max_bytes:
        raise _too_large(path, family, status.st_size, max_bytes)
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise _unreadable(path, family, error) from error
    if len(data) > max_bytes:
        raise _too_large(path, family, len(data), max_bytes)
    if not data:
        msg = f"{path.name!r} is empty (0 bytes); save it again from its program."
        raise _error(msg, family, "empty", path)
    return data


def write_file(path: Path, data: bytes) -> None:
    """Write a file in one step: a reader sees the old one or the new one, never half.

    What is there and is no plain file (a pipe, a device) is written to as it is: a new
    file in its place would take it away from everybody.

    Raises
    ------
    OSError
        The folder cannot be written to; nothing is left behind.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _error(msg: str, family: str, what: str, path: Path) -> BadInputError:
    return BadInputError(msg, code=f"{family}.{what}", name=path.name, path=str(path))


def _unreadable(path: Path, family: str, error: Exception) -> BadInputError:
    reason = getattr(error, "strerror", None) or str(error)
    msg = f"{str(path)!r} cannot be read ({reason}); check the rights to it."
    return _error(msg, family, "unreadable", path)


def _too_large(path: Path, family: str, size: int, max_bytes: int) -> BadInputError:
    msg = (
        f"{path.name!r} has {size / MIB:.0f} MB, and at most {max_bytes / MIB:.0f} MB "
        "are read; take out the pictures or save the text alone."
    )
    return BadInputError(
        msg,
        code=f"{family}.too_large",
        name=path.name,
        path=str(path),
        size=size,
        max_bytes=max_bytes,
    )
