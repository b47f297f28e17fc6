"""The noun that a figure speaks of: before its verb, behind it, or left out."""

from __future__ import annotations

import re

from dafeng.plan.figures.bare import bare_noun
from dafeng.plan.figures.built import breaks_through, built_noun
from dafeng.plan.figures.context import Context, Noun
from dafeng.plan.figures.elided import restored
from dafeng.plan.figures.thresholds import is_class_of_things
from dafeng.plan.grammar.phrases import (
    ends_with_measure,
    last_segment,
    noun_phrase,
    without_building_verb,
)
from dafeng.plan.grammar.quantity import SHARES
from dafeng.plan.grammar.vocabulary import Verb
from dafeng.plan.grammar.wordlists import any_of

_ONLY_DIGITS = re.compile(r"[\d.]+")
# In a box these are the size of the project that the paragraph is about.
_SIZE_OF_PROJECT = re.compile(
    r"(?:年|日)?(?:处理|生产|建设|设计)?(?:能力|规模|容量)|总?投资额?|装机(?:容量|规模)?"
)
# 开展宣传活动 3 次, 每年实施技改项目 40 项: the activity is counted, not its verb.
_WORKING = re.compile("^" + any_of("每年 累计 组织 开展 实施 举办 应用") + "+(?=..)")
_SUMS = ("共", "共计", "合计", "总计")
_COUNTABLE = re.compile(any_of("桩 站 辆 车 家 户 企业 园区 社区 项目 工厂 单位") + "$")
_DOUBLED = re.compile(r"翻[一两]?番$|倍增$")
# PUE 1.3, 利用系数 0.58: quantities that have no unit.
_WITHOUT_UNIT = re.compile(
    r"PUE|COP|系数|指数|效率|比值|倍数|倍差|之比|容积率|值|分$|能效|值\)$|率\)$"
)


def noun_of(around: Context) -> Noun | None:
    """Noun of a figure; None when the figure is no target."""
    noun = _noun(around)
    if noun is None or noun.behind:
        return noun
    return Noun(restored(noun.text, around))


def _noun(around: Context) -> Noun | None:
    predicate = around.predicate
    if around.setting.in_box and _is_project_size(around):
        return None
    if is_class_of_things(around):
        return None
    if predicate.verb is Verb.BUILD or breaks_through(around):
        return built_noun(around)
    if predicate.empty:
        return bare_noun(around)
    if predicate.words[:1] == ("具备",) and _is_share_had(around):
        return Noun(around.noun + around.right, behind=True)
    if predicate.verb is Verb.COPULA and predicate.comparator and _has_things(around):
        return Noun(around.noun + around.right, behind=True)
    if _sums_up(around) and around.last is not None:
        return Noun(around.last.indicator)
    measured = ends_with_measure(around.noun) or predicate.comparator
    if predicate.verb is Verb.COPULA and not measured:
        return None
    if around.noun and not _ONLY_DIGITS.fullmatch(around.noun):
        return _named(around)
    return _unnamed(around)


def _sums_up(around: Context) -> bool:
    """机组 3 台、共 1050 兆瓦: the sum of what stands right before."""
    follows = around.carried.last_end == around.figure.left_start > 0
    words = around.predicate.words[:1]
    return follows and not around.noun and bool(words) and words[0] in _SUMS


def _has_things(around: Context) -> bool:
    """各站点至少有一条接驳线路: what the noun has is counted."""
    has = "有" in around.predicate.words
    return has and around.quantity.counted and bool(around.noun and around.right)


def _is_project_size(around: Context) -> bool:
    """In a box the size of a plant belongs to its project: 新增 600 吨/日焚烧线."""
    figure, quantity = around.figure, around.quantity
    if quantity.counted or quantity.unit in SHARES:
        return False
    if _SIZE_OF_PROJECT.fullmatch(around.noun):
        return True
    return (
        bool(around.right)
        and figure.predicate.comparator is None
        and figure.suffix is None
    )


def _is_share_had(around: Context) -> bool:
    """具备 5% 以上的响应能力: a share that something has."""
    return around.quantity.unit == "%" and around.figure.right.startswith("的")


def _named(around: Context) -> Noun | None:
    """The noun stands before its verb."""
    quantity, noun = around.quantity, around.noun
    bare = quantity.unit is None and quantity.value_max is None
    if bare and not (_WITHOUT_UNIT.search(noun) or _counts_things(around)):
        return None
    things = around.predicate.verb is Verb.UP and quantity.counted and around.right
    if things and not ends_with_measure(noun):
        return around.behind  # 全区新增 30 个村
    bare_noun = _WORKING.sub("", noun) if quantity.counted else noun
    return Noun(without_building_verb(bare_noun))


def _counts_things(around: Context) -> bool:
    """公共充电桩达到 800: a count whose unit is left out."""
    ends = not around.figure.right or around.figure.right[0] in ",;。"
    reached = around.predicate.verb is Verb.TO_UP and around.quantity.value >= 10
    return ends and reached and bool(_COUNTABLE.search(around.noun))


def _unnamed(around: Context) -> Noun | None:
    """Look for the noun at the baseline, one comma back, behind, at the last figure."""
    last, carried, quantity = around.last, around.carried, around.quantity
    if carried.begun:
        begun, carried.begun = carried.begun, None
        return Noun(begun)
    same_unit = last is not None and last.unit == quantity.unit
    if _goes_on(around, same_unit=same_unit) and last is not None:
        return Noun(last.indicator)
    earlier = _DOUBLED.sub("", around.figure.head.rstrip(',@、 :"¦'))
    before = noun_phrase(last_segment(earlier))
    if before and ends_with_measure(before):
        return Noun(before)
    counts = quantity.counted or around.predicate.verb is Verb.UP
    if around.right and counts:
        return around.behind
    if last is not None and same_unit and carried.explicit:
        return Noun(last.indicator)
    if len(around.right) >= 2 and quantity.unit not in SHARES:
        return around.behind
    return None


def _goes_on(around: Context, *, same_unit: bool) -> bool:
    """Whether the figure belongs to the noun of the one before it in the sentence."""
    if not around.figure.left_start or not around.carried.last_end:
        return False
    at_once = not around.figure.head.strip(",、;和且并或@ ") and not around.right
    return same_unit or at_once or around.quantity.unit is None
