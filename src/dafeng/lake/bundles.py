"""Bundles: files named by the digest of what they hold, kept for good.

Seals stand on them: what was pinned cannot change without its name changing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

from dafeng.sheets import write_file


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Let one process at a time look into a folder of bundles and add one."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("ab") as lock:
        flock(lock, LOCK_EX)  # given back when the file is closed, or its holder dies
        yield


def keep_file(path: Path, data: bytes) -> None:
    """Write a content-addressed file; the same content again changes nothing."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)


def canonical_json(value: Mapping[str, object]) -> bytes:
    """Write what is pinned: sorted keys, one to a line, a line end at the close."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return (text + "\n").encode()


def sha256_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
