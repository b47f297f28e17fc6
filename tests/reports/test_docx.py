"""The structure of a .docx: measures, fonts, order of parts, what the format wants."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree

from dafeng.reports import (
    Attachment,
    Column,
    Heading,
    Layout,
    PageBreak,
    Paper,
    Paragraph,
    Table,
    as_docx,
    as_pdf,
    example_paper,
)
from tests.reports.looking import opened, pdf_pages, squeezed

if TYPE_CHECKING:
    from docx.document import Document as Open

DAY = date(2026, 11, 30)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER = {
    "rPr": ("rFonts", "b", "i", "color", "spacing", "sz", "bdr", "lang"),
    "pPr": (
        *("pStyle", "keepNext", "pageBreakBefore", "pBdr", "tabs", "autoSpaceDE"),
        *("autoSpaceDN", "snapToGrid", "spacing", "ind", "jc", "outlineLvl", "sectPr"),
    ),
    "tcPr": ("tcW", "tcBorders", "shd", "vAlign"),
    "tblPr": ("tblStyle", "tblpPr", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook"),
}
"""Part of the sequences of ECMA-376, as far as this writer uses them."""


def written(kind: str) -> Open:
    return opened(as_docx(example_paper(kind), made_on=DAY))


def near(length: int, wanted: int) -> bool:
    return abs(length - wanted) <= Pt(
        0.1
    )  # a twentieth of a point is the format's step


def run_of(document: Open, text: str) -> Any:
    """The run that begins with a text."""
    return next(
        run
        for line in document.paragraphs
        for run in line.runs
        if run.text.startswith(text)
    )


def fonts_of(run: Any) -> set[str]:
    fonts = run._r.rPr.rFonts
    return {fonts.get(qn(f"w:{key}")) for key in ("ascii", "hAnsi", "eastAsia", "cs")}


@pytest.mark.parametrize("kind", ["order", "circular"])
def test_page_and_margins_are_those_of_the_standard(kind: str) -> None:
    section = written(kind).sections[0]
    assert near(section.page_width, Mm(210))
    assert near(section.page_height, Mm(297))
    assert near(section.top_margin, Mm(37))
    assert near(section.left_margin, Mm(28))
    assert near(section.right_margin, Mm(26))
    assert near(section.bottom_margin, Mm(35))
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == "579"  # 22 lines in 225 mm


@pytest.mark.parametrize(
    ("text", "font", "size"),
    [
        ("示双碳办发", "仿宋_GB2312", 16),
        ("关于2026年", "方正小标宋简体", 22),
        ("各镇人民政府", "仿宋_GB2312", 16),
        ("一、总体情况", "黑体", 16),
        ("三季度应完成", "仿宋_GB2312", 16),
        ("2026年11月30日", "仿宋_GB2312", 16),
    ],
)
def test_each_part_of_a_circular_has_its_font_and_size(
    text: str, font: str, size: int
) -> None:
    run = run_of(written("circular"), text)
    assert fonts_of(run) == {font}
    assert run.font.size == Pt(size)


def test_heads_are_numbered_in_their_fonts_level_by_level() -> None:
    blocks = (
        Heading(text="甲"),
        Heading(text="乙", level=2),
        Heading(text="丙", level=2),
        Heading(text="丁", level=3),
        Heading(text="戊", level=4),
        Heading(text="己"),
        Heading(text="庚", level=2),
    )
    paper = Paper(layout=Layout.LETTER, organ="甲局", title="函", blocks=blocks)
    document = opened(as_docx(paper, made_on=DAY))
    heads = [one for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert [one.text for one in heads] == [
        "一、甲",
        "（一）乙",
        "（二）丙",
        "1.丁",
        "（1）戊",
        "二、己",
        "（一）庚",
    ]
    names = {one.style.name: fonts_of(one.runs[0]) for one in heads}
    assert names == {
        "Heading 1": {"黑体"},
        "Heading 2": {"楷体_GB2312"},
        "Heading 3": {"仿宋_GB2312"},
        "Heading 4": {"仿宋_GB2312"},
    }


def test_the_parts_of_a_letter_stand_in_their_order() -> None:
    document = written("order")
    lines = [squeezed(one.text) for one in document.paragraphs]
    wanted = [
        "示双碳办督〔2026〕3号",
        "关于规模以上工业能效提升工作的督办单",
        "甲局：",
        "一、主要问题",
        "附件：督办事项办理情况回复单",
        "示范区碳达峰碳中和工作领导小组办公室",
        "2026年11月30日",
        "（联系人：张示例，电话000-00000000）",
        "附件",
        "督办事项办理情况回复单",
    ]
    places = [lines.index(one) for one in wanted]
    assert places == sorted(places)
    label = document.paragraphs[places[-2]]
    assert label.paragraph_format.page_break_before
    copies = document.tables[-1].rows[0].cells[0].text
    assert copies == "抄送：区政府办公室、区纪委监委机关。"


def test_a_letter_is_headed_in_red_over_a_double_line_on_its_first_page() -> None:
    section = written("order").sections[0]
    assert section.different_first_page_header_footer
    head = section.first_page_header.paragraphs[-1]
    assert head.text == "示范区碳达峰碳中和工作领导小组办公室"
    assert fonts_of(head.runs[0]) == {"方正小标宋简体"}
    assert str(head.runs[0].font.color.rgb) == "E60000"
    line = head._p.find(f".//{W}pBdr/{W}bottom")
    assert line.get(qn("w:val")) == "thickThinSmallGap"
    foot = section.first_page_footer.paragraphs[0]
    assert foot._p.find(f".//{W}pBdr/{W}top").get(qn("w:val")) == "thinThickSmallGap"
    assert "PAGE" not in etree.tostring(section.first_page_footer._element).decode()


def test_a_circular_ends_with_copies_and_who_printed_it_when() -> None:
    table = written("circular").tables[-1]
    copies, printed = (row.cells[0] for row in table.rows)
    assert copies.text == "抄送：区委办公室、区人大常委会办公室、区政协办公室。"
    assert printed.text == "示范区碳达峰碳中和工作领导小组办公室\t2026年11月30日印发"
    sizes = [
        line.get(qn("w:sz"))
        for cell in (copies, printed)
        for line in cell._tc.iter(f"{W}top", f"{W}bottom")
        if line.getparent().tag == f"{W}tcBorders"
    ]
    assert sizes == ["8", "6", "6", "8"]  # 0.35 mm and 0.25 mm in eighths of a point
    place = table._tbl.tblPr.find(qn("w:tblpPr"))
    assert place.get(qn("w:tblpYSpec")) == "bottom"


def test_page_numbers_stand_at_the_outer_side_between_dashes() -> None:
    document = written("circular")
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]
        assert "".join(run.text for run in line.runs) == "— 1 —"
        assert line._p.pPr.jc.get(qn("w:val")) == side
        assert line.runs[0].font.size == Pt(14)
        (code,) = line._p.iter(f"{W}instrText")
        assert code.text.strip() == "PAGE"


def test_a_table_repeats_its_head_and_breaks_no_row() -> None:
    rows = tuple((f"单位{at}", "1\n2") for at in range(40))
    table = Table(columns=(Column(title="单位"), Column(title="得分")), rows=rows)
    paper = Paper(layout=Layout.CIRCULAR, organ="甲局", title="通报", blocks=(table,))
    made = opened(as_docx(paper, made_on=DAY)).tables[0]
    assert len(made.rows) == 41
    assert made.rows[0]._tr.find(f".//{W}tblHeader") is not None
    assert all(row._tr.find(f".//{W}cantSplit") is not None for row in made.rows)
    assert made.rows[40].cells[0].text == "单位39"
    assert made.rows[40].cells[1].text == "1\n2"


def test_a_table_without_rows_shows_its_head() -> None:
    table = Table(columns=(Column(title="单位"),), rows=())
    paper = Paper(layout=Layout.SHEET, organ="甲局", title="单", blocks=(table,))
    made = opened(as_docx(paper, made_on=DAY)).tables[0]
    assert [row.cells[0].text for row in made.rows] == ["单位"]


def test_several_attachments_are_listed_and_numbered() -> None:
    attached = tuple(
        Attachment(title=title, blocks=(Paragraph(text="内容"),))
        for title in ("分工表", "排名表")
    )
    paper = Paper(layout=Layout.LETTER, organ="甲局", title="函", attachments=attached)
    lines = [one.text for one in opened(as_docx(paper, made_on=DAY)).paragraphs]
    assert "附件：1.分工表" in lines
    assert "2.排名表" in lines
    assert lines.index("附件1") < lines.index("附件2")


def test_fonts_of_the_standard_are_named_with_one_that_may_stand_for_them() -> None:
    content = as_docx(example_paper("order"), made_on=DAY)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        table = etree.fromstring(archive.read("word/fontTable.xml"))
    named = {
        font.get(f"{W}name"): font.find(f"{W}altName").get(f"{W}val") for font in table
    }
    assert named == {
        "方正小标宋简体": "Noto Serif CJK SC",
        "仿宋_GB2312": "FandolFang R",
        "楷体_GB2312": "AR PL UKai CN",
        "黑体": "Noto Sans CJK SC",
        "宋体": "Noto Serif CJK SC",
    }


@pytest.mark.documents
@pytest.mark.parametrize("kind", ["order", "circular", "closure", "sheet", "report"])
def test_properties_stand_in_the_order_that_the_format_wants(kind: str) -> None:
    content = as_docx(example_paper(kind), made_on=DAY)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        roots = [
            etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        ]
    seen = 0
    for root in roots:
        if root.tag not in {f"{W}document", f"{W}hdr", f"{W}ftr"}:
            continue
        for name, order in ORDER.items():
            for properties in root.iter(f"{W}{name}"):
                tags = [etree.QName(one).localname for one in properties]
                assert set(tags) <= set(order), (name, tags)
                assert tags == sorted(tags, key=order.index), (name, tags)
                seen += 1
    assert seen > 50


@pytest.mark.documents
def test_a_chart_is_vectors_with_a_picture_to_fall_back_on_and_words() -> None:
    document = written("report")
    names = {str(part.partname) for part in document.part.package.iter_parts()}
    assert {"/word/media/chart1.svg", "/word/media/chart2.svg"} <= names
    for inline in document.element.body.iter(qn("wp:inline")):
        blip = inline.find(f".//{qn('a:blip')}")
        fallback = document.part.related_parts[blip.get(qn("r:embed"))]
        (vector,) = blip.iter("{*}svgBlip")
        drawing = document.part.related_parts[vector.get(qn("r:embed"))]
        assert fallback.blob.startswith(b"\x89PNG")
        assert drawing.blob.startswith(b"<svg")
        assert "--" in inline.find(qn("wp:docPr")).get("descr")


@pytest.mark.documents
def test_contents_lead_to_each_head_with_its_page() -> None:
    document = written("report")
    marks = {
        mark.get(qn("w:name")): "".join(
            text.text for text in mark.getparent().iter(qn("w:t"))
        )
        for mark in document.element.body.iter(qn("w:bookmarkStart"))
    }
    codes = [
        code.text.split()[1]
        for code in document.element.body.iter(qn("w:instrText"))
        if "PAGEREF" in code.text
    ]
    assert [marks[code] for code in codes] == [
        "一、总体情况",
        "二、重点任务",
        "（一）完成情况",
        "（二）排名",
        "三、存在问题",
    ]
    entry = next(one for one in document.paragraphs if one.text.startswith("三、存在"))
    assert entry.text == "三、存在问题\t2"


def test_the_file_tells_its_day_and_author_and_nothing_of_the_machine() -> None:
    properties = written("order").core_properties
    assert properties.created.date() == properties.modified.date() == DAY
    assert properties.title == "关于规模以上工业能效提升工作的督办单"
    assert properties.author == "示范区碳达峰碳中和工作领导小组办公室"
    assert (properties.comments, properties.last_modified_by) == ("", "")


def test_long_titles_are_cut_in_the_properties_and_whole_on_the_page() -> None:
    title = "关于某事的通知" * 60
    paper = Paper(layout=Layout.LETTER, organ="甲局", title=title)
    document = opened(as_docx(paper, made_on=DAY))
    assert len(document.core_properties.title) == 255
    assert title in "".join(squeezed(one.text) for one in document.paragraphs)


def test_a_draft_shows_its_marks_above_every_kind_of_page() -> None:
    paper = attrs.evolve(example_paper("order"), marks=("草稿", "示例数据（合成）"))
    section = opened(as_docx(paper, made_on=DAY)).sections[0]
    for header in (
        section.header,
        section.even_page_header,
        section.first_page_header,
    ):
        assert "草稿　示例数据（合成）" in header.paragraphs[0].text


@pytest.mark.documents
def test_a_report_without_heads_has_no_contents() -> None:
    blocks = (Paragraph(text="正文"), PageBreak(), Paragraph(text="下一页"))
    paper = Paper(layout=Layout.REPORT, organ="甲局", title="报告", blocks=blocks)
    lines = opened(as_docx(paper, made_on=DAY)).paragraphs
    assert "目录" not in {squeezed(one.text) for one in lines}
    pages = pdf_pages(as_pdf(paper, made_on=DAY).content)
    assert ["正文" in page for page in pages] == [False, True, False]
    assert "下一页" in pages[2]


def test_a_page_break_leaves_no_empty_line_on_the_new_page() -> None:
    blocks = (Paragraph(text="正文"), PageBreak(), Paragraph(text="下一页"))
    paper = Paper(layout=Layout.LETTER, organ="甲局", title="函", blocks=blocks)
    lines = opened(as_docx(paper, made_on=DAY)).paragraphs
    (broken,) = (one for one in lines if one.paragraph_format.page_break_before)
    assert broken.paragraph_format.line_spacing == Pt(1)
