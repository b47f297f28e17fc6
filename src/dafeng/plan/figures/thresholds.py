"""Figures that say which things a rule is for: 1 万吨标准煤以上的企业."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dafeng.plan.drafts import Draft
from dafeng.plan.figures.spans import span_of
from dafeng.plan.grammar.enumerations import parts_of
from dafeng.plan.grammar.phrases import (
    ends_with_measure,
    last_segment,
    noun_phrase,
    right_noun,
)
from dafeng.plan.grammar.quantities import quantities_in
from dafeng.plan.grammar.quantity import SHARES
from dafeng.plan.grammar.vocabulary import Sign, Verb
from dafeng.plan.grammar.wordlists import any_of
from dafeng.plan.records import Direction, TargetKind

if TYPE_CHECKING:
    from dafeng.plan.figures.context import Context

# Single things that a rule can be for.
_THING = any_of(
    """
    企业 单位 项目 建筑 机组 锅炉 用户 园区 车辆 工程 公路 小区 场所 养殖场 住宅 设施
    设备 城市 产品 货物 厂 站 机构 客户 用能 船舶 汽车 燃煤 装置 窑炉 变压器 产能 火电
    煤电 电厂 耗能 排放 营运 货车 工业 城镇 乡镇 县 用地
    """
)
_OF_THINGS = re.compile(rf"的?[\u4e00-\u9fff\"]{{0,10}}?{_THING}")
_OF_REGIONS = re.compile(r"的(?:县|市|区|乡镇|镇|企业|单位|部门|地区|项目|园区)")
# 100 吨以上的为重点单位, 的应…: the figure is the subject's condition.
_CONDITION = re.compile(r"的(?:为|可|应|由|须|要|,|,?按)")
_LEVEL = re.compile(r"(?:的)?(?:目标|水平|要求|任务|规模|标准|比例)")
_OBLIGED = re.compile(
    any_of(
        """
        按照 按 应 须 必须 要 开展 实施 执行 实行 进行 安装 全部 全面 一律 严格 纳入
        配套 设计 建立 编制
        """
    )
)
_RULED_OUT = re.compile(any_of("淘汰 关停 退出 禁止 严禁 拆除 取缔 不得 关闭 整合"))
_AND = re.compile(r"[及和或、]")
_BOUNDS = (Sign.MORE, Sign.AT_LEAST, Sign.LESS, Sign.AT_MOST)


def is_attributive(around: Context) -> bool:
    """1 万吨标准煤以上的企业: the figure says which enterprises, not how many."""
    figure = around.figure
    right = figure.right
    if right == "/" and figure.at + 1 < len(around.sentence.quantities):
        right = around.sentence.figure(figure.at + 1).right
    if _CONDITION.match(right):
        return True
    return not _LEVEL.match(right) and bool(_OF_THINGS.match(right))


def is_class_of_things(around: Context) -> bool:
    """Whether the figure only says which things a rule is for."""
    figure, predicate = around.figure, around.predicate
    suffixed = figure.suffix in (Sign.AT_LEAST, Sign.AT_MOST)
    if not suffixed and predicate.comparator not in _BOUNDS:
        return False
    if around.quantity.counted:
        return False
    if around.quantity.unit in ("%", "‰", "百分点"):
        measured = ends_with_measure(around.noun)
        return measured and bool(_OF_REGIONS.match(figure.right))
    caps = predicate.verb in (Verb.BUILD, Verb.CAP, Verb.TO_DOWN)
    if caps and figure.suffix is not Sign.AT_MOST:
        return False
    return is_attributive(around)


def threshold_in(around: Context) -> Draft | None:
    """产废量 100 吨以上…开展审核: a rule for single cases, not a target."""
    figure, quantity = around.figure, around.quantity
    segment = last_segment(figure.head)
    behind = re.split(r"[;。]", around.sentence.behind(figure), maxsplit=1)[0]
    part = behind.split(",", maxsplit=1)[0]
    if quantity.unit in SHARES or quantity.worded:
        return None
    if not is_class_of_things(around) or not _OBLIGED.search(behind):
        return None
    shared = any(q.unit in SHARES for q in quantities_in(part))
    if shared or _RULED_OUT.search(segment + part):
        return None
    right = "" if _AND.match(figure.right) else right_noun(figure.right)
    noun = noun_phrase(segment)
    suffixed = figure.suffix in (Sign.AT_LEAST, Sign.AT_MOST)
    return Draft(
        clause=around.setting.clause,
        indicator=_measured(noun, around) or right or noun or "规模",
        comparator=around.predicate.comparator or (figure.suffix if suffixed else None),
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        direction=Direction.NONE,
        year=None,
        kind=TargetKind.THRESHOLD,
        scope=right or None,
        span=span_of(around, noun),
        confidence=0.7,
        rule="figure.threshold",
    )


def _measured(noun: str, around: Context) -> str:
    """What is compared with the figure: the last quantity named before it."""
    parts = parts_of(noun)
    if parts and ends_with_measure(parts[-1]):
        return parts[-1]
    compared = around.predicate.comparator and not around.figure.left_start
    return noun if len(parts) == 1 and compared else ""
