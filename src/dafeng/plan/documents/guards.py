"""What a file really is, and the refusals that all formats share."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from dafeng.base.errors import BadInputError
from dafeng.sheets import compound_file_error, open_archive

MIB = 1024 * 1024
MAX_BYTES = 50 * MIB
MAX_CHARACTERS = 10_000_000
"""A five-year plan of a province has 100,000 characters."""

SUPPORTED = ".txt, .md, .docx, .pdf, .html"


class Media(StrEnum):
    """The formats that are read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    WORD = "word"
    PDF = "pdf"
    HTML = "html"


_BY_ENDING = {
    ".txt": Media.TEXT,
    ".md": Media.MARKDOWN,
    ".markdown": Media.MARKDOWN,
    ".docx": Media.WORD,
    ".docm": Media.WORD,
    ".pdf": Media.PDF,
    ".html": Media.HTML,
    ".htm": Media.HTML,
    ".xhtml": Media.HTML,
}
_PDF_MAGIC, _PDF_MAGIC_WITHIN = b"%PDF-", 1024
_ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_COMPOUND_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_MAGICS = {
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a gzip archive",
}
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,4000}?-->\s*){0,20}"
    rb"<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_ZIP_PARTS = {
    "xl/workbook.xml": "a workbook",
    "ppt/presentation.xml": "a slide show",
    "content.xml": "an OpenDocument file",
    "OFD.xml": "an OFD file",
}


def sniff_media(data: bytes, *, name: str) -> Media:
    """Decide by the content, then by the name, what the file is.

    Raises
    ------
    BadInputError
        ``document.unknown_type``, ``.encrypted``, ``.bomb`` or ``.broken``.
    """
    media = _BY_ENDING.get(PurePath(name).suffix.lower())
    head = data[:_PDF_MAGIC_WITHIN] if media is Media.PDF else data[: len(_PDF_MAGIC)]
    if _PDF_MAGIC in head:
        return Media.PDF
    if data.startswith(_ZIP_MAGICS):
        return _sniff_archive(data, name)
    if data.startswith(_COMPOUND_MAGIC):
        raise compound_file_error(data, name=name, family="document")
    for magic, what in _OTHER_MAGICS.items():
        if data.startswith(magic):
            raise unknown_type_error(name, what)
    if _HTML_START.match(data):
        return Media.HTML
    if media is None:
        raise unknown_type_error(name, "of a type that is not read")
    if media in (Media.WORD, Media.PDF):
        raise broken_error(name)
    return media


def _sniff_archive(data: bytes, name: str) -> Media:
    archive = open_archive(data, name=name, family="document")
    entries = archive.entries
    if any(entry.startswith("word/") for entry in entries):
        return Media.WORD
    for entry, what in _ZIP_PARTS.items():
        if entry in entries:
            raise unknown_type_error(name, what)
    raise unknown_type_error(name, "a zip archive")


def unknown_type_error(name: str, what: str) -> BadInputError:
    """Refuse a format that is not read."""
    msg = (
        f"{name!r} is {what}, and plans are read from {SUPPORTED}; save or export it "
        "as one of these, with its text and not as a picture."
    )
    return BadInputError(msg, code="document.unknown_type", name=name, what=what)


def broken_error(name: str) -> BadInputError:
    """Refuse a file that is cut short or is not what its name says."""
    ending = PurePath(name).suffix or "document"
    msg = (
        f"{name!r} is damaged or is no {ending} file; open it in its program, save it "
        "again and give the new file."
    )
    return BadInputError(msg, code="document.broken", name=name)


def bomb_error(name: str) -> BadInputError:
    """Refuse a file made to exhaust the machine."""
    msg = (
        f"{name!r} unfolds to far more than a document holds, so it was not read; if "
        "it is genuine, save its text as .txt and give that file."
    )
    return BadInputError(msg, code="document.bomb", name=name)


def encrypted_error(name: str) -> BadInputError:
    """Refuse a file that needs a password."""
    msg = (
        f"{name!r} is locked with a password; open it in its program, save a copy "
        "without the password and give that copy."
    )
    return BadInputError(msg, code="document.encrypted", name=name)


def no_text_error(name: str, *, pages: int) -> BadInputError:
    """Refuse a scan."""
    count = f"{pages} pages" if pages != 1 else "1 page"
    msg = (
        f"{name!r} has {count} but no readable text (it is a scan, or its fonts "
        "hide the characters); run text recognition (OCR) on it, or ask the issuer "
        "for the text."
    )
    return BadInputError(msg, code="document.no_text", name=name, pages=pages)


def encoding_error(name: str, what: str) -> BadInputError:
    """Refuse bytes that are not text."""
    msg = (
        f"{name!r} {what}; save it as text in UTF-8 (GB18030 and Big5 are read too) "
        "and give that file."
    )
    return BadInputError(msg, code="document.encoding", name=name, what=what)


def empty_error(name: str) -> BadInputError:
    """Refuse a document without a word."""
    msg = f"{name!r} holds no text; check that it is the right file."
    return BadInputError(msg, code="document.empty", name=name)


def too_long_error(name: str) -> BadInputError:
    """Refuse a text that no plan has."""
    msg = (
        f"{name!r} has more than {MAX_CHARACTERS:,} characters, far more than a plan; "
        "give the plan alone."
    )
    return BadInputError(
        msg, code="document.too_large", name=name, max_characters=MAX_CHARACTERS
    )
