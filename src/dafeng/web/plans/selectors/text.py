"""The document's text cut into pieces: a passage around a span, segments for marks.

Pure functions over text and spans; spans may overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from dafeng.plan.records import Span

CONTEXT = 80


@attrs.frozen(kw_only=True)
class Passage:
    """A span with what stands before and after it."""

    before: str
    marked: str
    after: str


def passage_of(text: str, start: int | None, end: int | None) -> Passage | None:
    """The span with its surroundings, or None where text or span are missing."""
    if start is None or end is None or not 0 <= start < end <= len(text):
        return None
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    return Passage(
        before=("…" if first else "") + text[first:start],
        marked=text[start:end],
        after=text[end:last] + ("…" if last < len(text) else ""),
    )


def find_words(text: str, words: str, within: Span) -> Span | None:
    """Where words stand in a part of the text, blanks and line ends aside.

    None where they stand nowhere, or more than once: nobody is sent to a guess.
    """
    pattern = r"\s*".join(re.escape(sign) for sign in "".join(words.split()))
    found = list(re.compile(pattern).finditer(text, within.start, within.end))
    return Span(*found[0].span()) if len(found) == 1 else None


@attrs.frozen(kw_only=True)
class Mark:
    """A span of one object; ``name`` is its address on the page, ``target-T012``."""

    name: str
    kind: str
    state: str
    start: int
    end: int


@attrs.frozen(kw_only=True)
class Segment:
    """A stretch of text that the same marks cover.

    Attributes
    ----------
    names : str
        Names of all marks that cover it, with blanks between.
    top : Mark or None
        The innermost of them.
    starts : tuple of str
        Names of the marks that begin with this stretch.
    """

    text: str
    names: str
    top: Mark | None
    starts: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Line:
    """One line of the document; ``start`` is the offset of its first character."""

    start: int
    segments: tuple[Segment, ...]


def marked_lines(text: str, marks: Iterable[Mark]) -> tuple[Line, ...]:
    """Cut a text into lines, and each line where a mark begins or ends.

    Every character of the text except line ends stands in exactly one segment.
    """
    usable = sorted(
        (mark for mark in marks if 0 <= mark.start < mark.end <= len(text)),
        key=lambda mark: (mark.start, -mark.end),
    )
    lines = []
    start = 0
    open_marks: list[Mark] = []
    waiting = 0
    for line in text.split("\n"):
        end = start + len(line)
        while waiting < len(usable) and usable[waiting].start < max(end, start + 1):
            open_marks.append(usable[waiting])
            waiting += 1
        open_marks = [mark for mark in open_marks if mark.end > start]
        lines.append(Line(start=start, segments=_segments(line, start, open_marks)))
        start = end + 1
    return tuple(lines)


def _segments(line: str, start: int, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    end = start + len(line)
    cuts = {start, end}
    for mark in marks:
        cuts |= {edge for edge in (mark.start, mark.end) if start < edge < end}
    edges = sorted(cuts)
    segments = []
    for left, right in zip(edges, edges[1:], strict=False):
        covering = [mark for mark in marks if mark.start <= left and mark.end >= right]
        inner = min(covering, key=lambda mark: mark.end - mark.start, default=None)
        segments.append(
            Segment(
                text=line[left - start : right - start],
                names=" ".join(mark.name for mark in covering),
                top=inner,
                starts=tuple(mark.name for mark in covering if mark.start == left),
            )
        )
    return tuple(segments)
