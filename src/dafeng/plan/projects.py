"""Named projects: labelled paragraphs of boxes, lists with sizes, project tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.grammar.quantities import quantities_in
from dafeng.plan.grammar.times import times_in
from dafeng.plan.grammar.wordlists import any_of
from dafeng.plan.records import ClauseKind, Project
from dafeng.plan.tables.table import Row, Table, cell_text, parted

if TYPE_CHECKING:
    from dafeng.plan.clauses.section import Section, Structure
    from dafeng.plan.grammar.quantity import Quantity
    from dafeng.plan.layout.blocks import Block
    from dafeng.plan.layout.normal import NormalText

_MIN_NAME, _MAX_NAME = 3, 40
_LABEL = re.compile(r"^(?P<label>[^:,。;]{2,40}?):")
# What a project's name holds, and what a label of a project ends with.
_WORKS = re.compile(
    any_of(
        """
        项目 工程 基地 电站 电厂 风电场 光伏 风电 发电 专线 铁路 通道 变电站 站 厂 中心
        平台 示范区 试点 管网 线 园 小镇 机组 生产线 焚烧线 处理线
        """
    )
)
_PROJECT_LABEL = re.compile(r"(?:工程|项目|基地建设|建设)$")
_FIELD_LABEL = re.compile(r"利用$|发电$|储能$")  # a field with several projects
_WORK_LABEL = re.compile(r"工程|项目|发电")
_HEADED = re.compile(r"项目|工程")
# 推动甲、乙等项目建设: what stands between the verb and the end of the list.
_VERB = any_of(
    "推动 推进 建设 加快 实施 规划新建 规划建设 启动 新建 开工 建成 完成 抓好 谋划"
)
_END = (
    r"(?:等(?:[^。;,]{0,16}?)?(?:项目|工程|变电站)(?:建设|实施)?|等变电站"
    r"|(?:项目|工程)(?:扩建|建设|实施|落地)|建设|扩建工程"
    r"|(?<=项目)|(?<=工程)|(?<=厂)|(?<=电站))(?=[,。;(]|$)"
)
_LIST = re.compile(rf"(?:重点)?{_VERB}(?:建设|实施)?(?P<items>[^。;:]*?){_END}")
_AND = re.compile(r"、|以及|和(?=[\u4e00-\u9fff])|及(?=[\u4e00-\u9fff])")
_NOT_A_NAME = re.compile(r"[一二三四五]是|一批|各|重点|有条件")
_VERB_BEFORE = re.compile(r"^(?:重点)?(?:推动|推进|加快|规划新建|规划建设|建设|启动)")
_PLACE = re.compile(
    r"([\u4e00-\u9fff]{2,6}?(?:镇|乡|街道|村|县|开发区|园区|新城|生态城))"
)
_TYPE = re.compile("光伏|风电|风力|储能|生物质|地热|供热|充电|变电站|铁路|焚烧")
_NO_SIZES = ("%", "千伏", "kV")
_BY = re.compile(r"^(?:到|至|在)")
# Columns of a table of projects.
_NAME_HEAD = re.compile(r"项目名称|工程名称|^项目$|名称")
_SIZE_HEAD = re.compile(r"规模|容量|能力|内容")
_TYPE_HEAD = re.compile(r"类型|类别|领域")
_PLACE_HEAD = re.compile(r"地点|位置|地址|所在")
_TIME_HEAD = re.compile(r"时间|期限|年限|工期|时限|周期")


@attrs.frozen(kw_only=True)
class _Named:
    """A project as one rule read it; ``start`` and ``end`` are places in ``body``."""

    name: str
    kind: str | None = None
    place: str | None = None
    size: Quantity | None = None
    period: str | None = None
    start: int = 0
    end: int
    body: NormalText
    rule: str
    confidence: float


def read_projects(structure: Structure, text: str) -> tuple[Project, ...]:
    """Projects of a plan in document order; the same name in one clause once."""
    found: dict[tuple[str, str], _Named] = {}
    for section in structure.sections:
        for named in _section_projects(section):
            if len(named.name) >= _MIN_NAME:
                found.setdefault((section.id, named.name), named)
    return tuple(
        _project(named, f"P{number:03d}", clause, text)
        for number, ((clause, _), named) in enumerate(found.items(), start=1)
    )


def _project(named: _Named, name: str, clause: str, text: str) -> Project:
    span = named.body.span(named.start, named.end)
    return Project(
        id=name,
        name=named.name,
        type=named.kind,
        place=named.place,
        capacity=named.size.value if named.size else None,
        unit=named.size.unit if named.size else None,
        period=named.period,
        clause=clause,
        quote=text[span.start : span.end],
        span=span,
        confidence=named.confidence,
        rule=named.rule,
    )


def _section_projects(section: Section) -> Iterator[_Named]:
    here = parted(section.blocks)
    in_box = section.kind is ClauseKind.BOX
    if section.parent is not None and section.parent.kind is ClauseKind.BOX:
        yield from _numbered(section)
    for block in here.texts:
        label = _LABEL.match(block.text)
        if in_box and label:
            yield from _labelled(block, label, section.title)
        yield from _listed(block, _Where(in_box, label.group("label") if label else ""))
    for table in here.tables:
        yield from _tabled(table)


# -- items and paragraphs of boxes


def _numbered(section: Section) -> Iterator[_Named]:
    """A numbered item of a box names its project in its title."""
    if section.heading is None or not section.title:
        return
    text = "".join(block.text for block in section.blocks)
    yield _Named(
        name=section.title,
        place=_place(section.title),
        size=_size(text),
        period=_period(text),
        end=len(section.heading.text),
        body=section.heading,
        rule="project.numbered",
        confidence=0.85,
    )


def _labelled(block: Block, label: re.Match[str], box_title: str) -> Iterator[_Named]:
    """A box's paragraph 天然气场站建设工程:… is itself a project."""
    name = label.group("label").strip('"')
    unlisted = not _LIST.search(block.text[label.end() :])
    named = _PROJECT_LABEL.search(name) or (_HEADED.search(box_title) and unlisted)
    if not named or _FIELD_LABEL.search(name):
        return
    yield _Named(
        name=name,
        period=_period(block.text),
        start=label.start("label"),
        end=len(block.text),
        body=block.body,
        rule="project.label",
        confidence=0.85,
    )


# -- lists in a sentence


@attrs.frozen
class _Where:
    """Where a list of projects stands."""

    in_box: bool
    label: str


def _listed(block: Block, where: _Where) -> Iterator[_Named]:
    """推动甲 100MW 风电、乙 20MW 光伏等项目建设: one project each."""
    text = block.text
    for found in _LIST.finditer(text):
        items = found.group("items")
        sized = _size(items) is not None
        if not (where.in_box or sized) or len(items) < _MIN_NAME:
            continue
        for start, item in _items(items):
            name = item.strip()
            if not _is_name(name, where.label, sized=sized):
                continue
            size = _size(name)
            yield _Named(
                name=_VERB_BEFORE.sub("", name).strip("的等"),
                kind=_type(name, where.label),
                place=_place(name),
                size=size,
                period=_period(text[: found.end()]),
                start=found.start("items") + start,
                end=found.start("items") + start + len(item),
                body=block.body,
                rule="project.list",
                confidence=0.85 if size else 0.7,
            )


def _items(items: str) -> Iterator[tuple[int, str]]:
    """Items of a list, and where each begins."""
    start = 0
    for found in _AND.finditer(items):
        yield start, items[start : found.start()]
        start = found.end()
    yield start, items[start:]


def _is_name(name: str, label: str, *, sized: bool) -> bool:
    if not _MIN_NAME <= len(name) <= _MAX_NAME or _NOT_A_NAME.match(name):
        return False
    if re.search(r"[,。:]", name):
        return False
    if sized and _size(name):
        return True
    return bool(_WORKS.search(name)) or bool(_WORK_LABEL.search(label))


def _type(name: str, label: str) -> str | None:
    if label:
        return label.strip('"')
    found = _TYPE.search(name)
    return found.group() if found else None


def _place(name: str) -> str | None:
    found = _PLACE.search(name)
    return found.group(1) if found else None


def _size(name: str) -> Quantity | None:
    """First size of a name: neither a count nor a share nor a line's voltage."""
    sizes = (q for q in quantities_in(name) if q.unit and not q.counted)
    return next((q for q in sizes if q.unit not in _NO_SIZES), None)


def _period(text: str) -> str | None:
    """Last time that a text names, as printed."""
    times = times_in(text)
    return _BY.sub("", times[-1].text).strip('"') if times else None


# -- tables


def _tabled(table: Table) -> Iterator[_Named]:
    """Rows of a table that names projects."""
    head = table.head
    name_at = _column(head, _NAME_HEAD)
    if name_at is None or not any(_HEADED.search(name) for name in head):
        return
    for row in table.rows[1:]:
        if len(cell_text(row, name_at)) < _MIN_NAME:
            continue
        body = row[name_at]
        sizes = (_size(text) for text in _cells(head, row, _SIZE_HEAD))
        yield _Named(
            name=body.text,
            kind=next(_cells(head, row, _TYPE_HEAD), None),
            place=next(_cells(head, row, _PLACE_HEAD), None),
            size=next((size for size in sizes if size), None),
            period=next(_cells(head, row, _TIME_HEAD), None),
            end=len(body.text),
            body=body,
            rule="project.table",
            confidence=0.9,
        )


def _column(head: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((at for at, name in enumerate(head) if pattern.search(name)), None)


def _cells(head: Sequence[str], row: Row, pattern: re.Pattern[str]) -> Iterator[str]:
    """Texts of a row's cells whose column's name fits a pattern."""
    pairs = zip(head, row, strict=False)
    return (cell.text for name, cell in pairs if pattern.search(name))
