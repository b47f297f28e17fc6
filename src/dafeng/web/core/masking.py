"""What the audit never spells out: phone and identity numbers, and secrets."""

from __future__ import annotations

import re

HIDDEN = "***"
SECRETS = frozenset(
    {
        "authorization",
        "cookie",
        "new_password1",
        "new_password2",
        "old_password",
        "otp",
        "passphrase",
        "password",
        "password1",
        "password2",
        "recovery_code",
        "recovery_codes",
        "secret",
        "secret_key",
    }
)
"""Names whose values stay out, whoever hands them to the audit."""

_PHONE = re.compile(r"(?<![\d.])(1[3-9]\d)\d{4}(\d{4})(?![\d.])")
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])([1-9]\d{2})\d{3}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])"
    r"(?:0[1-9]|[12]\d|3[01])\d{2}(\d[\dXx])(?![0-9A-Za-z])"
)
# GB 11643-1999: the last digit from the 17 before it.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def masked(text: str) -> str:
    """Return text with the middle of phone and identity numbers hidden.

    >>> masked("王五 13812345678")
    '王五 138****5678'
    >>> masked("11010519491231002X")
    '110*************2X'
    """
    return _PHONE.sub(r"\1****\2", _IDENTITY.sub(_hide_identity, text))


def is_secret(name: str) -> bool:
    """Whether a value of this name stays out of the audit."""
    return name.lower() in SECRETS


def _hide_identity(found: re.Match[str]) -> str:
    number = found[0]
    total = sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True))
    if _CHECKS[total % 11] != number[17].upper():
        return number  # a credit code of a unit, or a figure
    return f"{found[1]}{'*' * 13}{found[2]}"
