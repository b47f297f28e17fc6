"""A document set as files, kept by their hash; its pages are drawn when looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from fcntl import LOCK_EX, flock
from pathlib import Path

import attrs
from django.conf import settings

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.reports import Paper as Document
from dafeng.reports import Pdf, as_docx, as_pdf, as_pictures
from dafeng.reports.composing_store import Facts, composed
from dafeng.reports.dispatch import DispatchFacts
from dafeng.sheets import write_file

FOLDER, PICTURES = "papers", "paper-pages"
FOLDER_MODE = 0o700
PICTURE_PPI = 96
FEWEST_ROWS = 2
DRAFT_MARK, WITHDRAWN_MARK = "草稿", "已撤回"
WHOLE = "whole"
"""Lies beside the pictures when all of them are drawn."""


@attrs.frozen(kw_only=True)
class SetPaper:
    """A document, without number and marks of its state, and its kept files.

    Attributes
    ----------
    fonts : tuple of (str, str)
        Names of the standard's fonts that another one stands in for, and which.
    docx_sha256 : str
        Empty for a draft: its Word file is made when somebody asks for it.
    """

    document: Document
    pages: int
    pdf_sha256: str
    fonts: tuple[tuple[str, str], ...]
    docx_sha256: str = ""


def set_to_fit(facts: Facts, made_on: date) -> tuple[Facts, SetPaper]:
    """Compose and set a draft; a dispatch sheet drops lines until it is one page.

    Raises
    ------
    BadInputError
        ``paper.too_long``: even with the fewest lines it does not fit.
    """
    while True:
        document = composed(facts)
        pdf = as_pdf(draft_of(document), made_on=made_on)
        if pdf.pages == 1 or not isinstance(facts, DispatchFacts):
            return facts, _kept(document, pdf)
        if facts.rows <= FEWEST_ROWS:
            msg = "The dispatch sheet does not fit on one page."
            raise BadInputError(msg, code="paper.too_long")
        facts = attrs.evolve(facts, rows=facts.rows - 1)


def draft_of(document: Document) -> Document:
    """The document as it looks before it is signed."""
    return attrs.evolve(document, marks=(*document.marks, DRAFT_MARK))


def issued_of(document: Document, *, number: str, on: date) -> Document:
    """The document as it looks once it is signed and has its number."""
    return attrs.evolve(document, number=number, signed_on=on)


def withdrawn_of(document: Document) -> Document:
    """The document as it looks once it is taken back."""
    return attrs.evolve(document, marks=(*document.marks, WITHDRAWN_MARK))


def set_issued(document: Document, *, number: str, on: date) -> SetPaper:
    """Set a document as it is signed, and keep its files.

    Raises
    ------
    ReportError
        The machine lacks the typesetter or a Chinese font.
    """
    shown = issued_of(document, number=number, on=on)
    found = _kept(document, as_pdf(shown, made_on=on))
    return attrs.evolve(found, docx_sha256=_keep(as_docx(shown, made_on=on)))


def _kept(document: Document, pdf: Pdf) -> SetPaper:
    """Keep the PDF of a document."""
    return SetPaper(
        document=document,
        pages=pdf.pages,
        pdf_sha256=_keep(pdf.content),
        fonts=tuple((one.wanted, one.used) for one in pdf.fonts if one.stands_in),
    )


def word_file(document: Document, docx_sha256: str, made_on: date) -> bytes:
    """The Word file: the kept one of a signed document, a draft's made when asked for.

    Raises
    ------
    NotFoundError
        ``paper.gone``: it is no longer where it was laid.
    """
    if docx_sha256:
        return kept_file(docx_sha256)
    return as_docx(document, made_on=made_on)


def kept_file(sha256: str) -> bytes:
    """Return a kept file.

    Raises
    ------
    NotFoundError
        ``paper.gone``: it is no longer where it was laid.
    """
    path = file_path(sha256)
    if not path.is_file():
        msg = f"No file with the seal {sha256}."
        raise NotFoundError(msg, code="paper.gone", sha256=sha256)
    return path.read_bytes()


def file_path(sha256: str) -> Path:
    """Where the file with this hash lies."""
    return Path(settings.MEDIA_ROOT) / FOLDER / sha256[:2] / sha256[2:]


def page_pictures(document: Document, pdf_sha256: str, made_on: date) -> Sequence[Path]:
    """Pictures of all pages, drawn once for the hash of the PDF.

    A browser asks for all pages at the same time: the first request draws them, the
    others wait for it.
    """
    folder = Path(settings.MEDIA_ROOT) / PICTURES / pdf_sha256[:2] / pdf_sha256[2:]
    whole = folder / WHOLE
    if whole.exists():
        return sorted(folder.glob("*.png"))
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    with (folder / "lock").open("wb") as lock:
        flock(lock, LOCK_EX)
        if not whole.exists():
            pictures = as_pictures(document, made_on=made_on, ppi=PICTURE_PPI)
            for at, content in enumerate(pictures, start=1):
                write_file(folder / f"{at:04}.png", content)
            write_file(whole, b"")
    return sorted(folder.glob("*.png"))


def _keep(content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    path = file_path(sha256)
    if not path.exists():
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        write_file(path, content)
    return sha256
