"""Commit first, reveal later: nobody knows the draw before, everybody can check after.

Before the draw only ``commitment_of(plan, seed)`` is known, a hash that tells nothing
of the seed; with the draw the seed is revealed.  Who made the seed could still have
tried many of them in secret; a public word that nobody knew when the commitment was
published (the closing figure of an index, the numbers of a lottery) takes that away.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from dafeng.inspections.errors import SeedError

SEED_BYTES = 32
_SEED = re.compile(r"[0-9a-f]{64}")
_NAME = "dafeng.inspections.draw/1"


def commitment_of(plan: str, seed: str) -> str:
    """Return the SHA-256 that is published before the draw.

    Parameters
    ----------
    plan : str
        Name of the plan: a commitment for one plan says nothing of another.
    seed : str
        32 random bytes as 64 hexadecimal digits.

    Raises
    ------
    SeedError
        ``seed.bad``: it is no seed.
    """
    text = "\n".join((_NAME, plan, _seed(seed)))
    return hashlib.sha256(text.encode()).hexdigest()


def check_commitment(plan: str, seed: str, commitment: str) -> None:
    """Return when a seed fits its commitment.

    Raises
    ------
    SeedError
        ``seed.bad``: it is no seed. ``seed.other``: another one was committed to.
    """
    if not hmac.compare_digest(commitment_of(plan, seed), commitment):
        msg = f"The seed of {plan} does not fit the commitment {commitment}."
        raise SeedError(msg, code="seed.other", plan=plan)


def drawing_key(plan: str, seed: str, word: str) -> bytes:
    """Return the key of all hashes of a draw: HMAC-SHA256 of plan and public word."""
    return hmac.digest(
        bytes.fromhex(_seed(seed)), "\n".join((_NAME, plan, word)).encode(), "sha256"
    )


def lot(key: bytes, *name: str) -> bytes:
    """Return the keyed hash of a name: it hangs on nothing else, so nothing moves it.

    Source: HMAC with SHA-256, RFC 2104 and FIPS 198-1.
    """
    return hmac.digest(key, "\n".join(name).encode(), "sha256")


def _seed(seed: str) -> str:
    if not _SEED.fullmatch(seed):
        msg = "A seed is 32 random bytes, written as 64 hexadecimal digits."
        raise SeedError(msg)
    return seed
