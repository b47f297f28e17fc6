"""How units are judged is open to everybody, down to each point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dafeng.assessment.schemes import load_scheme, schemes

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("db")


def test_the_list_says_which_schemes_hold_on_a_day(client: Client) -> None:
    page = client.get("/assessment/schemes/", {"on": "2020-01-01"}).text
    answer = page.split('class="answer"')[1].split("</p>")[0]
    assert "2020-01-01 适用" in answer
    assert "单位生产总值二氧化碳排放降低目标责任考核评估" in answer
    assert "区级碳达峰工作评价考核" not in answer
    page = client.get("/assessment/schemes/", {"on": "2001-01-01"}).text
    assert "没有适用的考核办法" in page


def test_a_day_that_cannot_be_meant_is_told(client: Client) -> None:
    page = client.get("/assessment/schemes/", {"on": "0001-01-01"}).text
    assert "不在 1990-01-01 至 2070-12-31 之间，请核对年份" in page


@pytest.mark.parametrize("name", schemes())
def test_a_scheme_opens_to_its_rules_items_and_grades(
    client: Client, name: str
) -> None:
    page = client.get(f"/assessment/schemes/{name}/").text
    scheme = load_scheme(name)
    items = [item for rule in scheme.rules for item in getattr(rule, "items", ())]
    for part in (*scheme.rules, *items, *scheme.grading.grades):
        assert part.name_zh in page
    assert scheme.source in page
    assert scheme.sha256[:16] in page


def test_what_earns_points_and_what_caps_a_grade_is_said_in_words(
    client: Client,
) -> None:
    page = client.get("/assessment/schemes/district-2023/").text
    for words in (
        "迟 5 天以内得 50 %；再迟不得分",
        "未经核实的进度按 80 % 计",
        "约束性目标当年未达，牵头单位的等次最高为合格。",
        "未经第二人核实的进度按八成计",
    ):
        assert words in page


def test_an_unknown_scheme_is_no_page(client: Client) -> None:
    assert client.get("/assessment/schemes/none/").status_code == 404
