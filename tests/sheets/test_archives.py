"""Office archives: opened with suspicion, written always the same."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest

from dafeng.base.errors import BadInputError
from dafeng.sheets import ArchiveLimits, normalise_archive, open_archive

if TYPE_CHECKING:
    from collections.abc import Mapping

MADE_ON = dt.date(2024, 5, 6)


def zipped(entries: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for entry, content in entries.items():
            made.writestr(entry, content)
    return target.getvalue()


def code_of(data: bytes, limits: ArchiveLimits | None = None) -> str:
    """Return why an archive is refused, when it is opened or when it is unpacked."""
    with pytest.raises(BadInputError) as caught:
        open_archive(data, name="a.docx", family="document", limits=limits).verify()
    return caught.value.code


def test_a_document_is_the_same_whenever_and_wherever_it_was_packed():
    document = docx.Document()
    document.add_paragraph("碳达峰")
    packed = io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    shuffled = zipped(dict(reversed(entries.items())))
    one = normalise_archive(packed.getvalue(), made_on=MADE_ON)
    assert one == normalise_archive(shuffled, made_on=MADE_ON)
    assert one == normalise_archive(one, made_on=MADE_ON)
    again = docx.Document(io.BytesIO(one))
    assert [paragraph.text for paragraph in again.paragraphs] == ["碳达峰"]
    assert again.core_properties.created == dt.datetime(2024, 5, 6, tzinfo=dt.UTC)
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in archive.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }


def test_each_limit_holds():
    small = ArchiveLimits(
        entries=3, xml_bytes=1000, total_bytes=5000, ratio=20, ratio_from=500
    )
    fine = {"a.xml": b"x" * 400, "b.bin": bytes(range(256)) * 2}
    open_archive(zipped(fine), name="a", family="document", limits=small).verify()
    for entries in (
        {f"{number}.bin": b"" for number in range(4)},
        {"a.xml": bytes(range(256)) * 4},
        {f"{number}.bin": bytes(range(256)) * 8 for number in range(3)},
        {"a.bin": bytes(4000)},
    ):
        assert code_of(zipped(entries), small) == "document.bomb"


def test_a_header_that_lies_about_the_size_gains_nothing():
    data = bytearray(zipped({"a.xml": b"x" * 100_000}))
    directory = data.rfind(b"PK\x01\x02")
    for at in (22, directory + 24):
        assert struct.unpack_from("<I", data, at) == (100_000,)
        struct.pack_into("<I", data, at, 10)
    limits = ArchiveLimits(xml_bytes=1000, ratio=2, ratio_from=50)
    archive = open_archive(bytes(data), name="a", family="document", limits=limits)
    with pytest.raises(BadInputError) as caught:
        archive.read("a.xml")
    assert caught.value.code == "document.broken"


def test_a_directory_of_a_million_entries_is_refused_before_it_is_read():
    data = zipped({"a.xml": b""})
    at = data.rfind(b"PK\x05\x06")
    many = data[: at + 10] + struct.pack("<HI", 65535, 2**31) + data[at + 16 :]
    assert code_of(many) == "document.bomb"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_document_type_anywhere_in_xml_is_refused(encoding: str):
    text = " " * 70_000 + "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
    assert code_of(zipped({"a.xml": text.encode(encoding)})) == "document.bomb"
    open_archive(
        zipped({"a.bin": text.encode(encoding)}), name="a", family="document"
    ).verify()


def test_an_entry_with_a_password_is_called_encrypted():
    data = bytearray(zipped({"a.xml": b"x"}))
    directory = data.rfind(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1
    assert code_of(bytes(data)) == "document.encrypted"


def test_a_cut_archive_is_broken():
    data = zipped({"a.xml": bytes(range(256)) * 50})
    for end in (10, len(data) // 2, len(data) - 5):
        assert code_of(data[:end]) == "document.broken"
