"""The stream of tags and text of a web page, turned into lines.

No tree is built, so that memory follows the text and not the markup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.documents.guards import bomb_error
from dafeng.plan.documents.lines import Lines, labelled, row_of
from dafeng.plan.documents.numerals import numeral

if TYPE_CHECKING:
    from collections.abc import Mapping

_DROPPED_NAMES = """
    script style noscript template head nav aside iframe object embed svg canvas audio
    video select button textarea rt rp rtc
"""
_BLOCK_NAMES = """
    address article blockquote body caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main
    menu ol p pre section summary ul
"""
_DROPPED = frozenset(_DROPPED_NAMES.split())
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_ARTICLE = frozenset(("article", "main"))
_DROPPED_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search")
)
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|mso-hide:all)", re.IGNORECASE
)
_NO_MARKER = re.compile(r"list-style(?:-type)?:[^;]*none", re.IGNORECASE)
_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_WHITE = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\x00"
_WIDE = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_WRAP = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n]\s*(?={_WIDE})")
_WHOLE = re.compile(r"[1-9][0-9]{0,3}")
_LIST_STYLES = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_MAX_DEPTH = 500
_MAX_TAGS = 500_000
_MAX_COLUMNS = 2000
_MAX_SPAN = 100
_LAYOUT_LINES = 40


@attrs.define(eq=False)
class _Cell:
    """A table cell that is being read, or has been."""

    lines: Lines
    columns: int
    rows: int
    holds_table: bool = False


@attrs.define(eq=False)
class _Table:
    """A table that is being read: its open row, and cells that reach further down."""

    row: list[_Cell] = attrs.field(factory=list)
    cell: _Cell | None = None
    reaching: dict[int, int] = attrs.field(factory=dict)

    def grid_row(self) -> list[list[str]]:
        """Return the cells of the row in their columns, empty where one reaches in."""
        out: list[list[str]] = []
        for cell in self.row:
            self._fill(out)
            for part in range(cell.columns):
                if cell.rows > 1:
                    self.reaching[len(out)] = cell.rows - 1
                out.append([] if part else cell.lines.take())
        self._fill(out)
        return out

    def _fill(self, out: list[list[str]]) -> None:
        while self.reaching.get(len(out), 0) > 0:
            self.reaching[len(out)] -= 1
            out.append([])


@attrs.define(eq=False)
class _Numbering:
    """An open list: its next number, or ``None`` for a list without numbers."""

    number: int | None
    style: str


class Page:
    """Takes the stream of tags and text; ``close`` gives the text of the page."""

    def __init__(self, *, name: str) -> None:
        self._name = name
        self._sinks = [Lines(name=name)]
        self._buffer: list[str] = []
        self._marker = ""
        self._tables: list[_Table] = []
        self._lists: list[_Numbering] = []
        self._depth = self._tags = 0
        self._skipping = self._articles = self._preformatted = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take a start tag."""
        self._depth += 1
        self._tags += 1
        if self._depth > _MAX_DEPTH or self._tags > _MAX_TAGS:
            raise bomb_error(self._name)
        if self._skipping or self._is_dropped(tag, attributes):
            self._skipping += 1
            return
        self._articles += tag in _ARTICLE
        self._preformatted += tag == "pre"
        if tag == "br":
            self._buffer.append(_BREAK)
        elif tag == "table":
            self._start_table()
        elif tag in ("tr", "td", "th") and self._tables:
            self._flush()
            if tag != "tr":
                self._start_cell(self._tables[-1], attributes)
        elif tag in ("ol", "ul", "menu"):
            self._flush()
            self._lists.append(_numbering(tag, attributes))
        elif tag == "li":
            self._flush()
            self._start_item(attributes)
        elif tag in _BLOCKS:
            self._flush()

    def end(self, tag: str) -> None:
        """Take an end tag, also one that the page leaves out."""
        self._depth -= 1
        if self._skipping:
            self._skipping -= 1
            return
        self._articles -= tag in _ARTICLE
        if tag in _BLOCKS or tag in ("table", "tr", "td", "th"):
            self._flush()
        self._preformatted -= tag == "pre"
        if tag == "table" and self._tables:
            self._end_row(self._tables.pop())
            self._sinks[-1].gap()
        elif tag == "tr" and self._tables:
            self._end_row(self._tables[-1])
        elif tag in ("td", "th") and self._tables:
            self._end_cell(self._tables[-1])
        elif tag in ("ol", "ul", "menu") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._marker = ""

    def data(self, text: str) -> None:
        """Take a piece of text."""
        if not self._skipping:
            if self._preformatted:
                text = text.replace("\n", _BREAK)
            self._buffer.append(text)

    def comment(self, text: str) -> None:
        """Comments say nothing to a reader."""

    def pi(self, target: str, text: str | None = None) -> None:
        """Nor do instructions to programs."""

    def close(self) -> str:
        """Return the text of the page."""
        self._flush()
        return self._sinks[0].text()

    def _is_dropped(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if tag in _DROPPED or "hidden" in attributes:
            return True
        if tag == "footer" or (tag == "header" and not self._articles):
            return True
        style = re.sub(r"\s", "", attributes.get("style", ""))
        return (
            attributes.get("aria-hidden") == "true"
            or attributes.get("role") in _DROPPED_ROLES
            or _HIDDEN_STYLE.search(style) is not None
        )

    def _start_table(self) -> None:
        self._flush()
        if self._tables and self._tables[-1].cell is not None:
            self._tables[-1].cell.holds_table = True
        self._sinks[-1].gap()
        self._tables.append(_Table())

    def _start_cell(self, table: _Table, attributes: Mapping[str, str]) -> None:
        self._end_cell(table)
        table.cell = _Cell(
            lines=Lines(name=self._name),
            columns=_span(attributes.get("colspan")),
            rows=_span(attributes.get("rowspan")),
        )
        self._sinks.append(table.cell.lines)

    def _end_cell(self, table: _Table) -> None:
        if table.cell is not None:
            table.row.append(table.cell)
            table.cell = None
            self._sinks.pop()

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)
        cells = table.row
        if sum(cell.columns for cell in cells) > _MAX_COLUMNS:
            raise bomb_error(self._name)
        grid = table.grid_row()
        table.row = []
        is_box = len(cells) == 1 and len(grid) == cells[0].columns
        is_layout = any(
            cell.holds_table or len(cell.lines.take()) > _LAYOUT_LINES for cell in cells
        )
        if is_box or is_layout:
            for cell in cells:
                self._sinks[-1].extend(cell.lines)
        else:
            self._sinks[-1].add_row(row_of(grid))

    def _start_item(self, attributes: Mapping[str, str]) -> None:
        if not self._lists or self._lists[-1].number is None:
            return
        numbering = self._lists[-1]
        value = attributes.get("value", "")
        number = int(value) if _WHOLE.fullmatch(value) else numbering.number or 0
        self._marker = numeral(number, numbering.style) + "."
        numbering.number = number + 1

    def _flush(self) -> None:
        """End the paragraph that is being read."""
        text = "".join(self._buffer).replace("\xa0", " ")
        self._buffer.clear()
        text = _WHITE.sub(" ", _WRAP.sub("", _ZERO_WIDTH.sub("", text)))
        lines = [line.strip() for line in text.split(_BREAK)]
        for line in filter(None, lines):
            self._sinks[-1].add(labelled(self._marker, line))
            self._marker = ""


def _span(value: str | None) -> int:
    return min(int(value), _MAX_SPAN) if value and _WHOLE.fullmatch(value) else 1


def _numbering(tag: str, attributes: Mapping[str, str]) -> _Numbering:
    style = re.sub(r"\s", "", attributes.get("style", ""))
    if tag != "ol" or _NO_MARKER.search(style):
        return _Numbering(number=None, style="")
    start = attributes.get("start", "")
    return _Numbering(
        number=int(start) if _WHOLE.fullmatch(start) else 1,
        style=_LIST_STYLES.get(attributes.get("type", ""), "decimal"),
    )
