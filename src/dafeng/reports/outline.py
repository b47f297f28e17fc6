"""What a paper says, word for word and in order; both writers take it from here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from math import ceil
from typing import TypeAlias

import attrs

from dafeng.reports.form import form
from dafeng.reports.records import Attachment, Blank, Block, Heading, Layout, Paper
from dafeng.reports.wording import chinese_date, chinese_number, joined

FILE = "文件"
_WIDE = {"W", "F", "A"}
_CLOSING = "，。、；：！？）》」』”’〕％%"
_OPENING = "（《「『“‘〔"
_SOFT = "，、；：》）年度的"
_TAIL = 3
_WORDS = (
    *("碳达峰", "碳中和", "双碳", "工作", "考核", "评价", "结果", "情况", "通报"),
    *("报告", "任务", "重点", "进展", "完成", "实施", "方案", "整改", "督办", "单位"),
    *("提醒", "约谈", "表彰", "自评", "落实", "推进", "建设", "项目", "目标", "年度"),
)
"""Words of titles that no line should cut in two."""
_TITLE_SPARE = 0.8
"""Characters that a line of a title keeps free: bold digits are over half as wide."""
_BASIS, _BASIS_SMALL = 8.0, 6.0
_BASIS_LINES = 2
_DATE_LEFT_OPEN = "　　年　月　日"


@attrs.frozen(kw_only=True)
class BlankForm:
    """Blanks that follow each other: one form with a row for each."""

    blanks: tuple[Blank, ...]


@attrs.frozen(kw_only=True)
class Signature:
    """Organ and date under the body, with the characters that stay free to the right.

    The date stands four characters in, the organ centred over it; an organ that is too
    long for that reaches the edge, and the date is centred under it.
    """

    organ: str
    day: str
    organ_right: float
    day_right: float


@attrs.frozen(kw_only=True)
class Named:
    """An attachment as the list after the body names it."""

    number: str
    title: str


Part: TypeAlias = Block | BlankForm


def parts(blocks: Iterable[Block]) -> tuple[Part, ...]:
    """Blocks with numbered heads, blanks gathered to forms."""
    return tuple(_gathered(_numbered(blocks)))


def head_of(paper: Paper) -> str:
    """The red head: the organ, with 文件 on a circular.

    Examples
    --------
    >>> head_of(Paper(layout=Layout.CIRCULAR, organ="某区双碳办", title="通报"))
    '某区双碳办文件'
    """
    if paper.layout is Layout.CIRCULAR and not paper.organ.endswith(FILE):
        return paper.organ + FILE
    return paper.organ


def addressee_line(paper: Paper) -> str:
    """主送机关 with its colon; empty when there is none."""
    return f"{joined(paper.addressees)}：" if paper.addressees else ""


def title_lines(text: str, *, width: float) -> tuple[str, ...]:
    """A title in as few lines as it needs, of about the same length.

    A line does not break inside a number or a Latin word, nor before a closing mark;
    it breaks after a mark or before 的 rather than elsewhere, and not inside the words
    that such titles are made of.

    Parameters
    ----------
    text : str
        A title; its own line ends stay.
    width : float
        Characters that fit a line.

    Examples
    --------
    >>> title_lines("关于2026年三季度碳达峰重点任务进展情况的通报", width=20)
    ('关于2026年三季度碳达峰', '重点任务进展情况的通报')
    >>> title_lines("关于2025年度碳达峰工作考核评价结果的通报", width=20)
    ('关于2025年度碳达峰工作', '考核评价结果的通报')
    """
    room = width - _TITLE_SPARE
    return tuple(
        line for part in text.split("\n") for line in _balanced(part, width=room)
    )


def _balanced(text: str, *, width: float) -> list[str]:
    count = ceil(text_width(text) / width)
    if count < 2:  # noqa: PLR2004 - one line needs no break
        return [text]
    lines, rest = [], text
    for left in range(count, 1, -1):
        at = _break_at(rest, wanted=text_width(rest) / left, width=width)
        lines.append(rest[:at])
        rest = rest[at:]
    return [*lines, rest]


def _break_at(text: str, *, wanted: float, width: float) -> int:
    """Where to break: near the wanted width, at the place that hurts least."""
    places = [at for at in range(1, len(text)) if text_width(text[:at]) <= width]
    return min(
        places or [1],
        key=lambda at: (abs(text_width(text[:at]) - wanted) + _harm(text, at), -at),
    )


def _harm(text: str, at: int) -> float:
    """Characters of imbalance that a break before ``text[at]`` is worth."""
    before, after = text[at - 1], text[at]
    if after in _CLOSING or before in _OPENING:
        return 40.0
    if before.isascii() and after.isascii():
        return 40.0
    if before.isdigit() or (after == "的" and len(text) - at <= _TAIL):
        return 8.0
    if any(_inside(text, word, at) for word in _WORDS):
        return 6.0
    return 0.0 if before in _SOFT or after in "和及与" else 2.0


def _inside(text: str, word: str, at: int) -> bool:
    """Whether a word of the text reaches over a place."""
    found = text.find(word, max(at - len(word) + 1, 0), at + len(word) - 1)
    return found != -1 and found < at


def attachment_label(number: int, count: int) -> str:
    """附件, with its number when there are several.

    Examples
    --------
    >>> attachment_label(1, 1), attachment_label(2, 3)
    ('附件', '附件2')
    """
    return "附件" if count == 1 else f"附件{number}"


def attachment_list(attachments: tuple[Attachment, ...]) -> tuple[Named, ...]:
    """Names after the body; a single attachment has no number."""
    if len(attachments) == 1:
        return (Named(number="", title=attachments[0].title),)
    return tuple(
        Named(number=f"{number}.", title=one.title)
        for number, one in enumerate(attachments, start=1)
    )


def attached(paper: Paper) -> Iterator[tuple[str, int, tuple[Block, ...]]]:
    """Attachments where they are parts of the text: head, its level, blocks."""
    count = len(paper.attachments)
    for number, one in enumerate(paper.attachments, start=1):
        yield f"{attachment_label(number, count)}　{one.title}", 1, one.blocks


def heads_of(paper: Paper) -> Iterator[tuple[str, int]]:
    """Every head of a report in the order in which it stands, with its level."""
    yield from _heads(paper.blocks)
    for text, level, blocks in attached(paper):
        yield text, level
        yield from _heads(blocks)


def _heads(blocks: tuple[Block, ...]) -> Iterator[tuple[str, int]]:
    for part in parts(blocks):
        if isinstance(part, Heading):
            yield part.text, part.level


def contact_line(paper: Paper) -> str:
    """附注: whom to ask, in brackets under the date."""
    return f"（联系人：{paper.contact}）" if paper.contact else ""


def copies_line(paper: Paper) -> str:
    """抄送 with its full stop."""
    return f"抄送：{joined(paper.copies_to)}。" if paper.copies_to else ""


def printed_line(paper: Paper) -> tuple[str, str]:
    """印发机关 and 印发日期; a letter has none, a draft no date."""
    if paper.layout is not Layout.CIRCULAR:
        return "", ""
    day = f"{chinese_date(paper.signed_on)}印发" if paper.signed_on else ""
    return paper.signed_by or paper.organ, day


def marks_line(paper: Paper) -> str:
    """What must be seen on every page, in one line."""
    return "　".join(paper.marks)


def basis_size(paper: Paper, *, width: float) -> float:
    """Size in points of the basis at the foot; many seals are set smaller.

    Examples
    --------
    >>> paper = Paper(layout=Layout.LETTER, organ="甲局", title="函", basis="号：0f3c")
    >>> basis_size(paper, width=442)
    8.0
    """
    lines = text_width(paper.basis) * _BASIS / width
    return _BASIS if lines <= _BASIS_LINES else _BASIS_SMALL


def signature_of(paper: Paper) -> Signature:
    """Organ and date with their places."""
    organ = paper.signed_by or paper.organ
    day = chinese_date(paper.signed_on) if paper.signed_on else _DATE_LEFT_OPEN
    right = form()["date.right"].value
    overhang = (text_width(organ) - text_width(day)) / 2
    organ_right = max(right - overhang, 0.0)
    return Signature(
        organ=organ,
        day=day,
        organ_right=organ_right,
        day_right=organ_right + overhang,
    )


def text_width(text: str) -> float:
    """Width in Chinese characters; Latin letters and digits are half as wide.

    Examples
    --------
    >>> text_width("2026年11月30日")
    7.0
    """
    return sum(
        1.0 if unicodedata.east_asian_width(each) in _WIDE else 0.5 for each in text
    )


def printable(text: str) -> str:
    r"""The text without what no page can show: control characters, lone surrogates.

    Line ends become ``\n``; what is taken out leaves a mark (U+FFFD).

    Examples
    --------
    >>> printable("a\r\nb\x00c") == "a\nb\ufffdc"
    True
    """
    if text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(each if _shows(each) else "\ufffd" for each in lines)


def _shows(character: str) -> bool:
    if character == "\n":
        return True
    if character in "\ufffe\uffff":
        return False
    return unicodedata.category(character) not in {"Cc", "Cs"}


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    counts = [0, 0, 0, 0]
    for block in blocks:
        if not isinstance(block, Heading):
            yield block
            continue
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (len(counts) - block.level)
        number = _number(block.level, counts[block.level - 1])
        yield Heading(text=number + block.text, level=block.level)


def _number(level: int, count: int) -> str:
    return {
        1: f"{chinese_number(count)}、",
        2: f"（{chinese_number(count)}）",
        3: f"{count}.",
        4: f"（{count}）",
    }[level]


def _gathered(blocks: Iterable[Block]) -> Iterator[Part]:
    for blank, run in groupby(blocks, key=lambda one: isinstance(one, Blank)):
        if blank:
            yield BlankForm(blanks=tuple(one for one in run if isinstance(one, Blank)))
        else:
            yield from run
