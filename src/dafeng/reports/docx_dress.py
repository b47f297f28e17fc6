"""Sizes of a layout in a .docx, and the small steps that put text in its fonts."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Any

import attrs
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from dafeng.reports.fonts import standard_name
from dafeng.reports.form import character_pitch, line_pitch, points
from dafeng.reports.outline import printable
from dafeng.reports.records import Align, Layout

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

TWIPS = 20
RED, GREY = "E60000", "5C5C5C"
ALIGNS = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


_AFTER_FRAME = ("w:shd", "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang")
_AFTER_SPACING = (
    *("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u"),
    *("w:effect", "w:bdr", *_AFTER_FRAME),
)
"""What the format wants to come after; a program may refuse another order."""


@attrs.frozen(kw_only=True)
class Margins:
    """White around the text, in points."""

    top: float
    bottom: float
    left: float
    right: float


@attrs.frozen(kw_only=True)
class Dress:
    """How a layout is dressed: lengths in points.

    Attributes
    ----------
    size, pitch : float
        Body text, and from line to line.
    tighter : float
        What is taken from between characters, so that a line holds its number.
    margins : Margins
    width : float
        Of the text.
    heads : tuple of (role, size)
        Fonts of the four levels.
    head_indent : float
        Characters before a head.
    table, table_title, note, chart_title, figure, form, blank : float
        Sizes of the blocks; ``blank`` is the height of an empty line.
    """

    size: float
    pitch: float
    tighter: float = 0.0
    margins: Margins
    width: float
    heads: tuple[tuple[str, float], ...]
    head_indent: float
    table: float
    table_title: float
    note: float
    chart_title: float
    figure: float
    form: float
    blank: float


def dress_of(layout: Layout, *, scale: float) -> Dress:
    """The dress of a layout; a sheet is scaled to fill its page."""
    if layout is Layout.REPORT:
        return _report()
    if layout is Layout.SHEET:
        return _sheet(scale)
    return _official()


def _official() -> Dress:
    size = points("size.body")
    left, top = points("margin.left"), points("margin.top")
    width, height = points("text.width"), points("text.height")
    return Dress(
        size=size,
        pitch=floor(line_pitch() * TWIPS) / TWIPS,
        tighter=floor((character_pitch() - size) * TWIPS) / TWIPS,
        margins=Margins(
            top=top,
            bottom=points("page.height") - top - height,
            left=left,
            right=points("page.width") - left - width,
        ),
        width=width,
        heads=(("hei", size), ("kai", size), ("body", size), ("body", size)),
        head_indent=2,
        table=points("table.size"),
        table_title=14,
        note=10.5,
        chart_title=14,
        figure=20,
        form=14,
        blank=24,
    )


def _report() -> Dress:
    size, side = points("report.size"), points("report.side")
    return Dress(
        size=size,
        pitch=points("report.line"),
        margins=Margins(
            top=points("report.top"),
            bottom=points("report.bottom"),
            left=side,
            right=side,
        ),
        width=points("page.width") - 2 * side,
        heads=(("hei", 16), ("kai", 15), ("body", size), ("body", size)),
        head_indent=2,
        table=points("report.table"),
        table_title=12,
        note=9.5,
        chart_title=12.5,
        figure=20,
        form=12,
        blank=22,
    )


def _sheet(scale: float) -> Dress:
    size, side = points("sheet.size") * scale, points("sheet.side")
    return Dress(
        size=size,
        pitch=points("sheet.line") * scale,
        margins=Margins(
            top=points("sheet.top"),
            bottom=points("sheet.bottom"),
            left=side,
            right=side,
        ),
        width=points("page.width") - 2 * side,
        heads=(("hei", size),) * 4,
        head_indent=0,
        table=points("sheet.table") * scale,
        table_title=10.5 * scale,
        note=8.5 * scale,
        chart_title=10.5 * scale,
        figure=18 * scale,
        form=10.5 * scale,
        blank=17 * scale,
    )


def write(
    paragraph: Paragraph,
    text: str,
    *,
    role: str,
    size: float,
    colour: str | None = None,
    tighter: float = 0.0,
) -> Run:
    """Add a text in the font of a role; its line ends become line breaks."""
    run = paragraph.add_run()
    for at, line in enumerate(printable(text).split("\n")):
        if at:
            run.add_break(WD_BREAK.LINE)
        run.add_text(line)
    in_font(run, role, size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if tighter:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(round(tighter * TWIPS)))
        _in_order(run, spacing, _AFTER_SPACING)
    return run


def in_font(run: Run, role: str, size: float) -> None:
    """Put a run in the font of a role, for Chinese and Latin alike."""
    name_fonts(run._r.get_or_add_rPr(), role)  # noqa: SLF001 - no other way
    run.font.size = Pt(round(size * 2) / 2)


def name_fonts(properties: Any, role: str) -> None:
    """Name the font of a role in the properties of a run or a style."""
    fonts = properties.get_or_add_rFonts()
    for key in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(key), standard_name(role))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:hint"), "eastAsia")


def set_lines(
    paragraph: Paragraph,
    *,
    exactly: float | None = None,
    before: float = 0,
    after: float = 0,
) -> None:
    """Space around a paragraph, and the pitch of its lines (default: single)."""
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    _loosen(paragraph._p.get_or_add_pPr())  # noqa: SLF001 - no other way
    if exactly is None:
        layout.line_spacing_rule = WD_LINE_SPACING.SINGLE
    else:
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = Pt(exactly)


def _loosen(properties: Any) -> None:
    """Off the grid, whose lines are set exactly; no room between Chinese and Latin."""
    for name in ("w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid"):
        if properties.find(qn(name)) is None:
            off = OxmlElement(name)
            off.set(qn("w:val"), "0")
            properties.find(qn("w:spacing")).addprevious(off)


def indent(paragraph: Paragraph, *, first: float, size: float) -> None:
    """Indent the first line by characters of a size; below zero it hangs out."""
    paragraph.paragraph_format.first_line_indent = Pt(first * size)
    ind = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001 - no other way
    key = "w:firstLineChars" if first >= 0 else "w:hangingChars"
    ind.set(qn(key), str(round(abs(first) * 100)))


def boxed(run: Run, colour: str) -> None:
    """Draw a thin frame around a run."""
    frame = OxmlElement("w:bdr")
    for key, value in (("val", "single"), ("sz", "5"), ("space", "0")):
        frame.set(qn(f"w:{key}"), value)
    frame.set(qn("w:color"), colour)
    _in_order(run, frame, _AFTER_FRAME)


def _in_order(run: Run, child: Any, successors: tuple[str, ...]) -> None:
    properties = run._r.get_or_add_rPr()  # noqa: SLF001 - no other way
    properties.insert_element_before(child, *successors)


def rule(
    paragraph: Paragraph,
    *,
    side: str,
    points_thick: float,
    colour: str = "000000",
    style: str = "single",
    space: float = 0,
) -> None:
    """Draw a line over (``top``) or under (``bottom``) a paragraph."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - no other way
    borders: Any = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders,
            *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap"),
            *("w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN"),
            *("w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind"),
            *("w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc"),
            *("w:textDirection", "w:textAlignment", "w:textboxTightWrap"),
            *("w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr"),
        )
    line = OxmlElement(f"w:{side}")
    line.set(qn("w:val"), style)
    line.set(qn("w:sz"), str(round(points_thick * 8)))
    line.set(qn("w:space"), str(round(space)))
    line.set(qn("w:color"), colour)
    borders.append(line)


def field(
    paragraph: Paragraph, code: str, shown: str, *, role: str, size: float
) -> None:
    """Add a field (``PAGE``, ``PAGEREF …``) with what is shown until it is counted."""
    for kind in ("begin", None, "separate", "shown", "end"):
        run = paragraph.add_run()
        in_font(run, role, size)
        if kind == "shown":
            run.add_text(shown)
        elif kind is None:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {code} "
            run._r.append(text)  # noqa: SLF001 - no other way
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 - no other way
