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

from dafeng.plan.layout.glosses import gloss_spans
from dafeng.plan.layout.script import simplified
from dafeng.plan.records import Span

# Characters that NFKC would leave alone, or fold to something that means less.
_PUNCTUATION = {
    **dict.fromkeys("（﹙", "("),
    **dict.fromkeys("）﹚", ")"),
    **dict.fromkeys("【〔［", "["),
    **dict.fromkeys("】〕］", "]"),
    **dict.fromkeys("％﹪", "%"),
    **dict.fromkeys("～∼〜", "~"),
    **dict.fromkeys("－−‐‑﹣", "-"),
    **dict.fromkeys("–―─", "—"),
    **dict.fromkeys("“”＂「」『』", '"'),
    **dict.fromkeys("≧⩾", "≥"),
    **dict.fromkeys("≦⩽", "≤"),
    **dict(zip("，；：！？．｜｡､µ", ",;:!?.|。、μ", strict=True)),
    **{char: char for char in "〇·…℃"},
    "瓩": "千瓦",
}
_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")  # they number items
_DROPPED = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad*@")
_SPACES = frozenset(" \u00a0\u3000\u2002\u2003\u2009\u202f\u2005\u2006\u200a")
# A page number that a web page left inside a line: …一体化设 - 5 - 计…. One on a line
# of its own stays, because it tells where a page ends.
_INLINE_PAGE_MARK = re.compile(
    r"(?<=[^\s\d\-—])[ ]*[-—][ _]{0,3}\d{1,3}[ _]{0,3}[-—](?=[ ]*[^\s\d\-—])"
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
        """Original span of ``text[start:end]``; an empty slice maps to an empty span.

        Examples
        --------
        >>> normal_text("１５ ％").span(0, 2)
        Span(start=0, end=2)
        """
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else 0
            return Span(at, at)
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def whole(self) -> Span:
        """Original span of the whole text."""
        return self.span(0, len(self.text))

    def slice(self, start: int, end: int) -> NormalText:
        """Part of the text with its origins."""
        return NormalText(self.text[start:end], self.origin[start:end])

    def keep(self, kept: Iterable[bool]) -> NormalText:
        """Text of the characters that are marked to be kept."""
        pairs = zip(self.text, self.origin, kept, strict=True)
        return _from_pairs([(char, at) for char, at, keep in pairs if keep])

    def without(self, spans: Iterable[tuple[int, int]]) -> NormalText:
        """Text with every ``[start, end)`` of ``spans`` dropped."""
        kept = [True] * len(self.text)
        for start, end in spans:
            kept[start:end] = [False] * (end - start)
        return self.keep(kept)

    def stripped(self) -> NormalText:
        """Text without blanks at either end."""
        start = len(self.text) - len(self.text.lstrip())
        end = len(self.text.rstrip())
        return self.slice(start, max(start, end))


def joined(parts: Iterable[NormalText], between: str = "") -> NormalText:
    """Concatenate; ``between`` takes the origin of the character before it."""
    texts: list[str] = []
    origin: list[int] = []
    for part in parts:
        if origin and part.text:
            texts.append(between)
            origin.extend([origin[-1]] * len(between))
        texts.append(part.text)
        origin.extend(part.origin)
    return NormalText("".join(texts), tuple(origin))


def normal_text(text: str) -> NormalText:
    """Fold widths, script and punctuation; drop pinyin in brackets and soft characters.

    Line breaks, form feeds and tabs stay: they carry the layout.

    Examples
    --------
    >>> normal_text("到２０２５年，達（dá）到３８％").text
    '到2025年,达到38%'
    """
    folded = _from_pairs(list(_folded(simplified(text))))
    plain = folded.without(gloss_spans(folded.text))
    marks = _INLINE_PAGE_MARK.finditer(plain.text)
    return plain.without(found.span() for found in marks)


def _from_pairs(pairs: list[tuple[str, int]]) -> NormalText:
    return NormalText("".join(char for char, _ in pairs), tuple(at for _, at in pairs))


def _folded(text: str) -> Iterator[tuple[str, int]]:
    for at, char in enumerate(text):
        if char in _DROPPED:
            continue
        if char < "\x80":
            yield char, at
        elif char in _SPACES:
            yield " ", at
        else:
            for piece in _folded_char(char):
                yield piece, at


@cache
def _folded_char(char: str) -> str:
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    if char in _CIRCLED or "\u4e00" <= char <= "\u9fff":
        return char
    return unicodedata.normalize("NFKC", char)
