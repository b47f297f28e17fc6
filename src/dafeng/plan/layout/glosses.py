"""Readings and glosses that web pages put behind a character: 達(dá)到(dao)."""

from __future__ import annotations

import re

# A unit in brackets, as in a table's head, is no reading.
_UNITS = "km|kg|mg|ug|kw|mw|gw|kwh|mwh|tce|min|ha|h|d|t|m|s|g|l"
_LETTERS = "A-Za-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňḿ' "
# A blank or a line's end may have come between the character and its reading.
_GLOSS = re.compile(
    r"(?<=[\u4e00-\u9fff、,。;:%\d])[ \n]{0,2}"
    rf"(?:\((?!(?:{_UNITS})\))[{_LETTERS}]{{1,16}}\))+"
)
_LATIN_NAME = re.compile(r"\s*\([A-Z]")
_HABIT = 3


def gloss_spans(text: str) -> list[tuple[int, int]]:
    """``[start, end)`` of every gloss, where glosses are a habit of the page.

    One with a tone mark is enough for a habit; abbreviations in capitals are names.
    """
    glosses = [m for m in _GLOSS.finditer(text) if not _LATIN_NAME.match(m.group())]
    toned = any(not found.group().isascii() for found in glosses)
    if len(glosses) < _HABIT and not toned:
        return []
    return [found.span() for found in glosses]
