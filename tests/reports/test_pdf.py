"""PDFs: same bytes, standards kept, texts as texts, fonts named."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from decimal import Decimal

import attrs
import pypdfium2
import pytest

from dafeng.reports import (
    Attachment,
    Blank,
    Chart,
    ChartKind,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Layout,
    NoFontsError,
    Note,
    Paper,
    Paragraph,
    Series,
    Table,
    as_docx,
    as_pdf,
    as_pictures,
    example_paper,
)
from dafeng.reports.examples import EXAMPLES
from dafeng.reports.fonts import choose_fonts
from tests.cli.running import python
from tests.reports.looking import (
    docx_words,
    first_red,
    ink_box,
    pdf_pages,
    pdf_words,
    pictures,
    red_rows,
    squeezed,
)

pytestmark = pytest.mark.documents
DAY = date(2026, 11, 30)
MM = 72 / 25.4
HOSTILE = (
    '#set page(width: 1pt) *bold* $x^2$ <label> @ref `raw` \\ #panic("x") [c] {c} '
    "</w:t></w:p> &amp; <w:br/> ]]> --- ~ // note /* c */ = head"
)
HOSTILE_CHART = Chart(
    kind=ChartKind.BARS,
    title=HOSTILE,
    subtitle=HOSTILE,
    labels=("#panic()", "b"),
    series=(Series(name="*x*", values=(Decimal(1), None)),),
    source=HOSTILE,
)


def hostile_paper(layout: Layout) -> Paper:
    return Paper(
        layout=layout,
        organ="#panic()",
        title=HOSTILE,
        number="*1*",
        addressees=(HOSTILE,),
        blocks=(
            Heading(text=HOSTILE),
            Paragraph(text=HOSTILE),
            Note(text=HOSTILE),
            Table(
                columns=(Column(title=HOSTILE),),
                rows=((HOSTILE,),),
                title=HOSTILE,
                note=HOSTILE,
            ),
            KeyFigures(figures=(KeyFigure(label="#l", value="*v*", unit="$u$"),)),
            Blank(label="#panic()"),
            HOSTILE_CHART,
        ),
        attachments=(Attachment(title="= a", blocks=(Paragraph(text=HOSTILE),)),),
        copies_to=(HOSTILE,),
        contact=HOSTILE,
        marks=("#m",),
        basis="*b*",
    )


@pytest.mark.parametrize("layout", Layout)
def test_markup_in_a_text_comes_out_as_text(layout: Layout) -> None:
    paper = hostile_paper(layout)
    shown = "".join(pdf_pages(as_pdf(paper, made_on=DAY).content))
    # Head, addressee, paragraph, note, table (4), chart (3), attachment, contact.
    assert shown.count(squeezed(HOSTILE)) >= 12
    words = docx_words(as_docx(paper, made_on=DAY), paper)
    assert words.count(squeezed(HOSTILE)) >= 12


@pytest.mark.parametrize("layout", Layout)
def test_characters_that_no_page_shows_leave_a_mark(layout: Layout) -> None:
    paper = Paper(
        layout=layout,
        organ="甲局",
        title="一\x00二",
        blocks=(Paragraph(text="三\x07四\ud800五\u000b六"), Note(text="七\r\n八\t九")),
    )
    shown = "".join(pdf_pages(as_pdf(paper, made_on=DAY).content))
    words = docx_words(as_docx(paper, made_on=DAY), paper)
    assert "三\ufffd四\ufffd五\ufffd六" in words
    assert "七八九" in words
    assert "七八九" in shown


@pytest.mark.parametrize("kind", EXAMPLES)
def test_both_files_say_the_same_words_in_the_same_order(kind: str) -> None:
    paper = example_paper(kind)
    blocks = tuple(one for one in paper.blocks if not isinstance(one, Chart))
    paper = attrs.evolve(paper, blocks=blocks)
    shown = pdf_words(as_pdf(paper, made_on=DAY).content, paper)
    words = docx_words(as_docx(paper, made_on=DAY), paper)
    assert re.sub(r"\.{5,}", "", shown) == words  # without the dots of the contents


def test_the_same_paper_and_day_give_the_same_bytes_in_another_process() -> None:
    here = hashlib.sha256()
    for kind in ("order", "sheet", "report"):
        here.update(as_pdf(example_paper(kind), made_on=DAY).content)
        here.update(as_docx(example_paper(kind), made_on=DAY))
    ended = python(
        "import datetime, hashlib\n"
        "from dafeng.reports import as_docx, as_pdf, example_paper\n"
        "there, day = hashlib.sha256(), datetime.date(2026, 11, 30)\n"
        "for kind in ('order', 'sheet', 'report'):\n"
        "    there.update(as_pdf(example_paper(kind), made_on=day).content)\n"
        "    there.update(as_docx(example_paper(kind), made_on=day))\n"
        "print(there.hexdigest())"
    )
    assert ended.stdout.decode().strip() == here.hexdigest(), ended.stderr


def test_another_day_is_another_file() -> None:
    paper = example_paper("praise")
    assert (
        as_pdf(paper, made_on=DAY).content
        != as_pdf(paper, made_on=date(2026, 12, 1)).content
    )


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_pdf_keeps_the_standards_and_names_title_language_and_day(kind: str) -> None:
    paper = example_paper(kind)
    pdf = as_pdf(paper, made_on=DAY)
    assert pdf.standards == ("a-2a", "ua-1")
    document = pypdfium2.PdfDocument(pdf.content)
    assert document.get_metadata_value("Title") == paper.title
    assert document.get_metadata_value("CreationDate").startswith("D:20261130000000")
    assert document.is_tagged()
    assert len(document) == pdf.pages
    assert b"/Lang(zh-CN)" in pdf.content
    document.close()


def test_what_no_standard_allows_is_set_without_one() -> None:
    skipping = Paper(
        layout=Layout.REPORT,
        organ="甲局",
        title="报告",
        blocks=(Heading(text="一级"), Heading(text="三级", level=3)),
    )
    pdf = as_pdf(skipping, made_on=DAY)
    assert pdf.standards == ()
    assert "1.三级" in "".join(pdf_pages(pdf.content))


def test_a_letter_has_its_double_lines_where_the_standard_puts_them() -> None:
    paper = attrs.evolve(example_paper("reminder"), marks=())
    first, second = pictures(as_pdf(paper, made_on=DAY).content, scale=2)
    rows = red_rows(first)
    upper = [y for y in rows if y < len(first) / 2]
    lower = [y for y in rows if y > len(first) / 2]
    # 第二条红色双线距下页边20mm.
    assert len(first) - max(lower) == pytest.approx(20 * MM * 2, abs=3)
    # 发文机关标志上边缘至上页边30mm; 第一条红色双线在其下4mm.
    head = first_red(first, below=round(25 * MM * 2))
    assert head == pytest.approx(30 * MM * 2, abs=3)
    assert min(upper) > head
    assert red_rows(second) == []


def test_a_circular_has_its_head_and_line_where_the_standard_puts_them() -> None:
    content = as_pdf(example_paper("circular"), made_on=DAY).content
    first = pictures(content, scale=2)[0]
    head = first_red(first, below=round(37 * MM * 2))
    assert head == pytest.approx((37 + 35) * MM * 2, abs=3)
    rows = red_rows(first)
    assert rows
    assert max(rows) - min(rows) < 6  # one line, as wide as the text


def test_the_body_fills_the_text_area_with_22_lines_of_28_characters() -> None:
    paper = Paper(
        layout=Layout.LETTER,
        organ="甲局",
        title="题",
        blocks=(Paragraph(text="国" * 28 * 60), Paragraph(text="完")),
    )
    content = as_pdf(paper, made_on=DAY).content
    document = pypdfium2.PdfDocument(content)
    text = document[1].get_textpage().get_text_range()
    document.close()
    lines = [line for line in text.split() if set(line) == {"国"}]
    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}
    left, top, right, _ = ink_box(pictures(content, scale=2)[1])
    assert left == pytest.approx(28 * MM * 2, abs=4)
    assert right == pytest.approx((210 - 26) * MM * 2, abs=4)
    assert top == pytest.approx(37 * MM * 2, abs=6)


def test_a_long_last_paragraph_begins_on_the_first_page() -> None:
    text = "国" * 28 * 24
    paper = Paper(
        layout=Layout.LETTER,
        organ="甲局",
        title="题",
        blocks=(Paragraph(text=text),),
    )
    first, *_ = pdf_pages(as_pdf(paper, made_on=DAY).content)
    assert first.count("国") > 28 * 8


def test_no_signature_stands_alone_on_a_page() -> None:
    for count in range(8, 16):
        blocks = tuple(Paragraph(text=f"第{at}段。") for at in range(count))
        paper = Paper(layout=Layout.LETTER, organ="甲局", title="题", blocks=blocks)
        pages = pdf_pages(as_pdf(paper, made_on=DAY).content)
        assert f"第{count - 1}段。" in pages[-1]
        attached = (Attachment(title="表", blocks=(Paragraph(text="内容"),)),)
        paper = attrs.evolve(paper, attachments=attached)
        pages = pdf_pages(as_pdf(paper, made_on=DAY).content)
        (signed,) = (page for page in pages if "年月日" in page)
        assert f"第{count - 1}段。附件：表" in signed


def test_page_numbers_stand_outside_and_not_on_the_first_page_of_a_letter() -> None:
    pages = pdf_pages(as_pdf(example_paper("order"), made_on=DAY).content)
    assert [re.findall(r"—\d—", page) for page in pages] == [[], ["—2—"], ["—3—"]]
    report = pdf_pages(as_pdf(example_paper("report"), made_on=DAY).content)
    assert [re.findall(r"—\d—", page) for page in report] == [[], [], ["—1—"], ["—2—"]]


def test_marks_and_basis_are_seen_on_every_page() -> None:
    for kind in EXAMPLES:
        paper = example_paper(kind)
        for page in pdf_pages(as_pdf(paper, made_on=DAY).content):
            assert "示例数据（合成）" in page, kind
            assert squeezed(paper.basis) in page, kind


def test_a_long_table_repeats_its_head_on_each_page() -> None:
    rows = tuple((f"单位{at}", str(at)) for at in range(90))
    table = Table(columns=(Column(title="责任单位"), Column(title="得分")), rows=rows)
    paper = Paper(layout=Layout.CIRCULAR, organ="甲局", title="通报", blocks=(table,))
    pages = pdf_pages(as_pdf(paper, made_on=DAY).content)
    holding = [page for page in pages if "单位" in page.replace("责任单位", "")]
    assert len(holding) >= 3
    assert all("责任单位得分" in page for page in holding)


def test_an_unsigned_letter_leaves_number_and_date_open() -> None:
    paper = Paper(layout=Layout.LETTER, organ="甲局", title="函", marks=("草稿",))
    (page,) = pdf_pages(as_pdf(paper, made_on=DAY).content)
    assert "年月日" in page
    assert "2026" not in page


def test_a_sheet_is_one_page_even_when_it_is_full() -> None:
    rows = tuple((f"单位{at}", "--") for at in range(36))
    table = Table(columns=(Column(title="单位"), Column(title="得分")), rows=rows)
    less = attrs.evolve(table, rows=rows[:8])
    paper = attrs.evolve(example_paper("sheet"), blocks=(table, less))
    assert as_pdf(paper, made_on=DAY).pages == 1


def test_pictures_are_one_for_each_page() -> None:
    drawn = as_pictures(example_paper("order"), made_on=DAY, ppi=40)
    assert len(drawn) == 3
    assert all(one.startswith(b"\x89PNG") for one in drawn)


def test_fonts_are_taken_in_order_and_say_for_which_they_stand() -> None:
    used = {
        one.role: one
        for one in choose_fonts({"SimHei", "AR PL UKai", "Noto Serif CJK SC"})
    }
    assert (used["hei"].used, used["hei"].stands_in) == ("SimHei", False)
    assert (used["kai"].wanted, used["kai"].used) == ("楷体_GB2312", "AR PL UKai")
    assert used["body"].used == "Noto Serif CJK SC"
    assert used["body"].stands_in


def test_any_chinese_font_serves_a_role_that_has_none() -> None:
    assert {one.used for one in choose_fonts({"simsun"})} == {"SimSun"}


def test_a_machine_without_chinese_fonts_is_told_what_to_install() -> None:
    with pytest.raises(NoFontsError, match="fonts-noto-cjk") as caught:
        choose_fonts({"DejaVu Sans", "Libertinus Serif"})
    assert caught.value.code == "reports.no_fonts"


def test_without_typst_a_pdf_is_refused_and_a_docx_is_written_but_for_charts() -> None:
    ended = python(
        "import sys, datetime\n"
        "sys.modules['typst'] = None\n"
        "from dafeng.reports import NoTypstError, as_docx, as_pdf, example_paper\n"
        "day = datetime.date(2026, 11, 30)\n"
        "for kind, write in (('order', as_docx), ('closure', as_docx),\n"
        "                    ('sheet', as_docx), ('order', as_pdf)):\n"
        "    try:\n"
        "        write(example_paper(kind), made_on=day)\n"
        "        print('written')\n"
        "    except NoTypstError as error:\n"
        "        print(error.code, error)\n"
    )
    told = ended.stdout.decode().splitlines()
    assert told[:2] == ["written", "written"], ended.stderr
    refused = (
        "reports.no_typst PDFs and charts need the package typst; install it with "
        "`pip install 'dafeng[reports]'`."
    )
    assert told[2:] == [refused, refused]


def test_many_seals_at_the_foot_leave_lines_and_number_free() -> None:
    seals = "、".join("a1b2c3d4" * 8 for _ in range(5))
    paper = attrs.evolve(example_paper("order"), marks=(), basis=f"封存号：{seals}")
    first, second, _ = pictures(as_pdf(paper, made_on=DAY).content, scale=2)
    lower = [y for y in red_rows(first) if y > len(first) / 2]
    assert len(first) - max(lower) == pytest.approx(20 * MM * 2, abs=3)
    band = first[min(lower) - round(8 * MM) : min(lower) - 2]
    assert (band > 200).all()  # nothing is printed over the line
    number = second[round((297 - 20) * MM * 2) : round((297 - 18.5) * MM * 2)]
    assert (number > 200).all()
