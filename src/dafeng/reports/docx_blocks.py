"""The blocks of a paper in a .docx."""

from __future__ import annotations

from functools import singledispatchmethod
from typing import TYPE_CHECKING

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from dafeng.reports import outline
from dafeng.reports.docx_dress import (
    ALIGNS,
    GREY,
    Dress,
    indent,
    set_lines,
    write,
)
from dafeng.reports.docx_pictures import add_chart
from dafeng.reports.docx_tables import (
    fill_rows,
    loosen_last_row,
    new_table,
    repeat_row,
    shade,
    thick_top,
)
from dafeng.reports.drawing import unknown_line
from dafeng.reports.outline import BlankForm
from dafeng.reports.records import (
    Align,
    Block,
    Chart,
    Heading,
    KeyFigures,
    Note,
    PageBreak,
    Paragraph,
    Table,
)

if TYPE_CHECKING:
    from docx.document import Document as Open
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as Line

_TOGETHER = 12
"""Rows that a table may have and still be kept on one page."""


class BlockWriter:
    """Writes blocks at the end of a document, each in its dress.

    Parameters
    ----------
    document : docx.document.Document
    dress : Dress
    """

    def __init__(self, document: Open, dress: Dress) -> None:
        self.document = document
        self.dress = dress
        self._bookmarks = 0

    def write_all(self, blocks: tuple[Block, ...]) -> None:
        """Write blocks in order."""
        for part in outline.parts(blocks):
            self.put(part)

    def line(
        self, text: str, *, first: float = 0, role: str = "body", keep: str = ""
    ) -> Line:
        """Add a line of body text; ``keep`` ``next`` holds it to what follows."""
        dress = self.dress
        paragraph = self.document.add_paragraph()
        set_lines(paragraph, exactly=dress.pitch)
        write(paragraph, text, role=role, size=dress.size, tighter=dress.tighter)
        if first:
            indent(paragraph, first=first, size=dress.size + dress.tighter)
        paragraph.paragraph_format.keep_with_next = keep == "next"
        return paragraph

    def small(self, text: str, *, before: float = 2, after: float = 2) -> Line:
        """Add small print."""
        paragraph = self.document.add_paragraph()
        set_lines(paragraph, before=before, after=after)
        write(paragraph, text, role="body", size=self.dress.note, colour=GREY)
        return paragraph

    def head(self, text: str, level: int) -> Line:
        """Add a head that stands already numbered; it can be linked to."""
        dress = self.dress
        role, size = dress.heads[level - 1]
        paragraph = self.document.add_paragraph(style=f"Heading {level}")
        set_lines(paragraph, exactly=max(dress.pitch, size * 1.3))
        paragraph.paragraph_format.keep_with_next = True
        write(paragraph, text, role=role, size=size, colour="000000")
        if dress.head_indent:
            indent(paragraph, first=dress.head_indent, size=dress.size + dress.tighter)
        self._bookmark(paragraph)
        return paragraph

    @singledispatchmethod
    def put(self, part: object) -> None:
        """Write one part."""
        msg = f"A paper has no {type(part).__name__}."
        raise TypeError(msg)

    @put.register
    def _(self, part: Heading) -> None:
        self.head(part.text, part.level)

    @put.register
    def _(self, part: Paragraph) -> None:
        paragraph = self.line(part.text, first=2)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    @put.register
    def _(self, part: Note) -> None:
        self.small(part.text)

    @put.register
    def _(self, part: PageBreak) -> None:  # noqa: ARG002 - dispatched on its type
        # A break inside a line would leave an empty line on the new page.
        line = self.document.add_paragraph()
        set_lines(line, exactly=1)
        line.paragraph_format.page_break_before = True

    @put.register
    def _(self, part: Table) -> None:
        dress = self.dress
        if part.title:
            self._centred(part.title)
        else:
            self.gap()
        widths = [column.share for column in part.columns]
        table = new_table(self.document, 2, widths, dress)
        head, pattern = table.rows
        repeat_row(head)
        together = len(part.rows) <= _TOGETHER
        for column, name, cell in zip(
            part.columns, head.cells, pattern.cells, strict=True
        ):
            shade(name, "F2F2F2")
            title = self.cell(name, column.title, role="hei", align=Align.CENTRE)
            title.paragraph_format.keep_with_next = together
            line = self.cell(cell, "", align=column.align)
            line.paragraph_format.keep_with_next = together
        fill_rows(table, part.rows)
        if together and not part.note:
            loosen_last_row(table)
        self.small(part.note, before=3, after=4) if part.note else self.gap()

    @put.register
    def _(self, part: Chart) -> None:
        dress = self.dress
        title = self.document.add_paragraph()
        set_lines(title, before=6)
        title.paragraph_format.keep_with_next = True
        write(title, part.title, role="hei", size=dress.chart_title)
        self.small(part.subtitle).paragraph_format.keep_with_next = True
        add_chart(self.document, part, width=dress.width)
        unknown = unknown_line(part)
        if unknown:
            self.small(unknown, after=0).paragraph_format.keep_with_next = True
        self.small(part.source, after=6)

    @put.register
    def _(self, part: KeyFigures) -> None:
        dress = self.dress
        self.gap()
        table = new_table(self.document, 1, [1] * len(part.figures), dress)
        for cell, figure in zip(table.rows[0].cells, part.figures, strict=True):
            thick_top(cell)
            first = cell.paragraphs[0]
            set_lines(first, before=3)
            write(first, figure.label, role="body", size=dress.note, colour=GREY)
            value = cell.add_paragraph()
            set_lines(value)
            write(value, figure.value, role="hei", size=dress.figure)
            if figure.unit:
                write(value, f" {figure.unit}", role="body", size=dress.note)
            if figure.remark:
                remark = cell.add_paragraph()
                set_lines(remark, after=3)
                write(remark, figure.remark, role="body", size=dress.note, colour=GREY)
        self.gap()

    @put.register
    def _(self, part: BlankForm) -> None:
        dress = self.dress
        table = new_table(self.document, len(part.blanks), [2, 5], dress)
        for row, blank in zip(table.rows, part.blanks, strict=True):
            row.height = Pt(blank.lines * dress.blank + 12)
            row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
            label = row.cells[0]
            self.cell(label, blank.label, align=Align.CENTRE, size=dress.form)
        self.gap()

    def cell(
        self,
        cell: _Cell,
        text: str,
        *,
        align: Align,
        role: str = "body",
        size: float | None = None,
    ) -> Line:
        """Write a cell."""
        paragraph: Line = cell.paragraphs[0]
        set_lines(paragraph, before=2, after=2)
        paragraph.alignment = ALIGNS[align]
        write(paragraph, text, role=role, size=size or self.dress.table)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        return paragraph

    def gap(self) -> None:
        """A little room after a table, which has none of its own."""
        set_lines(self.document.add_paragraph(), exactly=6)

    def _centred(self, text: str) -> None:
        title = self.document.add_paragraph()
        set_lines(title, before=4, after=4)
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.keep_with_next = True
        write(title, text, role="hei", size=self.dress.table_title)

    def _bookmark(self, paragraph: Line) -> None:
        self._bookmarks += 1
        for name in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(name)
            mark.set(qn("w:id"), str(self._bookmarks))
            if name == "w:bookmarkStart":
                mark.set(qn("w:name"), bookmark_name(self._bookmarks))
            paragraph._p.append(mark)  # noqa: SLF001 - no other way


def bookmark_name(number: int) -> str:
    """The name by which a list of contents finds the head of that number."""
    return f"_Toc{number:06d}"
