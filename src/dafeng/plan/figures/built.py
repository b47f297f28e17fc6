"""Nouns of what is built, done or made: 建成 2 座变电站, 完成造林 8000 亩."""

from __future__ import annotations

import re

from dafeng.plan.figures.context import Context, Noun
from dafeng.plan.grammar.phrases import ends_with_measure, without_building_verb
from dafeng.plan.grammar.wordlists import any_of

_MADE = re.compile(
    any_of(
        """
        建成 新增 完成 创建 创成 培育 打造 推广 达到 新建 治理 修复 淘汰 造林 新植 压减
        腾退 设立 安排
        """
    )
)
# Verbs that also name what is done, so that the noun keeps them.
_NOMINAL = re.compile(
    any_of(
        """
        改造 治理 修复 抚育 绿化 更新 淘汰 推广 创建 建设 整治 利用 应用 处理 示范 造林
        营造林 建设改造 综合利用 回收 培训 监察 诊断 核算 认证 审核 评估
        """
    )
)
_PLANTED = re.compile(any_of("造林 营造林 绿化 治理 修复 植树 抚育 营造"))
# 3 个方面, 5 个领域: parts of the work, not its yield.
_NOT_COUNTED = re.compile(
    r"^(?:方面|领域|环节|阶段|部门|行业|工作日|月|小时|以上)?(?:重点)?"
    r"(?:方面|领域|环节|阶段|部门|工作日)"
)
_EMPTY_RIGHT = re.compile(r"(?:等|以上|的?(?:目标|任务))")
_DOING = re.compile("^" + any_of("开展 组织 举办 实施") + "+(?=..)")
_IDLE_UNITS = ("个", "项", "批", "套", "种", "名", "%")
_FITTED = re.compile(r"配[置建套]|安装|使用|应用|建设")


def breaks_through(around: Context) -> bool:
    """突破 120 项技术 makes them; 突破 120 万千瓦 passes a mark."""
    made = around.predicate.words[:1] == ("突破",) and around.quantity.counted
    return made and not around.noun and len(around.right) >= 2


def is_made(words: str) -> bool:
    """Whether words begin with a verb of making, which needs no year."""
    return bool(_MADE.match(words))


def built_noun(around: Context) -> Noun | None:
    """Noun of a figure behind a verb of building; None when it is no target."""
    quantity, right = around.quantity, around.right
    if quantity.unit is None or _NOT_COUNTED.match(around.figure.right):
        return None
    if quantity.unit == "%":
        return _built_share(around)
    if quantity.worded and not (around.carried.explicit or is_firm_count(around)):
        return None
    if len(right) >= 2 and not _EMPTY_RIGHT.match(right):
        made = any(is_made(word) for word in around.predicate.words)
        return around.behind if quantity.counted or made or around.is_dated else None
    done = _done(around)
    if not done and around.carried.last_end and around.last is not None:
        # 诊断 20 家,2025 年累计完成 60 家: the first figure has the noun.
        return Noun(around.last.indicator) if _same_unit(around) else None
    return Noun(done) if done else None


def is_firm_count(around: Context) -> bool:
    """Whether a count in words counts things: 一座, 三条; 一批 and 两个 may not."""
    quantity = around.quantity
    return quantity.worded and quantity.unit not in _IDLE_UNITS


def _same_unit(around: Context) -> bool:
    return around.last is not None and around.last.unit == around.quantity.unit


def _built_share(around: Context) -> Noun | None:
    """项目原则上配置不低于 15% 储能: the share of what is built."""
    noun, right = around.noun, around.right
    if noun and ends_with_measure(noun):
        return around.before
    if right and around.predicate.comparator:
        fitted = [w for w in around.predicate.words if _FITTED.fullmatch(w)]
        return Noun(f"{noun}{''.join(fitted[:1])}{right}", behind=True)
    return Noun(f"{noun}{right}", behind=True) if right and noun else None


def _done(around: Context) -> str:
    """完成造林绿化 8000 亩: what is done is also what is counted."""
    noun = _DOING.sub("", around.noun)
    content = around.predicate.content_words()
    rest = without_building_verb(noun)
    if noun and rest != noun:
        return rest + "".join(reversed(content))
    if noun:
        nominal = (w for w in reversed(around.predicate.words) if _NOMINAL.fullmatch(w))
        return noun + "".join(nominal)
    if len(content) > 1:
        return "".join(reversed(content[:-1]))
    return content[0] if content and _PLANTED.match(content[0]) else ""
