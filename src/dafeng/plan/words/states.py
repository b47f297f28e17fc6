"""States to be reached by a year, and directions without a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.plan.grammar.enumerations import all_measured, parts_of
from dafeng.plan.grammar.phrases import is_rate, noun_phrase
from dafeng.plan.grammar.wordlists import any_of
from dafeng.plan.records import Direction, Softness, TargetKind
from dafeng.plan.words.part import Part, Said

_MIN_STATUS = 5  # characters
_STATUS = re.compile(
    any_of(
        r"""
        完成 建成 投入(?:运营|使用|运行) 投产 投运 开工 初具规模
        初步(?:形成|建立|建成|构建|显现)
        基本(?:形成|建立|建成|健全|完成|实现|消除|淘汰|构建|确立|完善|普及)
        全面(?:建立|建成|形成|普及|推广|完成|实现|推行) 形成 建立 覆盖
        取得[^,;]{0,10}(?:成效|进展|突破|成果|经验)
        得到(?:普遍|全面|有效|充分)?[^,;]{0,6}(?:推行|控制|推广|改善|应用|缓解|保护)
        健全 完善 成为 达峰 峰值
        达到[^,;\d]{0,12}(?:先进水平|一流水平|领先水平|标准|要求)
        实现[^,;\d]{2,} 普及 布设 印发 出台 启动 创建 消除 退出 并网 开通 贯通 竣工 通车
        改用
        """
    )
)
# 为实现…, 是…, and titles of other papers: neither is a state to be reached.
_PURPOSE = re.compile(r"^[为以是](?!.{0,6}建成)|《")
# 2026 年底前并网, 到 2025 年取得明显成效: of what, the part before has said.
_FINISHED = any_of("完成 建成 投产 并网 投运 投用 达产 通车 开工 竣工")
_SUBJECTLESS = re.compile(
    rf"(?:基本|全面|全部)?{_FINISHED}(?:投产|投用)?"
    r"|取得[^,;]{0,10}(?:成效|进展|突破)"
)
_HOW = any_of(
    """
    力争 争取 确保 进一步 稳步 大幅度? 显著 明显 持续 不断 逐步 逐年 有效 有所 更加 较大
    较快 全面 普遍 总体 大 稳定 快速 再 稳中 平稳 实现 均 都
    """
)
_DIRECTION = re.compile(
    rf"(?P<noun>[^,;]{{2,50}}?)(?P<how>{_HOW}*)(?P<verb>"
    + any_of(
        """
        提高 提升 有升 增长 增加 下降 降低 减少 上升 优化 改善 扩大 缩小 增强 有降 趋稳
        好转 向好 加强 合理
        """
    )
    + ")$"
)
_KEPT_IN_RANGE = re.compile(
    r"(?:控制|保持|维持|处于)在?合理(?:区间|范围|水平)|得到(?:合理|有效|严格)控制"
)
_AIMED = re.compile(
    r"(?P<verb>提高|提升|降低|减少|扩大|增加|压减|提升)(?:了)?"
    r"(?P<noun>[^,;]{2,40}?(?:比例|比重|占比|率|含量|份额))$"
)
_DOWNWARD = frozenset({"下降", "降低", "减少", "缩小", "压减", "有降"})


def kept_in_range(part: Part) -> Iterator[Said]:
    """碳排放增长保持在合理区间: a direction that is neither up nor down."""
    if _KEPT_IN_RANGE.search(part.text):
        yield _directional(part.text, Direction.NONE, part.year)


def moved(part: Part) -> Iterator[Said]:
    """绿电占比进一步提高; several at once, where every part of a list moves."""
    parts = part.text.split("、")
    if len(parts) > 1 and all(_DIRECTION.search(p) for p in parts):
        for each in parts:
            yield from _moved(each, part.dated)
    else:
        yield from _moved(part.text, part.dated)


def aimed(part: Part) -> Iterator[Said]:
    """提高绿色产品比例: the verb before the quantity."""
    found = _AIMED.search(part.text)
    if not found:
        return
    direction = _way(found.group("verb"))
    for name in _quantities(found.group("noun")):
        yield _directional(name, direction, part.said)


def reached(part: Part) -> Iterator[Said]:
    """到 2025 年…体系基本建成: a state by a year."""
    bare = _SUBJECTLESS.fullmatch(part.text)
    text = part.subject + part.text if bare else part.text
    if bare and not part.subject:
        return
    if part.dated is None or len(text) < _MIN_STATUS or _PURPOSE.search(text):
        return
    if _STATUS.search(text):
        yield Said(
            indicator=noun_phrase(text),
            kind=TargetKind.STATUS,
            rule="words.status",
            year=part.dated,
        )


def _moved(text: str, year: int | None) -> Iterator[Said]:
    found = _DIRECTION.search(text)
    if not found:
        return
    noun = noun_phrase(found.group("noun"))
    rated = found.group("how") and is_rate(noun)
    if year is None and not rated:
        return
    for name in _quantities(noun):
        yield _directional(name, _way(found.group("verb")), year)


def _quantities(noun: str) -> list[str]:
    """Quantities that an enumeration names, else the noun; nothing for no noun."""
    parts = parts_of(noun)
    return parts if all_measured(parts) else [noun]


def _way(verb: str) -> Direction:
    return Direction.DOWN if verb in _DOWNWARD else Direction.UP


def _directional(noun: str, direction: Direction, year: int | None) -> Said:
    return Said(
        indicator=noun_phrase(noun),
        kind=TargetKind.DIRECTIONAL,
        rule="words.direction",
        year=year,
        direction=direction,
        softness=Softness.EXPECTED,
    )
