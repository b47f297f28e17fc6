"""The process that reads one PDF: file on stdin, JSON on stdout.

The answer is ``{"refusal": "", "pages": 3, "text": "…"}``; ``refusal`` is a
:class:`~dafeng.plan.documents.pdf.Refusal` when there is no text to give.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs
import pypdfium2
import pypdfium2.raw as pdfium

from dafeng.plan.documents.guards import MAX_CHARACTERS
from dafeng.plan.documents.pdf import Refusal
from dafeng.plan.documents.pdf_layout import Glyph, page_lines
from dafeng.plan.documents.pdf_tables import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = 2 * 1024**3
_MAX_PAGES = 3000
_MAX_PAGE_OBJECTS = 50_000
_MIN_PER_PAGE = 10
_MAX_UNREADABLE = 0.3
_MAX_NESTING = 4
_MAX_SLANT = 0.03
_HYPHEN_AT_LINE_END = 0x02
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Refused(Exception):
    """The PDF cannot be used; ``args[0]`` is the :class:`Refusal`."""


def main() -> int:
    """Read stdin, answer on stdout; 0 also when the file is refused."""
    _limit_memory()
    answer: dict[str, str | int] = {"refusal": "", "pages": 0, "text": ""}
    try:
        with _opened(sys.stdin.buffer.read()) as document:
            answer["pages"] = len(document)
            answer["text"] = _document_text(document)
    except Refused as refused:
        answer["refusal"] = refused.args[0]
    except MemoryError:
        answer["refusal"] = Refusal.BOMB
    except pypdfium2.PdfiumError:
        answer["refusal"] = Refusal.BROKEN
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # the time limit of the parent has to do on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise Refused(
            Refusal.ENCRYPTED if error.err_code in locked else Refusal.BROKEN
        ) from error


def _document_text(document: pypdfium2.PdfDocument) -> str:
    if not 0 < len(document) <= _MAX_PAGES:
        raise Refused(Refusal.TOO_LARGE if len(document) else Refusal.BROKEN)
    pages: list[str] = []
    length = unreadable = pictures = 0
    for number in range(len(document)):
        content = _page_content(document[number])
        length += len(content.glyphs)
        unreadable += content.unreadable
        pictures += content.pictures
        if length > MAX_CHARACTERS:
            raise Refused(Refusal.TOO_LARGE)
        lines = page_lines(content.glyphs, content.rules)
        pages.append("".join(f"{line}\n" for line in lines))
    is_scan = pictures and length < _MIN_PER_PAGE * len(pages)
    if not length or is_scan or unreadable > _MAX_UNREADABLE * length:
        raise Refused(Refusal.NO_TEXT)
    return "\f\n".join(pages)


@attrs.frozen(kw_only=True)
class _Page:
    """What stands on a page, turned so that most of its text runs to the right."""

    glyphs: list[Glyph]
    rules: list[Rule]
    unreadable: int
    pictures: int


def _page_content(page: pypdfium2.PdfPage) -> _Page:
    textpage = page.get_textpage()
    signs = list(_signs(textpage.raw))
    turns = Counter(sign.turn for sign in signs if sign.turn is not None)
    turn = max(turns, key=turns.__getitem__, default=0) or 0
    glyphs = [_glyph(sign, turn) for sign in signs if sign.turn == turn]
    rules: list[Rule] = []
    pictures = 0
    for number, (item, matrix) in enumerate(_objects(page.raw)):
        if number > _MAX_PAGE_OBJECTS:
            break
        kind = pdfium.FPDFPageObj_GetType(item)
        pictures += kind == pdfium.FPDF_PAGEOBJ_IMAGE
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            rules.extend(_rules(item, matrix, turn))
    textpage.close()
    page.close()
    return _Page(
        glyphs=glyphs,
        rules=rules,
        unreadable=sum(glyph.char == "\ufffd" for glyph in glyphs),
        pictures=pictures,
    )


@attrs.frozen
class _Sign:
    """A character as it was drawn; ``turn`` in quarters, ``None`` if slanted."""

    char: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    em: float
    turn: int | None


def _signs(textpage: Any) -> Iterator[_Sign]:
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(pdfium.FPDFText_CountChars(textpage)):
        if pdfium.FPDFText_IsGenerated(textpage, at) == 1:
            continue
        char = _readable(pdfium.FPDFText_GetUnicode(textpage, at))
        if not char:
            continue
        pdfium.FPDFText_GetLooseCharBox(textpage, at, box)
        pdfium.FPDFText_GetCharOrigin(textpage, at, x, y)
        pdfium.FPDFText_GetMatrix(textpage, at, matrix)
        size = pdfium.FPDFText_GetFontSize(textpage, at)
        clockwise = pdfium.FPDFText_GetCharAngle(textpage, at)
        quarters = -clockwise / (math.pi / 2)
        is_slanted = abs(quarters - round(quarters)) > _MAX_SLANT
        yield _Sign(
            char,
            (box.left, box.bottom, box.right, box.top),
            (x.value, y.value),
            max(size * math.hypot(matrix.c, matrix.d), 1.0),
            None if is_slanted else round(quarters) % 4,
        )


def _readable(code: int) -> str:
    """Return the character; a radical used for its look becomes what it looks like."""
    if code in (0, 0xFFFE, 0xFFFF) or code > 0x10FFFF:
        return "\ufffd"
    if code == _HYPHEN_AT_LINE_END:
        return "-"
    if code < 0x20 or code == 0x7F:
        return ""
    char = chr(code)
    if 0x2F00 <= code <= 0x2FD5 or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", char)
    return " " if char == "\xa0" else char


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Turn a point back by quarters of a circle, so that text runs to the right."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def _glyph(sign: _Sign, turn: int) -> Glyph:
    left, bottom, right, top = sign.box
    x0, x1 = _turned(left, bottom, turn)[0], _turned(right, top, turn)[0]
    return Glyph(
        char=sign.char,
        left=min(x0, x1),
        right=max(x0, x1),
        base=_turned(*sign.origin, turn)[1],
        em=sign.em,
    )


def _objects(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    """Yield what is drawn on a page, also inside forms, with its way to the page."""
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _unfolded(pdfium.FPDFPage_GetObject(page, at), _IDENTITY, 0)


def _unfolded(
    item: Any, matrix: _Matrix, nesting: int
) -> Iterator[tuple[Any, _Matrix]]:
    if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_FORM:
        yield item, matrix
    elif nesting < _MAX_NESTING:
        inner = _product(_matrix(item), matrix)
        for at in range(pdfium.FPDFFormObj_CountObjects(item)):
            part = pdfium.FPDFFormObj_GetObject(item, at)
            yield from _unfolded(part, inner, nesting + 1)


def _matrix(item: Any) -> _Matrix:
    own = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, own):
        return _IDENTITY
    return own.a, own.b, own.c, own.d, own.e, own.f


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _rules(path: Any, matrix: _Matrix, turn: int) -> Iterator[Rule]:
    """Yield the upright and level strokes of a path."""
    a, b, c, d, e, f = _product(_matrix(path), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for at in range(min(pdfium.FPDFPath_CountSegments(path), _MAX_PAGE_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _turned(
            a * x.value + c * y.value + e, b * x.value + d * y.value + f, turn
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from Rule.between(last, point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from Rule.between(point, start)
        last = point
