"""Figures of another government: 完成市下达指标, 达国家规定标准."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.plan.grammar.enumerations import all_measured, listed, parts_of
from dafeng.plan.grammar.phrases import ends_with_measure, falls, noun_phrase
from dafeng.plan.grammar.wordlists import any_of
from dafeng.plan.records import Direction, TargetKind
from dafeng.plan.words.part import Part, Said

_ABOVE = any_of(
    """
    国家 省级? 市级? 上级 自治区 我市 我省 省政府 市政府 省市 省、市 国家、省 国家和省
    国家及省 区级? 县级? 州 上级部门
    """
)
_ADVERBS = any_of("确保 力争 争取 全面 如期 按期 超额 努力 均 都 分别")
_VERBS = any_of("按 完成 达到? 控制在 符合 实现 满足 不低于 不高于")
_HANDED_DOWN = any_of("下达 规定 要求 分解 核定 考核 确定 分配 控制 定")
_DELEGATED = re.compile(
    rf"(?P<noun>.*?){_ADVERBS}*{_VERBS}(?:了)?{_ABOVE}"
    rf"[^,;]{{0,8}}?{_HANDED_DOWN}[^,;]{{0,12}}$"
)
_ADVERBS_AT_END = re.compile(any_of("确保 力争 争取 全面 如期 按期 均 都 分别") + "+$")
_CHANGE = re.compile(any_of("下降 降低 降幅 增幅 增长 排放 能耗") + "$")
_INTENSITY = re.compile("能耗|排放")


def delegated(part: Part) -> Iterator[Said]:
    """Targets of a part whose figure stands in another paper, one per quantity."""
    found = _DELEGATED.match(part.text)
    if not found:
        return
    noun = _ADVERBS_AT_END.sub("", noun_phrase(found.group("noun")))
    names = listed(noun)
    if not any(_CHANGE.search(name) or ends_with_measure(name) for name in names):
        return
    several = all_measured(parts_of(noun)) or _INTENSITY.search(noun)
    for name in names if several else [noun]:
        yield Said(
            indicator=name,
            kind=TargetKind.DELEGATED,
            rule="words.delegated",
            year=part.year,
            direction=Direction.DOWN if falls(name) else Direction.UP,
            confidence=0.9,
        )
