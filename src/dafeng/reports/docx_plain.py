"""Sheets and reports in a .docx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from dafeng.reports import outline
from dafeng.reports.docx_blocks import bookmark_name
from dafeng.reports.docx_dress import RED, field, rule, set_lines, write
from dafeng.reports.docx_frame import bare_frame, frame, set_page
from dafeng.reports.form import points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.text.paragraph import Paragraph as Line

    from dafeng.reports.docx_blocks import BlockWriter
    from dafeng.reports.records import Paper

_DEPTH = 2


def write_sheet(writer: BlockWriter, paper: Paper, *, scale: float) -> None:
    """Write one page: organ and number over a red line, title, blocks."""
    bare_frame(writer.document.sections[0], paper, writer.dress)
    head = writer.document.add_paragraph()
    set_lines(head, after=4)
    head.paragraph_format.tab_stops.add_tab_stop(
        Pt(writer.dress.width), WD_TAB_ALIGNMENT.RIGHT
    )
    write(head, paper.organ, role="title", size=14, colour=RED).bold = True
    day = outline.signature_of(paper).day if paper.signed_on else ""
    right = "  ".join(one for one in (paper.number, day) if one)
    head.add_run().add_tab()
    write(head, right, role="body", size=10)
    rule(head, side="bottom", points_thick=1.25, colour=RED, space=3)
    size = points("sheet.title") * scale
    title = _centred(writer, before=6, after=6)
    lines = outline.title_lines(paper.title, width=writer.dress.width / size)
    write(title, "\n".join(lines), role="title", size=size).bold = True
    if paper.addressees:
        writer.line(outline.addressee_line(paper))
    writer.write_all(paper.blocks)
    for text, level, blocks in outline.attached(paper):
        writer.head(text, level)
        writer.write_all(blocks)
    foot = [outline.contact_line(paper), outline.copies_line(paper)]
    for text in filter(None, foot):
        writer.small(text)


def write_report(writer: BlockWriter, paper: Paper, *, pages: Sequence[str]) -> None:
    """Write title page, contents, numbered pages.

    Parameters
    ----------
    writer : BlockWriter
    paper : Paper
    pages : sequence of str
        Page of each head, as far as known; a reader's program counts them anew.
    """
    bare_frame(writer.document.sections[0], paper, writer.dress)
    _title_page(writer, paper)
    _contents(writer, paper, pages)
    section = writer.document.add_section(WD_SECTION.NEW_PAGE)
    set_page(section, writer.dress)
    frame(section, paper, writer.dress)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:cols")).addprevious(numbers)  # noqa: SLF001
    if paper.addressees:
        writer.line(outline.addressee_line(paper))
    writer.write_all(paper.blocks)
    if paper.contact:
        writer.line(outline.contact_line(paper), first=2)
    for text, level, blocks in outline.attached(paper):
        head = writer.head(text, level)
        head.paragraph_format.page_break_before = True
        writer.write_all(blocks)
    if paper.copies_to:
        writer.small(outline.copies_line(paper), before=12)


def _title_page(writer: BlockWriter, paper: Paper) -> None:
    organ = _centred(writer, before=68, after=96)
    write(organ, paper.organ, role="kai", size=18)
    size = points("report.title")
    title = _centred(writer, after=24)
    lines = outline.title_lines(paper.title, width=writer.dress.width / size)
    write(title, "\n".join(lines), role="title", size=size).bold = True
    number = _centred(writer, after=240)
    write(number, paper.number, role="body", size=14)
    sign = outline.signature_of(paper)
    for text in (sign.organ, sign.day):
        write(_centred(writer, after=6), text, role="body", size=16)


def _contents(writer: BlockWriter, paper: Paper, pages: Sequence[str]) -> None:
    heads = tuple(outline.heads_of(paper))
    if not heads:
        return
    title = _centred(writer, after=14)
    title.paragraph_format.page_break_before = True
    write(title, "目　录", role="title", size=18).bold = True
    for number, (text, level) in enumerate(heads, start=1):
        if level > _DEPTH:
            continue
        line = writer.document.add_paragraph()
        set_lines(line, exactly=22)
        line.paragraph_format.left_indent = Pt(24 * (level - 1))
        line.paragraph_format.tab_stops.add_tab_stop(
            Pt(writer.dress.width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
        write(line, text, role="body", size=12)
        line.add_run().add_tab()
        shown = pages[number - 1] if number <= len(pages) else ""
        code = f"PAGEREF {bookmark_name(number)} \\h"
        field(line, code, shown, role="body", size=12)


def _centred(writer: BlockWriter, *, before: float = 0, after: float = 0) -> Line:
    line = writer.document.add_paragraph()
    set_lines(line, before=before, after=after)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return line
