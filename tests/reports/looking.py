"""Look into documents: their words in order, and their pages as pixels."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pypdfium2
from docx import Document
from docx.oxml.ns import qn

from dafeng.reports.outline import marks_line

if TYPE_CHECKING:
    from docx.document import Document as Open

    from dafeng.reports import Paper

Pixels: TypeAlias = "np.ndarray[Any, Any]"
"""Rows, columns, and red, green, blue."""
NUMBER = re.compile(r"—\d+—")


def opened(content: bytes) -> Open:
    """A .docx as python-docx sees it."""
    return Document(io.BytesIO(content))


def squeezed(text: str) -> str:
    """The text without any white."""
    return "".join(text.split()).replace("\u2060", "").replace("\ufffe", "")


def pdf_pages(content: bytes) -> list[str]:
    """Words of each page, without white."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def pdf_words(content: bytes, paper: Paper) -> str:
    """Words of a PDF without what stands on every page: marks, basis, number."""
    return "".join(_without_furniture(page, paper) for page in pdf_pages(content))


def docx_words(content: bytes, paper: Paper) -> str:
    """Words of a .docx in the order in which they are read, head first."""
    document = opened(content)
    section = document.sections[0]
    head = ""
    if section.different_first_page_header_footer:
        head = "".join(line.text for line in section.first_page_header.paragraphs)
    texts = document.element.body.iter(qn("w:t"))
    words = squeezed(head + "".join(one.text or "" for one in texts))
    return _without_furniture(words, paper)


def _without_furniture(words: str, paper: Paper) -> str:
    marks, basis = squeezed(marks_line(paper)), squeezed(paper.basis)
    for one in filter(None, (marks, basis)):
        words = words.replace(one, "")
    return NUMBER.sub("", words)


def pictures(content: bytes, *, scale: float = 1.0) -> list[Pixels]:
    """Pages of a PDF as pixels, 72 to the inch times ``scale``."""
    document = pypdfium2.PdfDocument(content)
    try:
        # Blue, green, red: turned, and copied before the page is closed.
        return [
            page.render(scale=scale).to_numpy()[:, :, ::-1].copy() for page in document
        ]
    finally:
        document.close()


def red_rows(picture: Pixels) -> list[int]:
    """Rows in which red ink runs over more than half of the width."""
    share = _red(picture).mean(axis=1)
    return np.flatnonzero(share > 0.5).tolist()


def first_red(picture: Pixels, *, below: int = 0) -> int:
    """The first row with red ink under a row."""
    rows = np.flatnonzero(_red(picture).any(axis=1))
    return int(rows[rows >= below][0])


def ink_box(picture: Pixels) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is printed dark."""
    dark = picture.max(axis=2) < 120
    rows = np.flatnonzero(dark.any(axis=1))
    columns = np.flatnonzero(dark.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def blue_dots(picture: Pixels) -> int:
    """Pixels in the first colour of a chart."""
    red, green, blue = picture[:, :, 0], picture[:, :, 1], picture[:, :, 2]
    return int(((red < 60) & (green > 90) & (green < 140) & (blue > 150)).sum())


def _red(picture: Pixels) -> Any:
    red, green, blue = picture[:, :, 0], picture[:, :, 1], picture[:, :, 2]
    return (red > 180) & (green < 110) & (blue < 110)
