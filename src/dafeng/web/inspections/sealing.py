"""The seed of a draw until it is revealed: nobody who reads the database knows it."""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from dafeng.base.errors import NotFoundError
from dafeng.inspections import SEED_BYTES


def new_seed() -> str:
    """Return 32 random bytes of the system as 64 hexadecimal digits."""
    return secrets.token_hex(SEED_BYTES)


def sealed(seed: str) -> str:
    """Return the seed as only this house can read it."""
    return _cipher().encrypt(seed.encode()).decode("ascii")


def unsealed(text: str) -> str:
    """Return the seed.

    Raises
    ------
    NotFoundError
        ``seed.key_lost``: it was sealed with a key that this house does not have.
    """
    try:
        return _cipher().decrypt(text.encode("ascii")).decode()
    except InvalidToken as error:
        msg = "The seed was sealed with another key. Set SECRET_KEY_FALLBACKS."
        raise NotFoundError(msg, code="seed.key_lost") from error


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(key))) for key in keys])


def _derived(key: str) -> bytes:
    digest = hashlib.sha256(f"dafeng.inspections:{key}".encode()).digest()
    return base64.urlsafe_b64encode(digest)
