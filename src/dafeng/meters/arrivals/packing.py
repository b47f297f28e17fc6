"""Packed batches: unpacked with a limit that holds while they are unpacked."""

from __future__ import annotations

import zlib

from dafeng.meters.arrivals.errors import BatchError
from dafeng.meters.arrivals.records import BatchForm

MOST_BYTES = 16 * 1024 * 1024
"""Of a batch as it is sent."""

MOST_UNPACKED = 64 * 1024 * 1024

_MOST_MEMBERS = 100
"""Parts of one gzip; each costs a copy of all that follows it."""

_GZIP = 16 + zlib.MAX_WBITS
_PACKED, _STREAM, _FILE = b"\x1f\x8b", b"\xff\xff\xff\xff", b"ARROW1"


def unpacked(packed: bytes, *, most: int = MOST_UNPACKED) -> bytes:
    """Unpack gzip, and stop as soon as it becomes larger than allowed.

    Raises
    ------
    BatchError
        ``arrivals.too_large``, or ``arrivals.damaged``: it is no whole gzip.
    """
    parts: list[bytes] = []
    size = 0
    while packed:
        if len(parts) == _MOST_MEMBERS:
            raise _damaged()
        unpack = zlib.decompressobj(_GZIP)
        try:
            parts.append(unpack.decompress(packed, most - size + 1))
        except zlib.error as error:
            raise _damaged() from error
        size += len(parts[-1])
        if size > most:
            raise too_large(most)
        if not unpack.eof:
            raise _damaged()
        packed = unpack.unused_data
    return b"".join(parts)


def opened(payload: bytes) -> tuple[BatchForm, bytes]:
    """Return the form that a batch without a label has, and the batch unpacked.

    Raises
    ------
    BatchError
        As :func:`unpacked`; ``arrivals.too_large`` also as it is.
    """
    if len(payload) > MOST_BYTES:
        raise too_large(MOST_BYTES)
    blob = unpacked(payload) if payload.startswith(_PACKED) else payload
    is_arrow = blob.startswith((_STREAM, _FILE))
    return (BatchForm.ARROW if is_arrow else BatchForm.JSON), blob


def too_large(most: int) -> BatchError:
    """Say that a batch is too large, packed or not."""
    msg = f"The batch is larger than {most // 2**20} MB; send it in several parts."
    return BatchError(msg, code="arrivals.too_large", most=most)


def _damaged() -> BatchError:
    msg = "The batch is no whole gzip; nothing of it was taken. Send it again."
    return BatchError(msg, code="arrivals.damaged")
