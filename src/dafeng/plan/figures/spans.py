"""Where a target stands in the document: from its noun phrase to its figure's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.plan.grammar.phrases import segment_start

if TYPE_CHECKING:
    from dafeng.plan.figures.context import Context
    from dafeng.plan.records import Span

_NOUN_RIGHT_BEHIND = 2  # characters between a figure and the noun behind it
_NOUN_HEAD = 4  # characters of a noun that are enough to find it again


def span_of(around: Context, name: str) -> Span:
    """Original span of a figure with ``name``, its noun phrase; empty if left out."""
    figure, text = around.figure, around.sentence.text
    end = figure.suffix_end
    behind = text.find(name, end) if name else -1
    if 0 <= behind - end <= _NOUN_RIGHT_BEHIND:
        end = behind + len(name)
        return around.sentence.body.span(_segment_before(around), end)
    before = text.rfind(name[:_NOUN_HEAD], 0, figure.quantity.start) if name else -1
    start = before if before >= 0 else _segment_before(around)
    return around.sentence.body.span(start, end)


def _segment_before(around: Context) -> int:
    """Where the part of the sentence that holds the figure begins."""
    figure = around.figure
    start = figure.left_start + segment_start(figure.left)
    part = around.sentence.text[start : figure.suffix_end]
    return start + len(part) - len(part.lstrip("、和及与"))
