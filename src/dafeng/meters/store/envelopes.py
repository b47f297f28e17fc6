"""An entry of the journal: who sent what, and the very bytes that were sent."""

from __future__ import annotations

import hashlib
from struct import Struct
from struct import error as StructError

import msgspec

from dafeng.base.errors import BadInputError
from dafeng.meters.arrivals.records import Envelope

_SIZE = Struct(">I")


def packed_arrival(blob: bytes, envelope: Envelope) -> bytes:
    """Put the envelope before what was sent."""
    head = msgspec.json.encode(envelope)
    return b"".join((_SIZE.pack(len(head)), head, blob))


def unpacked_arrival(entry: bytes) -> tuple[Envelope, bytes]:
    """Return the envelope and what was sent.

    Raises
    ------
    BadInputError
        ``store.bad_entry``: the entry is none of ours.
    """
    try:
        (size,) = _SIZE.unpack_from(entry)
        end = _SIZE.size + size
        envelope = msgspec.json.decode(entry[_SIZE.size : end], type=Envelope)
    except (ValueError, msgspec.MsgspecError, StructError) as error:
        msg = f"An entry of the journal has no envelope that can be read: {error}"
        raise BadInputError(msg, code="store.bad_entry") from error
    return envelope, entry[end:]


def arrival_key(blob: bytes, envelope: Envelope, taken: int | None = None) -> str:
    """Name a batch by its sender and content: sent again it is the same.

    It is another one where other rows of it are taken: a moment that was still to come
    has passed, or the register was corrected.
    """
    hashed = hashlib.sha256(envelope.sender.encode())
    hashed.update(b"\0")
    if taken is not None:
        hashed.update(b"%d\0" % taken)
    hashed.update(blob)
    return hashed.hexdigest()
