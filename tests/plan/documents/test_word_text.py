"""The words of a Word document: what counts and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plan.documents.word_paper import (
    STRICT,
    abstract,
    cell,
    instance,
    level,
    numbered,
    paragraph,
    row,
    run,
    table,
    word_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    TextOf = Callable[[str, bytes], str]

WORD = "plan.docx"


def test_paragraphs_and_tables_keep_their_order(text_of: TextOf):
    body = (
        paragraph("  前文 ")
        + table(row(cell("指标"), cell("2030年")), row(cell("比重"), cell("20%")))
        + table(row(cell("单位"), cell("甲局")))
        + paragraph()
        + paragraph("后文")
    )
    assert text_of(WORD, word_file(body)) == (
        "前文\n\n指标\t2030年\n比重\t20%\n\n单位\t甲局\n\n后文\n"
    )


def test_a_strict_file_reads_like_any_other(text_of: TextOf):
    body = paragraph("前文") + table(row(cell("甲"), cell("乙")))
    assert text_of(WORD, word_file(body, namespace=STRICT)) == "前文\n\n甲\t乙\n"


def test_a_cell_is_one_line_and_an_empty_cell_keeps_its_place(text_of: TextOf):
    body = table(row(cell("甲\t局", "乙局"), cell(), cell("丙局")))
    assert text_of(WORD, word_file(body)) == "甲 局 乙局\t\t丙局\n"


def test_a_merged_cell_stands_once_and_the_columns_keep_their_places(text_of: TextOf):
    span = '<w:gridSpan w:val="2"/>'
    body = table(
        row(cell("任务"), cell("单位", properties=span)),
        row(
            cell("一项", properties='<w:vMerge w:val="restart"/>'),
            cell("甲局"),
            cell("乙局"),
        ),
        row(cell("一项", properties="<w:vMerge/>"), cell("丙局"), cell("丁局")),
        row(cell("二项"), properties='<w:gridBefore w:val="2"/>'),
    )
    assert text_of(WORD, word_file(body)) == (
        "任务\t单位\t\n一项\t甲局\t乙局\n\t丙局\t丁局\n\t\t二项\n"
    )


def test_a_row_of_one_cell_is_a_box_whose_paragraphs_stay_lines(text_of: TextOf):
    body = table(
        row(cell("专栏1 重点工程", properties='<w:gridSpan w:val="3"/>')),
        row(cell("1.光伏工程。", "2.风电工程。")),
        row(cell(content=table(row(cell("甲"), cell("乙"))) + paragraph("尾"))),
    )
    assert text_of(WORD, word_file(body)) == (
        "专栏1 重点工程\n1.光伏工程。\n2.风电工程。\n甲\t乙\n\n尾\n"
    )


def test_a_table_in_a_cell_of_a_row_becomes_its_words(text_of: TextOf):
    inner = table(row(cell("甲"), cell("乙")), row(cell("丙"), cell("丁")))
    body = table(row(cell("任务"), cell(content=inner)))
    assert text_of(WORD, word_file(body)) == "任务\t甲 乙 丙 丁\n"


def test_rows_and_cells_in_content_controls_are_read(text_of: TextOf):
    body = (
        "<w:sdt><w:sdtPr/><w:sdtContent>"
        + paragraph("控件内")
        + "</w:sdtContent></w:sdt>"
        + table(
            "<w:sdt><w:sdtContent>"
            + row(
                f"<w:sdt><w:sdtContent>{cell('甲')}</w:sdtContent></w:sdt>", cell("乙")
            )
            + "</w:sdtContent></w:sdt>"
        )
    )
    assert text_of(WORD, word_file(body)) == "控件内\n\n甲\t乙\n"


def test_tracked_insertions_count_and_deletions_do_not(text_of: TextOf):
    runs = (
        run("到")
        + "<w:del><w:r><w:delText>2024</w:delText></w:r></w:del>"
        + f"<w:ins>{run('2025')}</w:ins>"
        + f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('年')}</w:moveTo>"
    )
    deleted = "<w:rPr><w:del/></w:rPr>"
    body = (
        paragraph(runs=runs)
        + paragraph("接上", properties=deleted)
        + paragraph("下文")
        + table(
            row(cell("删"), cell("去"), properties="<w:del/>"),
            row(cell("留"), cell("下")),
        )
    )
    assert text_of(WORD, word_file(body)) == "到2025年\n接上下文\n\n留\t下\n"


def test_breaks_tabs_and_hyphens_are_written_out(text_of: TextOf):
    runs = (
        f"{run('第一行')}<w:r><w:br/></w:r>{run('第二行')}<w:r><w:tab/></w:r>{run('右')}"
        '<w:r><w:br w:type="page"/></w:r>'
        "<w:r><w:t>2</w:t><w:noBreakHyphen/><w:t>3</w:t></w:r>"
    )
    assert text_of(WORD, word_file(paragraph(runs=runs))) == (
        "第一行\n第二行\t右\n2-3\n"
    )


def test_notes_hidden_text_fields_and_pronunciation_are_left_out(text_of: TextOf):
    runs = (
        run("正文")
        + "<w:r><w:footnoteReference w:id='1'/></w:r>"
        + run("隐藏", "<w:vanish/>")
        + run("不隐藏", '<w:vanish w:val="0"/>')
        + "<w:r><w:instrText>PAGEREF</w:instrText></w:r>"
        + f"<w:r><w:ruby><w:rt>{run('tàn')}</w:rt>"
        + f"<w:rubyBase>{run('碳')}</w:rubyBase></w:ruby></w:r>"
        + "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"
        + f"<w:hyperlink>{run('链接')}</w:hyperlink>"
    )
    assert text_of(WORD, word_file(paragraph(runs=runs))) == "正文不隐藏碳x+1链接\n"


def test_a_text_box_follows_its_paragraph_and_is_read_once(text_of: TextOf):
    box = f"<w:txbxContent>{paragraph('专栏2')}{paragraph('项目甲')}</w:txbxContent>"
    runs = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    old = f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"
    body = (
        paragraph(runs=run("见专栏") + runs) + paragraph("后文") + paragraph(runs=old)
    )
    assert text_of(WORD, word_file(body)) == (
        "见专栏\n专栏2\n项目甲\n后文\n专栏2\n项目甲\n"
    )


def test_the_table_of_contents_is_left_out(text_of: TextOf):
    styles = (
        '<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="toc 1"/></w:style>'
    )
    body = (
        paragraph("一、总体要求\t3", properties='<w:pStyle w:val="a5"/>')
        + "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery "
        + 'w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
        + paragraph("目录")
        + "</w:sdtContent></w:sdt>"
        + paragraph("一、总体要求")
    )
    assert text_of(WORD, word_file(body, styles=styles)) == "一、总体要求\n"


PLAN_LEVELS = abstract(
    0,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "(%2)"),
    level(2, "decimal", "%3."),
)


def test_chinese_headings_are_counted_and_written_out(text_of: TextOf):
    body = "".join(
        [
            numbered("总体要求", 1, 0),
            numbered("指导思想", 1, 1),
            numbered("基本原则", 1, 1),
            numbered("统筹", 1, 2),
            numbered("2030年前达峰", 1, 2),
            numbered("主要目标", 1, 0),
            numbered("", 1, 1),
            numbered("近期", 1, 1),
            numbered("起步", 1, 2),
        ]
    )
    numbering = PLAN_LEVELS + instance(1, 0)
    assert text_of(WORD, word_file(body, numbering=numbering)).splitlines() == [
        "一、总体要求",
        "(一)指导思想",
        "(二)基本原则",
        "1.统筹",
        "2. 2030年前达峰",
        "二、主要目标",
        "(二)近期",
        "1.起步",
    ]


@pytest.mark.parametrize(
    ("style", "numbers"),
    [
        ("chineseCounting", "十 十一 十二"),
        ("japaneseCounting", "十 十一 十二"),
        ("taiwaneseCountingThousand", "十 十一 十二"),
        ("ideographDigital", "一〇 一一 一二"),
        ("chineseLegalSimplified", "壹拾 壹拾壹 壹拾贰"),
        ("ideographTraditional", "癸 甲 乙"),
        ("ideographZodiac", "酉 戌 亥"),
        ("decimalEnclosedCircleChinese", "⑩ ⑪ ⑫"),
        ("decimalEnclosedParen", "⑽ ⑾ ⑿"),
        ("decimalEnclosedFullstop", "⒑ ⒒ ⒓"),
        ("decimalFullWidth", "１０ １１ １２"),
        ("decimalZero", "10 11 12"),
        ("upperRoman", "X XI XII"),
        ("lowerLetter", "j k l"),
        ("somethingNew", "10 11 12"),
    ],
)
def test_each_style_of_numbers(text_of: TextOf, style: str, numbers: str):
    numbering = abstract(0, level(0, style, "第%1项", start=10)) + instance(1, 0)
    body = numbered("甲", 1) + numbered("乙", 1) + numbered("丙", 1)
    lines = text_of(WORD, word_file(body, numbering=numbering)).splitlines()
    assert [line[1:].split("项")[0] for line in lines] == numbers.split()


def test_counting_goes_on_restarts_and_starts_anew_as_told(text_of: TextOf):
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    numbering = (
        abstract(0, level(0, "decimal", "%1."))
        + instance(1, 0)
        + instance(2, 0)
        + instance(3, 0, restart)
        + instance(4, 0, own)
    )
    numbers = [1, 1, 2, 3, 3, 1, 4]
    body = "".join(numbered("项", number) for number in numbers)
    assert text_of(WORD, word_file(body, numbering=numbering)).split() == [
        "1.项",
        "2.项",
        "3.项",
        "5.项",
        "6.项",
        "7.项",
        "H)项",
    ]


def test_a_level_may_run_on_across_chapters(text_of: TextOf):
    numbering = abstract(
        0,
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>'),
        level(2, "decimal", "%1.%2.%3", more="<w:isLgl/>"),
    ) + instance(1, 0)
    body = "".join(numbered("项", 1, at) for at in (0, 1, 1, 0, 1, 2))
    assert text_of(WORD, word_file(body, numbering=numbering)).split("\n")[:-1] == [
        "一、项",
        "1.项",
        "2.项",
        "二、项",
        "3.项",
        "2.3.1 项",
    ]


def test_numbers_come_through_styles_and_can_be_switched_off(text_of: TextOf):
    numbering = (
        abstract(
            0,
            level(0, "chineseCounting", "第%1章", more='<w:pStyle w:val="h1"/>'),
            level(1, "chineseCounting", "(%2)", more='<w:pStyle w:val="h2"/>'),
        )
        + '<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="list"/>'
        "</w:abstractNum>" + instance(1, 0) + instance(2, 9)
    )
    num = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:type="paragraph" w:styleId="h1">{num}</w:style>'
        f'<w:style w:type="paragraph" w:styleId="h2">{num}</w:style>'
        '<w:style w:type="paragraph" w:styleId="h1b"><w:basedOn w:val="h1"/></w:style>'
        f'<w:style w:type="numbering" w:styleId="list">{num}</w:style>'
    )
    body = (
        paragraph("总则", properties='<w:pStyle w:val="h1"/>')
        + paragraph("目的", properties='<w:pStyle w:val="h2"/>')
        + paragraph("目标", properties='<w:pStyle w:val="h1b"/>')
        + paragraph(
            "无号",
            properties='<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>',
        )
        + numbered("措施", 2, 0)
    )
    data = word_file(body, numbering=numbering, styles=styles)
    assert text_of(WORD, data).splitlines() == [
        "第一章 总则",
        "(一)目的",
        "第二章 目标",
        "无号",
        "第三章 措施",
    ]


def test_bullets_say_nothing(text_of: TextOf):
    numbering = abstract(0, level(0, "bullet", "\uf06c")) + instance(1, 0)
    data = word_file(numbered("要点", 1) + numbered("又", 7), numbering=numbering)
    assert text_of(WORD, data) == "要点\n又\n"
