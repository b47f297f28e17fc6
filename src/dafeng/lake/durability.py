"""Files that stay: synced to the disk before anybody is told that they are there.

A file is durable when its content is synced and the folder that names it as well.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def sync(path: Path) -> None:
    """Wait until the disk has the content of a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Make a folder and those above it; every new name is durable."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync(path.parent)


def sync_names(path: Path, top: Path) -> None:
    """Make durable the names that lead from a folder of ours down to a file.

    Whoever made those folders may have been killed before it synced them.
    """
    for folder in path.parents:
        sync(folder)
        if folder == top:
            return


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Be the only writer, among threads and processes, for the body of the block.

    The lock belongs to an open file and ends with the process that holds it, however
    that ends.
    """
    make_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
