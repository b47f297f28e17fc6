"""Targets with a figure: one pass over each sentence, left to right.

A sentence carries its years, base year and softness from figure to figure; each figure
takes the noun phrase before its verb, the object behind it, or, where the text leaves
the noun out, the indicator of the figure before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.figures.context import Context
from dafeng.plan.figures.drafting import draft_of
from dafeng.plan.figures.nouns import noun_of
from dafeng.plan.figures.past import begin, is_baseline, is_history
from dafeng.plan.figures.runs import run_from, shares
from dafeng.plan.figures.sentence import Carried, Figure, Sentence, sentences_of
from dafeng.plan.figures.thresholds import threshold_in
from dafeng.plan.figures.years import take_base_year, take_years, years_of
from dafeng.plan.grammar.authority import is_quoted

if TYPE_CHECKING:
    from dafeng.plan.drafts import Draft, Setting
    from dafeng.plan.layout.normal import NormalText


@attrs.frozen
class Reading:
    """Targets of a block, and the years that its last sentence ends with."""

    drafts: tuple[Draft, ...]
    years: tuple[int, ...]


def read_figures(body: NormalText, setting: Setting) -> Reading:
    """Targets with figures in one block of text."""
    drafts: list[Draft] = []
    carried = Carried.into_block(setting.years)
    for text in sentences_of(body):
        sentence = Sentence.of(text, setting, carried)
        drafts.extend(_read_sentence(sentence))
        carried = carried.into_next()
    return Reading(tuple(drafts), carried.years)


def _read_sentence(sentence: Sentence) -> Iterator[Draft]:
    take_base_year(sentence)
    taken: set[int] = set()
    for at in range(len(sentence.quantities)):
        if at not in taken:
            run = run_from(sentence, at)
            taken.update(figure.at for figure in run)
            yield from _read_run(run, sentence)
    take_years(sentence, len(sentence.text))


def _read_run(run: Sequence[Figure], sentence: Sentence) -> Iterator[Draft]:
    """Targets of figures that share one verb."""
    first, carried = run[0], sentence.carried
    take_years(sentence, first.quantity.start)
    if is_baseline(first):
        begin(first, sentence)
        return
    if is_history(first, sentence):
        return
    around = Context.of(first, sentence)
    threshold = threshold_in(around)
    if threshold is not None:
        yield threshold
        return
    noun = noun_of(around)
    if noun is None:
        return
    quoted = is_quoted(sentence.before(first), sentence.setting.tier)
    for share in shares(run, noun, years_of(first, sentence)):
        draft = draft_of(share, first, sentence)
        if draft is not None:
            # An own goal behind a quoted one may leave out the noun of both.
            carried.last, carried.last_end = draft, share.figure.suffix_end
            if not quoted:
                yield draft
