"""The key with which this house signs its public lists."""

from __future__ import annotations

import hmac

from django.conf import settings

_PURPOSE = b"dafeng.enterprises.disclosure-list.1"


def signing_seed() -> bytes:
    """Return the 32 bytes of the house's key for lists.

    It is made from the secret key of the house: nothing more has to be kept or backed
    up, and a house with a new secret key signs with a new one.
    """
    return hmac.digest(settings.SECRET_KEY.encode(), _PURPOSE, "sha256")
