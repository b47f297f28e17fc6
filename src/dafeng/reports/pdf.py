"""A paper as a PDF, or as a picture of each page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs

from dafeng.reports.fonts import FontUse, fonts_used
from dafeng.reports.records import Layout, Paper
from dafeng.reports.setting import paper_values
from dafeng.reports.typesetting import ask, draw_pages, set_pdf

_SCREEN = 96
_ANY_DAY = date(2000, 1, 1)
_AS_MEANT = 1.0
_LARGER = (1.15, 1.3, 1.5)
_SMALLER = (0.93, 0.86, 0.8)
"""A sheet fills its page: set larger while it fits, smaller when it runs over."""


@attrs.frozen(kw_only=True)
class Pdf:
    """A PDF.

    Attributes
    ----------
    content : bytes
    pages : int
    fonts : tuple of FontUse
        What stood for each font of the standard.
    standards : tuple of str
        ``a-2a`` and ``ua-1``; none when a text allows none (a character that no font
        has, a head that skips a level).
    """

    content: bytes = attrs.field(repr=False)
    pages: int
    fonts: tuple[FontUse, ...]
    standards: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Laid:
    """How a paper comes to lie: scale, pages, number on the page of each head."""

    scale: float = _AS_MEANT
    pages: int = 0
    heads: tuple[str, ...] = ()


def as_pdf(paper: Paper, *, made_on: date) -> Pdf:
    """Set a paper as a PDF; same paper, day and fonts: same bytes.

    Parameters
    ----------
    paper : Paper
    made_on : date
        Day of the file.

    Raises
    ------
    NoTypstError, NoFontsError
    """
    fonts = fonts_used()
    laid = _laid(paper, fonts)
    values = paper_values(paper, fonts=fonts, made_on=made_on, scale=laid.scale)
    made = set_pdf("paper", values, made_on=made_on)
    return Pdf(
        content=made.content,
        pages=laid.pages,
        fonts=fonts,
        standards=made.standards,
    )


def as_pictures(
    paper: Paper, *, made_on: date, ppi: float = _SCREEN
) -> tuple[bytes, ...]:
    """Draw each page of a paper as a PNG.

    Parameters
    ----------
    paper : Paper
    made_on : date
    ppi : float
        Pixels per inch.

    Raises
    ------
    NoTypstError, NoFontsError
    """
    fonts = fonts_used()
    scale = _laid(paper, fonts).scale
    values = paper_values(paper, fonts=fonts, made_on=made_on, scale=scale)
    return draw_pages("paper", values, format="png", ppi=ppi)


def layout_of(paper: Paper) -> Laid:
    """How a paper comes to lie on its pages: for the writer that cannot see them.

    Raises
    ------
    NoTypstError, NoFontsError
    """
    return _laid(paper, fonts_used())


def _laid(paper: Paper, fonts: Sequence[FontUse]) -> Laid:
    best = _laid_at(paper, fonts, _AS_MEANT)
    if paper.layout is not Layout.SHEET:
        return best
    fits = best.pages == 1
    for scale in _LARGER if fits else _SMALLER:
        other = _laid_at(paper, fonts, scale)
        if fits and other.pages > 1:
            break
        best = other
        if not fits and other.pages == 1:
            break
    return best


def _laid_at(paper: Paper, fonts: Sequence[FontUse], scale: float) -> Laid:
    values = paper_values(paper, fonts=fonts, made_on=_ANY_DAY, scale=scale)
    noted = ask("paper", values, "laid")
    return Laid(scale=scale, pages=noted["pages"], heads=tuple(noted["heads"]))
