"""Word documents: paragraphs and tables in the order of the body.

Source of the format: ISO/IEC 29500-1:2016, clause 17 (WordprocessingML).
"""

from __future__ import annotations

import io
import posixpath
import re
from typing import TYPE_CHECKING

from lxml import etree

from dafeng.plan.documents.guards import bomb_error, broken_error
from dafeng.plan.documents.lines import Lines, labelled, row_of
from dafeng.plan.documents.word_numbering import (
    Numbering,
    child,
    children,
    local_name,
    value,
    whole,
)
from dafeng.sheets import Archive, open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_DROPPED = frozenset(
    [
        "pPr",
        "rPr",
        "tblPr",
        "trPr",
        "tcPr",
        "sectPr",
        "sdtPr",
        "sdtEndPr",
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "fldData",
        "rt",
        "footnoteReference",
        "endnoteReference",
        "commentReference",
    ]
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_FLOATING = frozenset(("drawing", "pict", "object"))
_WHITE = re.compile(r"[ \t\r\n]+")
_OFF = frozenset(("0", "false", "off"))
_MAX_SPAN = 100


def word_text(data: bytes, *, name: str) -> str:
    """Return the text of a Word document (.docx).

    Paragraphs are lines, a soft line break makes two; automatic numbers are written
    out. A table row is a line with tabs; a merged cell stands once, with empty cells
    for the further columns and rows that it covers; a row of a single cell is a box,
    and its paragraphs stay lines. Text boxes follow the paragraph that anchors them.
    Tracked insertions count, deletions do not. Notes, comments, hidden text, page
    headers and the table of contents are left out.

    Raises
    ------
    BadInputError
        ``document.broken``, ``.encrypted`` or ``.bomb``.
    """
    archive = open_archive(data, name=name, family="document")
    try:
        main = _related(archive, "", "officeDocument") or "word/document.xml"
        numbering = Numbering.of(
            _tree(archive, _related(archive, main, "numbering")),
            _tree(archive, _related(archive, main, "styles")),
        )
        body = _Body(name=name, numbering=numbering)
        for block in _blocks(archive.read(main)):
            body.block(block)
    except (etree.XMLSyntaxError, KeyError) as error:
        raise broken_error(name) from error
    except RecursionError as error:
        raise bomb_error(name) from error
    return body.text()


def _related(archive: Archive, part: str, kind: str) -> str | None:
    """Return the part that another one is related to, or ``None``."""
    folder, file = posixpath.split(part)
    entry = posixpath.join(folder, "_rels", f"{file}.rels")
    if entry not in archive.entries:
        return None
    for relation in etree.fromstring(archive.read(entry), _parser()):
        if str(relation.get("Type", "")).endswith(f"/{kind}"):
            target = posixpath.join("/" + folder, str(relation.get("Target")))
            return posixpath.normpath(target).lstrip("/")
    return None


def _tree(archive: Archive, entry: str | None) -> Element | None:
    if entry is None or entry not in archive.entries:
        return None
    return etree.fromstring(archive.read(entry), _parser())


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )


def _blocks(content: bytes) -> Iterator[Element]:
    """Yield what stands in the body, piece by piece, and forget it afterwards."""
    events = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    body: Element | None = None
    for event, element in events:
        if event == "start":
            if body is None and local_name(element) == "body":
                body = element
        elif body is not None and element.getparent() is body:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del body[0]


class _Body:
    """Walks through a document and collects its lines."""

    def __init__(self, *, name: str, numbering: Numbering) -> None:
        self._name = name
        self._numbering = numbering
        self._sinks = [Lines(name=name)]
        self._boxes: list[Element] = []
        self._joined = ""

    def text(self) -> str:
        """Return what was collected."""
        self._sinks[0].add(self._joined)
        return self._sinks[0].text()

    def block(self, element: Element) -> None:
        """Take a paragraph, a table, or whatever wraps some of them."""
        kind = local_name(element)
        if kind == "p":
            self._paragraph(element)
        elif kind == "tbl":
            self._table(element)
        elif kind == "AlternateContent":
            self.block(_chosen(element))
        elif kind not in _DROPPED and not _is_contents(element):
            for part in element:
                self.block(part)

    def _paragraph(self, paragraph: Element) -> None:
        if self._numbering.style_name(paragraph).startswith("toc "):
            return
        pieces: list[str] = []
        self._inline(paragraph, pieces)
        text = self._joined + "".join(pieces)
        boxes, self._boxes = self._boxes, []
        mark = child(paragraph, "pPr", "rPr")
        mark_deleted = any(
            child(mark, name) is not None for name in ("del", "moveFrom")
        )
        self._joined = text if mark_deleted else ""
        if not mark_deleted:
            label = self._numbering.label(paragraph)
            text = text.strip()
            self._sinks[-1].add(labelled(label, text) if text else "")
        for box in boxes:
            self.block(box)

    def _inline(self, element: Element, pieces: list[str]) -> None:
        """Collect the words of a paragraph, and its text boxes for later."""
        for part in element:
            kind = local_name(part)
            if kind == "t":
                pieces.append(_WHITE.sub(" ", part.text or ""))
            elif kind in _SIGNS:
                pieces.append(_SIGNS[kind])
            elif kind in _FLOATING:
                self._boxes.extend(_text_boxes(part))
            elif kind == "AlternateContent":
                self._inline(_chosen(part), pieces)
            elif kind not in _DROPPED and not _is_hidden(part):
                self._inline(part, pieces)

    def _table(self, table: Element) -> None:
        self._sinks[-1].gap()
        for row in _unwrapped(table, "tr"):
            if child(row, "trPr", "del") is None:
                self._row(row)
        self._sinks[-1].gap()

    def _row(self, row: Element) -> None:
        before = value(child(row, "trPr", "gridBefore"))
        grid: list[list[str]] = [[] for _ in range(min(whole(before, 0), _MAX_SPAN))]
        cells = list(_unwrapped(row, "tc"))
        is_box = len(cells) == 1 and not grid
        for cell in cells:
            lines = self._cell(cell)
            if is_box:
                self._sinks[-1].extend(lines)
            span = whole(value(child(cell, "tcPr", "gridSpan")), 1)
            grid.append(lines.take())
            grid.extend([] for _ in range(min(span, _MAX_SPAN) - 1))
        if not is_box:
            self._sinks[-1].add_row(row_of(grid))

    def _cell(self, cell: Element) -> Lines:
        """Read a cell; the continuation of a merged one is empty."""
        lines = Lines(name=self._name)
        for merging in ("vMerge", "hMerge"):
            merge = child(cell, "tcPr", merging)
            if merge is not None and value(merge) != "restart":
                return lines
        self._sinks.append(lines)
        for part in cell:
            self.block(part)
        self._sinks.pop()
        return lines


def _chosen(alternatives: Element) -> Element:
    """Return the first choice that a program may take, else the fallback."""
    for part in (
        *children(alternatives, "Choice"),
        *children(alternatives, "Fallback"),
    ):
        if len(part):
            return part
    return alternatives.makeelement("nothing")


def _text_boxes(drawing: Element) -> Iterator[Element]:
    """Yield the outermost text boxes in a drawing."""
    for part in drawing:
        kind = local_name(part)
        if kind == "txbxContent":
            yield part
        elif kind == "AlternateContent":
            yield from _text_boxes(_chosen(part))
        else:
            yield from _text_boxes(part)


def _unwrapped(element: Element, name: str) -> Iterator[Element]:
    """Yield rows or cells, also those inside content controls and insertions."""
    for part in element:
        kind = local_name(part)
        if kind == name:
            yield part
        elif kind in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _unwrapped(part, name)


def _is_contents(element: Element) -> bool:
    gallery = child(element, "sdtPr", "docPartObj", "docPartGallery")
    return value(gallery) == "Table of Contents"


def _is_hidden(run: Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and value(vanish) not in _OFF
