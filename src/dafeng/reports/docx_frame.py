"""Around the text of a .docx: page, marks above, page numbers and basis below."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from dafeng.reports import outline
from dafeng.reports.docx_dress import (
    GREY,
    RED,
    TWIPS,
    Dress,
    boxed,
    field,
    rule,
    set_lines,
    write,
)
from dafeng.reports.form import head_size, points
from dafeng.reports.outline import text_width
from dafeng.reports.records import Layout

if TYPE_CHECKING:
    from docx.section import Section, _Footer, _Header
    from docx.text.paragraph import Paragraph as Line

    from dafeng.reports.records import Paper

_MARKS_TOP = 31.0
_MARKS = 10.5
_FOOT = 23.0
_BASIS_PITCH = 1.25


def set_page(section: Section, dress: Dress) -> None:
    """Paper, margins and the grid of lines."""
    section.page_width = Pt(points("page.width"))
    section.page_height = Pt(points("page.height"))
    section.top_margin = Pt(dress.margins.top)
    section.bottom_margin = Pt(dress.margins.bottom)
    section.left_margin = Pt(dress.margins.left)
    section.right_margin = Pt(dress.margins.right)
    section.header_distance = Pt(_MARKS_TOP if dress.margins.top > 70 else 22)
    section.footer_distance = Pt(_FOOT)
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 - no other way
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)  # noqa: SLF001 - no other way
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(dress.pitch * TWIPS)))


def frame(section: Section, paper: Paper, dress: Dress) -> None:
    """Marks and basis on every page, the page number at its outer side."""
    letter = paper.layout is Layout.LETTER
    section.different_first_page_header_footer = letter
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        _marks(header, paper)
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        _foot(footer, paper, dress, side)
    if letter:
        _letter_head(section.first_page_header, paper, dress)
        _letter_foot(section.first_page_footer, paper, dress)


def bare_frame(section: Section, paper: Paper, dress: Dress) -> None:
    """Marks and basis, but no page number: title page, contents, sheet."""
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        _marks(header, paper)
    for footer in (section.footer, section.even_page_footer):
        footer.is_linked_to_previous = False
        _basis(footer.paragraphs[0], paper, dress)


def _marks(header: _Header, paper: Paper) -> Line:
    line: Line = header.paragraphs[0]
    set_lines(line)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    marks = outline.marks_line(paper)
    if marks:
        boxed(write(line, f" {marks} ", role="hei", size=_MARKS, colour=RED), RED)
    return line


def _foot(
    footer: _Footer, paper: Paper, dress: Dress, side: WD_ALIGN_PARAGRAPH
) -> None:
    line = footer.paragraphs[0]
    official = paper.layout in {Layout.LETTER, Layout.CIRCULAR}
    size = points("size.page") if official else _MARKS
    below = _below(paper, dress)
    # The line of the number ends where its dash stands a gap under the text.
    number_top = dress.margins.bottom - points("page.gap") + size / 2
    set_lines(line, exactly=size, after=max(0.0, number_top - size - below - _FOOT))
    line.alignment = side
    edge = "right_indent" if side is WD_ALIGN_PARAGRAPH.RIGHT else "left_indent"
    setattr(line.paragraph_format, edge, Pt(size if official else 0))
    write(line, "— ", role="song", size=size)
    field(line, "PAGE", "1", role="song", size=size)
    write(line, " —", role="song", size=size)
    _basis(footer.add_paragraph(), paper, dress)


def _basis(line: Line, paper: Paper, dress: Dress) -> None:
    size = outline.basis_size(paper, width=dress.width)
    set_lines(line, exactly=size * _BASIS_PITCH)
    if paper.basis:
        write(line, paper.basis, role="body", size=size, colour=GREY)


def _below(paper: Paper, dress: Dress) -> float:
    """Height of the basis, whose lines are counted by the width of their letters."""
    size = outline.basis_size(paper, width=dress.width)
    lines = ceil(text_width(paper.basis) * size / dress.width)
    return max(1, lines) * size * _BASIS_PITCH


def _letter_head(header: _Header, paper: Paper, dress: Dress) -> None:
    """The red head in the margin of the first page, over a double line."""
    marks = _marks(header, paper)
    top = points("letter.top") - _MARKS_TOP
    set_lines(marks, exactly=15, after=top - 15)
    head = outline.head_of(paper)
    size = head_size(head, width=dress.width, largest=points("letter.largest"))
    line = header.add_paragraph()
    set_lines(line, exactly=size * 1.08)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _widen(line, dress)
    write(line, head, role="title", size=size, colour=RED).bold = True
    _thick_rule(line, side="bottom", style="thickThinSmallGap")


def _letter_foot(footer: _Footer, paper: Paper, dress: Dress) -> None:
    line = footer.paragraphs[0]
    height = points("letter.foot") - _FOOT
    below = _below(paper, dress)
    set_lines(line, exactly=max(1.0, height - below))
    _widen(line, dress)
    _thick_rule(line, side="top", style="thinThickSmallGap")
    _basis(footer.add_paragraph(), paper, dress)


def _thick_rule(line: Line, *, side: str, style: str) -> None:
    under = points("letter.rule_gap") if side == "bottom" else 0
    rule(line, side=side, points_thick=3, colour=RED, style=style, space=under)


def _widen(line: Line, dress: Dress) -> None:
    """Let a paragraph reach as far as the double line, which leaves the text area."""
    out = (points("page.width") - points("letter.rule")) / 2
    line.paragraph_format.left_indent = Pt(out - dress.margins.left)
    line.paragraph_format.right_indent = Pt(out - dress.margins.right)
