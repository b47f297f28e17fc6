"""Equal wordings become one, and only equal ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.wording import (
    canonical_wording,
    equal_words,
    share_form,
    without_brackets,
)


@pytest.mark.parametrize(
    "words",
    [
        "单位地区生产总值能源消耗",
        "单位国内生产总值能源消耗",
        "万元GDP能耗",
        "万元 GDP 能耗",
        "“单位生产总值”能耗",
        "单位地区生产总值（GDP）能耗",
    ],
)
def test_all_ways_to_say_energy_per_gdp_are_one(words: str):
    assert canonical_wording(words) == "单位GDP能耗"


@pytest.mark.parametrize("words", ["PM2.5", "PM₂.₅", "ＰＭ２．５", "细颗粒物(PM2.5)"])
def test_all_ways_to_write_fine_dust_are_one(words: str):
    assert canonical_wording(words) == "PM2.5"


@given(st.text(max_size=40))
def test_making_words_equal_twice_changes_nothing_more_in_signs(text: str):
    assert canonical_wording(f" {text} ") == canonical_wording(text)


def test_a_share_names_its_whole_first():
    assert share_form("煤炭消费占能源消费总量占比") == "能源消费中煤炭占比"
    assert share_form("森林覆盖率") == "森林覆盖率"


def test_words_that_mean_different_things_stay_apart():
    assert equal_words("非化石能源消费比重") != equal_words("非化石能源发电量比重")
    assert equal_words("能耗总量") != equal_words("能耗强度")


@pytest.mark.parametrize(
    ("text", "bare"),
    [("森林覆盖率(含灌木)", "森林覆盖率"), ("甲（乙）丙【丁】", "甲丙"), ("甲", "甲")],
)
def test_a_remark_in_brackets_can_be_left_out(text: str, bare: str):
    assert without_brackets(text) == bare
