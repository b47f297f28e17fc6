"""Keys of programs: how one is written, and what is kept of it."""

from __future__ import annotations

import hashlib
import secrets

MARK = "dfg"
HEAD_BYTES, SECRET_BYTES = 5, 32


def new_key() -> tuple[str, str]:
    """Head (kept, to find the token by) and secret (shown once) of a new key."""
    return secrets.token_hex(HEAD_BYTES), secrets.token_urlsafe(SECRET_BYTES)


def written(head: str, secret: str) -> str:
    """The key as a program sends it."""
    return f"{MARK}_{head}_{secret}"


def parts_of(key: str) -> tuple[str, str] | None:
    """Head and secret of a key; None for what is not one."""
    mark, _first, rest = key.partition("_")
    head, _second, secret = rest.partition("_")
    return (head, secret) if mark == MARK and secret else None


def digest_of(secret: str) -> str:
    """SHA-256 of a secret; it is random and long, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
