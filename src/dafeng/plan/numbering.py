"""Numbering of Chinese official documents: which mark opens which level of clause."""

from __future__ import annotations

import re
from enum import IntEnum

import attrs

from dafeng.plan.grammar.wordlists import any_of
from dafeng.plan.numerals import han_number

_HAN = "一二三四五六七八九十百零"


class Level(IntEnum):
    """Depth of a mark; a smaller number stands above a larger one."""

    PART = 0
    CHAPTER = 1
    ARTICLE_SECTION = 2
    FORMAL = 3
    HAN = 4
    HAN_BRACKET = 5
    DIGIT = 6
    DECIMAL = 7
    DIGIT_BRACKET = 8
    CIRCLED = 9


@attrs.frozen
class Mark:
    """A numbering mark at the head of a block.

    Attributes
    ----------
    level : Level
    number : int
        At least 1.
    label : str
        As it stands in a clause id: ``三``, ``(一)``, ``1``, ``第二章``.
    end : int
        Where the mark ends in the block.
    """

    level: Level
    number: int
    label: str
    end: int


@attrs.frozen
class BoxMark:
    """Head of a box (专栏), with its number where it has one."""

    label: str
    end: int


# What a bare number before it counts: "30 个" opens no clause, "3 强化考核" does.
_COUNTED = "个家台条项种座处所辆户人套年月日天次批万亿千百公立平吨米分小"
# 2.1 is a decimal mark before a blank or a word, not before what it could measure.
_MEASURES = any_of(
    """
    万 亿 吨 亩 倍 米 元 公里 千米 公顷 平方 立方 千瓦 兆瓦 吉瓦 百分点 个百分点 小时
    分钟 微克 毫克 千克 克 蒸吨
    """
)
_DECIMAL = (
    rf"\d{{1,2}}\.(\d{{1,2}})(?! *{_MEASURES})"
    r"(?: +|(?=[\u4e00-\u9fff]{2}(?!以|左|每)))(?=\S)"
)
# Scanning put a blank into it: 2. 1 能源; but "2. 15 家" is the second item.
_DECIMAL_SPACED = (
    r"\d{1,2}(?: \. ?|\. )(\d{1,2})"
    rf"(?! *(?:{_MEASURES}|[{_COUNTED}]))(?: +|(?=[\u4e00-\u9fff]))(?=[^%‰])"
)
_PATTERNS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (Level.PART, re.compile(rf"第([{_HAN}]+|\d+)(?:部分|篇|编)")),
    (Level.CHAPTER, re.compile(rf"第([{_HAN}]+|\d+)章")),
    (Level.ARTICLE_SECTION, re.compile(rf"第([{_HAN}]+|\d+)[节条]")),
    (Level.FORMAL, re.compile(r"([壹贰叁肆伍陆柒捌玖拾参]{1,3})、")),
    (Level.HAN, re.compile(rf"([{_HAN}]+)[、.](?=[^{_HAN}])")),
    (Level.HAN_BRACKET, re.compile(rf"\(([{_HAN}]+)\)[、.]?")),
    (Level.DECIMAL, re.compile(_DECIMAL)),
    (Level.DECIMAL, re.compile(_DECIMAL_SPACED)),
    (Level.DIGIT, re.compile(r"(\d{1,2})(?:[、]|\.(?!\d))")),
    (
        Level.DIGIT,
        re.compile(rf"(\d{{1,2}}) ?(?=[\u4e00-\u9fff、]{{2,16}}$)(?![{_COUNTED}])"),
    ),
    (Level.DIGIT_BRACKET, re.compile(r"\((\d{1,2})\)[、.]?")),
    (Level.CIRCLED, re.compile(r"([①-⑳])[、.]?")),
)
_BARE = (Level.FORMAL, Level.HAN, Level.DIGIT)
_BRACKETED = (Level.HAN_BRACKET, Level.DIGIT_BRACKET)
_BOX = re.compile(rf"专栏\s*([{_HAN}]+|\d+)?(?:[-—.](\d+))?[:、.\s]?")
_BOX_UNNUMBERED = re.compile(r"专栏[:\s]?\S{2,30}$")
_ATTACHMENT = re.compile(r"(附件|附表|附录|附)\s*(\d{0,2})\s*(?::|$|(?=\d))")
_MAX_BOX_HEAD = 60


def numbering_mark(text: str) -> Mark | None:
    """Mark that ``text`` opens with, or None.

    Examples
    --------
    >>> numbering_mark("(三)能源绿色低碳转型").label
    '(三)'
    >>> numbering_mark("2.3万亩") is None
    True
    """
    for level, pattern in _PATTERNS:
        found = pattern.match(text)
        if found:
            number = han_number(found.group(1))
            if number is None:
                continue
            return Mark(level, number, _label(level, found), found.end())
    return None


def box_mark(text: str) -> BoxMark | None:
    """Box heading that ``text`` opens with, or None."""
    found = _BOX.match(text)
    if not found or (len(text) > _MAX_BOX_HEAD and "。" in text[:_MAX_BOX_HEAD]):
        return None
    number = han_number(found.group(1)) if found.group(1) else None
    if number is None and not _BOX_UNNUMBERED.match(text):
        return None
    tail = f"-{found.group(2)}" if found.group(2) else ""
    return BoxMark(f"专栏{number if number is not None else ''}{tail}", found.end())


def attachment_mark(text: str) -> str | None:
    """Label of an attachment heading or list (附件, 附件2), or None."""
    found = _ATTACHMENT.match(text)
    return f"{found.group(1)}{found.group(2)}" if found else None


def _label(level: Level, found: re.Match[str]) -> str:
    if level in _BARE:
        return found.group(1)
    if level in _BRACKETED:
        return f"({found.group(1)})"
    return found.group().replace(" ", "").rstrip("、.")
