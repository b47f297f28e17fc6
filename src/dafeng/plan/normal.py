"""Normal form of a document's text, with the way back to the original.

Every step either drops a character or replaces it in place, so the normal text carries
one origin per character and any span of it leads back to the exact original substring.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

import attrs

from dafeng.plan.records import Span

# Punctuation whose compatibility form would lose meaning, or that has none.
_PUNCTUATION = {
    "，": ",",
    "；": ";",
    "：": ":",
    "！": "!",
    "？": "?",
    "（": "(",
    "）": ")",
    "﹙": "(",
    "﹚": ")",
    "【": "[",
    "】": "]",
    "〔": "[",
    "〕": "]",
    "［": "[",
    "］": "]",
    "％": "%",
    "﹪": "%",
    "．": ".",
    "～": "~",
    "∼": "~",
    "〜": "~",
    "－": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "–": "—",
    "―": "—",
    "─": "—",
    "﹣": "-",
    "｜": "|",
    "“": '"',
    "”": '"',
    "＂": '"',
    "「": '"',
    "」": '"',
    "『": '"',
    "』": '"',
    "｡": "。",
    "､": "、",
    "≧": "≥",
    "⩾": "≥",
    "≦": "≤",
    "⩽": "≤",
    "〇": "〇",
    "·": "·",
    "…": "…",
    "µ": "μ",
    "℃": "℃",
    "瓩": "千瓦",
}
_DROPPED = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad*@")
_TRADITIONAL_SHARE = 0.02
_SPACES = frozenset(" \u00a0\u3000\u2002\u2003\u2009\u202f\u2005\u2006\u200a")
# Readings and glosses that web pages put in brackets behind a character: 達(dá)到(dao).
# A unit in brackets, as in a table's head, is none.
_GLOSS = re.compile(
    r"(?<=[\u4e00-\u9fff一、,。;:%\d])"
    r"(?:\((?!(?:km|kg|mg|ug|kw|mw|gw|kwh|mwh|tce|min|ha|h|d|t|m|s|g|l)\))"
    r"[A-Za-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňḿ' ]{1,16}\))+"
)
_LATIN_NAME = re.compile(r"\([A-Z]")
_INLINE_PAGE_MARK = re.compile(
    r"(?<![\d\-—])[ ]*[-—][ _]{0,3}\d{1,3}[ _]{0,3}[-—](?![\d\-—])"
)


@attrs.frozen
class NormalText:
    """Normal characters and, for each, the index of its original character.

    Attributes
    ----------
    text : str, length n
    origin : tuple of int, length n
        Strictly growing, but for a character that became several.
    """

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Original span of ``text[start:end]``; an empty slice maps to an empty span."""
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else 0
            return Span(at, at)
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def slice(self, start: int, end: int) -> NormalText:
        """Part of the text with its origins."""
        return NormalText(self.text[start:end], self.origin[start:end])

    def keep(self, kept: Iterable[bool]) -> NormalText:
        """Text of the characters that are marked to be kept."""
        pairs = [
            (char, at)
            for char, at, keep in zip(self.text, self.origin, kept, strict=True)
            if keep
        ]
        return _from_pairs(pairs)

    def without(self, pattern: re.Pattern[str]) -> NormalText:
        """Text with every match of ``pattern`` dropped."""
        kept = [True] * len(self.text)
        for found in pattern.finditer(self.text):
            kept[found.start() : found.end()] = [False] * (found.end() - found.start())
        return self.keep(kept)

    def stripped(self) -> NormalText:
        """Text without blanks at either end."""
        start = len(self.text) - len(self.text.lstrip())
        end = len(self.text.rstrip())
        return self.slice(start, max(start, end))


def joined(parts: Iterable[NormalText], between: str = "") -> NormalText:
    """Concatenate; ``between`` takes the origin of the character before it."""
    pairs: list[tuple[str, int]] = []
    for part in parts:
        if pairs and between and part.text:
            pairs.extend((char, pairs[-1][1]) for char in between)
        pairs.extend(zip(part.text, part.origin, strict=True))
    return _from_pairs(pairs)


def normal_text(text: str) -> NormalText:
    """Fold widths, script and punctuation; drop pinyin in brackets and soft characters.

    Line breaks, form feeds and tabs stay: they carry the layout.
    """
    simple = _simplified(text)
    pairs = list(_folded(simple))
    return _without_glosses(_from_pairs(pairs)).without(_INLINE_PAGE_MARK)


def _from_pairs(pairs: list[tuple[str, int]]) -> NormalText:
    return NormalText(
        "".join(char for char, _ in pairs), tuple(at for _, at in pairs)
    )


def _folded(text: str) -> Iterator[tuple[str, int]]:
    for at, char in enumerate(text):
        if char < "\x80":
            if char not in _DROPPED:
                yield char, at
        elif char in _SPACES:
            yield " ", at
        elif char not in _DROPPED:
            for piece in _folded_char(char):
                yield piece, at


@cache
def _folded_char(char: str) -> str:
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    if "\u2460" <= char <= "\u2473":  # ①–⑳ number items; they stay themselves
        return char
    if "\u4e00" <= char <= "\u9fff":
        return char
    return unicodedata.normalize("NFKC", char)


@cache
def _converter() -> object:
    from opencc import OpenCC  # loaded only for a text that has Chinese in it

    return OpenCC("t2s")


def _simplified(text: str) -> str:
    """Traditional characters to simplified ones, one for one, so that offsets stay."""
    chars = sorted({char for char in text if char > "\u2fff"})
    converted = [_simplified_char(char) for char in chars]
    table = {
        ord(char): simple
        for char, simple in zip(chars, converted, strict=True)
        if char != simple and len(simple) == 1
    }
    changed = sum(map(text.count, map(chr, table)))
    # A rare old character in a simplified text is part of a name and stays.
    return text.translate(table) if changed > _TRADITIONAL_SHARE * len(text) else text


@cache
def _simplified_char(char: str) -> str:
    return str(_converter().convert(char))  # type: ignore[attr-defined]


def _without_glosses(normal: NormalText) -> NormalText:
    """Drop glosses where they are a habit of the page; abbreviations in capitals stay."""
    glosses = [m for m in _GLOSS.finditer(normal.text) if not _LATIN_NAME.match(m.group())]
    toned = any(ord(char) > 0x7F for m in glosses for char in m.group())
    if len(glosses) < 3 and not toned:
        return normal
    kept = [True] * len(normal.text)
    for found in glosses:
        kept[found.start() : found.end()] = [False] * (found.end() - found.start())
    return normal.keep(kept)
