"""Blanks that scanning put inside words, numbers and labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dafeng.plan.layout.normal import NormalText

_BLANKS = re.compile(r" +")
# 2.1 2025年: a mark at the head of a block, and what it numbers.
_DECIMAL_MARK = re.compile(r"\d{1,2} ?\. ?\d{1,2}")
# "2025 30%" are a year and a figure; "20 25年" is one broken year.
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$")


def tidy(body: NormalText) -> NormalText:
    """Drop blanks inside words, numbers and labels; keep those between Latin words."""
    text = body.text
    blanks = [m.span() for m in _BLANKS.finditer(text)]
    return body.without(
        (start, end) for start, end in blanks if not _keeps_blank(text, start, end)
    )


def is_latin(char: str) -> bool:
    """Whether a character is an ASCII letter."""
    return char.isascii() and char.isalpha()


def _keeps_blank(text: str, start: int, end: int) -> bool:
    before, after = text[:start], text[end : end + 1]
    if is_latin(before[-1:]) and is_latin(after):
        return True
    if _DECIMAL_MARK.fullmatch(before):
        return True
    return bool(_YEAR.search(before[-5:])) and after.isdigit()
