"""Documents that cannot be used: one sentence that says what, where and what to do."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import zipfile
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.plan.documents import read_document
from dafeng.plan.documents.pdf import pdf_text
from tests.plan.documents.paper import Paper
from tests.plan.documents.word_paper import (
    cell,
    numbered,
    paragraph,
    row,
    table,
    word_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    RefusalOf = Callable[[str, bytes], BadInputError]

MIB = 1024 * 1024
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(entries: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for entry, content in entries.items():
            made.writestr(entry, content)
    return target.getvalue()


def letter() -> Paper:
    paper = Paper()
    paper.text(72, 770, "这是一份有文字的文件。")
    return paper


def scan() -> bytes:
    paper = Paper()
    paper.picture()
    paper.page()
    paper.picture()
    paper.text(290, 30, "2")
    return paper.bytes()


WORD = word_file(
    paragraph("一、总体要求") + table(row(cell("甲"), cell("乙"))) + numbered("项", 1)
)
CASES: list[tuple[str, str, bytes, str]] = [
    ("empty", "plan.txt", b"", "0 bytes"),
    ("empty", "plan.txt", b" \n\n\t", "holds no text"),
    ("empty", "plan.docx", word_file(paragraph()), "holds no text"),
    ("empty", "plan.html", b"<html><body><nav>x</nav></body></html>", "holds no text"),
    ("unknown_type", "plan.csv", b"a,b", "save or export it"),
    ("unknown_type", "plan.doc", COMPOUND + "WordDocument".encode("utf-16-le"), "2007"),
    ("unknown_type", "plan.txt", b"\x89PNG\r\n\x1a\n", "a picture"),
    ("unknown_type", "plan.rtf", b"{\\rtf1 x}", "RTF"),
    ("unknown_type", "plan.docx", zipped({"xl/workbook.xml": b""}), "a workbook"),
    ("unknown_type", "plan.ofd", zipped({"OFD.xml": b""}), "OFD"),
    ("unknown_type", "plan.zip", zipped({"a.txt": b""}), "zip"),
    ("encoding", "plan.txt", bytes(range(256)) * 9, "UTF-8"),
    ("encoding", "plan.md", b"\x7fELF" + bytes(100), "binary"),
    ("encrypted", "plan.pdf", letter().locked_bytes("secret"), "password"),
    (
        "encrypted",
        "plan.docx",
        COMPOUND + "EncryptedPackage".encode("utf-16-le"),
        "without the password",
    ),
    ("broken", "plan.pdf", b"no pdf at all", "damaged"),
    ("broken", "plan.pdf", b"%PDF-1.7\n" + b"junk" * 50, "damaged"),
    ("broken", "plan.docx", b"plain words", "damaged"),
    ("broken", "plan.docx", WORD[: len(WORD) // 2], "damaged"),
    ("broken", "plan.docx", zipped({"word/document.xml": b"<w:docu"}), "damaged"),
    ("broken", "plan.docx", zipped({"word/other.xml": b"<x/>"}), "damaged"),
    ("no_text", "plan.pdf", scan(), "OCR"),
    (
        "bomb",
        "plan.docx",
        zipped(
            {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'},
        ),
        "not read",
    ),
]


@pytest.mark.parametrize(("code", "name", "data", "words"), CASES)
def test_each_kind_of_bad_file_is_told_apart(
    refusal_of: RefusalOf, code: str, name: str, data: bytes, words: str
):
    error = refusal_of(name, data)
    message = str(error)
    assert error.code == f"document.{code}"
    assert error.fields["name"] == name
    assert repr(name) in message
    assert words in message
    assert message.endswith(".")
    assert message.isascii()
    assert ". " not in message.replace("(.doc, .xls, .wps)", "")


def test_what_is_no_file_is_said(tmp_path: Path):
    for path, code in (
        (tmp_path / "none.txt", "not_found"),
        (tmp_path, "is_folder"),
    ):
        with pytest.raises(BadInputError, match=str(path)) as caught:
            read_document(path)
        assert caught.value.code == f"document.{code}"
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    with pytest.raises(BadInputError, match="pipe") as caught:
        read_document(pipe)
    assert caught.value.code == "document.unreadable"


def test_a_large_file_is_refused_by_its_size_alone(tmp_path: Path):
    path = tmp_path / "plan.txt"
    with path.open("wb") as file:
        file.truncate(200 * MIB)
    with pytest.raises(BadInputError, match="200 MB, and at most 50 MB") as caught:
        read_document(path)
    assert caught.value.code == "document.too_large"
    path.write_text("短文")
    with pytest.raises(BadInputError) as caught:
        read_document(path, max_bytes=5)
    assert caught.value.code == "document.too_large"


def test_a_text_longer_than_any_plan_is_refused(refusal_of: RefusalOf):
    page = b"<html>" + ("<p>" + "能" * 1000 + "</p>").encode() * 11_000
    for name, data in (("plan.html", page), ("plan.txt", b"a" * (11 * MIB))):
        error = refusal_of(name, data)
        assert error.code == "document.too_large"
        assert "10,000,000 characters" in str(error)


def folded_twice() -> bytes:
    """Return a PDF of a few kilobytes whose page unfolds to four gigabytes."""
    packer = zlib.compressobj(9)
    head = packer.compress(b" ") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * MIB) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = zlib.compress(head + block * 4096 + packer.flush(), 9)
    return (
        b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter[/FlateDecode/FlateDecode]/Length "
        + str(len(packed)).encode()
        + b">>stream\n"
        + packed
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def bombs() -> dict[str, bytes]:
    return {
        "xml.docx": word_file(paragraph("x" * 1000) * 60_000),
        "media.docx": zipped(
            {"word/document.xml": b"<x/>", "word/media/1.bin": bytes(60 * MIB)}
        ),
        "many.docx": zipped({f"word/{number}.xml": b"" for number in range(11_000)}),
        "deep.html": b"<html>" + b"<b>" * MIB,
        "wide.html": b"<html><table><tr>" + b"<td colspan=100>x" * 100_000,
        "tags.html": b"<html>" + b"<p>a" * (3 * MIB),
        "folded.pdf": folded_twice(),
    }


def test_bombs_are_refused_in_bounded_time_and_memory(tmp_path: Path):
    files = bombs()
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    reading = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from dafeng.base.errors import BadInputError\n"
        "from dafeng.plan.documents import read_document\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n"
        "        read_document(Path(name))\n"
        "    except BadInputError as error:\n"
        "        print(error.code)\n"
        # ru_maxrss would tell of the process that this one was forked from.
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) // 1024)\n"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = subprocess.run(
        [sys.executable, "-c", reading, *(str(tmp_path / name) for name in files)],
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
    )
    *codes, megabytes = answer.stdout.split()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert codes == ["document.bomb"] * len(files)
    assert int(megabytes) < 500
    assert after.ru_utime - before.ru_utime < 30


def test_a_pdf_that_takes_too_long_is_given_up():
    with pytest.raises(BadInputError) as caught:
        pdf_text(letter().bytes(), name="plan.pdf", seconds=0.01)
    assert caught.value.code == "document.bomb"


@settings(max_examples=150, deadline=None)
@given(
    at=st.floats(0, 1, exclude_max=True),
    piece=st.sampled_from([b"", b"\x00", b"\xff", b"<"]),
    kept=st.floats(0.5, 1),
)
def test_damage_to_a_word_file_is_an_answer_and_not_a_crash(
    at: float, piece: bytes, kept: float, tmp_path_factory: pytest.TempPathFactory
):
    path = tmp_path_factory.getbasetemp() / "damaged.docx"
    place = int(at * len(WORD))
    damaged = WORD[:place] + piece + WORD[place + 1 :]
    path.write_bytes(damaged[: int(kept * len(damaged))] if kept < 0.9 else damaged)
    with suppress(BadInputError):
        assert read_document(path).text.strip()


@settings(max_examples=12, deadline=None)
@given(at=st.floats(0, 1, exclude_max=True), kept=st.floats(0.3, 1))
def test_damage_to_a_pdf_is_an_answer_and_not_a_crash(
    at: float, kept: float, tmp_path_factory: pytest.TempPathFactory
):
    path = tmp_path_factory.getbasetemp() / "damaged.pdf"
    whole = letter().bytes()
    place = int(at * len(whole))
    damaged = whole[:place] + b"\xff" + whole[place + 1 :]
    path.write_bytes(damaged[: int(kept * len(damaged))] if kept < 0.9 else damaged)
    with suppress(BadInputError):
        assert read_document(path).text.strip()
