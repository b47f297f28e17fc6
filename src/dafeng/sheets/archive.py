"""Zip archives (.xlsx, .docx): opened with suspicion, written always the same.

A header of an archive may lie, so every limit is checked twice: from the central
directory before anything is unpacked, and by counting while it is unpacked.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import attrs
from lxml import etree

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

MIB = 1024 * 1024
_CHUNK = 64 * 1024
_END_OF_DIRECTORY = b"PK\x05\x06"
_COMPOUND_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIRST_ENTRIES = ("[Content_Types].xml", "_rels/.rels")
_ENTRY_DATE = (1980, 1, 1, 0, 0, 0)
MALFORMED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
"""What zipfile raises on a damaged archive; ``RuntimeError`` has several children."""
_XML_ENDINGS = (".xml", ".rels", ".vml")
_DOCTYPES = tuple(
    "<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


@attrs.frozen(kw_only=True)
class ArchiveLimits:
    """How much an archive may unpack to.

    Attributes
    ----------
    entries : int
        Files in the archive.
    xml_bytes, total_bytes : int
        Unpacked size of one file of XML, and of all files.
    ratio, ratio_from : float, int
        Unpacked : packed size that no file larger than ``ratio_from`` bytes exceeds.
        (Real office files stay below 60; the worst that deflate can hide is 1032.)
    """

    entries: int = 10_000
    xml_bytes: int = 64 * MIB
    total_bytes: int = 256 * MIB
    ratio: float = 150.0
    ratio_from: int = 8 * MIB


@attrs.frozen(kw_only=True)
class Archive:
    """An archive whose directory has passed the limits; see :func:`open_archive`."""

    name: str
    family: str
    limits: ArchiveLimits
    _zip: zipfile.ZipFile

    @property
    def entries(self) -> frozenset[str]:
        """Names of the files in it."""
        return frozenset(self._zip.namelist())

    def read(self, entry: str) -> bytes:
        """Unpack one file, counting.

        Raises
        ------
        KeyError
            No such file in the archive.
        BadInputError
            ``.bomb`` (larger than allowed, or XML with a document type, the door of
            entity bombs), ``.broken``, ``.encrypted``.
        """
        return b"".join(self._chunks(self._zip.getinfo(entry)))

    def verify(self) -> None:
        """Unpack every file once and keep nothing; raises like :meth:`read`."""
        total = 0
        for info in self._zip.infolist():
            for chunk in self._chunks(info):
                total += len(chunk)
                if total > self.limits.total_bytes:
                    raise _bomb(self.name, self.family)

    def _chunks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        is_xml = _is_xml(info)
        limit = self.limits.xml_bytes if is_xml else self.limits.total_bytes
        size, tail = 0, b""
        try:
            with self._zip.open(info) as file:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    if size > limit:
                        raise _bomb(self.name, self.family)
                    if is_xml:
                        seen = tail + chunk
                        if any(mark in seen for mark in _DOCTYPES):
                            raise _bomb(self.name, self.family)
                        tail = seen[-32:]
                    yield chunk
        except BadInputError:
            raise
        except MALFORMED as error:
            raise _broken(self.name, self.family) from error


def open_archive(
    data: bytes, *, name: str, family: str, limits: ArchiveLimits | None = None
) -> Archive:
    """Open an archive after checking its directory.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        File name, for messages.
    family : str
        First part of the error codes: ``document`` or ``workbook``.
    limits : ArchiveLimits, optional

    Raises
    ------
    BadInputError
        ``.broken``, ``.encrypted`` or ``.bomb``.
    """
    limits = limits or ArchiveLimits()
    if data.startswith(_COMPOUND_MAGIC):
        raise compound_file_error(data, name=name, family=family)
    _check_directory(data, name=name, family=family, limits=limits)
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except MALFORMED as error:
        raise _broken(name, family) from error
    infos = opened.infolist()
    if any(info.flag_bits & 0x1 for info in infos):
        raise _encrypted(name, family)
    if (
        len(infos) > limits.entries
        or sum(info.file_size for info in infos) > limits.total_bytes
        or any(_is_suspicious(info, limits) for info in infos)
    ):
        raise _bomb(name, family)
    return Archive(name=name, family=family, limits=limits, zip=opened)


def compound_file_error(data: bytes, *, name: str, family: str) -> BadInputError:
    """Say what an OLE compound file is: an encrypted office file, or an old format.

    Returns
    -------
    BadInputError
        ``.encrypted`` or ``.unknown_type``, to be raised.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _encrypted(name, family)
    new = ".xlsx" if family == "workbook" else ".docx"
    msg = (
        f"{name!r} is in an office format from before 2007 (.doc, .xls, .wps); open it "
        f"in its program, save it as {new} and give that file."
    )
    return BadInputError(msg, code=f"{family}.unknown_type", name=name)


def normalise_archive(data: bytes, *, made_on: dt.date) -> bytes:
    """Write an office archive in one fixed form: same content, same bytes.

    Entries come in a fixed order with a fixed date and without the traces of the
    machine that made them; ``docProps/core.xml`` says that the file was made on
    ``made_on``, at midnight UTC.
    """
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w") as made,
    ):
        for entry in sorted(source.namelist(), key=_entry_order):
            content = source.read(entry)
            if entry == "docProps/core.xml":
                content = _dated_properties(content, made_on)
            info = zipfile.ZipInfo(entry, _ENTRY_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            made.writestr(info, content, compresslevel=6)
    return target.getvalue()


def _entry_order(entry: str) -> tuple[int, str]:
    if entry in _FIRST_ENTRIES:
        return _FIRST_ENTRIES.index(entry), entry
    return len(_FIRST_ENTRIES), entry


def _dated_properties(content: bytes, made_on: dt.date) -> bytes:
    root = etree.fromstring(content)
    for name in ("created", "modified"):
        for element in root.iterfind(f"{{http://purl.org/dc/terms/}}{name}"):
            element.text = f"{made_on.isoformat()}T00:00:00Z"
    return etree.tostring(root, encoding="UTF-8", standalone=True, xml_declaration=True)


def _check_directory(
    data: bytes, *, name: str, family: str, limits: ArchiveLimits
) -> None:
    """Refuse a directory that would fill the memory before it is even looked at."""
    at = data.rfind(_END_OF_DIRECTORY)
    if at < 0 or len(data) < at + 22:
        raise _broken(name, family)
    count, size = struct.unpack_from("<HI", data, at + 10)
    if count > limits.entries or size > limits.entries * 512:
        raise _bomb(name, family)


def _is_xml(info: zipfile.ZipInfo) -> bool:
    return info.filename.lower().endswith(_XML_ENDINGS)


def _is_suspicious(info: zipfile.ZipInfo, limits: ArchiveLimits) -> bool:
    if _is_xml(info) and info.file_size > limits.xml_bytes:
        return True
    packed = max(info.compress_size, 1)
    return info.file_size > limits.ratio_from and info.file_size > limits.ratio * packed


def _broken(name: str, family: str) -> BadInputError:
    msg = (
        f"{name!r} is damaged or cut short; open it in its program, save it again and "
        "give the new file."
    )
    return BadInputError(msg, code=f"{family}.broken", name=name)


def _encrypted(name: str, family: str) -> BadInputError:
    msg = (
        f"{name!r} is locked with a password; open it in its program, save a copy "
        "without the password and give that copy."
    )
    return BadInputError(msg, code=f"{family}.encrypted", name=name)


def _bomb(name: str, family: str) -> BadInputError:
    msg = (
        f"{name!r} unpacks to far more than an office file holds, so it was not read; "
        "if it is genuine, save it again from its program."
    )
    return BadInputError(msg, code=f"{family}.bomb", name=name)
