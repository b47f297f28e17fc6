"""From lines to blocks: drop page furniture, join what wraps and page breaks cut.

A block is a paragraph, a heading or a row of a table.  Blocks carry their origins, so
that a sentence cut by a page number still leads back to one span of the original.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from itertools import pairwise

import attrs

from dafeng.plan.normal import NormalText, joined
from dafeng.plan.numbering import (
    Level,
    attachment_mark,
    box_mark,
    numbering_mark,
)

_PAGE_MARK = re.compile(
    r"^(?:[-—·•~_\s]*\d{1,3}[\s_]*[-—·•~]+|[-—·•~_]+[\s_]*\d{1,3}|第\s*\d{1,3}\s*页.{0,12}"
    r"|\d{1,3}\s*/\s*\d{1,3}|[Pp]age\s*\d{1,3}.{0,10})$"
)
_BARE_NUMBER = re.compile(r"^\d{1,3}$")
_BULLET = re.compile(r"^(?:[-•●◆■▪·]\s+|#{1,6}\s*|>\s+|[•●◆■▪])+")
_DASHES = re.compile(r"^—{1,3}(?=[\u4e00-\u9fff])")
_TERMINAL = "。!?;"
_OPEN_END = re.compile(r"[,、(\-—~]$|[\d]$|[的和与及等在到至比为]$")
_LABEL = re.compile(r"^[\u4e00-\u9fffA-Za-z、()\"]{2,24}:")
_RULE_ROW = re.compile(r"^[\s|:\-—=+_]+$")
_TITLE = re.compile(r"(?:通知|方案|规划|计划|意见|纲要|办法|要点|函)$")
_INLINE_MARK = re.compile(
    r"(?<=[\u4e00-\u9fff])(?=\(一\)[\u4e00-\u9fff])"
    r"|(?<=[。;:!?)])(?=[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])"
    r"|\([一二三四五六七八九十]{1,3}\)[\u4e00-\u9fff]|\d{1,2}[.、](?!\d)[\u4e00-\u9fff])"
)
_FIELD = re.compile(r"^[\u4e00-\u9fff\[\]]{2,8}:\s*[^。]{2,45}$")
_HEAD_WORD = re.compile(r"^(?:序号|指标.{0,4}|.{0,4}名称|单位|计量单位|属性|性质|类型|项目|目标|(?:19|20)\d{2}年?.{0,4}|年均.{0,8}|指标属性)$")
_DUTY = re.compile(r"\([^()]*(?:单位|部门|负责|牵头|配合)[^()]*\)$")
_SHORT = 15


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
        return joined(self.cells, "\t")


@attrs.frozen
class _Line:
    body: NormalText
    after_blank: bool
    after_page: bool
    tabbed: bool


def blocks_of(normal: NormalText) -> tuple[Block, ...]:
    """Blocks of a document, in order."""
    lines = _lines(normal)
    width = _wrap_width(lines)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    blocks = [part for group in groups for part in _split_inline(_block(group))]
    return _marked_repeats(_without_contents(blocks))


def _lines(normal: NormalText) -> list[_Line]:
    """Lines that carry text; page furniture only leaves its trace."""
    raw = list(_split_lines(normal))
    running = _running_heads([part.text.strip() for part in raw])
    lines: list[_Line] = []
    blank = page = False
    columns = 0
    for i, part in enumerate(raw):
        text = part.text.strip(" \f")
        if "\f" in part.text:
            page = True
        if not text.strip("\t") or _RULE_ROW.match(text):
            blank = blank or not text.strip("\t")
            continue
        if _is_furniture(raw, i, text, running):
            page = True
            continue
        columns = _columns(text, columns)
        if columns:
            part = _spaced_row(part.stripped(), columns)
        tabbed = "\t" in part.text or _is_piped(text)
        body = part.stripped() if not tabbed else part
        if not tabbed:
            body = _without_bullet(body)
        if not body.text:
            continue
        lines.append(_Line(body, blank, page, tabbed))
        blank = page = False
    return lines


def _columns(text: str, before: int) -> int:
    """Columns of a table whose cells only blanks part, from its head on; 0 outside."""
    cells = text.split()
    heads = [cell for cell in cells if _HEAD_WORD.match(cell)]
    if len(heads) >= 3 and len(heads) * 2 > len(cells) and not heads[0][0].isdigit():
        return len(cells)
    goes_on = before - 1 <= len(cells) <= before + 3 and len(cells) >= 3
    return before if before and goes_on and not text.endswith("。") else 0


def _spaced_row(part: NormalText, columns: int) -> NormalText:
    """Turn the blanks between cells into tabs, from the right; names may hold blanks."""
    gaps = list(re.finditer(r" +", part.text))
    chosen = {gap.start() for gap in gaps[max(0, len(gaps) - columns + 1) :]}
    text = "".join("\t" if i in chosen else c for i, c in enumerate(part.text))
    return NormalText(text, part.origin)


def _split_lines(normal: NormalText) -> list[NormalText]:
    parts, start = [], 0
    for i, char in enumerate(normal.text):
        if char == "\n":
            parts.append(normal.slice(start, i))
            start = i + 1
    parts.append(normal.slice(start, len(normal.text)))
    return parts


def _running_heads(texts: list[str]) -> frozenset[str]:
    """Short lines that stand beside page marks at least three times."""
    beside: Counter[str] = Counter()
    for i, text in enumerate(texts):
        near = texts[max(0, i - 2) : i] + texts[i + 1 : i + 3]
        if 0 < len(text) <= 40 and any(_PAGE_MARK.match(t) for t in near):
            beside[text] += 1
    return frozenset(text for text, n in beside.items() if n >= 3)


def _is_furniture(
    raw: list[NormalText], i: int, text: str, running: frozenset[str]
) -> bool:
    if _PAGE_MARK.match(text) or text in running:
        return True
    if not _BARE_NUMBER.match(text):
        return False
    before = raw[i - 1].text.strip() if i else ""
    after = raw[i + 1].text.strip() if i + 1 < len(raw) else ""
    alone = not before and not after
    return alone or len(before) > 2 * _SHORT or "\f" in before + after


def _is_piped(text: str) -> bool:
    return text.startswith("|") and text.endswith("|") and text.count("|") > 2


def _without_bullet(body: NormalText) -> NormalText:
    found = _BULLET.match(body.text)
    if found:
        body = body.slice(found.end(), len(body.text))
    found = _DASHES.match(body.text)
    return body.slice(found.end(), len(body.text)) if found else body


def _wrap_width(lines: list[_Line]) -> int:
    """Length at which lines wrap, or a large number where paragraphs do not wrap."""
    cut = sorted(
        len(line.body.text)
        for line in lines
        if not line.tabbed
        and len(line.body.text) >= _SHORT
        and line.body.text[-1] not in _TERMINAL + ":)"
    )
    return cut[len(cut) // 2] if len(cut) >= 5 else 10_000


def _continues(group: list[_Line], line: _Line, width: int) -> bool:
    last = group[-1]
    if line.tabbed:
        leads = line.body.text.startswith("\t") and last.tabbed
        return leads and not line.after_blank
    if last.tabbed:
        return False
    head, text, new = group[0].body.text, last.body.text, line.body.text
    if _opens_block(new):
        return _open_bracket(group) and not _strong_opening(new)
    if _open_bracket(group):
        return True
    if _TITLE.search(text) and len(group) <= 2 and line.after_blank:
        return False
    if text[-1] == ")" and (line.after_blank or _DUTY.search(text)):
        return False
    if text[-1] in _TERMINAL:
        # A semicolon at a page's foot goes on; at a paragraph's end it ends a list item.
        return text[-1] == ";" and line.after_blank and not _LABEL.match(new)
    if text[-1] == ":":
        return False
    if _is_heading(head) and len(group) == 1:
        return not line.after_blank and len(text) >= min(width, 28) * 0.9
    if _FIELD.match(text) and not _FIELD.match(new) and len(text) < 45:
        return False
    if line.after_page or (_OPEN_END.search(text) and len(text) >= _SHORT):
        return True
    if line.after_blank:
        return len(text) >= max(_SHORT, min(width, 40) * 0.7)
    return len(text) >= max(_SHORT, min(width, 60) * 0.8)


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


def _open_bracket(group: list[_Line]) -> bool:
    tail = "".join(line.body.text for line in group)[-400:]
    at = tail.rfind("(")
    return at >= 0 and ")" not in tail[at:] and len(tail) - at < 300


def _block(group: list[_Line]) -> Block:
    if group[0].tabbed:
        return Block(BlockKind.ROW, _row_cells(group))
    return Block(BlockKind.TEXT, (_tidy(joined(_glued(group))),))


def _split_inline(block: Block) -> list[Block]:
    """A paragraph that swallowed the headings behind it, cut before each of them."""
    if block.kind is BlockKind.ROW:
        return [block]
    body = block.body
    cuts = [0, *(m.start() for m in _INLINE_MARK.finditer(body.text)), len(body.text)]
    return [
        Block(BlockKind.TEXT, (body.slice(start, end).stripped(),))
        for start, end in pairwise(cuts)
        if body.text[start:end].strip()
    ]


def _glued(group: list[_Line]) -> list[NormalText]:
    """Lines of a paragraph; a blank stays only between two Latin words."""
    parts: list[NormalText] = []
    for line in group:
        body = line.body
        if parts and _latin(parts[-1].text[-1:]) and _latin(body.text[:1]):
            last = parts[-1]
            parts[-1] = NormalText(last.text + " ", (*last.origin, last.origin[-1]))
        parts.append(body)
    return parts


def _row_cells(group: list[_Line]) -> tuple[NormalText, ...]:
    """Cells of a row; a line that opens with an empty cell goes on with the last row."""
    rows = [_split_cells(line.body) for line in group]
    width = max(len(row) for row in rows)
    cells = []
    for column in range(width):
        parts = [row[column] for row in rows if column < len(row)]
        cells.append(_tidy(joined(part.stripped() for part in parts)))
    return tuple(cells)


def _split_cells(body: NormalText) -> list[NormalText]:
    mark = "|" if _is_piped(body.text.strip()) else "\t"
    if mark == "|":
        body = body.stripped()
        body = body.slice(1, len(body.text) - 1)
    cells, start = [], 0
    for i, char in enumerate(body.text):
        if char == mark:
            cells.append(body.slice(start, i).stripped())
            start = i + 1
    cells.append(body.slice(start, len(body.text)).stripped())
    return cells


def _tidy(body: NormalText) -> NormalText:
    """Drop blanks inside words, numbers and labels; keep those between Latin words."""
    text = body.text
    if " " not in text:
        return body
    kept = [True] * len(text)
    for found in re.finditer(r" +", text):
        before, after = text[: found.start()][-5:], text[found.end() : found.end() + 1]
        if not _keeps_blank(before, after):
            kept[found.start() : found.end()] = [False] * (found.end() - found.start())
    return body.keep(kept)


def _keeps_blank(before: str, after: str) -> bool:
    if _latin(before[-1:]) and _latin(after):
        return True
    if re.fullmatch(r"\d{1,2}\.\d{1,2}", before):
        return True  # 2.1 2025年: a mark and what it numbers
    # "2025 30%" are a year and a figure; "20 25年" is one broken year.
    return bool(
        re.search(r"(?<!\d)(?:19|20)\d\d$", before) and after.isdigit()
    )


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _without_contents(blocks: list[Block]) -> list[Block]:
    """Drop a table of contents: from 目录 to where its first entry stands again."""
    texts = [_entry(block.text) for block in blocks]
    for at, text in enumerate(texts[:40]):
        if text == "目录" and at + 1 < len(texts):
            for again in range(at + 2, len(texts)):
                if texts[again] == texts[at + 1]:
                    return blocks[:at] + blocks[again:]
    return blocks


def _entry(text: str) -> str:
    """An entry of contents without its dots and page number."""
    return re.sub(r"[.…·\s\t]*\d{0,3}$", "", text)


def _marked_repeats(blocks: list[Block]) -> tuple[Block, ...]:
    """Mark a block that says again, word for word, what the one before it said."""
    marked: list[Block] = []
    for block in blocks:
        last = next((b for b in reversed(marked) if not b.repeats), None)
        again = last is not None and len(block.text) >= 10 and last.text == block.text
        marked.append(attrs.evolve(block, repeats=again))
    return tuple(marked)
