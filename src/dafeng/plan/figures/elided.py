"""Nouns that leave out what the figure before them has named.

其中分布式 12 万千瓦 leaves out 装机; 回收率达到 100%、循环利用率达到 95% says only once
of what.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dafeng.plan.grammar.enumerations import head_of
from dafeng.plan.grammar.phrases import ends_with_measure
from dafeng.plan.grammar.wordlists import any_of, words

if TYPE_CHECKING:
    from dafeng.plan.drafts import Draft
    from dafeng.plan.figures.context import Context

_REGION = re.compile(any_of("区 县 市 镇 省 州 旗 新城") + "$")
_RATE_ALONE = re.compile(
    any_of("综合 循环 资源化 重复 再生 无害化")
    + "?"
    + any_of("利用 回收 处理 处置 使用 消纳 回用 收集")
    + "率"
)
_RATE_AT_END = re.compile(_RATE_ALONE.pattern + "$")
_MEASURES_ALONE = frozenset(
    words("比例 占比 比重 率 规模 总规模 装机 总量 覆盖率 利用率")
)


def restored(noun: str, around: Context) -> str:
    """Noun with what it leaves out, where the figure before gives it."""
    last = around.last
    if last is None or last.unit != around.quantity.unit or not noun:
        return noun
    if around.segment.startswith("其中") and not ends_with_measure(noun):
        return _part_of(noun, last)
    if not around.carried.last_end:
        return noun
    if noun in _MEASURES_ALONE and last.indicator.endswith(noun):
        return last.indicator
    if around.figure.left.startswith("、") and _RATE_ALONE.fullmatch(noun):
        subject = _RATE_AT_END.sub("", last.indicator)
        return f"{subject}{noun}" if subject != last.indicator else noun
    return noun


def _part_of(noun: str, last: Draft) -> str:
    """其中某区 30% is the indicator there; 其中光伏 12 万千瓦 takes its measure."""
    if _REGION.search(noun):
        return noun + last.indicator
    return noun + head_of(last.indicator)
