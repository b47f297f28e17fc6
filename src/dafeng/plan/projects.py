"""Named projects: labelled paragraphs of boxes, lists with sizes, project tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from dafeng.plan.layout.blocks import Block
from dafeng.plan.layout.normal import NormalText
from dafeng.plan.grammar.quantities import quantities_in
from dafeng.plan.grammar.quantity import Quantity
from dafeng.plan.records import ClauseKind, Project
from dafeng.plan.clauses.section import Section, Structure
from dafeng.plan.tables.table import parted
from dafeng.plan.grammar.times import times_in

_LABEL = re.compile(r"^(?P<label>[^:,。;]{2,40}?):")
_WORKS = r"(?:项目|工程|基地|电站|电厂|风电场|光伏|风电|发电|专线|铁路|通道|变电站|站|厂|中心|平台|示范区|试点|管网|线|园|小镇|机组|生产线|焚烧线|处理线)"
_PROJECT_LABEL = re.compile(r"(?:工程|项目|基地建设|建设)$")
_LIST = re.compile(
    r"(?:重点)?(?:推动|推进|建设|加快|实施|规划新建|规划建设|启动|新建|开工|建成|完成|抓好|谋划)(?:建设|实施)?(?P<items>[^。;:]*?)"
    r"(?:等(?P<kind>[^。;,]{0,16}?)?(?:项目|工程|变电站)(?:建设|实施)?|等变电站|(?:项目|工程)(?:扩建|建设|实施|落地)|建设|扩建工程|(?<=项目)|(?<=工程)|(?<=厂)|(?<=电站))(?=[,。;(]|$)"
)
_PLACE = re.compile(r"([\u4e00-\u9fff]{2,6}?(?:镇|乡|街道|村|县|开发区|园区|新城|生态城))")
_HEADED = re.compile(r"项目|工程")


@attrs.frozen(kw_only=True)
class _Named:
    name: str
    kind: str | None
    place: str | None
    size: Quantity | None
    period: str | None
    start: int
    end: int
    body: NormalText
    rule: str
    confidence: float


def read_projects(structure: Structure, text: str) -> tuple[Project, ...]:
    """Projects of a plan in document order; the same name in one clause once."""
    projects: list[Project] = []
    seen: set[tuple[str, str]] = set()
    for section in structure.sections:
        for named in _section_projects(section):
            if (section.id, named.name) in seen or len(named.name) < 3:
                continue
            seen.add((section.id, named.name))
            projects.append(_project(named, section.id, len(projects) + 1, text))
    return tuple(projects)


def _project(named: _Named, clause: str, number: int, text: str) -> Project:
    span = named.body.span(named.start, named.end)
    return Project(
        id=f"P{number:03d}",
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
    tables, texts = here.tables, here.texts
    in_box = section.kind is ClauseKind.BOX
    if section.parent is not None and section.parent.kind is ClauseKind.BOX:
        yield from _numbered(section)
    for block in texts:
        label = _LABEL.match(block.text)
        if in_box and label:
            yield from _labelled(block, label, bool(_HEADED.search(section.title)))
        yield from _listed(block, label.group("label") if label else None, in_box)
    for table in tables:
        yield from _tabled([[cell for cell in row] for row in table.rows])


def _numbered(section: Section) -> Iterator[_Named]:
    """A numbered item of a box names its project in its title."""
    if section.heading is None or not section.title:
        return
    text = "".join(block.text for block in section.blocks)
    yield _Named(
        name=section.title,
        kind=None,
        place=_place(section.title),
        size=_size(text),
        period=_period(text),
        start=0,
        end=len(section.heading.text),
        body=section.heading,
        rule="project.numbered",
        confidence=0.85,
    )


def _labelled(
    block: Block, label: re.Match[str], headed: bool
) -> Iterator[_Named]:
    """A box's paragraph 天然气场站建设工程:… is itself a project."""
    name = label.group("label").strip('"')
    rest = block.text[label.end() :]
    named = _PROJECT_LABEL.search(name) or (headed and not _LIST.search(rest))
    if not named or re.search(r"利用$|发电$|储能$", name):
        return
    yield _Named(
        name=name,
        kind=None,
        place=None,
        size=None,
        period=_period(block.text),
        start=label.start("label"),
        end=len(block.text),
        body=block.body,
        rule="project.label",
        confidence=0.85,
    )


def _listed(block: Block, label: str | None, in_box: bool) -> Iterator[_Named]:
    """推动甲 100MW 风电、乙 20MW 光伏等项目建设: one project each."""
    text = block.text
    for found in _LIST.finditer(text):
        items = found.group("items")
        sized = any(q.unit and not q.counted for q in quantities_in(items))
        if not (in_box or sized) or len(items) < 3:
            continue
        at = found.start("items")
        for start, item in _items(items):
            name = item.strip()
            if not _is_name(name, label, sized):
                continue
            yield _Named(
                name=_tidy_name(name),
                kind=_type(name, label),
                place=_place(name),
                size=_size(name),
                period=_period(text[: found.end()]),
                start=at + start,
                end=at + start + len(item),
                body=block.body,
                rule="project.list",
                confidence=0.85 if _size(name) else 0.7,
            )


def _items(items: str) -> Iterator[tuple[int, str]]:
    at = 0
    for piece in re.split(r"(、|以及|和(?=[\u4e00-\u9fff])|及(?=[\u4e00-\u9fff]))", items):
        if piece not in ("、", "以及", "和", "及") and piece.strip():
            yield at, piece
        at += len(piece)


def _is_name(name: str, label: str | None, sized: bool) -> bool:
    if len(name) < 3 or len(name) > 40 or re.match(r"[一二三四五]是|一批|各|重点|有条件", name):
        return False
    if re.search(r"[,。:]", name):
        return False
    if sized and _size(name):
        return True
    return bool(re.search(_WORKS, name)) or bool(label and re.search(r"工程|项目|发电", label))


def _tidy_name(name: str) -> str:
    return re.sub(r"^(?:重点)?(?:推动|推进|加快|规划新建|规划建设|建设|启动)", "", name).strip("的等")


def _type(name: str, label: str | None) -> str | None:
    if label:
        return label.strip('"')
    found = re.search(r"光伏|风电|风力|储能|生物质|地热|供热|充电|变电站|铁路|焚烧", name)
    return found.group() if found else None


def _place(name: str) -> str | None:
    found = _PLACE.search(name)
    return found.group(1) if found else None


def _size(name: str) -> Quantity | None:
    sizes = [q for q in quantities_in(name) if q.unit and not q.counted and q.unit not in ("%", "千伏", "kV")]
    return sizes[0] if sizes else None


def _period(text: str) -> str | None:
    times = [t for t in times_in(text)]
    return re.sub(r"^(?:到|至|在)", "", times[-1].text).strip('"') if times else None


def _tabled(rows: list[list[NormalText]]) -> Iterator[_Named]:
    head = [cell.text for cell in rows[0]]
    name_at = next((i for i, t in enumerate(head) if re.search(r"项目名称|工程名称|^项目$|名称", t)), None)
    if name_at is None or not any(re.search(r"项目|工程", t) for t in head):
        return
    for row in rows[1:]:
        if name_at >= len(row) or len(row[name_at].text) < 3:
            continue
        cells = dict(zip(head, row, strict=False))
        size = next((_size(c.text) for h, c in cells.items() if re.search(r"规模|容量|能力|内容", h)), None)
        body = row[name_at]
        yield _Named(
            name=body.text,
            kind=next((c.text for h, c in cells.items() if re.search(r"类型|类别|领域", h)), None),
            place=next((c.text for h, c in cells.items() if re.search(r"地点|位置|地址|所在", h)), None),
            size=size,
            period=next((c.text for h, c in cells.items() if re.search(r"时间|期限|年限|工期|时限|周期", h)), None),
            start=0,
            end=len(body.text),
            body=body,
            rule="project.table",
            confidence=0.9,
        )


