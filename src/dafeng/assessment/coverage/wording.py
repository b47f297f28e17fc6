"""How alike two titles are, and by which words.

Words that stand in every such plan (推进, 绿色, 体系) say nothing about what a task is
about; they are rows of ``data/words.csv`` and do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.base.rounding import round_half_even
from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from decimal import Decimal

_SIGNS = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
_GAP = " "
_SHORTEST = 2
_PLACES = 2


@attrs.frozen(kw_only=True)
class Likeness:
    """What two texts share.

    Attributes
    ----------
    share : Fraction
        Dice's coefficient of their pairs of letters, without fillers; 0 to 1.
    words : tuple of str
        Longest common pieces, in the order of the first text.
    """

    share: Fraction = Fraction()
    words: tuple[str, ...] = ()

    @property
    def longest(self) -> int:
        """Letters of the longest common piece."""
        return max(map(len, self.words), default=0)

    @property
    def score(self) -> Decimal:
        """The share with two decimals, to show."""
        return round_half_even(self.share, _PLACES)


@cache
def _words(kind: str) -> tuple[str, ...]:
    rows = packaged_rows("dafeng.assessment.coverage", "words.csv")
    found = (row["word"] for row in rows if row["kind"] == kind)
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def _fillers() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _words("filler"))))


def whole_area(scope: str | None) -> str | None:
    """Part of the district that a target is about; None for the whole."""
    return None if scope in _words("whole") else scope


def content(text: str) -> str:
    """Return what a title is about: without signs and fillers, blanks between pieces.

    Examples
    --------
    >>> content("推动运输工具装备低碳转型")
    '运输工具装备'
    """
    plain = _fillers().sub(_GAP, _SIGNS.sub(_GAP, text))
    return _GAP.join(plain.split())


def common_words(first: str, second: str) -> tuple[str, ...]:
    """Return what two names share, fillers included.

    Examples
    --------
    >>> common_words("绿色出行比例", "绿色出行率")
    ('绿色出行',)
    """
    one, two = (_GAP.join(_SIGNS.sub(_GAP, text).split()) for text in (first, second))
    return _common_pieces(one, two)


def likeness(first: str, second: str) -> Likeness:
    """Compare two titles by what they are about.

    Examples
    --------
    >>> found = likeness("推动运输工具装备低碳转型", "运输工具更新行动")
    >>> found.words, str(found.score)
    (('运输工具',), '0.60')
    """
    one, two = content(first), content(second)
    left, right = _pairs(one), _pairs(two)
    common = left & right
    if not common:
        return Likeness()
    share = Fraction(2 * len(common), len(left) + len(right))
    return Likeness(share=share, words=_common_pieces(one, two))


def closest(text: str, others: Iterable[str]) -> tuple[int, Likeness]:
    """Return the place of the most alike text and its likeness; -1 when none is."""
    best, place = Likeness(), -1
    for at, other in enumerate(others):
        found = likeness(text, other)
        if (found.share, found.longest) > (best.share, best.longest):
            best, place = found, at
    return place, best


def _pairs(text: str) -> set[str]:
    pairs = (text[at : at + _SHORTEST] for at in range(len(text) - 1))
    return {pair for pair in pairs if _GAP not in pair}


def _common_pieces(first: str, second: str) -> tuple[str, ...]:
    """Pieces of ``first``, as long as possible, that stand in ``second``."""
    pieces: dict[str, None] = {}
    at = 0
    while at < len(first) - 1:
        end = at
        while end < len(first) and first[at : end + 1] in second:
            end += 1
        piece = first[at:end].strip()
        if len(piece) >= _SHORTEST:
            pieces[piece] = None
            at = end
        else:
            at += 1
    return tuple(
        piece
        for piece in pieces
        if not any(piece in other for other in pieces if other != piece)
    )
