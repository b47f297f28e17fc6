"""What stands right before a figure: verb, comparator, softness, base year.

The words before a figure are read from the right, one known word at a time, until the
noun phrase begins: 单位地区生产总值能耗|比 2020 年|力争|下降|不低于|15%.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from dafeng.plan.grammar.phrases import BASE_MASK
from dafeng.plan.grammar.vocabulary import (
    LONGEST,
    MEANINGS,
    NOUN_TAILS,
    Adverb,
    Sign,
    Verb,
)
from dafeng.plan.records import Direction, Softness

# What stands right behind a figure and compares it: 15%|以上.
_SUFFIXES: dict[Sign, str] = {
    Sign.AT_LEAST: r"(?:\(含\))?\(?(?:及|或)?以上\)?",
    Sign.AT_MOST: r"\(?(?:及|或)?以下\)?|以内|之内|内(?=[,;。、)]|$)",
    Sign.ABOUT: r"左右|上下",
    Sign.MORE: r"[多余](?=[^\d])",
}
_SUFFIX = re.compile("|".join(f"(?P<{s.name}>{p})" for s, p in _SUFFIXES.items()))


@attrs.frozen
class Suffix:
    """A comparison behind a figure, and where it stands in the text."""

    sign: Sign
    start: int
    end: int


@attrs.frozen(kw_only=True)
class Predicate:
    """What was read to the left of a figure.

    Attributes
    ----------
    verb : Verb or None
        Of several the one that says most.
    comparator : Sign or None
        Written comparator.
    softness : Softness or None
        Written between noun and figure; it binds this figure alone.
    has_base : bool
        A base year stands among the words.
    adverbs : frozenset of Adverb
    noun_end : int
        Where the noun phrase ends in the text that was read.
    words : tuple of str
        The words from right to left.
    """

    verb: Verb | None
    comparator: Sign | None
    softness: Softness | None
    has_base: bool
    adverbs: frozenset[Adverb]
    noun_end: int
    words: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether no verb and no comparator stands before the figure."""
        return self.verb is None and self.comparator is None

    def content_words(self) -> list[str]:
        """The words without adverbs, from right to left."""
        return [w for w in self.words if not isinstance(MEANINGS[w], Adverb)]


def read_predicate(left: str) -> Predicate:
    """Read the known words at the end of ``left``, the text before a figure.

    Base years in ``left`` are masked with :data:`BASE_MASK`.

    Examples
    --------
    >>> found = read_predicate("能耗@@@@力争下降不低于")
    >>> found.verb.value, found.comparator.value, found.softness.value, found.noun_end
    ('down', '>=', 'strive', 2)
    """
    end = len(left)
    found: list[str] = []
    has_base = False
    while end:
        if left[end - 1] == BASE_MASK:
            has_base = True
            end -= 1
            continue
        word = _last_word(left, end)
        if word is None or (not found and word in NOUN_TAILS):
            break
        found.append(word)
        end -= len(word)
    kept = _without_noun_tails(found)
    end += sum(len(word) for word in found[len(kept) :])
    meanings = [MEANINGS[word] for word in kept]
    return Predicate(
        verb=_main_verb([m for m in meanings if isinstance(m, Verb)]),
        comparator=next((m for m in meanings if isinstance(m, Sign)), None),
        softness=next((m for m in meanings if isinstance(m, Softness)), None),
        has_base=has_base,
        adverbs=frozenset(m for m in meanings if isinstance(m, Adverb)),
        noun_end=end,
        words=tuple(kept),
    )


def suffix_at(text: str, start: int) -> Suffix | None:
    """Comparison that stands at ``start``, right behind a figure."""
    return _suffix(_SUFFIX.match(text, start))


def first_suffix(text: str) -> Suffix | None:
    """First comparison of this kind anywhere in a text."""
    return _suffix(_SUFFIX.search(text))


def _suffix(found: re.Match[str] | None) -> Suffix | None:
    if found is None or found.lastgroup is None:
        return None
    return Suffix(Sign[found.lastgroup], found.start(), found.end())


def comparator_of(
    predicate: Predicate, suffix: Sign | None, direction: Direction
) -> Sign:
    """Comparator by the written sign, then by the suffix, then by the verb."""
    written = predicate.comparator
    if written is not None and written is not Sign.ABOUT:
        return written
    if suffix in (Sign.AT_LEAST, Sign.AT_MOST):
        return suffix
    if Sign.ABOUT in (suffix, written):
        return Sign.ABOUT
    if suffix is not None:
        return suffix
    if predicate.verb in (Verb.TO_DOWN, Verb.CAP):
        return Sign.AT_MOST
    if predicate.verb in (Verb.DOWN, Verb.UP, Verb.BUILD):
        return Sign.AT_LEAST
    return Sign.AT_MOST if direction is Direction.DOWN else Sign.AT_LEAST


def direction_of(predicate: Predicate, suffix: Sign | None) -> Direction:
    """Which way the words push the figure; none if they do not say."""
    if predicate.verb in (Verb.DOWN, Verb.TO_DOWN, Verb.CAP):
        return Direction.DOWN
    if predicate.comparator in (Sign.LESS, Sign.AT_MOST) or suffix is Sign.AT_MOST:
        return Direction.DOWN
    if predicate.verb in (Verb.UP, Verb.BUILD):
        return Direction.UP
    return Direction.NONE


def _last_word(left: str, end: int) -> str | None:
    for size in range(min(LONGEST, end), 0, -1):
        word = left[end - size : end]
        if word in MEANINGS:
            return word
    return None


def _without_noun_tails(found: Sequence[str]) -> list[str]:
    """In 综合利用率达到 neither 率 nor 利用 belongs to the verb: the noun has both."""
    tail = max((i for i, word in enumerate(found) if word in NOUN_TAILS), default=0)
    return list(found[:tail] if tail else found)


def _main_verb(verbs: Sequence[Verb]) -> Verb | None:
    """The verb that says most: 下降…达到 is a fall, 建成…达到 a level."""
    for strong in (Verb.DOWN, Verb.TO_DOWN, Verb.CAP, Verb.UP):
        if strong in verbs:
            return strong
    return verbs[0] if verbs else None
