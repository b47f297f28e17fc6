"""Letters and circulars in a .docx as GB/T 9704-2012 sets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from dafeng.reports import outline
from dafeng.reports.docx_dress import RED, TWIPS, indent, rule, set_lines, write
from dafeng.reports.form import form, head_size, points
from dafeng.reports.records import Layout

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as Line

    from dafeng.reports.docx_blocks import BlockWriter
    from dafeng.reports.docx_dress import Dress
    from dafeng.reports.records import Paper

_TITLE_PITCH = 35


def write_official(writer: BlockWriter, paper: Paper) -> None:
    """Write a letter or circular: head, title, body, signature, attachments, copies."""
    if paper.layout is Layout.LETTER:
        _letter_number(writer, paper)
    else:
        _circular_head(writer, paper)
    write_title(writer, paper.title, before=_lines("title.lines", writer.dress))
    set_lines(writer.document.add_paragraph(), exactly=writer.dress.pitch)
    if paper.addressees:
        writer.line(outline.addressee_line(paper))
    writer.write_all(paper.blocks)
    _attachment_list(writer, paper)
    _signature(writer, paper)
    if paper.contact:
        writer.line(outline.contact_line(paper), first=2)
    _attachments(writer, paper)
    _end_matter(writer, paper)


def write_title(writer: BlockWriter, text: str, *, before: float) -> None:
    """Write a title, its lines about the same length."""
    size = points("size.title")
    title = writer.document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_lines(title, exactly=_TITLE_PITCH, before=before)
    lines = outline.title_lines(text, width=writer.dress.width / size)
    write(title, "\n".join(lines), role="title", size=size).bold = True


def _letter_number(writer: BlockWriter, paper: Paper) -> None:
    writer.line(paper.number).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _circular_head(writer: BlockWriter, paper: Paper) -> None:
    dress = writer.dress
    head = outline.head_of(paper)
    size = head_size(head, width=dress.width, largest=points("head.largest"))
    line = writer.document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_lines(line, exactly=size * 1.08, before=points("head.top"))
    write(line, head, role="title", size=size, colour=RED).bold = True
    number = writer.line(paper.number)
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_lines(
        number, exactly=dress.size * 1.2, before=_lines("head.number_lines", dress)
    )
    rule(
        number,
        side="bottom",
        points_thick=points("rule.head"),
        colour=RED,
        space=points("head.rule_gap"),
    )


def _attachment_list(writer: BlockWriter, paper: Paper) -> None:
    """附件 after the body; long names hang under their own first character."""
    size = writer.dress.size + writer.dress.tighter
    for at, one in enumerate(outline.attachment_list(paper.attachments)):
        if at == 0:
            set_lines(writer.document.add_paragraph(), exactly=writer.dress.pitch)
        label = "附件：" if at == 0 else ""
        line = writer.line(f"{label}{one.number}{one.title}", keep="next")
        hang = outline.text_width(f"附件：{one.number}")
        line.paragraph_format.left_indent = Pt((2 + hang) * size)
        first = -hang if at == 0 else -outline.text_width(one.number)
        line.paragraph_format.first_line_indent = Pt(first * size)


def _signature(writer: BlockWriter, paper: Paper) -> None:
    dress = writer.dress
    size = dress.size + dress.tighter
    sign = outline.signature_of(paper)
    _keep_last(writer)
    for text, right in ((sign.organ, sign.organ_right), (sign.day, sign.day_right)):
        keep = "next" if text == sign.organ else ""
        line = writer.line(text, keep=keep)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = Pt(right * size)
        if text == sign.organ:
            line.paragraph_format.space_before = Pt(_lines("sign.lines", dress))


def _keep_last(writer: BlockWriter) -> None:
    """No signature stands alone on a page: the last line of the body goes with it."""
    last = writer.document.paragraphs[-1]
    last.paragraph_format.keep_with_next = True


def _attachments(writer: BlockWriter, paper: Paper) -> None:
    count = len(paper.attachments)
    for number, one in enumerate(paper.attachments, start=1):
        label = writer.line(outline.attachment_label(number, count), role="hei")
        label.paragraph_format.page_break_before = True
        write_title(writer, one.title, before=writer.dress.pitch)
        set_lines(writer.document.add_paragraph(), exactly=writer.dress.pitch / 2)
        writer.write_all(one.blocks)


def _end_matter(writer: BlockWriter, paper: Paper) -> None:
    """版记 at the foot of the last page; a letter has its copies without lines."""
    copies = outline.copies_line(paper)
    organ, day = outline.printed_line(paper)
    if not copies and not organ:
        return
    rows = [row for row in (copies, organ) if row]
    size = points("size.copies")
    table = writer.document.add_table(rows=len(rows), cols=1)
    table.autofit = False
    _float_at_foot(table._tbl, writer.dress)  # noqa: SLF001 - no other way
    for at, (row, text) in enumerate(zip(table.rows, rows, strict=True)):
        cell = row.cells[0]
        cell.width = Pt(writer.dress.width)
        line = cell.paragraphs[0]
        set_lines(line, exactly=size * 1.4, before=2, after=2)
        line.paragraph_format.right_indent = Pt(size)
        if text == organ:
            line.paragraph_format.left_indent = Pt(size)
            _organ_and_day(line, organ, day, writer.dress, size)
        else:
            line.paragraph_format.left_indent = Pt(4 * size)
            indent(line, first=-3, size=size)
            write(line, text, role="body", size=size)
        if paper.layout is Layout.CIRCULAR:
            _lines_of_cell(
                cell._tc,  # noqa: SLF001 - no other way
                top="copies.thick" if at == 0 else "copies.thin",
                bottom="copies.thick" if at == len(rows) - 1 else "copies.thin",
            )
    set_lines(writer.document.add_paragraph(), exactly=1)


def _organ_and_day(line: Line, organ: str, day: str, dress: Dress, size: float) -> None:
    line.paragraph_format.tab_stops.add_tab_stop(Pt(dress.width - size), _right_tab())
    write(line, organ, role="body", size=size)
    line.add_run().add_tab()
    write(line, day, role="body", size=size)


def _right_tab() -> object:
    from docx.enum.text import WD_TAB_ALIGNMENT

    return WD_TAB_ALIGNMENT.RIGHT


def _float_at_foot(table: object, dress: Dress) -> None:
    properties = table.tblPr  # type: ignore[attr-defined]
    place = OxmlElement("w:tblpPr")
    for key, value in (
        # Measured from the page: LibreOffice floats no table else that fills its text.
        ("horzAnchor", "page"),
        ("vertAnchor", "margin"),
        ("tblpX", str(round(points("margin.left") * TWIPS))),
        ("tblpYSpec", "bottom"),
    ):
        place.set(qn(f"w:{key}"), value)
    properties.insert(0, place)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "0")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    look = properties.find(qn("w:tblLook"))
    look.addprevious(margins)
    for column in table.tblGrid.findall(qn("w:gridCol")):  # type: ignore[attr-defined]
        column.set(qn("w:w"), str(round(dress.width * TWIPS)))


def _lines_of_cell(cell: object, *, top: str, bottom: str) -> None:
    borders = OxmlElement("w:tcBorders")
    for side, key in (("top", top), ("bottom", bottom)):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), str(round(points(key) * 8)))
        line.set(qn("w:space"), "0")
        line.set(qn("w:color"), "000000")
        borders.append(line)
    cell.get_or_add_tcPr().append(borders)  # type: ignore[attr-defined]


def _lines(key: str, dress: Dress) -> float:
    return form()[key].value * dress.pitch
