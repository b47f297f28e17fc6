"""Boxes whose heading was lost in scanning.

Boxes are numbered through; where a number is skipped, a run of labelled paragraphs
behind a clause that has already named its responsible units is the missing box.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dafeng.plan.clauses.section import Section
from dafeng.plan.records import ClauseKind

_LABELLED = re.compile(r"^[\u4e00-\u9fff\"()]{2,12}:")
_NUMBERED_BOX = re.compile(r"专栏(\d+)$")


def with_lost_boxes(sections: Sequence[Section]) -> list[Section]:
    """Sections, with an inferred box for every skipped number that has a home."""
    numbers = [box_number(s.id) for s in sections if s.kind is ClauseKind.BOX]
    known = {n for n in numbers if n is not None}
    result = list(sections)
    for number in range(1, max(known, default=0)):
        home = _home_of(result, number) if number not in known else None
        if home is not None:
            _move_tail(result, home, number)
    return result


def box_number(clause: str) -> int | None:
    """Number in a box's id (专栏9); None for other clauses and unnumbered boxes."""
    found = _NUMBERED_BOX.match(clause)
    return int(found.group(1)) if found else None


def _home_of(sections: Iterable[Section], number: int) -> Section | None:
    """Last clause before the following box that ends with labelled paragraphs."""
    best: Section | None = None
    for section in sections:
        if (box_number(section.id) or 0) > number:
            break
        if section.kind is not ClauseKind.BOX and _labelled_at_end(section) >= 2:
            best = section
    return best


def _labelled_at_end(section: Section) -> int:
    """Number of labelled paragraphs at the end of a clause, behind its duty bracket."""
    count = 0
    for block in reversed(section.blocks):
        if not _LABELLED.match(block.text):
            break
        count += 1
    before = section.blocks[: len(section.blocks) - count]
    return count if before and before[-1].text.endswith(")") else 0


def _move_tail(sections: list[Section], home: Section, number: int) -> None:
    count = _labelled_at_end(home)
    box = Section(f"专栏{number}", "", ClauseKind.BOX, home, None, None, inferred=True)
    box.blocks = home.blocks[-count:]
    home.blocks = home.blocks[:-count]
    sections.insert(sections.index(home) + 1, box)
