"""Sentences of the core on pages in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

import dafeng.assessment
from dafeng.web.assessment import sentence_clauses, sentences
from dafeng.web.assessment.sentences import told

CORE = Path(dafeng.assessment.__file__).parent
WRITTEN = re.compile(r'f?"([^"\n]*[\u4e00-\u9fff][^"\n]*。)"')
"""A whole sentence as the core's source has it."""
FILLED = {
    "answer.words": "牵头",
    "entry.aside": "任务已终止",
    "why": "任务已终止",
    "name": "T073（示范指标）",
    "grade": "合格",
    "what": "未达标",
    "standing.quality": "B",
    "reason": "进度92%，计划100%",
    "day": "2025-07-27",
    "report.due_on": "2025-07-27",
    "row.report.due_on": "2025-07-27",
    "name}{what": "T073",
}


@pytest.mark.parametrize(
    "sentence",
    [
        "2025 年为 37.36%，要求 2025 年不低于 38%：未达标。",
        "2025 年为 1 个，要求不低于 2—3 个（未写年份）；一年来没有进展。",
        "2025 年为 18%，要求 2030 年不低于 100%；按历年数据，如期达标的概率为 0%。",
        "2020 年为 4.94%，2025 年为 15.4%：变化方向符合方案要求。",
        "责任单位报告，截至 2025 年尚未实现，期限为 2030 年。",
        "市里尚未下达数值，不作评判。",
        "缺少 2025 年数据：target.state(双碳办)。",
        "本期进度要求已达到，得满分。协同责任份额1.29%。",
        "进度92%，计划45.16%，未经核实，按80%计。",
        "2025-07-27报送，逾期12天，按0%计。",
        "经示范领导小组〔2024〕2号批准不参加考核（无农田，无养殖场），权重由其余各项分摊。",
        "“示范任务”：应启动已满5个月仍未启动，且未获批准延期或暂缓。",
        "2025年第一季度《进展报表》应于2025年4月15日前报送，至2026年11月15日未收到。",
        "考核等次为合格；2项指标未达标。",
        "进度--，序时进度100%，逾期319天",
    ],
)
def test_every_clause_of_a_sentence_is_known(sentence: str) -> None:
    with translation.override("en"):
        words = told(sentence)
    assert words != sentence
    assert "。" not in words


def test_what_the_core_writes_of_points_is_known() -> None:
    source = "".join(one.read_text("utf-8") for one in CORE.glob("scoring/*.py"))
    written = [
        re.sub(r"\{([^}]*)\}", lambda slot: FILLED.get(slot.group(1), "12"), one)
        for one in WRITTEN.findall(source)
    ]
    assert len(written) > 20
    with translation.override("en"):
        unknown = [one for one in written if told(one) == one]
    assert unknown == []


def test_a_sentence_that_is_not_known_stays_whole() -> None:
    odd = "2025 年为 37.36%，原因不详。"
    with translation.override("en"):
        assert told(odd) == odd


def test_chinese_readers_read_what_the_core_wrote() -> None:
    with translation.override("zh-hans"):
        assert told("市里尚未下达数值，不作评判。") == "市里尚未下达数值，不作评判。"


def test_no_clause_is_listed_twice() -> None:
    listed = (*sentence_clauses.CLAUSES, *sentence_clauses.WHOLE)
    assert len(listed) == len(set(listed))
    assert sentences.told("") == ""
