"""Digests of texts that are kept."""

from __future__ import annotations

import hashlib


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
