"""The words of a web page, without the furniture of the site."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.plan.documents.html import html_text

if TYPE_CHECKING:
    from collections.abc import Callable

    TextOf = Callable[[str, bytes], str]


def words(markup: str) -> str:
    return html_text(markup.encode(), name="plan.html")


def test_blocks_are_lines_and_a_break_makes_two():
    assert words("<h1>标题</h1><p>甲<br>乙<p>丙<div>丁<span>戊</span></div>己") == (
        "标题\n甲\n乙\n丙\n丁戊\n己\n"
    )


@pytest.mark.parametrize(
    "furniture",
    [
        "<script>var a = '<p>无</p>'</script>",
        "<style>p{color:red}</style>",
        "<nav>首页</nav>",
        "<header>政府网</header>",
        "<footer>版权</footer>",
        "<aside>推荐</aside>",
        "<div hidden>藏</div>",
        '<p style="color:red; display: none">藏</p>',
        '<p style="VISIBILITY:HIDDEN">藏<b>深</b></p>',
        '<div aria-hidden="true">藏</div>',
        '<div role="navigation">导航</div>',
        "<button>打印</button><select><option>大</select>",
        "<template><p>样</p></template><noscript>无脚本</noscript>",
        "<!-- <p>注释</p> -->",
    ],
)
def test_furniture_is_left_out(furniture: str):
    page = "<html><head><title>站名</title></head><body>"
    assert words(f"{page}{furniture}<p>正文</p></body></html>") == "正文\n"


def test_the_header_of_an_article_is_its_title():
    page = "<header>站</header><article><header><h1>方案</h1></header>正文</article>"
    assert words(page) == "方案\n正文\n"


def test_pronunciation_is_dropped_and_entities_are_resolved():
    page = "<ruby>碳<rp>(</rp><rt>tàn</rt><rp>)</rp></ruby>达峰&mdash;&#x2264;5&nbsp;%"
    assert words(page) == "碳达峰—≤5 %\n"


def test_white_space_of_the_source_does_not_count():
    page = "<p>\n  到2025年,\n  比重达到\n\t15%,  use\n two words\u200b</p>"
    assert words(page) == "到2025年, 比重达到 15%, use two words\n"
    assert words("<p>推进\n    能源转型</p>") == "推进能源转型\n"
    assert words("<pre>甲\n  乙</pre>") == "甲\n乙\n"


def test_a_table_row_is_a_line_with_tabs():
    page = """前文<table><caption>表1</caption><thead><tr><th>指标<th>2025年
      <th>2030年</thead><tbody><tr><td>比重</td><td></td><td><p>20</p><p>%</p></td></tr>
      </tbody></table>后文"""
    assert words(page) == ("前文\n\n表1\n指标\t2025年\t2030年\n比重\t\t20 %\n\n后文\n")


def test_spans_keep_the_columns_in_their_places():
    page = """<table><tr><td rowspan=2>任务<td colspan=2>单位<tr><td>主责<td>协办
      <tr><td>一项<td rowspan=2>甲局<td>乙局<tr><td>二项<td>丙局</table>"""
    assert words(page) == (
        "任务\t单位\t\n\t主责\t协办\n一项\t甲局\t乙局\n二项\t\t丙局\n"
    )


def test_a_table_that_lays_out_the_page_is_not_a_table():
    inner = "<table><tr><td>甲<td>乙</table>"
    page = f"<table><tr><td>左栏</td><td><p>一、总则</p><p>正文</p>{inner}</table>"
    assert words(page) == "左栏\n一、总则\n正文\n\n甲\t乙\n"
    box = "<table><tr><td colspan=3><p>专栏1</p><p>项目</p></td></tr></table>"
    assert words(box) == "专栏1\n项目\n"


def test_the_numbers_of_a_list_are_written_out():
    page = """<ol start=3><li>甲<li><p>乙</p><ul><li>点</ul><li value=9>丙</ol>
      <ol type=a><li>丁<li>2030年</ol><ol style="list-style: none"><li>戊</ol>"""
    assert words(page).split("\n")[:-1] == [
        "3.甲",
        "4.乙",
        "点",
        "9.丙",
        "a.丁",
        "b. 2030年",
        "戊",
    ]


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("utf-8", "utf-8", "碳达峰实施方案"),
        ("gb2312", "gbk", "碳达峰实施方案"),
        ("GBK", "gb18030", "碳达峰实施方案㐀"),
        ("big5", "big5", "碳達峰實施方案"),
        ("gb2312", "utf-8", "碳达峰实施方案"),
        ("", "gb18030", "碳达峰实施方案"),
        ("", "utf-16", "碳达峰实施方案"),
    ],
)
def test_the_charset_is_the_declared_or_the_true_one(
    text_of: TextOf, charset: str, encoding: str, text: str
):
    page = f'<html><head><meta charset="{charset}"></head><body>{text}</body></html>'
    assert text_of("plan.htm", page.encode(encoding)) == f"{text}\n"


def test_a_character_cut_in_two_does_not_lose_the_page(text_of: TextOf):
    page = '<html><meta charset="gbk"><body><p>正文' + "充足" * 30
    data = page.encode("gbk") + b"\xff<p>" + "后文".encode("gbk")
    assert text_of("plan.html", data).split("\n")[1] == "后文"


TANGLE = """
    <p> </p> <table> </table> <tr> </tr> <td> </td> <li> <ol> </ol> <br> <nav> </nav>
    <b> </b> <pre> </pre> <ruby> <rt> </ruby> < & 碳
"""
PIECES = TANGLE.split()
LINES = st.lists(
    st.text(
        st.characters(
            codec="utf-8", categories=["L", "N", "P", "S"], exclude_characters="\ufffd"
        ),
        min_size=1,
        max_size=20,
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=200, deadline=None)
@given(lines=LINES)
def test_any_text_in_paragraphs_comes_back(lines: list[str]):
    page = "<html><body>" + "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    assert words(page).split("\n")[:-1] == lines


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_no_tangle_of_tags_breaks_the_reader(pieces: list[str]):
    markup = "<html>" + "".join(pieces)
    lines = words(markup).split("\n")
    assert lines[-1] == ""
    assert words(markup) == "\n".join(lines)
