"""What a file of evidence really is: by its bytes, and by what its name claims.

Only what is on the list is taken, and only where name and bytes agree: a renamed
program, a workbook with macros or an archive of anything is refused.  Nothing of a file
is ever run, and what comes back out is a download, never a page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

import attrs

from dafeng.base.errors import BadInputError
from dafeng.sheets import open_archive

MIB = 1024 * 1024
MOST_BYTES = 20 * MIB
NAME_LENGTH = 200
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TEXT_CODECS = ("utf-8-sig", "gb18030")
_RUNNING = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
"""How programs of Windows, Linux, a shell, Java and macOS begin."""


@attrs.frozen(kw_only=True)
class FileKind:
    """A kind of file that is taken.

    Attributes
    ----------
    endings : tuple of str
        Of the name, in lower case.
    media : str
        Its media type.
    """

    endings: tuple[str, ...]
    media: str
    fits: Callable[[bytes, str], bool]


def _begins(magic: bytes) -> Callable[[bytes, str], bool]:
    return lambda content, _name: content.startswith(magic)


def _office(folder: str) -> Callable[[bytes, str], bool]:
    def fits(content: bytes, name: str) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        try:
            archive = open_archive(content, name=name, family="evidence")
            kinds = archive.read("[Content_Types].xml").lower()
        except (BadInputError, KeyError):
            return False
        entries = [entry.lower() for entry in archive.entries]
        return (
            any(entry.startswith(folder) for entry in entries)
            and not any("vbaproject" in entry for entry in entries)
            and b"macroenabled" not in kinds
        )

    return fits


def _is_text(content: bytes, _name: str) -> bool:
    if b"\x00" in content or content.startswith(_RUNNING):
        return False
    return any(_decodes(content, codec) for codec in _TEXT_CODECS)


def _decodes(content: bytes, codec: str) -> bool:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        return False
    return all(sign.isprintable() or sign in "\r\n\t\ufeff\u3000" for sign in text)


KINDS = (
    FileKind(endings=(".pdf",), media="application/pdf", fits=_begins(b"%PDF-")),
    FileKind(
        endings=(".docx",),
        media=f"{_OFFICE}.wordprocessingml.document",
        fits=_office("word/"),
    ),
    FileKind(
        endings=(".xlsx",),
        media=f"{_OFFICE}.spreadsheetml.sheet",
        fits=_office("xl/"),
    ),
    FileKind(endings=(".png",), media="image/png", fits=_begins(b"\x89PNG\r\n\x1a\n")),
    FileKind(
        endings=(".jpg", ".jpeg"), media="image/jpeg", fits=_begins(b"\xff\xd8\xff")
    ),
    FileKind(endings=(".csv",), media="text/csv", fits=_is_text),
)
_BY_ENDING: Mapping[str, FileKind] = {
    ending: kind for kind in KINDS for ending in kind.endings
}
ENDINGS = tuple(_BY_ENDING)


def file_name(given: str) -> str:
    """Return a name that is safe to show and to send: no folders, no control signs.

    Signs that turn the direction of writing are taken out: ``fdp.exe`` must not look
    like ``exe.pdf``.
    """
    last = PurePosixPath(given.replace("\\", "/")).name
    plain = unicodedata.normalize("NFC", last)
    kept = "".join(sign for sign in plain if sign.isprintable()).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    room = NAME_LENGTH - len(ending) - len(dot)
    return f"{stem[:room]}{dot}{ending}" if dot else kept[:NAME_LENGTH]


def kind_of_file(content: bytes, name: str) -> FileKind:
    """Return what a file is.

    Raises
    ------
    BadInputError
        ``evidence.empty``, ``evidence.too_large``, ``evidence.type`` (not on the list),
        ``evidence.disguised`` (the bytes are something else than the name says).
    """
    if not content:
        msg = f"{name!r} is empty."
        raise BadInputError(msg, code="evidence.empty", name=name)
    if len(content) > MOST_BYTES:
        msg = f"{name!r} has {len(content)} bytes, above {MOST_BYTES}."
        raise BadInputError(
            msg,
            code="evidence.too_large",
            name=name,
            size=-(-len(content) // MIB),
            most=MOST_BYTES // MIB,
        )
    kind = _BY_ENDING.get(PurePosixPath(name.lower()).suffix)
    if kind is None:
        msg = f"{name!r} is of no kind that is taken: {', '.join(ENDINGS)}."
        raise BadInputError(
            msg, code="evidence.type", name=name, kinds=" ".join(ENDINGS)
        )
    if not kind.fits(content, name):
        msg = f"What is in {name!r} is not what its name says."
        raise BadInputError(msg, code="evidence.disguised", name=name)
    return kind
