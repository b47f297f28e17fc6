"""Charts in a .docx: the SVG, and a PNG for programs that cannot show it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt

from dafeng.reports.charts import draw_chart
from dafeng.reports.docx_dress import set_lines
from dafeng.reports.drawing import described

if TYPE_CHECKING:
    from docx.document import Document as Open

    from dafeng.reports.records import Chart

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def add_chart(document: Open, chart: Chart, *, width: float) -> None:
    """Add the drawing of a chart, its figures told in words beside it.

    Raises
    ------
    NoTypstError, NoFontsError
    """
    picture = draw_chart(chart, width=width)
    paragraph = document.add_paragraph()
    set_lines(paragraph)
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(picture.png), width=Pt(width))
    inline = shape._inline  # noqa: SLF001 - no other way
    inline.docPr.set("descr", described(chart))
    inline.docPr.set("name", f"Chart {inline.docPr.id}")
    package = document.part.package
    number = sum(str(one.partname).endswith(".svg") for one in package.iter_parts())
    part = Part(
        PackURI(f"/word/media/chart{number + 1}.svg"),
        "image/svg+xml",
        picture.svg,
        package,
    )
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    blip: Any = inline.find(f".//{qn('a:blip')}")
    blip.append(
        parse_xml(
            f'<a:extLst xmlns:a="{_A}"><a:ext uri="{_SVG_EXTENSION}">'
            f'<asvg:svgBlip xmlns:asvg="{_SVG}" xmlns:r="{_R}" r:embed="{relation}"/>'
            "</a:ext></a:extLst>"
        )
    )
