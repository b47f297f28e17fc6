"""A sentence while it is read: its years, its figures, and what it hands on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.grammar.phrases import BASE_MASK, TIME_MASK
from dafeng.plan.grammar.predicates import Predicate, read_predicate, suffix_at
from dafeng.plan.grammar.quantities import quantities_in
from dafeng.plan.grammar.times import Time, TimeRole, times_in

if TYPE_CHECKING:
    from dafeng.plan.drafts import Draft, Setting
    from dafeng.plan.grammar.quantity import Quantity
    from dafeng.plan.grammar.vocabulary import Sign
    from dafeng.plan.layout.normal import NormalText

_SENTENCE = re.compile(r"[^。!?\n]*(?:[。!?\n]|$)")


@attrs.frozen(kw_only=True)
class Figure:
    """One quantity with the text around it, inside its sentence.

    Attributes
    ----------
    at : int
        Which of the sentence's quantities it is.
    quantity : Quantity
    left, right : str
        Text from the figure before, and to the figure behind; years are masked.
    left_start : int
        Where ``left`` begins in the sentence.
    suffix : Sign or None
        Comparison right behind it (以上).
    suffix_end : int
        Where figure and suffix end.
    predicate : Predicate
        What the end of ``left`` says.
    """

    at: int
    quantity: Quantity
    left: str
    left_start: int
    right: str
    suffix: Sign | None
    suffix_end: int
    predicate: Predicate

    @property
    def head(self) -> str:
        """Text before the figure without the verb and what belongs to it."""
        return self.left[: self.predicate.noun_end]


@attrs.define
class Carried:
    """What a sentence hands on from figure to figure.

    Attributes
    ----------
    years : tuple of int
        Years that govern the next figure.
    before : tuple of int
        Years that governed when the sentence began.
    explicit : bool
        Whether the sentence itself named ``years``.
    base_year : int or None
        Base year that the sentence named first.
    last : Draft or None
        The target before, whose noun may be left out next time.
    last_end : int
        Where it ended in this sentence; 0 for one of a sentence before.
    begun : str or None
        Noun of a baseline (由 15%…) that waits for its figure.
    """

    years: tuple[int, ...]
    before: tuple[int, ...]
    explicit: bool = False
    base_year: int | None = None
    last: Draft | None = None
    last_end: int = 0
    begun: str | None = None

    @classmethod
    def into_block(cls, years: tuple[int, ...]) -> Carried:
        """What a block begins with."""
        return cls(years=years, before=years)

    def into_next(self) -> Carried:
        """What the next sentence begins with: the years, and the last target."""
        return Carried(years=self.years, before=self.years, last=self.last)


@attrs.frozen
class Sentence:
    """One sentence with its years and quantities; :attr:`carried` alone changes.

    Attributes
    ----------
    body : NormalText
    setting : Setting
    carried : Carried
    times : tuple of Time
        Without past years inside a phrase.
    masked : str, as long as the text
        The text with a mask for every character of a year.
    quantities : tuple of Quantity
        Without those that are parts of years.
    """

    body: NormalText
    setting: Setting
    carried: Carried
    times: tuple[Time, ...]
    masked: str
    quantities: tuple[Quantity, ...]

    @classmethod
    def of(cls, body: NormalText, setting: Setting, carried: Carried) -> Sentence:
        """Find the years and quantities of a sentence."""
        times = _governing(times_in(body.text), setting.made_in)
        quantities = (q for q in quantities_in(body.text) if not _is_in_time(q, times))
        masked = _masked(body.text, times)
        return cls(body, setting, carried, times, masked, tuple(quantities))

    @property
    def text(self) -> str:
        """The sentence's normal text."""
        return self.body.text

    def figure(self, at: int) -> Figure:
        """The quantity ``at`` with the text around it."""
        quantity = self.quantities[at]
        left_start = self._end(at - 1) if at else 0
        end = self._end(at)
        following = self.quantities[at + 1 :]
        stop = following[0].start if following else len(self.text)
        left = self.masked[left_start : quantity.start]
        suffix = suffix_at(self.masked, quantity.end)
        return Figure(
            at=at,
            quantity=quantity,
            left=left,
            left_start=left_start,
            right=self.masked[end:stop],
            suffix=suffix.sign if suffix else None,
            suffix_end=end,
            predicate=read_predicate(left),
        )

    def before(self, figure: Figure) -> str:
        """The sentence up to a figure."""
        return self.text[: figure.quantity.start]

    def behind(self, figure: Figure) -> str:
        """The sentence behind a figure and its suffix, years masked."""
        return self.masked[figure.suffix_end :]

    def _end(self, at: int) -> int:
        end = self.quantities[at].end
        suffix = suffix_at(self.masked, end)
        return suffix.end if suffix else end


def sentences_of(body: NormalText) -> Iterator[NormalText]:
    """Sentences of a block, each with its closing mark."""
    for found in _SENTENCE.finditer(body.text):
        if found.end() > found.start():
            yield body.slice(found.start(), found.end())


def _governing(times: Iterable[Time], made_in: int) -> tuple[Time, ...]:
    """Leave out past years inside a phrase: 到 2015 年,淘汰 2005 年底前注册的车辆."""
    kept: list[Time] = []
    ahead = False
    for time in times:
        due = time.role is TimeRole.DUE
        if due and time.year < made_in and ahead:
            continue
        kept.append(time)
        ahead = ahead or (due and time.year >= made_in)
    return tuple(kept)


def _masked(text: str, times: Sequence[Time]) -> str:
    chars = list(text)
    for time in times:
        fill = BASE_MASK if time.role is TimeRole.BASE else TIME_MASK
        chars[time.start : time.end] = fill * (time.end - time.start)
    return "".join(chars)


def _is_in_time(quantity: Quantity, times: Sequence[Time]) -> bool:
    return any(t.start < quantity.end and quantity.start < t.end for t in times)
