"""Documents in, text out: .txt, .md, .docx, .pdf (text layer) and .html.

The text is what every span of a plan counts in.  Plain text is left as it is but for
line ends; of the others every paragraph is a line, every table row is a line with tabs
between the cells, and numbers that the program made are written out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dafeng.plan.documents.guards import (
    MAX_BYTES,
    MAX_CHARACTERS,
    Media,
    empty_error,
    sniff_media,
    too_long_error,
)
from dafeng.sheets import read_file

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MAX_BYTES", "DocumentText", "Media", "read_document"]


@attrs.frozen(kw_only=True)
class DocumentText:
    r"""The text of a document.

    Attributes
    ----------
    text : str
        Lines end with ``\n``; see the module for the conventions.
    media : Media
        What the file really is, whatever its name says.
    name : str
        File name without folder.
    """

    text: str = attrs.field(repr=False)
    media: Media
    name: str


def read_document(path: Path, *, max_bytes: int = MAX_BYTES) -> DocumentText:
    """Read the text of a document.

    The content decides about the format, the name only where the content cannot.

    Parameters
    ----------
    path : Path
    max_bytes : int
        A larger file is refused before it is read.

    Raises
    ------
    BadInputError
        ``document.`` followed by ``not_found``, ``is_folder``, ``unreadable``,
        ``too_large``, ``empty``, ``unknown_type``, ``encoding`` (no readable text),
        ``encrypted``, ``broken``, ``bomb`` or ``no_text`` (a scan). The message is
        one sentence that says what is wrong and what to do.
    """
    data = read_file(path, family="document", max_bytes=max_bytes)
    media = sniff_media(data, name=path.name)
    text = _text(data, media, path.name)
    if len(text) > MAX_CHARACTERS:
        raise too_long_error(path.name)
    if not text.strip():
        raise empty_error(path.name)
    return DocumentText(text=text, media=media, name=path.name)


def _text(data: bytes, media: Media, name: str) -> str:
    """Call the reader of the format; its libraries are loaded only then."""
    if media is Media.WORD:
        from dafeng.plan.documents.word import word_text

        return word_text(data, name=name)
    if media is Media.PDF:
        from dafeng.plan.documents.pdf import pdf_text

        return pdf_text(data, name=name)
    if media is Media.HTML:
        from dafeng.plan.documents.html import html_text

        return html_text(data, name=name)
    from dafeng.plan.documents.plain import plain_text

    return plain_text(data, name=name)
