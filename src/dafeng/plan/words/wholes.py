"""Nothing of it, or all of it: 清零, 全覆盖, 全部完成改造."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dafeng.plan.grammar.phrases import noun_phrase
from dafeng.plan.grammar.vocabulary import Sign
from dafeng.plan.grammar.wordlists import any_of
from dafeng.plan.records import Direction, TargetKind
from dafeng.plan.words.part import Part, Said

_CLEARED = re.compile(
    r"(?P<noun>[^,;]{2,30}?)(?:继续|持续|动态|全部|全面|基本|全域)*(?:保持|实现|完成)?"
    r"(?:动态|全面|持续|全部)?(?:清零|归零|为零)(?!成果|基础|行动|目标)"
)
_KEPT = re.compile("保持|实现")
_KEEPING_ON = re.compile("(?:巩固|推进)")
_COVERED = re.compile(
    r"(?:(?:基本)?实现|推动|推进|确保)?(?P<noun>[^,;]{2,40}?)(?:基本|全面|率先)?"
    r"(?:实现|达到)?(?:全覆盖|全面覆盖)(?!的)"
)
_DONE = any_of(
    """
    完成 达到 实现 执行 建成 还林 改用 淘汰 退出 关停 按照 采用 使用 配套 接入 纳入 安装
    建立 实施 实行 符合 取消 消除 替换 更换 落实
    """
)
# What holds for each of them from now on, without a year.
_RULING = re.compile(any_of("采用 使用 按照 执行 配套 安装 接入 纳入 还林"))
_ALL = re.compile(
    r"(?P<noun>[^,;]{2,40}?)(?P<how>全部|全面|基本全部|应.尽)"
    rf"(?P<done>{_DONE}[^,;]{{0,30}})$"
)


def cleared(part: Part) -> Iterator[Said]:
    """煤炭消费保持清零: none is left."""
    found = _CLEARED.search(part.text)
    if not found:
        return
    noun = noun_phrase(found.group("noun"))
    undated = part.said is None and not _KEPT.search(part.text)
    if undated and _KEEPING_ON.match(noun):
        return  # 推进散煤清零 is work that goes on, not a promise
    yield Said(
        indicator=noun,
        kind=TargetKind.LEVEL,
        rule="words.cleared",
        year=part.year,
        value=Decimal(0),
        comparator=Sign.AT_MOST,
        direction=Direction.DOWN,
        confidence=0.9,
    )


def covered(part: Part) -> Iterator[Said]:
    """清洁生产审核全覆盖: 100 % of it."""
    found = _COVERED.search(part.text)
    if found:
        name = noun_phrase(found.group("noun")) + "覆盖率"
        yield _whole(name, part.said or part.year)


def all_done(part: Part) -> Iterator[Said]:
    """园区全部完成改造: 100 % of them."""
    found = _ALL.search(part.text)
    if not found or found.group("how").startswith("应"):
        return
    ruled = found.group("how") == "全部" and _RULING.match(found.group("done"))
    if part.year is None and not ruled:
        return
    yield _whole(noun_phrase(found.group("noun")) + found.group("done"), part.year)


def _whole(name: str, year: int | None) -> Said:
    return Said(
        indicator=name,
        kind=TargetKind.LEVEL,
        rule="words.all",
        year=year,
        value=Decimal(100),
        unit="%",
        comparator=Sign.AT_LEAST,
        direction=Direction.UP,
        confidence=0.85,
    )
