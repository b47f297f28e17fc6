"""Figures without a verb right before them: 占比 20% 以上, 其中光伏 1200 万千瓦."""

from __future__ import annotations

import re

from dafeng.plan.figures.built import is_firm_count, is_made
from dafeng.plan.figures.context import Context, Noun
from dafeng.plan.figures.thresholds import is_attributive
from dafeng.plan.grammar.phrases import (
    TIME_MASK,
    ends_with_measure,
    is_rate,
    measure_tail,
    noun_phrase,
    scoped,
    without_building_verb,
)
from dafeng.plan.grammar.quantity import SHARES
from dafeng.plan.grammar.vocabulary import BUILDING, Sign
from dafeng.plan.grammar.wordlists import any_of, longest_of

_MAX_LISTED_NOUN = 24
_ONLY_MARKS = re.compile(r"[、,;和¦]+(?:其中)?[、,;和¦]*")
_TRANSITIVE = re.compile(
    any_of("吸引 覆盖 满足 承担 贡献 替代 支撑 供应") + r"[^,;。]{0,8}$"
)
_ALSO_BUILDING = "新增 压减 削减 减少 累计 增加 达到"
_BUILT = re.compile(
    longest_of(" ".join(sorted(BUILDING)) + " " + _ALSO_BUILDING) + r"([^,;。]{2,})$"
)
_SHARE_OF_WHOLE = re.compile(r"占[^,;。]{2,30}$")
_GOES_ON = re.compile(r"[、,和及与以(;/]")
# 28 台燃煤锅炉|年底前|全部拆除: what happens to them stands behind.
_SETTLED = re.compile(
    r"^[^,;。]{2,20}¦+(?:全部)?"
    + any_of("拆除 完成 淘汰 改造 建成 投产 投用 投运 关停 退出")
    + r"|^¦+(?:全部)?"
    + any_of("拆除 完成 淘汰 改造 关停")
)
_DOING = any_of(
    "完成 达到 实现 建成 配套 采用 使用 开展 安装 纳入 建立 执行 配备 符合 实施"
)
_SHARE_DOING = re.compile(rf"的?([^,;。]{{2,30}}?)({_DOING}[^,;。]{{0,20}})")
_MAKING = any_of("培育 引进 打造 创建 建成 引育")
_AND_SUCH = re.compile(_MAKING + r"[^,;。]*等$")
_AND_SUCH_WORK = re.compile(any_of("新建 建设 推动 推进 实施") + r"[^,;。]*等$")
_CHOOSING = re.compile(r"(?:在|选择|选取|遴选|支持)(?:全[区市省县域]|区内|市内)?$")
_MOVING = re.compile(any_of("推动 引导 组织 支持 带动 服务 惠及") + "$")
# 新建建筑|100%|执行绿色建筑标准: what they do stands behind the share.
_DOES = re.compile(
    any_of("执行 达到 实施 完成 建设 安装 采用 使用 实现 纳入 配备 建成 覆盖 落实 按照")
)
_PROJECT_MONEY = re.compile(r"(?:总投资|投资额|投资)$")
_JOINED = re.compile(r"[^,;。\d]{2,20}(?:和|与|及|以及|、)")
_YIELDS = ("figure.build", "figure.bare")
_TRYING = re.compile(r"[^,;。]{0,20}(?:试点|示范|开展|先行|率先)")


def bare_noun(around: Context) -> Noun | None:
    """Noun of a figure that no verb stands right before; None when it is no target."""
    quantity, figure = around.quantity, around.figure
    if quantity.unit is None:
        return None
    if _repeats_last(around) and around.last is not None:
        return Noun(around.last.indicator)
    if _TRANSITIVE.search(around.segment) and around.right and not quantity.counted:
        return Noun(around.noun + around.right, behind=True)
    built = _BUILT.search(around.segment)
    doubled = quantity.printed.startswith("翻")
    firm = figure.suffix or around.carried.explicit or is_firm_count(around) or doubled
    if quantity.worded and not (firm or built):
        return None
    noun = around.noun
    if _PROJECT_MONEY.search(noun) or around.sentence.text.startswith("该项目"):
        return None
    if ends_with_measure(noun) and (not built or is_rate(noun)):
        return _measured(around)
    if quantity.counted and around.right and _opens_list(around):
        return around.behind
    if built:
        found = _built_before(around, built)
        if found is not None:
            return found
    whole = quantity.unit == "%" and _SHARE_OF_WHOLE.search(around.segment)
    return around.before if whole and around.is_dated else _listed(around)


def _repeats_last(around: Context) -> bool:
    """40%,2030 年 60%: only a year and a mark stand between two figures."""
    figure, last = around.figure, around.last
    if around.noun or last is None or last.unit != around.quantity.unit:
        return False
    opens = around.sentence.text.startswith("其中")
    between = figure.left.removeprefix("其中")
    if TIME_MASK not in figure.left or not _ONLY_MARKS.fullmatch(between):
        return False
    return opens or around.carried.last_end == figure.left_start


def _measured(around: Context) -> Noun | None:
    """绿色建筑占比 20% 以上: the noun is a quantity."""
    figure = around.figure
    if is_attributive(around):
        return None
    firm = figure.suffix or not figure.right or figure.right[0] in ",;。、"
    return around.before if around.is_dated or firm else None


def _built_before(around: Context, built: re.Match[str]) -> Noun | None:
    """建成充电桩 5000 个: the verb stands before the noun, not before the figure."""
    counted = around.quantity.counted
    if not (counted or around.is_dated or is_made(built.group())):
        return None
    noun = without_building_verb(noun_phrase(built.group(1)))
    ends = not around.right or around.figure.right[:1] in ",;。、)"
    if noun and ends and not is_attributive(around):
        return Noun(noun)
    several = counted and around.right and "、" in around.segment
    return around.behind if several else None


def _opens_list(around: Context) -> bool:
    """培育甲、乙等 2—3 个项目; 研究在全区 76 个充电站试点开展…."""
    segment = around.segment
    if _AND_SUCH.search(segment):
        return True
    if _AND_SUCH_WORK.search(segment):
        ranged = around.quantity.value_max is not None
        return ranged or around.carried.explicit
    if _MOVING.search(around.figure.left):
        return True
    tries = _TRYING.match(around.sentence.behind(around.figure))
    return bool(_CHOOSING.search(segment) and tries)


def _listed(around: Context) -> Noun | None:
    """A list that goes on without its verb: 其中风电 800 万千瓦、光伏 1200 万千瓦."""
    quantity, noun, figure = around.quantity, around.noun, around.figure
    if _is_in_list(around) and around.last is not None:
        last = around.last
        ends = not around.right or figure.right[:1] in ",;。、)和及"
        if ends and last.unit == quantity.unit and quantity.unit not in SHARES:
            tail = measure_tail(last.indicator)
            return Noun(noun if noun.endswith(tail) else noun + tail)
        if ends and not is_attributive(around):
            return around.before
    at_least = figure.suffix is Sign.AT_LEAST
    if quantity.counted and noun and not around.right and at_least:
        return around.before
    if quantity.counted and around.right and _SETTLED.search(figure.right):
        return around.behind
    if noun and quantity.unit == "%" and _DOES.match(figure.right):
        return Noun(noun + around.right)
    if _is_second_yield(around):
        return around.behind
    return _share_of_doers(around)


def _is_second_yield(around: Context) -> bool:
    """推广 200 种绿色产品和 50 项技术: one verb before both."""
    follows = around.carried.last_end == around.figure.left_start > 0
    things = around.quantity.counted and around.right
    joined = things and _JOINED.fullmatch(around.figure.left)
    return bool(follows and joined and around.last and around.last.rule in _YIELDS)


def _is_in_list(around: Context) -> bool:
    figure = around.figure
    opens = around.sentence.text.startswith("其中") and figure.left_start == 0
    follows = around.carried.last_end == figure.left_start > 0
    if not opens and not (follows and _GOES_ON.match(figure.left)):
        return False
    return 0 < len(around.noun) <= _MAX_LISTED_NOUN


def _share_of_doers(around: Context) -> Noun | None:
    """80% 以上的园区完成改造: a share of those who do it."""
    noun = around.noun
    alone = not noun or scoped(f"{noun}的社区").scope == noun
    if not alone or around.quantity.unit != "%":
        return None
    found = _SHARE_DOING.match(around.sentence.behind(around.figure))
    if not found:
        return None
    who, doing = found.groups()
    name = around.right or who
    doers = name if name.endswith(doing) else name + doing
    return Noun(f"{doers}比例", behind=True)
