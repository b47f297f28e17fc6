"""From lines to blocks: join what wraps and page breaks cut.

A block is a paragraph, a heading or a row of a table.  Blocks carry their origins, so
that a sentence cut by a page number still leads back to one span of the original.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

import attrs

from dafeng.plan.layout.lines import SHORT, Line, lines_of
from dafeng.plan.layout.normal import NormalText, joined
from dafeng.plan.layout.rows import row_cells
from dafeng.plan.layout.spacing import is_latin, tidy
from dafeng.plan.numbering import (
    Level,
    attachment_mark,
    box_mark,
    numbering_mark,
)

_TERMINAL = "。!?;"
# A line that ends like this goes on, however short it is.
_OPEN_END = re.compile(r"[,、(\-—~]$|[\d]$|[的和与及等在到至比为]$")
_LABEL = re.compile(r"^[\u4e00-\u9fffA-Za-z、()\"]{2,24}:")
_TITLE = re.compile(r"(?:通知|方案|规划|计划|意见|纲要|办法|要点|函)$")
# A heading that runs on behind the sentence before it, or behind its own title.
_INLINE_MARK = re.compile(
    r"(?<=[\u4e00-\u9fff])(?=\(一\)[\u4e00-\u9fff])"
    r"|(?<=[。;:!?)])(?=[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])"
    r"|\([一二三四五六七八九十]{1,3}\)[\u4e00-\u9fff]|\d{1,2}[.、](?!\d)[\u4e00-\u9fff])"
)
# One entry of the metadata before a document: 发布机构: 某某.
_FIELD = re.compile(r"^[\u4e00-\u9fff\[\]]{2,8}:\s*[^。]{2,45}$")
_MAX_FIELD = 45
_YEAR = re.compile(r"(?:19|20)\d{2}年")
_DUTY = re.compile(r"\([^()]*(?:单位|部门|负责|牵头|配合)[^()]*\)$")
_CONTENTS_WITHIN = 40  # blocks; a table of contents stands near the top
_NO_WRAP = 10_000
_MAX_BLOCK = 3_000  # characters; no paragraph of a plan is longer


class BlockKind(StrEnum):
    """What a block is in the layout."""

    TEXT = "text"
    ROW = "row"


@attrs.frozen
class Block:
    """One paragraph, heading or table row.

    Attributes
    ----------
    kind : BlockKind
    cells : tuple of NormalText
        One for a text, several for a row.
    repeats : bool
        Whether the same text stood right before; it is kept out of reading.
    """

    kind: BlockKind
    cells: tuple[NormalText, ...]
    repeats: bool = False

    @property
    def text(self) -> str:
        """Normal text; cells of a row joined by tabs."""
        return "\t".join(cell.text for cell in self.cells)

    @property
    def body(self) -> NormalText:
        """The whole block as one normal text."""
        return self.cells[0] if len(self.cells) == 1 else joined(self.cells, "\t")


def blocks_of(normal: NormalText) -> tuple[Block, ...]:
    """Blocks of a document, in order."""
    lines = lines_of(normal)
    habits = _habits(lines)
    groups: list[list[Line]] = []
    in_papers = True
    for line in lines:
        in_papers = in_papers and numbering_mark(line.body.text) is None
        if groups and _continues(groups[-1], line, habits, in_papers=in_papers):
            groups[-1].append(line)
        else:
            groups.append([line])
    blocks = [part for group in groups for part in _split_inline(_block(group))]
    return _marked_repeats(_without_contents(blocks))


# -- does a line go on with the paragraph before it?


@attrs.frozen
class _Habits:
    """How a document sets its lines.

    Attributes
    ----------
    width : int
        Characters at which lines wrap; a large number where paragraphs do not wrap.
    run_in : frozenset of Level
        Levels whose headings mostly run into their text: (一)指导思想。以….
    """

    width: int
    run_in: frozenset[Level]


def _habits(lines: Sequence[Line]) -> _Habits:
    standing: Counter[Level] = Counter()
    running: Counter[Level] = Counter()
    for text in (line.body.text for line in lines if not line.tabbed):
        mark = numbering_mark(text)
        if mark is not None:
            (standing if _is_heading(text) else running)[mark.level] += 1
    run_in = frozenset(level for level, n in running.items() if n > standing[level])
    return _Habits(_wrap_width(lines), run_in)


def _wrap_width(lines: Sequence[Line]) -> int:
    cut = sorted(
        line.width
        for line in lines
        if not line.tabbed
        and len(line.body.text) >= SHORT
        and line.body.text[-1] not in _TERMINAL + ":)"
    )
    return cut[len(cut) // 2] if len(cut) >= 5 else _NO_WRAP


def _continues(
    group: Sequence[Line], line: Line, habits: _Habits, *, in_papers: bool
) -> bool:
    last = group[-1]
    if line.tabbed:
        leads = line.body.text.startswith("\t") and last.tabbed
        return leads and not line.after_blank
    if last.tabbed:
        return False
    if _opens_block(line.body.text):
        return _open_bracket(group) and not _strong_opening(line.body.text)
    if _open_bracket(group):
        return True
    if in_papers and _is_entry(last.body.text, line):
        return False
    ended = _ends(group, line, habits)
    return _is_full(last, line, habits.width) if ended is None else not ended


def _ends(group: Sequence[Line], line: Line, habits: _Habits) -> bool | None:
    """Whether the paragraph ends before ``line``; None when only its length can say."""
    head, text = group[0].body.text, group[-1].body.text
    new = line.body.text
    if _TITLE.search(text) and len(group) <= 2 and line.after_blank:
        return True
    if text[-1] == ")" and _DUTY.search(text):
        return True
    if text[-1] == ")" and line.after_blank and not line.after_page:
        return True
    if text[-1] in _TERMINAL:
        # A semicolon at a page's foot goes on; elsewhere it ends an item of a list.
        return not (text[-1] == ";" and line.after_blank and not _LABEL.match(new))
    if text[-1] == ":":
        return True
    if len(group) == 1 and _is_heading(head) and not _is_cut_head(head, line, habits):
        return line.after_blank or len(text) < min(habits.width, 28) * 0.9
    return None


def _is_cut_head(head: str, line: Line, habits: _Habits) -> bool:
    """Whether a page's end cut a sentence that only looks like a heading so far."""
    mark = numbering_mark(head)
    if not line.after_page or mark is None:
        return False
    return mark.level in habits.run_in or bool(_YEAR.search(head))


def _is_entry(text: str, line: Line) -> bool:
    """Whether a text before the first clause is whole: a title, a number, a field."""
    if line.after_blank and not line.after_page and not _OPEN_END.search(text):
        return True
    field = _FIELD.match(text) and not _FIELD.match(line.body.text)
    return bool(field) and len(text) < _MAX_FIELD


def _is_full(last: Line, line: Line, width: int) -> bool:
    """Whether the line before ``line`` is so long, or so open, that it was cut."""
    text = last.body.text
    if line.after_page or (_OPEN_END.search(text) and len(text) >= SHORT):
        return True
    full = min(width, 40) * 0.7 if line.after_blank else min(width, 60) * 0.8
    return last.width >= max(SHORT, full)


def _opens_block(text: str) -> bool:
    return (
        numbering_mark(text) is not None
        or box_mark(text) is not None
        or attachment_mark(text) is not None
    )


def _strong_opening(text: str) -> bool:
    mark = numbering_mark(text)
    return mark is not None and mark.level <= Level.HAN_BRACKET


def _is_heading(text: str) -> bool:
    """Whether a line is a whole heading: a mark, and no sentence inside."""
    if box_mark(text):
        return True
    mark = numbering_mark(text)
    if mark is None:
        return False
    rest = text[mark.end :]
    return len(rest) <= 40 and not re.search(r"[。,;:]", rest)


def _open_bracket(group: Sequence[Line]) -> bool:
    tail = "".join(line.body.text for line in group)[-400:]
    at = tail.rfind("(")
    return at >= 0 and ")" not in tail[at:] and len(tail) - at < 300


# -- from a group of lines to blocks


def _block(group: Sequence[Line]) -> Block:
    if group[0].tabbed:
        return Block(BlockKind.ROW, row_cells(group))
    return Block(BlockKind.TEXT, (tidy(joined(_glued(group))),))


def _glued(group: Sequence[Line]) -> list[NormalText]:
    """Lines of a paragraph; a blank stays only between two Latin words."""
    parts: list[NormalText] = []
    for line in group:
        body = line.body
        if parts and is_latin(parts[-1].text[-1:]) and is_latin(body.text[:1]):
            last = parts[-1]
            parts[-1] = NormalText(last.text + " ", (*last.origin, last.origin[-1]))
        parts.append(body)
    return parts


def _split_inline(block: Block) -> list[Block]:
    """A paragraph that swallowed the headings behind it, cut before each of them."""
    if block.kind is BlockKind.ROW:
        return [block]
    body = block.body
    cuts = [0, *(m.start() for m in _INLINE_MARK.finditer(body.text)), len(body.text)]
    parts = [
        body.slice(start, end).stripped()
        for begin, stop in pairwise(cuts)
        for start, end in _pieces(body.text, begin, stop)
    ]
    return [Block(BlockKind.TEXT, (part,)) for part in parts if part.text]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Parts of a text without paragraphs, cut behind full stops where it has some."""
    while end - start > _MAX_BLOCK:
        stop = text.rfind("。", start + _MAX_BLOCK // 2, start + _MAX_BLOCK) + 1
        cut = stop or start + _MAX_BLOCK
        yield start, cut
        start = cut
    yield start, end


def _without_contents(blocks: list[Block]) -> list[Block]:
    """Drop a table of contents: from 目录 to where its first entry stands again."""
    texts = [_entry(block.text) for block in blocks]
    for at, text in enumerate(texts[:_CONTENTS_WITHIN]):
        if text == "目录" and at + 1 < len(texts):
            for again in range(at + 2, len(texts)):
                if texts[again] == texts[at + 1]:
                    return blocks[:at] + blocks[again:]
    return blocks


def _entry(text: str) -> str:
    """An entry of contents without its dots and page number."""
    return re.sub(r"[.…·\s\t]*\d{0,3}$", "", text)


def _marked_repeats(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Mark a block that says again, word for word, what the one before it said."""
    marked: list[Block] = []
    for block in blocks:
        last = next((b for b in reversed(marked) if not b.repeats), None)
        again = last is not None and len(block.text) >= 10 and last.text == block.text
        marked.append(attrs.evolve(block, repeats=again))
    return tuple(marked)
