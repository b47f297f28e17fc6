"""Titles are compared by the words that say what they are about."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dafeng.assessment.coverage.wording import (
    closest,
    common_words,
    content,
    likeness,
    whole_area,
)


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("大力发展新能源", "新能源"),
        ("着力构建绿色交通出行体系", "交通出行"),
        ("推进绿色低碳发展", ""),
        ("坚决遏制“两高一低”项目盲目发展", "遏制 两高一低 盲目"),
    ],
)
def test_fillers_and_signs_do_not_count(title: str, left: str) -> None:
    assert content(title) == left


def test_likeness_is_the_share_of_common_pairs_of_letters() -> None:
    # 运输工具装备: 运输 输工 工具 具装 装备; 运输工具: 运输 输工 工具. 2 * 3 / (5 + 3).
    found = likeness("推动运输工具装备低碳转型", "推动运输工具低碳转型")
    assert (found.share, found.words) == (Fraction(6, 8), ("运输工具",))
    assert str(found.score) == "0.75"


def test_pairs_do_not_reach_over_a_filler() -> None:
    # 工业 发展 能耗: without its filler 业能 would be a pair.
    assert likeness("工业发展能耗", "业能").share == 0


def test_nothing_in_common_is_nothing() -> None:
    found = likeness("推进绿色低碳发展", "推进绿色低碳发展")
    assert (found.share, found.words, found.longest) == (0, (), 0)


def test_likeness_does_not_depend_on_the_order() -> None:
    one, two = "补齐资源综合利用链条", "资源再生和综合利用"
    assert likeness(one, two).share == likeness(two, one).share


def test_names_share_whole_words_fillers_included() -> None:
    assert common_words("绿色出行比例", "居民绿色出行比例") == ("绿色出行比例",)
    assert common_words("装配式建筑的装配率", "装配式建造") == ("装配式建",)


def test_the_closest_of_several_is_found() -> None:
    place, found = closest("发展新能源", ["节约用水", "新能源消纳", "新能源"])
    assert (place, found.share) == (2, 1)
    assert closest("发展新能源", ["节约用水"])[0] == -1


def test_the_whole_area_is_no_part_of_it() -> None:
    assert whole_area("全区") is whole_area(None) is None
    assert whole_area("建成区") == "建成区"
