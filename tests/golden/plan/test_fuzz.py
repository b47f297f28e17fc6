"""Any text at all can be read: no crash, true spans, unique names, the same twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.plan import plan_to_json, read_text
from tests.golden.plan.truth import golden_files

if TYPE_CHECKING:
    from dafeng.plan.records import Plan

TEXTS = [
    path.read_text(encoding="utf-8")
    for path in golden_files()
    if path.suffix in {".txt", ".md"}
]
WORDS = """
一、 （一） 1. 1、 ① 专栏1 专栏 附件： 附件1 第一章 第一节 到2025年， 2030年前 2024年起
“十四五”末 “十五五”期间 近期 达到 提高至 不低于 不少于 以上 以内 控制在 左右 约 超过
小于 分别 分别达到 力争 争取 确保 预期 原则上 累计 新增 比2020年下降 较2005年 清零 全部
完成市下达指标 进一步增长 全覆盖 三分之一 一条 两成 百分之五 禁止 严禁 15% 38% 2—3 2~3
0.5‰ 个百分点 万千瓦 亿立方米 微克/立方米 家 个 台 公里 、 ， 。 ； ： （责任单位： ）
区发改委 区工信局 牵头 配合 负责落实 各乡镇园区 森林覆盖率 非化石能源消费比重 绿色工厂
单位地区生产总值能耗 100MW 光伏项目 指标 单位 2025 2030 属性 约束性 - —— ㎡ ㎞ ⅱ
１５．５％ 萬千瓦 （tàn） | --- #
"""
GAPS = [
    "\n",
    "\n\n",
    "\t",
    " ",
    "\r\n",
    "\u3000",
    "\f",
    "\u2028",
    "\n- 3 -\n",
    "\n第 3 页\n",
]
HEAD = "甲区碳达峰实施方案\n一、目标\n到2025年，绿色出行比例达到70%。\n二、任务\n"
PIECES = st.sampled_from(WORDS.split() + GAPS)


def check_reading(text: str) -> None:
    """Whatever the text is, it is read well or refused as no plan."""
    try:
        plan = read_text(text)
    except BadInputError as refusal:
        code = refusal.code
    else:
        check(plan, text)
        return
    assert code == "plan.not_plan"


def check(plan: Plan, text: str) -> None:
    """Spans lie in the text and show their quotes; names are given once."""
    assert plan.text == text
    for thing in (*plan.targets, *plan.projects, *plan.milestones):
        start, end = thing.span
        assert 0 <= start < end <= len(text)
        assert thing.quote == text[start:end]
    for clause in (*plan.clauses, *plan.tasks):
        start, end = clause.span
        assert 0 <= start <= end <= len(text)
    for finding in plan.findings:
        if finding.span is not None:
            start, end = finding.span
            assert 0 <= start <= end <= len(text)
    for things in (plan.targets, plan.projects, plan.clauses):
        names = [thing.id for thing in things]
        assert len(names) == len(set(names))
    known = {target.id for target in plan.targets}
    assert all(known.issuperset(task.targets) for task in plan.tasks)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str):
    check_reading(text)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(PIECES, min_size=5, max_size=80).map("".join))
def test_any_order_of_a_plans_words_can_be_read(text: str):
    check_reading(HEAD + text)


@st.composite
def spoiled_plans(draw: st.DrawFn) -> str:
    """A piece of a golden plan with cuts, repetitions and insertions."""
    text = draw(st.sampled_from(TEXTS))
    start = draw(st.integers(0, len(text) - 1))
    text = HEAD + text[start : start + draw(st.integers(1, 900))]
    for _ in range(draw(st.integers(0, 6))):
        a, b = sorted(draw(st.integers(0, len(text))) for _ in range(2))
        kind = draw(st.sampled_from(["drop", "repeat", "insert"]))
        if kind == "drop":
            text = text[:a] + text[a + (b - a) % 40 :]
        elif kind == "repeat":
            text = text[:b] + text[a:b][:200] + text[b:]
        else:
            text = text[:a] + draw(PIECES) + text[a:]
    return text


@settings(max_examples=300, deadline=None, derandomize=True)
@given(spoiled_plans())
def test_a_spoiled_plan_can_be_read(text: str):
    check_reading(text)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_two_readings_of_one_text_are_the_same(text: str):
    plan = read_text(text)
    check(plan, text)
    assert plan_to_json(plan) == plan_to_json(read_text(text))
