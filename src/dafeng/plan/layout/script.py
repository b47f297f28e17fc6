"""Traditional script to simplified, one character for one, so that offsets stay."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC

_TRADITIONAL_SHARE = 0.02


def simplified(text: str) -> str:
    """Text in simplified script; of the same length.

    A rare old character in a simplified text is part of a name and stays: the text is
    converted when more than :data:`_TRADITIONAL_SHARE` of its characters would change.

    Examples
    --------
    >>> simplified("單位能耗下降")
    '单位能耗下降'
    """
    chars = {char for char in text if char > "\u2fff"}
    table = {
        ord(char): simple
        for char in chars
        if (simple := _simplified_char(char)) != char
    }
    changed = sum(text.count(chr(code)) for code in table)
    return text.translate(table) if changed > _TRADITIONAL_SHARE * len(text) else text


@cache
def _simplified_char(char: str) -> str:
    simple = str(_converter().convert(char))
    return simple if len(simple) == 1 else char


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
