"""Where the words that somebody looks for stand in a title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from dafeng.web.desk.finding.reading import reading_of


@attrs.frozen(kw_only=True)
class Piece:
    """A run of a title, and whether it matches."""

    text: str
    hit: bool


def marked(title: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """Cut a title into runs that match and runs that do not.

    A word is looked for as it stands, then as initials, then as pinyin.

    Examples
    --------
    >>> [one.text for one in marked("非化石能源消费比重", ["能源"]) if one.hit]
    ['能源']
    >>> [one.text for one in marked("非化石能源消费比重", ["fhs"]) if one.hit]
    ['非化石']
    >>> [one.text for one in marked("非化石能源消费比重", ["nengyuan"]) if one.hit]
    ['能源']
    """
    hits = [False] * len(title)
    for word in words:
        for start, end in _places(title, word.lower()):
            hits[start:end] = [True] * (end - start)
    return tuple(_pieces(title, hits))


def _places(title: str, word: str) -> list[tuple[int, int]]:
    low = title.lower()
    if word in low and len(low) == len(title):
        return _all(low, word)
    if not word.isascii():
        return []
    read = reading_of(title)
    return _all(read.initials, word) or _sounded(read.syllables, word)


def _all(text: str, word: str) -> list[tuple[int, int]]:
    found, at = [], text.find(word)
    while at >= 0:
        found.append((at, at + len(word)))
        at = text.find(word, at + len(word))
    return found


def _sounded(syllables: Sequence[str], word: str) -> list[tuple[int, int]]:
    """Signs whose sounds begin with the word; its end may stand inside a sound."""
    for start in range(len(syllables)):
        sound = ""
        for end in range(start, len(syllables)):
            sound += syllables[end]
            if sound.startswith(word):
                return [(start, end + 1)]
            if not word.startswith(sound):
                break
    return []


def _pieces(title: str, hits: Sequence[bool]) -> Iterable[Piece]:
    start = 0
    for at in range(1, len(title) + 1):
        if at == len(title) or hits[at] != hits[start]:
            yield Piece(text=title[start:at], hit=hits[start])
            start = at
