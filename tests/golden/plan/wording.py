"""How names, units and quotes of the golden plans are compared."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from functools import cache

from opencc import OpenCC

_SIMPLIFY = OpenCC("t2s")
_GAP = re.compile(r"[\s|]")
_PINYIN = re.compile(r"[(（][A-Za-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+[)）]")
_MARKS = re.compile(r"""[\s"'“”‘’《》<>,，.。;；:：、|—\-–~]""")
_BRACKETS = str.maketrans("〔〕[]", "()()")
_ASIDE = re.compile(r"\([^()]*\)$")
_SCOPE = re.compile(r"^(全[省市区县镇]|我[省市区县镇]|[省市区县镇])")


@cache
def _simple(character: str) -> str:
    return str(_SIMPLIFY.convert(character))


@cache
def name_key(name: str) -> str:
    """The name in simplified script, half-width, without pinyin, spaces and marks."""
    text = unicodedata.normalize("NFKC", "".join(map(_simple, name)))
    text = text.translate(_BRACKETS)
    return _MARKS.sub("", _PINYIN.sub("", text))


@cache
def unit_key(name: str) -> str:
    """A unit's name without the level (省, 市, 区...) before it and asides behind."""
    return _SCOPE.sub("", _ASIDE.sub("", name_key(name)))


@cache
def likeness(one: str, other: str) -> float:
    """0 to 1: common characters, in order or not; 1 when one holds the other's core."""
    a, b = _SCOPE.sub("", name_key(one)), _SCOPE.sub("", name_key(other))
    if not a or not b:
        return 0.0
    short, long = sorted((a, b), key=len)
    if short in long and len(short) >= 0.5 * len(long):
        return 1.0
    ordered = SequenceMatcher(None, a, b, autojunk=False).ratio()
    common = 2 * (Counter(a) & Counter(b)).total() / (len(a) + len(b))
    return max(ordered, 0.9 * common)


class Squashed:
    """A text without white space and table bars, with the way back to its offsets."""

    def __init__(self, text: str) -> None:
        self.offsets = [i for i, c in enumerate(text) if not _GAP.match(c)]
        self.text = "".join(text[i] for i in self.offsets)

    def find(self, quote: str) -> list[tuple[int, int]]:
        """Every ``[start, end)`` in the first text where the quote stands."""
        wanted = _GAP.sub("", quote)
        spans = []
        at = self.text.find(wanted)
        while wanted and at >= 0:
            last = self.offsets[at + len(wanted) - 1]
            spans.append((self.offsets[at], last + 1))
            at = self.text.find(wanted, at + 1)
        return spans
