"""The words around a figure, and the noun that they give it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.figures.years import is_dated
from dafeng.plan.grammar.phrases import (
    ends_with_measure,
    last_segment,
    noun_phrase,
    right_noun,
)

if TYPE_CHECKING:
    from dafeng.plan.drafts import Draft, Setting
    from dafeng.plan.figures.sentence import Carried, Figure, Sentence
    from dafeng.plan.grammar.predicates import Predicate
    from dafeng.plan.grammar.quantity import Quantity

_YEARS_AT_END = re.compile(r":?[¦、和@]+$")


@attrs.frozen
class Noun:
    """Noun phrase of a figure; ``behind`` says that it stands behind the figure."""

    text: str
    behind: bool = False


@attrs.frozen
class Context:
    """A figure and the words around it.

    Attributes
    ----------
    figure : Figure
    sentence : Sentence
    segment : str
        The comma-separated part before the figure's verb.
    noun : str
        Noun phrase before the verb; empty where the text leaves it out.
    right : str
        Noun right behind the figure; may be empty.
    """

    figure: Figure
    sentence: Sentence
    segment: str
    noun: str
    right: str

    @classmethod
    def of(cls, figure: Figure, sentence: Sentence) -> Context:
        """Look around a figure."""
        segment = last_segment(figure.head)
        noun = noun_phrase(segment) or _noun_before_year(figure, sentence)
        return cls(figure, sentence, segment, noun, right_noun(figure.right))

    @property
    def quantity(self) -> Quantity:
        """The figure's quantity."""
        return self.figure.quantity

    @property
    def predicate(self) -> Predicate:
        """What stands right before the figure."""
        return self.figure.predicate

    @property
    def setting(self) -> Setting:
        """What holds for the block."""
        return self.sentence.setting

    @property
    def carried(self) -> Carried:
        """What the sentence has handed on."""
        return self.sentence.carried

    @property
    def last(self) -> Draft | None:
        """The target before."""
        return self.sentence.carried.last

    @property
    def is_dated(self) -> bool:
        """Whether anything gives the figure a year."""
        return is_dated(self.figure, self.sentence)

    @property
    def before(self) -> Noun:
        """The noun before the figure."""
        return Noun(self.noun)

    @property
    def behind(self) -> Noun:
        """The noun behind the figure."""
        return Noun(self.right, behind=True)


def _noun_before_year(figure: Figure, sentence: Sentence) -> str:
    """利用率 2024 年、2025 年分别为 96%、98%: the noun stands before its years."""
    subject = sentence.setting.subject
    bare = _YEARS_AT_END.sub("", figure.head)
    if not bare and sentence.carried.last is None and subject:
        return subject
    if bare == figure.head or not bare or bare[-1] in ",;:。(":
        return ""
    noun = noun_phrase(last_segment(bare))
    return noun if ends_with_measure(noun) else ""
