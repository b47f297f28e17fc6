"""How the secrets of second factors are kept and shown."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _


class HouseFactors(DefaultMFAAdapter):  # type: ignore[misc] # published without types
    """Encrypts the secrets with the house's key; who reads the database has no codes.

    After a change of the key the old one belongs in ``SECRET_KEY_FALLBACKS``.
    """

    def encrypt(self, text: str) -> str:
        """Return the text as only this house can read it."""
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text.

        Raises
        ------
        cryptography.fernet.InvalidToken
            It was encrypted with a key that this house does not have.
        """
        return _cipher().decrypt(encrypted_text.encode("ascii")).decode()

    def get_totp_issuer(self) -> str:
        """Name of the site in the person's authenticator."""
        return _("达峰")

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Name of the account there."""
        return user.get_username()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(key))) for key in keys])


def _derived(key: str) -> bytes:
    digest = hashlib.sha256(f"dafeng.second-factor:{key}".encode()).digest()
    return base64.urlsafe_b64encode(digest)
