"""The clause tree: the document's own numbering is the spine of everything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from dafeng.plan.layout import Block, BlockKind
from dafeng.plan.normal import NormalText
from dafeng.plan.numbering import (
    BoxMark,
    Level,
    Mark,
    attachment_mark,
    box_mark,
    numbering_mark,
)
from dafeng.plan.records import Clause, ClauseKind, Span

PREAMBLE = "序"
_TITLE_END = re.compile(r"[。:;!?]")
_LABEL_BLOCK = re.compile(r"^[\u4e00-\u9fff\"()]{2,12}:")
_KNOWN_TITLE = re.compile(
    r"(?:总体要求|指导思想|基本原则|工作原则|主要目标|工作目标|总体目标|建设目标|发展目标|目标任务|重点任务|主要任务|保障措施|组织实施)"
    r"(?![和与及、])"
)
_MAX_TITLE = 40
_MAX_GAP = 3


@attrs.define
class Section:
    """A clause while the tree grows, with the blocks that stand right under it.

    Attributes
    ----------
    blocks : list of Block
        Text under this clause and under no deeper one, its own title left out.
    """

    id: str
    title: str
    kind: ClauseKind
    parent: Section | None
    mark: Mark | None
    heading: NormalText | None
    blocks: list[Block] = attrs.Factory(list)
    end: int = 0
    inferred: bool = False

    def chain(self) -> list[Section]:
        """The clause and the clauses that it stands under, innermost first."""
        found: list[Section] = []
        node: Section | None = self
        while node is not None:
            found.append(node)
            node = node.parent
        return found

    def as_clause(self) -> Clause:
        """The record, with the span of all that stands under the clause."""
        first = self.heading or (self.blocks[0].body if self.blocks else None)
        start = first.origin[0] if first is not None and first.origin else 0
        return Clause(
            id=self.id,
            title=self.title,
            kind=self.kind,
            parent=self.parent.id if self.parent is not None else None,
            span=Span(start, max(self.end, start)),
        )


@attrs.frozen
class Structure:
    """Sections in document order; the first is the preamble."""

    sections: tuple[Section, ...]
    repeats: tuple[Block, ...]

    def clauses(self) -> tuple[Clause, ...]:
        """Clause records; the preamble is one only where nothing else is."""
        shown = [s for s in self.sections if s.heading is not None or s.inferred]
        return tuple(section.as_clause() for section in shown)


def structure_of(blocks: Sequence[Block]) -> Structure:
    """Arrange blocks under the clauses that the numbering opens."""
    builder = _Builder()
    for block in blocks:
        builder.take(block)
    sections = _with_lost_boxes(builder.sections)
    _close_spans(sections)
    return Structure(tuple(sections), tuple(b for b in blocks if b.repeats))


class _Builder:
    """Reads blocks in order and keeps the open path through the tree."""

    def __init__(self) -> None:
        preamble = Section(PREAMBLE, "", ClauseKind.CHAPTER, None, None, None)
        self.sections = [preamble]
        self.current = preamble
        self.main = preamble  # innermost clause outside of boxes
        self.attachment: Section | None = None
        self.last: dict[Level, int] = {}
        self.ids: set[str] = set()

    def take(self, block: Block) -> None:
        if block.repeats:
            return
        if block.kind is BlockKind.ROW:
            self.current.blocks.append(block)
            return
        text = block.text
        box = box_mark(text)
        mark = numbering_mark(text)
        label = attachment_mark(text)
        if box is not None:
            self._open_box(block, box)
        elif label is not None and self._opens_attachment(text):
            self._open_attachment(block, label)
        elif mark is not None and self._accepts(mark):
            self._open_numbered(block, mark)
        else:
            self.current.blocks.append(block)

    def _accepts(self, mark: Mark) -> bool:
        if mark.number == 1:
            return True
        siblings = [
            s.mark.number
            for s in self.sections
            if s.mark is not None
            and s.mark.level is mark.level
            and s.parent is self._parent_for(mark)
        ]
        ran_on = self.last.get(mark.level, 0)
        known = (siblings[-1] if siblings else 0, ran_on)
        if any(0 < mark.number - last <= _MAX_GAP for last in known):
            return True
        # An excerpt may begin in the middle of the numbering.
        return not siblings and not ran_on and mark.level <= Level.HAN_BRACKET

    def _parent_for(self, mark: Mark) -> Section | None:
        base = self.current if self._stays_in_box(mark) else self.main
        for node in base.chain():
            if node.kind in (ClauseKind.BOX, ClauseKind.ATTACHMENT):
                return node
            if node.mark is not None and node.mark.level < mark.level:
                return node
        return None

    def _stays_in_box(self, mark: Mark) -> bool:
        """Whether a mark met inside a box numbers the box's own items."""
        inside = any(n.kind is ClauseKind.BOX for n in self.current.chain())
        if not inside or mark.level <= Level.HAN_BRACKET:
            return False
        node = self.current
        expected = 1
        if node.mark is not None and node.mark.level is mark.level:
            expected = node.mark.number + 1
        return mark.number == expected or mark.level > Level.DIGIT

    def _open_numbered(self, block: Block, mark: Mark) -> None:
        in_box = self._stays_in_box(mark)
        parent = self._parent_for(mark)
        title, rest = split_title(block.body, mark.end)
        prefix = parent.id if parent is not None else ""
        if parent is not None and parent.kind is ClauseKind.BOX:
            prefix = f"{parent.id}."
        if parent is not None and parent.mark is not None:
            prefix = parent.id
        if mark.level is Level.DECIMAL:
            prefix = ""  # 2.1 says itself where it stands
        section = Section(
            self._unique(prefix + mark.label),
            title,
            _kind(mark),
            parent,
            mark,
            block.body,
        )
        if rest.text:
            section.blocks.append(Block(BlockKind.TEXT, (rest,)))
        self._enter(section)
        if not in_box:
            self.main = section
            self.last[mark.level] = mark.number

    def _open_box(self, block: Block, mark: BoxMark) -> None:
        body = block.body
        title, rest = split_title(body, mark.end)
        parent = self.main if self.main.heading is not None else None
        section = Section(
            self._unique(mark.label), title, ClauseKind.BOX, parent, None, body
        )
        if rest.text:
            section.blocks.append(Block(BlockKind.TEXT, (rest,)))
        self._enter(section)

    def _opens_attachment(self, text: str) -> bool:
        return len(text) <= 120 or "。" not in text

    def _open_attachment(self, block: Block, label: str) -> None:
        title = block.text[len(label) :].lstrip(": ").strip()
        section = Section(
            self._unique(label), title, ClauseKind.ATTACHMENT, None, None, block.body
        )
        began = any(s.mark is not None for s in self.sections)
        self._enter(section)
        self.main = section if began else self.sections[0]
        self.last = {}

    def _enter(self, section: Section) -> None:
        self.sections.append(section)
        self.current = section

    def _unique(self, wanted: str) -> str:
        unique, n = wanted, 2
        while unique in self.ids:
            unique, n = f"{wanted}#{n}", n + 1
        self.ids.add(unique)
        return unique


def _kind(mark: Mark) -> ClauseKind:
    if mark.level <= Level.CHAPTER or mark.level is Level.HAN:
        return ClauseKind.CHAPTER
    if mark.level in (Level.ARTICLE_SECTION, Level.HAN_BRACKET):
        return ClauseKind.SECTION
    return ClauseKind.ITEM


def split_title(body: NormalText, start: int) -> tuple[str, NormalText]:
    """Title after a mark, and the text that runs on behind it.

    A first sentence with figures is both: it names the clause and promises something.
    """
    text = body.text
    known = _KNOWN_TITLE.match(text, start)
    if known and known.end() < len(text) and text[known.end()] not in "。:;!?":
        return known.group(), body.slice(known.end(), len(text)).stripped()
    found = _TITLE_END.search(text, start)
    if found is None:
        if len(text) - start <= _MAX_TITLE and not _has_figure(text[start:]):
            return text[start:].strip(" 、."), body.slice(len(text), len(text))
        first = re.split(r"[,、]", text[start:], maxsplit=1)[0]
        return first[:_MAX_TITLE].strip(), body.slice(start, len(text)).stripped()
    title = text[start : found.start()].strip()
    whole = found.end() >= len(text)
    if len(title) > _MAX_TITLE or _has_figure(title):
        short = re.split(r"[,、]", title, maxsplit=1)[0][:_MAX_TITLE]
        return short, body.slice(start, len(text)).stripped()
    if whole:
        return title, body.slice(start, len(text)).stripped()
    return title, body.slice(found.end(), len(text)).stripped()


def _has_figure(title: str) -> bool:
    return bool(re.search(r"\d", title))


def _with_lost_boxes(sections: list[Section]) -> list[Section]:
    """Give back a box whose heading was lost in scanning.

    Boxes are numbered through; where a number is skipped, a run of labelled paragraphs
    behind a clause that has already named its responsible units is the missing box.
    """
    boxes = {s.id for s in sections}
    numbers = sorted(
        int(found.group(1))
        for s in sections
        if s.kind is ClauseKind.BOX and (found := re.match(r"专栏(\d+)$", s.id))
    )
    result = list(sections)
    for number in range(1, numbers[-1] if numbers else 0):
        if f"专栏{number}" in boxes:
            continue
        home = _home_of_lost_box(result, number)
        if home is not None:
            _move_tail(result, home, number)
    return result


def _home_of_lost_box(sections: Iterable[Section], number: int) -> Section | None:
    best: Section | None = None
    for section in sections:
        following = re.match(r"专栏(\d+)$", section.id)
        if following and int(following.group(1)) > number:
            break
        if section.kind is not ClauseKind.BOX and _tail_of_labels(section) >= 2:
            best = section
    return best


def _tail_of_labels(section: Section) -> int:
    """Number of labelled paragraphs at the end of a clause, behind its duty bracket."""
    count = 0
    for block in reversed(section.blocks):
        if not _LABEL_BLOCK.match(block.text):
            break
        count += 1
    before = section.blocks[: len(section.blocks) - count]
    return count if before and before[-1].text.endswith(")") else 0


def _move_tail(sections: list[Section], home: Section, number: int) -> None:
    count = _tail_of_labels(home)
    box = Section(
        f"专栏{number}", "", ClauseKind.BOX, home, None, None, inferred=True
    )
    box.blocks = home.blocks[-count:]
    home.blocks = home.blocks[:-count]
    sections.insert(sections.index(home) + 1, box)


def _close_spans(sections: Sequence[Section]) -> None:
    for section in sections:
        ends = [block.body.origin[-1] + 1 for block in section.blocks if block.text]
        if section.heading is not None and section.heading.origin:
            ends.append(section.heading.origin[-1] + 1)
        section.end = max(ends, default=0)
    for section in sections:
        for above in section.chain()[1:]:
            above.end = max(above.end, section.end)
