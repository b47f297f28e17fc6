"""Enumerations of nouns: each part with the head or the prefix that it leaves out."""

from __future__ import annotations

import re

from dafeng.plan.grammar.phrases import ends_with_measure, measure_tail
from dafeng.plan.grammar.wordlists import any_of, words

# 普及, 参与 and 碳中和 hold no conjunction.
_AND = re.compile(
    r"、|以及|(?<![中饱总缓温])和(?!谐)|(?<!参)与|(?<![普涉惠触波])及(?!时)"
)
# Heads that are longer than the measure word at their end.
_HEADS = words(
    """
    发电装机容量 装机容量 装机规模 消费比重 消费总量 综合利用率 回收率 覆盖率 排放量
    排放总量 重点工程减排量 减排量 发电量 新能源车辆比例 新能源汽车比例 新能源化比例
    能效标杆水平以上产能比例 能效标杆水平以上产能占比
    以上产能比例 以上产能占比 占比 浓度
    保有量
    """
)
_PER_OUTPUT = re.compile(
    "(.*?"
    + any_of("单位 万元 每万元 亿元")
    + any_of(
        """
        地区生产总值 国内生产总值 生产总值 GDP 工业增加值 增加值 建筑面积 产品
        农业增加值
        """
    )
    + ")(.+)"
)
_OWN_PREFIX = re.compile(r"单位|万元|人均")
_INTENSITY = re.compile(any_of("二氧化碳 碳 能源 能耗 用水 水耗 用能 CO2"))


def listed(phrase: str) -> list[str]:
    """Parts of an enumeration, each with the head or the prefix that it leaves out.

    Examples
    --------
    >>> listed("风电、光伏装机容量")
    ['风电装机容量', '光伏装机容量']
    """
    parts = parts_of(phrase)
    if len(parts) < 2:
        return parts
    return _with_shared_prefix(_with_shared_tail(parts))


def parts_of(phrase: str) -> list[str]:
    """Parts of an enumeration as they stand."""
    return [p.strip() for p in _split_outside_brackets(phrase) if p.strip()]


def head_of(phrase: str) -> str:
    """Head of a measured quantity: 装机容量 of 光伏装机容量; empty for other words."""
    tail = measure_tail(phrase)
    return next((head for head in _HEADS if phrase.endswith(head)), tail)


def all_measured(parts: list[str]) -> bool:
    """Whether every part of an enumeration names a quantity of its own."""
    return all(ends_with_measure(part) and len(part) >= 3 for part in parts)


def _split_outside_brackets(phrase: str) -> list[str]:
    parts: list[str] = []
    depth = start = at = 0
    while at < len(phrase):
        depth += (phrase[at] == "(") - (phrase[at] == ")")
        found = _AND.match(phrase, at) if depth == 0 else None
        if found:
            parts.append(phrase[start:at])
            at = start = found.end()
        else:
            at += 1
    return [*parts, phrase[start:]]


def _with_shared_tail(parts: list[str]) -> list[str]:
    """风电、光伏装机: the measure word of the last part belongs to each."""
    head = head_of(parts[-1])
    if not head:
        return parts
    return [p if ends_with_measure(p) else p + head for p in parts]


def _with_shared_prefix(parts: list[str]) -> list[str]:
    """单位地区生产总值能耗和二氧化碳排放: the 单位… of the first belongs to each."""
    found = _PER_OUTPUT.match(parts[0])
    if not found:
        return parts
    prefix = found.group(1)
    return [parts[0], *(_prefixed(part, prefix) for part in parts[1:])]


def _prefixed(part: str, prefix: str) -> str:
    whole = _OWN_PREFIX.search(part) or not _INTENSITY.match(part)
    return part if whole else prefix + part
