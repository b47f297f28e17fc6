"""Lines that carry text; page numbers, running heads and bullets only leave a trace."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import attrs

from dafeng.plan.layout.normal import NormalText

SHORT = 15  # characters; a shorter line is no full line of a paragraph
_MAX_RUNNING_HEAD = 40

_PAGE_MARK = re.compile(
    r"^(?:[-—·•~_\s]*\d{1,3}[\s_]*[-—·•~]+|[-—·•~_]+[\s_]*\d{1,3}"
    r"|第\s*\d{1,3}\s*页.{0,12}|\d{1,3}\s*/\s*\d{1,3}|[Pp]age\s*\d{1,3}.{0,10})$"
)
_BARE_NUMBER = re.compile(r"^\d{1,3}$")
_BULLET = re.compile(r"^(?:[-•●◆■▪·]\s+|#{1,6}\s*|>\s+|[•●◆■▪])+")
_DASHES = re.compile(r"^—{1,3}(?=[\u4e00-\u9fff])")
# The line that Markdown draws under a table's head.
_RULE_ROW = re.compile(r"^[\s|:\-—=+_]+$")
# What a web page says of itself around the document.
_SITE_NOTE = re.compile(
    r"^(?:上一篇|下一篇|版权所有|扫一扫|分享到|\[?打印本页|\[?关闭窗口)|网站标识码|ICP备|公网安备"
)
# A word of a table's head; three of them in a line open a table without tabs.
_HEAD_WORD = re.compile(
    r"^(?:序号|指标.{0,4}|.{0,4}名称|单位|计量单位|属性|性质|类型|项目|目标"
    r"|(?:19|20)\d{2}年?.{0,4}|年均.{0,8}|指标属性)$"
)


@attrs.frozen
class Line:
    """A line of text, and what stood between it and the line before.

    Attributes
    ----------
    body : NormalText
        Without blanks around it and without its bullet; a row keeps its tabs.
    after_blank, after_page : bool
        Whether a blank line, or a page's end, stands before it.
    tabbed : bool
        Whether it is a row of a table.
    """

    body: NormalText
    after_blank: bool
    after_page: bool
    tabbed: bool

    @property
    def width(self) -> int:
        """Characters of the original line, with blanks and readings inside it."""
        return self.body.origin[-1] - self.body.origin[0] + 1


def lines_of(normal: NormalText) -> list[Line]:
    """Lines of a normal text that carry text."""
    raw = parted(normal, "\n")
    texts = [part.text.strip() for part in raw]
    running = _running_heads(texts)
    lines: list[Line] = []
    blank = page = False
    columns = 0
    for i, part in enumerate(raw):
        text = part.text.strip(" \f")
        page = page or "\f" in part.text
        if not text.strip("\t") or _SITE_NOTE.search(text):
            blank = True
            continue
        if _RULE_ROW.match(text):
            continue
        if _is_furniture(raw, i, text, running):
            page = True
            continue
        columns = _columns(text, columns)
        row = _spaced_row(part.stripped(), columns) if columns else part
        tabbed = "\t" in row.text or is_piped(text)
        body = row if tabbed else _without_bullet(row.stripped())
        if not body.text:
            continue
        lines.append(Line(body, blank, page, tabbed))
        blank = page = False
    return lines


def parted(normal: NormalText, mark: str) -> list[NormalText]:
    """Parts of a text between single characters ``mark``."""
    parts, start = [], 0
    for at, char in enumerate(normal.text):
        if char == mark:
            parts.append(normal.slice(start, at))
            start = at + 1
    parts.append(normal.slice(start, len(normal.text)))
    return parts


def is_piped(text: str) -> bool:
    """Whether a line is a row of a Markdown table."""
    return text.startswith("|") and text.endswith("|") and text.count("|") > 2


def _running_heads(texts: Sequence[str]) -> frozenset[str]:
    """Short lines that stand beside page marks at least three times."""
    beside: Counter[str] = Counter()
    for i, text in enumerate(texts):
        near = [*texts[max(0, i - 2) : i], *texts[i + 1 : i + 3]]
        short = 0 < len(text) <= _MAX_RUNNING_HEAD
        if short and any(_PAGE_MARK.match(t) for t in near):
            beside[text] += 1
    return frozenset(text for text, n in beside.items() if n >= 3)


def _is_furniture(
    raw: Sequence[NormalText], i: int, text: str, running: frozenset[str]
) -> bool:
    if _PAGE_MARK.match(text) or text in running:
        return True
    if not _BARE_NUMBER.match(text):
        return False
    before = raw[i - 1].text.strip() if i else ""
    after = raw[i + 1].text.strip() if i + 1 < len(raw) else ""
    alone = not before and not after
    return alone or len(before) > 2 * SHORT or "\f" in before + after


def _columns(text: str, before: int) -> int:
    """Columns of a table whose cells only blanks part, from its head on; 0 outside."""
    cells = text.split()
    heads = [cell for cell in cells if _HEAD_WORD.match(cell)]
    if len(heads) >= 3 and len(heads) * 2 > len(cells) and not heads[0][0].isdigit():
        return len(cells)
    goes_on = before - 1 <= len(cells) <= before + 3 and len(cells) >= 3
    return before if before and goes_on and not text.endswith("。") else 0


def _spaced_row(part: NormalText, columns: int) -> NormalText:
    """Turn blanks between cells into tabs, from the right; names may hold blanks."""
    gaps = list(re.finditer(r" +", part.text))
    chosen = {gap.start() for gap in gaps[max(0, len(gaps) - columns + 1) :]}
    text = "".join("\t" if i in chosen else c for i, c in enumerate(part.text))
    return NormalText(text, part.origin)


def _without_bullet(body: NormalText) -> NormalText:
    for pattern in (_BULLET, _DASHES):
        found = pattern.match(body.text)
        if found:
            body = body.slice(found.end(), len(body.text))
    return body
