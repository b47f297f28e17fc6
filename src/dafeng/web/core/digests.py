"""Digests by name: SHA-256 of the standard library, SM3 where it is asked for."""

from __future__ import annotations

import hashlib
from pathlib import Path

from gmssl import sm3

from dafeng.base.errors import BadInputError
from dafeng.web.core.models.audit import Algorithm


def hexdigest(algorithm: str, content: bytes) -> str:
    """Return the digest in hexadecimal, 64 digits with either algorithm.

    SM3 comes from OpenSSL where this build of it has SM3, and otherwise from gmssl,
    which is some hundred times slower and gives the same digits.

    Raises
    ------
    BadInputError
        No digest has this name.
    """
    if algorithm == Algorithm.SHA256:
        return hashlib.sha256(content).hexdigest()
    if algorithm != Algorithm.SM3:
        msg = (
            f"No digest {algorithm!r}. There are: {', '.join(Algorithm.values)}. "
            "Set DAFENG_HASH to one of them."
        )
        raise BadInputError(msg, code="digest.unknown", algorithm=algorithm)
    if "sm3" in hashlib.algorithms_available:
        return hashlib.new("sm3", content).hexdigest()
    return slow_sm3(content)


def file_digest(algorithm: str, path: Path) -> str:
    """Return the digest of a file, which may be larger than the memory."""
    if algorithm == Algorithm.SM3 and "sm3" not in hashlib.algorithms_available:
        return hexdigest(algorithm, path.read_bytes())
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def slow_sm3(content: bytes) -> str:
    """Return the SM3 digest without OpenSSL."""
    digest: str = sm3.sm3_hash(list(content))
    return digest
