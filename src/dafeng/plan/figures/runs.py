"""Figures that are listed behind one verb: 分别达到 10%、20%、30% 以上."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.grammar.enumerations import all_measured, listed, parts_of
from dafeng.plan.grammar.phrases import last_segment, noun_phrase
from dafeng.plan.grammar.predicates import read_predicate
from dafeng.plan.grammar.vocabulary import Adverb, Verb

if TYPE_CHECKING:
    from dafeng.plan.figures.context import Noun
    from dafeng.plan.figures.sentence import Figure, Sentence

_LIST_GAP = re.compile(r"^(?:以上|以下|以内|左右|及以上)?(?:[、,和与及或;/]|以及|至)?$")
_ASIDE = re.compile(r"\([^()]*\)")


@attrs.frozen
class Share:
    """What one figure of a run is for."""

    figure: Figure
    noun: str
    year: int | None


def run_from(sentence: Sentence, at: int) -> list[Figure]:
    """The figure ``at`` and those listed right behind it."""
    first = sentence.figure(at)
    distributes = "分别" in last_segment(first.left)
    names = len(listed(noun_phrase(last_segment(first.head))))
    run = [first]
    for then in range(at + 1, len(sentence.quantities)):
        figure = sentence.figure(then)
        gap = sentence.masked[run[-1].suffix_end : figure.quantity.start]
        if distributes and gap.count("(") > gap.count(")"):
            continue  # an aside about one of the listed figures
        gap = _ASIDE.sub("", gap)
        if gap == "," and len(run) == names > 1:
            break  # every name has its figure
        same_unit = figure.quantity.unit == first.quantity.unit
        listed_here = distributes or gap[:1] in ("、", "/") or (same_unit and not gap)
        if not listed_here or not _is_list_gap(gap, distributes=distributes):
            break
        run.append(figure)
    return run


def shares(
    run: Sequence[Figure], noun: Noun, years: tuple[int | None, ...]
) -> Iterator[Share]:
    """Pair figures with names and years: names in turn, years in turn, or one for all.

    Parameters
    ----------
    run : sequence of Figure, at least one
    noun : Noun
        Noun phrase of the first, perhaps an enumeration.
    years : tuple of int or None, at least one
    """
    names = [noun.text] if noun.behind else listed(noun.text)
    if len(run) == 1:
        for part in _parts_for_one(run[0], noun.text, names):
            yield Share(run[0], part, years[-1])
    elif len(names) > 1 and len(run) == len(names) * len(years):
        for i, figure in enumerate(run):
            yield Share(figure, names[i // len(years)], years[i % len(years)])
    elif len(names) > 1 and len(run) == len(names):
        for figure, name in zip(run, names, strict=True):
            yield Share(figure, name, years[-1])
    elif len(years) == len(run):
        for figure, year in zip(run, years, strict=True):
            yield Share(figure, noun.text, year)
    else:
        for i, figure in enumerate(run):
            name = names[min(i, len(names) - 1)] if names else noun.text
            yield Share(figure, name, years[-1])


def _is_list_gap(gap: str, *, distributes: bool) -> bool:
    predicate = read_predicate(gap)
    if predicate.softness is not None:
        return False
    if _LIST_GAP.match(gap):
        return True
    bare = _LIST_GAP.match(gap[: predicate.noun_end])
    return distributes and not predicate.has_base and bare is not None


def _parts_for_one(figure: Figure, noun: str, names: list[str]) -> list[str]:
    """One figure is for each part if it says so, or if each part is a quantity."""
    predicate = figure.predicate
    if predicate.verb is Verb.BUILD or len(names) < 2:
        return [noun]
    each = Adverb.EACH in predicate.adverbs or "分别" in figure.left
    return names if each or all_measured(parts_of(noun)) else [noun]
