"""The text layer of a PDF, as laid out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from tests.plan.documents.paper import Paper

if TYPE_CHECKING:
    from collections.abc import Callable

    TextOf = Callable[[str, bytes], str]

PDF = "plan.pdf"


def test_lines_stay_as_laid_out_and_pages_are_parted(text_of: TextOf):
    paper = Paper()
    paper.text(96, 770, "到2025年,非化石能源消费比重达到15.5%以")
    paper.text(72, 750, "上,use two words。")
    paper.page()
    paper.text(72, 770, "第二页")
    assert text_of(PDF, paper.bytes()) == (
        "到2025年,非化石能源消费比重达到15.5%以\n上,use two words。\n\f\n第二页\n"
    )


def test_a_page_without_words_keeps_its_mark(text_of: TextOf):
    paper = Paper()
    paper.text(72, 770, "第一页的文字不多也不少")
    paper.page()
    paper.page()
    paper.text(72, 770, "第三页")
    assert text_of(PDF, paper.bytes()) == ("第一页的文字不多也不少\n\f\n\f\n第三页\n")


def test_lines_come_from_top_to_bottom_however_they_were_drawn(text_of: TextOf):
    paper = Paper()
    paper.text(72, 730, "丙行")
    paper.text(72, 770, "甲行")
    paper.text(72, 750, "乙行")
    assert text_of(PDF, paper.bytes()) == "甲行\n乙行\n丙行\n"


def test_a_wide_gap_is_a_tab_and_a_narrow_one_is_not(text_of: TextOf):
    paper = Paper()
    paper.text(72, 770, "指标")
    paper.text(72 + 24 + 19, 770, "2025年")
    paper.text(300, 770, "2030年")
    paper.text(72, 750, "比重")
    paper.text(72 + 24 + 4, 750, "提高")
    paper.text(72 + 48 + 4 + 12, 750, "至20%")
    assert text_of(PDF, paper.bytes()) == "指标\t2025年\t2030年\n比重提高 至20%\n"


def test_ideographic_spaces_inside_a_heading_are_kept(text_of: TextOf):
    paper = Paper()
    paper.text(72, 770, "第一章\u3000\u3000总则")
    assert text_of(PDF, paper.bytes()) == "第一章\u3000\u3000总则\n"


def test_small_raised_and_lowered_signs_stay_in_their_line(text_of: TextOf):
    paper = Paper()
    paper.text(72, 770, "5万m")
    paper.text(96, 775, "2", 8)
    paper.text(100, 770, "绿地,CO")
    paper.text(142, 767, "2", 8)
    paper.text(146, 770, "下降")
    paper.text(72, 752, "下一行")
    assert text_of(PDF, paper.bytes()) == "5万m2绿地,CO2下降\n下一行\n"


def test_words_printed_twice_to_look_bold_are_read_once(text_of: TextOf):
    paper = Paper()
    paper.text(72, 770, "碳达峰")
    paper.text(72.4, 770, "碳达峰")
    assert text_of(PDF, paper.bytes()) == "碳达峰\n"


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("turned", ["page", "words"])
def test_a_turned_page_reads_like_an_upright_one(
    text_of: TextOf, quarters: int, turned: str
):
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[quarters]
    paper = Paper(rotation=90 * quarters if turned == "page" else 0)
    for number, words in enumerate(("第一行", "第二行")):
        x, y = 300 + 20 * number * sin, 400 - 20 * number * cos
        paper.matrix_text((cos, sin, -sin, cos, x, y), words)
    assert text_of(PDF, paper.bytes()) == "第一行\n第二行\n"


def test_a_slanted_watermark_is_left_out(text_of: TextOf):
    paper = Paper()
    paper.text(72, 770, "正文在此,共有十个字。")
    cos = math.cos(math.pi / 4)
    paper.matrix_text((cos, cos, -cos, cos, 200, 300), "内部资料", 60)
    assert text_of(PDF, paper.bytes()) == "正文在此,共有十个字。\n"


def test_a_ruled_table_gives_whole_rows(text_of: TextOf):
    paper = Paper()
    paper.text(72, 790, "前文")
    # three columns, a head and two rows; the second cell of the last two rows is one
    for x, low in ((72, 670), (200, 670), (300, 670), (400, 670)):
        paper.line(x, 780, x, low)
    for y in (780, 750, 670):
        paper.line(72, y, 400, y)
    paper.line(72, 700, 200, 700)
    paper.line(300, 700, 400, 700)
    for x, words in ((80, "任务"), (210, "牵头单位"), (310, "配合单位")):
        paper.text(x, 760, words)
    paper.text(74, 736, "严格控制新增煤炭消费")
    paper.text(74, 720, "量")
    paper.text(202, 706, "区发展改革委")
    paper.text(302, 736, "区生态环境局")
    paper.text(302, 720, "区财政局")
    paper.text(74, 680, "发展光伏")
    paper.text(302, 680, "区供电公司")
    paper.text(72, 640, "后文")
    assert text_of(PDF, paper.bytes()) == (
        "前文\n\n任务\t牵头单位\t配合单位\n"
        "严格控制新增煤炭消费量\t区发展改革委\t区生态环境局 区财政局\n"
        "发展光伏\t\t区供电公司\n\n后文\n"
    )


def test_a_row_over_all_columns_and_a_frame_are_no_table_rows(text_of: TextOf):
    paper = Paper()
    for y in (780, 750, 720):
        paper.line(72, y, 400, y)
    paper.line(72, 780, 72, 720)
    paper.line(400, 780, 400, 720)
    paper.line(200, 750, 200, 720)
    paper.text(80, 760, "专栏1 主要指标")
    paper.text(80, 730, "比重")
    paper.text(210, 730, "20%")
    for y in (700, 640):
        paper.line(72, y, 400, y)
    paper.line(72, 700, 72, 640)
    paper.line(400, 700, 400, 640)
    paper.text(80, 680, "1.光伏工程。")
    paper.text(80, 660, "2.风电工程。")
    assert text_of(PDF, paper.bytes()) == (
        "专栏1 主要指标\n比重\t20%\n\n1.光伏工程。\n2.风电工程。\n"
    )


def test_underlines_make_no_table(text_of: TextOf):
    paper = Paper()
    for y in (770, 750):
        paper.text(72, y, "下划线的文字")
        paper.line(72, y - 2, 144, y - 2)
    assert text_of(PDF, paper.bytes()) == "下划线的文字\n下划线的文字\n"


def test_a_file_that_only_forbids_copying_is_read(text_of: TextOf):
    paper = Paper()
    paper.text(72, 770, "可以阅读,不可复制。")
    assert text_of(PDF, paper.locked_bytes()) == "可以阅读,不可复制。\n"
