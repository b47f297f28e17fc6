"""The clause tree, grown block by block."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dafeng.plan.clauses.lost_boxes import with_lost_boxes
from dafeng.plan.clauses.section import Section, Structure
from dafeng.plan.clauses.titles import split_title
from dafeng.plan.layout.blocks import Block, BlockKind
from dafeng.plan.numbering import (
    BoxMark,
    Level,
    Mark,
    attachment_mark,
    box_mark,
    numbering_mark,
)
from dafeng.plan.records import ClauseKind

PREAMBLE = "序"
_ITEMS = (Level.DIGIT, Level.DIGIT_BRACKET, Level.CIRCLED)
_MAX_GAP = 3  # a list may lose a number or two in scanning
_MAX_ATTACHMENT_HEAD = 120
_MAX_ATTACHMENT_TITLE = 40
_SENTENCE_MARK = re.compile(r"[。,;:\d]")
_ISSUED_APART = re.compile(r"\((?:另行?印?发|另附|略)\)$")


def structure_of(blocks: Sequence[Block]) -> Structure:
    """Arrange blocks under the clauses that the numbering opens."""
    tree = _Tree()
    for block in blocks:
        tree.take(block)
    sections = with_lost_boxes(tree.sections)
    _close_spans(sections)
    return Structure(tuple(sections), tuple(b for b in blocks if b.repeats))


class _Tree:
    """Reads blocks in order and keeps the open path through the tree."""

    def __init__(self) -> None:
        preamble = Section(PREAMBLE, "", ClauseKind.CHAPTER, None, None, None)
        self.sections = [preamble]
        self.current = preamble
        self.main = preamble  # innermost clause outside of boxes
        self.last: dict[Level, int] = {}
        self.ids: set[str] = set()

    def take(self, block: Block) -> None:
        if block.repeats:
            return
        if block.kind is BlockKind.ROW:
            self.current.blocks.append(block)
            return
        box = box_mark(block.text)
        mark = numbering_mark(block.text)
        label = attachment_mark(block.text)
        if box is not None:
            self._open_box(block, box)
        elif label is not None and _is_attachment_head(block.text):
            self._open_attachment(block, label)
        elif mark is not None and self._accepts(mark):
            self._open_numbered(block, mark)
        elif self._is_attachment_title(block.text):
            self.current.title = block.text
        else:
            self.current.blocks.append(block)

    def _is_attachment_title(self, text: str) -> bool:
        """附件 alone on its line; its title stands on the next."""
        new = self.current.kind is ClauseKind.ATTACHMENT and not self.current.blocks
        short = len(text) <= _MAX_ATTACHMENT_TITLE and not _SENTENCE_MARK.search(text)
        return new and not self.current.title and short

    def _accepts(self, mark: Mark) -> bool:
        """Whether a mark goes on with a numbering, or begins one."""
        if mark.number == 1:
            return True
        parent = self._parent_for(mark)
        siblings = [
            s.mark.number
            for s in self.sections
            if s.mark and s.mark.level is mark.level and s.parent is parent
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
        wanted = _prefix(parent, mark) + mark.label
        section = Section(
            self._unique(wanted), title, _kind(mark, parent), parent, mark, block.body
        )
        if rest.text:
            section.blocks.append(Block(BlockKind.TEXT, (rest,)))
        self._enter(section)
        if not in_box:
            self.main = section
            self.last[mark.level] = mark.number

    def _open_box(self, block: Block, mark: BoxMark) -> None:
        title, rest = split_title(block.body, mark.end)
        parent = self.main if self.main.heading is not None else None
        section = Section(
            self._unique(mark.label), title, ClauseKind.BOX, parent, None, block.body
        )
        if rest.text:
            section.blocks.append(Block(BlockKind.TEXT, (rest,)))
        self._enter(section)

    def _open_attachment(self, block: Block, label: str) -> None:
        title = _ISSUED_APART.sub("", block.text[len(label) :].lstrip(": ").strip())
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


def _is_attachment_head(text: str) -> bool:
    return len(text) <= _MAX_ATTACHMENT_HEAD or "。" not in text


def _prefix(parent: Section | None, mark: Mark) -> str:
    """What stands before the mark in a clause's id: 三(一), or 专栏2. in a box."""
    if parent is None or mark.level is Level.DECIMAL:
        return ""  # 2.1 says itself where it stands
    return f"{parent.id}." if parent.kind is ClauseKind.BOX else parent.id


def _kind(mark: Mark, parent: Section | None) -> ClauseKind:
    """Chapter, section or item: by depth, and on the second level by the mark.

    一 > (一) > 1, 第一章 > 第一节 > 一 and 1 > 1.1 > (1) are three depths of one tree;
    where 1 stands right under 一, it is an item.
    """
    above = [] if parent is None else parent.chain()
    if any(node.kind is ClauseKind.BOX for node in above):
        return ClauseKind.ITEM
    depth = sum(node.mark is not None for node in above)
    if depth == 0:
        return ClauseKind.CHAPTER
    return ClauseKind.ITEM if depth > 1 or mark.level in _ITEMS else ClauseKind.SECTION


def _close_spans(sections: Sequence[Section]) -> None:
    """Let every clause end where the last of what stands under it ends."""
    for section in sections:
        bodies = [block.body for block in section.blocks if block.text]
        if section.heading is not None and section.heading.origin:
            bodies.append(section.heading)
        section.end = max((body.origin[-1] + 1 for body in bodies), default=0)
    for section in sections:
        for above in section.chain()[1:]:
            above.end = max(above.end, section.end)
