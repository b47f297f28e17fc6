"""Rules for single cases, and what must not be: 一星标准及以上, 严禁, 不再."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dafeng.plan.grammar.enumerations import parts_of
from dafeng.plan.grammar.phrases import noun_phrase
from dafeng.plan.grammar.vocabulary import Sign
from dafeng.plan.grammar.wordlists import any_of
from dafeng.plan.records import Direction, TargetKind
from dafeng.plan.words.part import Part, Said

_GRADES = "一二三"
_STARRED = re.compile(
    r"(?P<noun>[^,;]*?)(?:按照?|执行|达到|符合)(?:绿色建筑)?"
    rf"(?P<grade>[{_GRADES}])星级?(?:[^,;]{{0,8}}标准|及以上|要求)"
)
_FORBIDDEN = re.compile(
    r"(?:原则上)?(?P<verb>严禁|禁止|一律不得|不再|停止)(?P<what>[^,;:]{2,50})$"
)
_WEAK_VERBS = (
    "不再",
    "一律不得",
    "停止",
)  # 不再 alone may also say that something has ended
_IN_ANY_WAY = re.compile("^" + any_of("以任何(?:名义|形式|方式) 违规 擅自") + "+")
_NEW_THINGS = re.compile(
    any_of("新建 新增 新购 审批 批准 核准 备案 扩建 布局 办理 使用 销售 生产 保留 建设")
)


def starred(part: Part) -> Iterator[Said]:
    """按照一星标准及以上标准设计: the least grade of single buildings."""
    found = _STARRED.search(part.text)
    if not found:
        return
    noun = noun_phrase(found.group("noun"))
    yield Said(
        indicator=parts_of(noun)[0] if noun else "绿色建筑星级",
        kind=TargetKind.THRESHOLD,
        rule="words.starred",
        year=part.said,
        value=Decimal(_GRADES.index(found.group("grade")) + 1),
        unit="星",
        comparator=Sign.AT_LEAST,
        direction=Direction.UP,
    )


def forbidden(part: Part) -> Iterator[Said]:
    """严禁审批…, 禁止新增…, 不再新建…: nothing of it may be."""
    found = _FORBIDDEN.search(part.text)
    if not found:
        return
    what = _IN_ANY_WAY.sub("", found.group("what").strip())
    if found.group("verb") in _WEAK_VERBS and not _NEW_THINGS.match(what):
        return
    yield Said(
        indicator=what,
        kind=TargetKind.PROHIBITION,
        rule="words.forbidden",
        year=part.said,
        value=Decimal(0),
        comparator=Sign.AT_MOST,
        direction=Direction.DOWN,
        confidence=0.9,
    )
