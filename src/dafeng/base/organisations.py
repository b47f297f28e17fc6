"""Organisations and the 18-character unified social credit code (USCC).

Source: GB 32100-2015. A code is 1 character of registering authority, 1 of kind,
6 digits of the administrative division, 9 characters of the body (with its own check
character, GB 11714) and 1 check character by weights ``3 ** i mod 31``.
"""

from __future__ import annotations

import unicodedata
from datetime import date

import attrs

from dafeng.base.errors import BadInputError

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of a code; I, O, S, V and Z are left out as easy to misread."""

_BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LENGTH = 18
_DIVISION = slice(2, 8)
_BODY = slice(8, 17)


class UsccError(BadInputError):
    """A text is no valid USCC; ``fields["reason"]`` says which rule it breaks."""

    code = "uscc.bad"


def uscc_check_character(stem: str) -> str:
    """Return the check character of the first 17 characters of a USCC.

    Raises
    ------
    UsccError
        ``length`` or ``alphabet``: the stem is not 17 characters of the alphabet.

    Source
    ------
    GB 32100-2015: sum of value times ``3 ** i mod 31``, taken away from 31.
    """
    _check_characters(stem, _LENGTH - 1)
    total = sum(
        USCC_ALPHABET.index(character) * pow(3, place, 31)
        for place, character in enumerate(stem)
    )
    return USCC_ALPHABET[-total % 31]


def body_check_character(stem: str) -> str:
    """Return the check character of the first 8 characters of a body code.

    Raises
    ------
    UsccError
        ``length`` or ``alphabet``: the stem is not 8 digits and capital letters.

    Source
    ------
    GB 11714-1997: weights 3, 7, 9, 10, 5, 8, 4, 2; ``X`` stands for 10.
    """
    if len(stem) != len(_BODY_WEIGHTS) or any(c not in _BODY_ALPHABET for c in stem):
        msg = f"A body code starts with 8 digits or capital letters, not {stem!r}."
        raise UsccError(msg, reason="alphabet", value=stem)
    total = sum(
        _BODY_ALPHABET.index(character) * weight
        for character, weight in zip(stem, _BODY_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


def parse_uscc(text: str) -> str:
    """Return the code in capital half-width letters, without blanks, if it is valid.

    Raises
    ------
    UsccError
        ``fields["reason"]`` is ``length``, ``alphabet``, ``division`` or ``check``.

    Notes
    -----
    The body code's own check character is not enforced: some bodies registered after
    2015 do not keep it. :func:`body_check_character` computes it for who wants to look.

    Examples
    --------
    >>> parse_uscc("91350100m000100y43")
    '91350100M000100Y43'
    """
    code = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    _check_characters(code, _LENGTH)
    if not code[_DIVISION].isdigit():
        msg = f"Characters 3 to 8 of {code} name a division and must be digits."
        raise UsccError(msg, reason="division", value=text)
    right = uscc_check_character(code[:-1])
    if code[-1] != right:
        msg = (
            f"The check character of {code} should be {right}, not {code[-1]}: "
            "one character or more is wrong, or two are exchanged."
        )
        raise UsccError(msg, reason="check", value=text, expected=right)
    return code


def _check_characters(code: str, length: int) -> None:
    if len(code) != length:
        msg = f"A credit code has {length} characters here; {code!r} has {len(code)}."
        raise UsccError(msg, reason="length", value=code)
    wrong = sorted(set(code) - set(USCC_ALPHABET))
    if wrong:
        msg = (
            f"{code!r} holds {', '.join(wrong)}; a credit code is made of digits and "
            "capital letters without I, O, S, V and Z."
        )
        raise UsccError(msg, reason="alphabet", value=code, wrong=wrong)


def _valid_or_none(text: str | None) -> str | None:
    return None if text is None else parse_uscc(text)


@attrs.frozen(kw_only=True)
class Organisation:
    """A government unit, park or enterprise.

    Attributes
    ----------
    name : str
        Full official name.
    short_names : tuple of str
        Other names that documents use for it.
    uscc : str or None
        18 characters with a right check character; None when unknown.
    place : str or None
        Division code, see ``base.places``.
    valid_from, valid_to : date or None
        First and last day under this name; None when unknown or still standing.
    """

    name: str = attrs.field(validator=attrs.validators.min_len(1))
    short_names: tuple[str, ...] = ()
    uscc: str | None = attrs.field(default=None, converter=_valid_or_none)
    place: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def division(self) -> str | None:
        """Division where its code was registered, which need not be its ``place``."""
        return None if self.uscc is None else self.uscc[_DIVISION]
