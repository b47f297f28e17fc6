"""Lists of projects in a sentence: 推动甲 100MW 风电、乙 20MW 光伏等项目建设."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.grammar.wordlists import any_of
from dafeng.plan.projects.names import (
    MAX_NAME,
    MIN_NAME,
    WORKS,
    Named,
    period_in,
    phase_behind,
    plain_name,
    size_in,
    type_of,
    works_tail,
)

if TYPE_CHECKING:
    from dafeng.plan.layout.normal import NormalText
    from dafeng.plan.projects.places import Places

_VERB = any_of(
    """
    推动 推进 建设 加快 实施 规划新建 规划建设 启动 新建 扩建 开工 建成 完成 抓好 谋划
    """
)
_WORKS_HEAD = "变电站|充电站|加氢站|电站|水厂"
# 项目建设 ends a list; so does a name of works right before a comma.
_END = (
    rf"(?:等(?:[^。;,]{{0,16}}?)?(?:项目|工程|{_WORKS_HEAD})(?:建设|实施)?"
    r"|(?:项目|工程)(?:扩建|建设|实施|落地|前期工作)|建设|扩建工程"
    r"|(?<=项目)|(?<=工程)|(?<=厂)|(?<=电站))(?=[,。;(]|$)"
)
_LIST = re.compile(
    rf"(?:重点)?{_VERB}(?:建设|实施)?(?P<items>[^。;:]*?)(?P<end>{_END})"
)
_SUCH_WORKS = re.compile(rf"等({_WORKS_HEAD})$")
_AND = re.compile(r"、|以及|和(?=[\u4e00-\u9fff])|及(?=[\u4e00-\u9fff])")
_NOT_A_NAME = re.compile(r"[一二三四五]是|一批|各|重点|有条件|智慧|一张")
_ENDINGS = ("项目", "工程")
_SENTENCE_END = re.compile(r"[。;]")
# What a paragraph's label says of all its names.
_WORK_LABEL = re.compile(r"发电|光伏|风电|储能|蓄能")


@attrs.frozen
class Paragraph:
    """A paragraph that may list projects.

    Attributes
    ----------
    body : NormalText
    places : Places
    label : str
        What it begins with, before a colon; empty without one.
    in_box : bool
        Whether it stands in a box, where names without a size are projects too.
    """

    body: NormalText
    places: Places
    label: str = ""
    in_box: bool = False


@attrs.frozen
class _Item:
    start: int
    text: str


def has_list(text: str) -> bool:
    """Whether a text lists projects."""
    return _LIST.search(text) is not None


def listed(paragraph: Paragraph) -> Iterator[Named]:
    """Projects of a paragraph, one for each item of its lists."""
    for found in _LIST.finditer(paragraph.body.text):
        sized = size_in(found.group("items")) is not None
        if paragraph.in_box or sized:
            yield from _read_list(found, paragraph)


def _read_list(found: re.Match[str], paragraph: Paragraph) -> Iterator[Named]:
    *others, last = _items(found.group("items"))
    such = _SUCH_WORKS.search(found.group("end").removesuffix("建设"))
    tail = such.group(1) if such else works_tail(last.text)
    sized = any(size_in(item.text) for item in (*others, last))
    names = {item: _name(item.text, tail) for item in others}
    names[last] = _name(last.text, such.group(1) if such else _ending(found))
    for item, name in names.items():
        if _is_name(name, paragraph.label, sized=sized):
            yield _named(name, item, found, paragraph, alone=not others)


def _named(
    name: str,
    item: _Item,
    found: re.Match[str],
    paragraph: Paragraph,
    *,
    alone: bool,
) -> Named:
    text = paragraph.body.text
    start = found.start("items") + item.start
    end = start + len(item.text)
    size = size_in(item.text)
    if alone:
        name = name + phase_behind(text, found.end())
        end = max(end, found.end())
        size = size or size_in(_rest_of_sentence(text, found.end()))
    return Named(
        name=name,
        kind=type_of(name, paragraph.label),
        place=paragraph.places.in_name(name),
        size=size,
        period=period_in(text[: found.end()]),
        start=start,
        end=end,
        body=paragraph.body,
        rule="project.list",
        confidence=0.85 if size else 0.7,
    )


def _items(items: str) -> Iterator[_Item]:
    start = 0
    for found in _AND.finditer(items):
        yield _Item(start, items[start : found.start()])
        start = found.end()
    yield _Item(start, items[start:])


def _name(item: str, tail: str) -> str:
    """Name of an item; one without works takes those of the list: 甲、乙等变电站."""
    name = plain_name(item)
    ends = name.endswith(tail) or (tail not in _ENDINGS and WORKS.search(name))
    return name if ends or size_in(name) else name + tail


def _ending(found: re.Match[str]) -> str:
    """项目 or 工程 right behind the last name; 建设 and 前期工作 are no part of it."""
    end = found.group("end")
    return end[:2] if end.startswith(_ENDINGS) else ""


def _rest_of_sentence(text: str, end: int) -> str:
    return _SENTENCE_END.split(text[end:], maxsplit=1)[0]


def _is_name(name: str, label: str, *, sized: bool) -> bool:
    if not MIN_NAME <= len(name) <= MAX_NAME or _NOT_A_NAME.match(name):
        return False
    if re.search(r"[,。:]", name):
        return False
    if sized and size_in(name):
        return True
    if "的" in name:
        return False  # it says what such projects are like
    return bool(WORKS.search(name)) or bool(_WORK_LABEL.search(label))
