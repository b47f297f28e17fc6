"""One entry of the journal as bytes: head, checksums, key, blob.

A head says the entry's sequence and the *group* that it was written in: the sequence
of the first entry that shared its sync. So a broken entry can be judged: if a whole
entry of a later group stands behind it, it had been synced and acknowledged, and the
file is damaged; if none does, its write never ended.
"""

from __future__ import annotations

import hashlib
import mmap
import struct
import zlib
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"DFJ1"
HEAD = struct.Struct(">4sHQQQI")
DIGEST_BYTES = 32
MOST_KEY_BYTES = 0xFFFF

Content = bytes | mmap.mmap


@attrs.frozen
class Frame:
    """Where one entry stands in the content of a segment."""

    sequence: int
    group: int
    key: str
    blob_at: int
    end: int


def packed(*, sequence: int, group: int, key: str, blob: bytes) -> bytes:
    """Return the bytes of one entry."""
    name = key.encode()
    head = HEAD.pack(MAGIC, len(name), len(blob), sequence, group, 0)
    head = head[:-4] + struct.pack(">I", zlib.crc32(head[:-4]))
    return b"".join((head, _digest(head, name, blob), name, blob))


def frame_at(content: Content, offset: int) -> Frame | None:
    """Return the entry at an offset if its head is whole; the blob is not looked at."""
    head = content[offset : offset + HEAD.size]
    if len(head) < HEAD.size:
        return None
    magic, key_bytes, blob_bytes, sequence, group, check = HEAD.unpack(head)
    if magic != MAGIC or check != zlib.crc32(head[:-4]):
        return None
    key_at = offset + HEAD.size + DIGEST_BYTES
    blob_at = key_at + key_bytes
    end = blob_at + blob_bytes
    if end > len(content):
        return None
    key = content[key_at:blob_at].decode(errors="replace")
    return Frame(sequence, group, key, blob_at, end)


def whole_frame_at(content: Content, offset: int) -> Frame | None:
    """Return the entry at an offset if every byte of it is as it was written."""
    frame = frame_at(content, offset)
    if frame is None:
        return None
    head = content[offset : offset + HEAD.size]
    stated = content[offset + HEAD.size : offset + HEAD.size + DIGEST_BYTES]
    name = content[offset + HEAD.size + DIGEST_BYTES : frame.blob_at]
    blob = content[frame.blob_at : frame.end]
    return frame if _digest(head, name, blob) == stated else None


def later_group_behind(content: Content, offset: int, sequence: int) -> bool:
    """Whether a whole entry of a later group stands behind a broken one."""
    at = content.find(MAGIC, offset + 1)
    while at >= 0:
        frame = whole_frame_at(content, at)
        if frame is not None and frame.group > sequence:
            return True
        at = content.find(MAGIC, at + 1)
    return False


def content_of(path: Path) -> Content:
    """Open a segment's bytes without reading them yet."""
    with path.open("rb") as file:
        if not path.stat().st_size:  # nothing cannot be mapped
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _digest(head: bytes, name: bytes, blob: bytes) -> bytes:
    hashed = hashlib.sha256(head)
    hashed.update(name)
    hashed.update(blob)
    return hashed.digest()
