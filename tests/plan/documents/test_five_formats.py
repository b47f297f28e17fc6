"""One small plan in five formats: the same paragraphs from each."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from dafeng.plan import read_document
from dafeng.plan.documents import DocumentText, Media
from tests.plan.documents.paper import Paper
from tests.plan.documents.word_paper import MAIN, abstract, instance, level

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TITLE = "云溪示范区碳达峰行动方案"
HEADINGS = ["一、总体要求", "(一)工作原则", "1.先立后破。", "2.分步实施。", "二、目标"]
SENTENCE = "到2030年,非化石能源消费比重达到25%左右。"
TABLE = [
    ["指标", "2025年", "2030年", "责任单位"],
    ["绿色建筑占比", "100%", "", "区住建委"],
    ["新能源汽车占比", "", "40%", "区交通局、区公安分局"],
]
BOX = ["专栏1 重点工程", "1.屋顶光伏工程。"]
CLOSING = "(责任单位:区发展改革委)"
PARAGRAPHS = [
    TITLE,
    *HEADINGS,
    SENTENCE,
    *("\t".join(row) for row in TABLE),
    *BOX,
    CLOSING,
]


def plain() -> bytes:
    return "\r\n\r\n".join(PARAGRAPHS).encode("gb18030")


def markdown() -> bytes:
    return "\n".join(PARAGRAPHS).encode("utf-8-sig")


def web_page() -> bytes:
    def row(cells: list[str]) -> str:
        return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"

    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
      <title>政府网</title></head><body><nav>首页 &gt; 政策</nav><h1>{TITLE}</h1>
      <p>{HEADINGS[0]}</p><p>{HEADINGS[1]}</p>
      <ol><li>先立后破。</li><li>分步实施。</li></ol><p>{HEADINGS[4]}</p>
      <p>&emsp;&emsp;{SENTENCE}</p><table>{"".join(map(row, TABLE))}</table>
      <table><tr><td>{"<br>".join(BOX)}</td></tr></table><p>{CLOSING}</p>
      <footer>版权所有</footer></body></html>""".encode()


def word() -> bytes:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = (
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCounting", "(%2)"),
        level(2, "decimal", "%3."),
    )
    for part in (abstract(77, *levels), instance(77, 77)):
        head, rest = part.split(" ", 1)
        element = parse_xml(f'{head} xmlns:w="{MAIN}" {rest}')
        is_abstract = element.tag == qn("w:abstractNum")
        numbering.insert(0, element) if is_abstract else numbering.append(element)
    document.add_heading(TITLE, level=0)
    for at, heading in zip((0, 1, 2, 2, 0), HEADINGS, strict=True):
        words = heading.split("、")[-1].split(")")[-1].split(".")[-1]
        properties = document.add_paragraph(words)._p.get_or_add_pPr()
        number = properties.get_or_add_numPr()
        number.get_or_add_ilvl().val = at
        number.get_or_add_numId().val = 77
    document.add_paragraph(SENTENCE)
    table = document.add_table(rows=len(TABLE), cols=len(TABLE[0]))
    for row, texts in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    box = document.add_table(rows=1, cols=1).cell(0, 0)
    box.text = BOX[0]
    box.add_paragraph(BOX[1])
    document.add_paragraph(CLOSING)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def portable() -> bytes:
    paper = Paper()
    paper.text(150, 780, TITLE, 16)
    lines = [*HEADINGS, SENTENCE]
    for at, line in enumerate(lines):
        paper.text(96, 750 - 20 * at, line)
    top, height = 620, 24
    columns = (72, 180, 260, 340, 520)
    for row, texts in enumerate(TABLE):
        for x, text in zip(columns, texts, strict=False):
            paper.text(x + 4, top - height * (row + 1) + 8, text, 10.5)
    bottom = top - height * len(TABLE)
    for x in columns:
        paper.line(x, top, x, bottom)
    for row in range(len(TABLE) + 1):
        paper.line(columns[0], top - height * row, columns[-1], top - height * row)
    for at, line in enumerate([*BOX, CLOSING]):
        paper.text(96, bottom - 40 - 20 * at, line)
    return paper.bytes()


FORMATS: dict[str, tuple[Media, Callable[[], bytes]]] = {
    "plan.txt": (Media.TEXT, plain),
    "plan.md": (Media.MARKDOWN, markdown),
    "plan.docx": (Media.WORD, word),
    "plan.html": (Media.HTML, web_page),
    "plan.pdf": (Media.PDF, portable),
}


def read(tmp_path: Path, name: str, data: bytes) -> DocumentText:
    path = tmp_path / name
    path.write_bytes(data)
    return read_document(path)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_gives_the_same_paragraphs(tmp_path: Path, name: str):
    media, make = FORMATS[name]
    document = read(tmp_path, name, make())
    assert document.media is media
    assert document.name == name
    assert [line for line in document.text.split("\n") if line.strip()] == PARAGRAPHS


@pytest.mark.parametrize("name", FORMATS)
def test_two_readings_give_the_same_text(tmp_path: Path, name: str):
    data = FORMATS[name][1]()
    assert read(tmp_path, name, data) == read(tmp_path, name, data)


@pytest.mark.parametrize("name", ["plan.docx", "plan.html", "plan.pdf"])
@pytest.mark.parametrize("lie", ["plan.txt", "plan.doc", "plan.pdf", "plan", "a.xyz"])
def test_the_content_decides_and_not_the_name(tmp_path: Path, name: str, lie: str):
    media, make = FORMATS[name]
    document = read(tmp_path, lie, make())
    assert document.media is media
    assert TITLE in document.text


@pytest.mark.parametrize("name", ["plan.docx", "plan.html", "plan.pdf"])
def test_a_table_stands_apart_from_its_surroundings(tmp_path: Path, name: str):
    text = read(tmp_path, name, FORMATS[name][1]()).text
    assert f"{SENTENCE}\n\n指标\t2025年" in text
    assert "\t40%\t区交通局、区公安分局\n\n" in text
    assert text.endswith(f"{CLOSING}\n")


def test_a_pdf_may_begin_with_a_few_odd_bytes(tmp_path: Path):
    assert read(tmp_path, "plan.pdf", b"\n\n" + portable()).media is Media.PDF


def test_a_text_that_speaks_of_file_formats_is_a_text(tmp_path: Path):
    text = "本方案以 %PDF-1.7 和 <html> 格式公布。"
    assert read(tmp_path, "plan.txt", text.encode()).text == text
