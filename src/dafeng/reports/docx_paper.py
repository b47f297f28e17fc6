"""A paper as a .docx."""

from __future__ import annotations

from datetime import date

from dafeng.reports.docx_blocks import BlockWriter
from dafeng.reports.docx_dress import dress_of
from dafeng.reports.docx_frame import frame, set_page
from dafeng.reports.docx_official import write_official
from dafeng.reports.docx_package import new_document, saved
from dafeng.reports.docx_plain import write_report, write_sheet
from dafeng.reports.errors import ReportError
from dafeng.reports.pdf import Laid, layout_of
from dafeng.reports.records import Layout, Paper

_LOOSER = 0.93
"""Other programs set a little wider than ours: a sheet keeps some room."""


def as_docx(paper: Paper, *, made_on: date) -> bytes:
    """Write a paper as a .docx; same paper and day: same bytes.

    Only a chart needs the package ``typst``. Where it is there, the pages of a report
    and the size of a sheet are taken from its setting; else they are left to the
    reader's program.

    Parameters
    ----------
    paper : Paper
    made_on : date
        Day of the file.

    Raises
    ------
    NoTypstError, NoFontsError
        The paper holds a chart, and none can be drawn here.
    """
    laid = _laid(paper)
    dress = dress_of(paper.layout, scale=laid.scale)
    document = new_document(paper, dress, made_on=made_on)
    writer = BlockWriter(document, dress)
    set_page(document.sections[0], dress)
    if paper.layout is Layout.SHEET:
        write_sheet(writer, paper, scale=laid.scale)
    elif paper.layout is Layout.REPORT:
        write_report(writer, paper, pages=laid.heads)
    else:
        frame(document.sections[0], paper, dress)
        write_official(writer, paper)
    return saved(document, made_on=made_on)


def _laid(paper: Paper) -> Laid:
    if paper.layout not in {Layout.SHEET, Layout.REPORT}:
        return Laid()
    try:
        laid = layout_of(paper)
    except ReportError:
        return Laid()
    if paper.layout is Layout.SHEET:
        return Laid(scale=laid.scale * _LOOSER)
    return laid
