"""Projects of a plan, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dafeng.plan.projects.lists import Paragraph, has_list, listed
from dafeng.plan.projects.names import (
    MIN_NAME,
    Named,
    period_in,
    size_in,
    type_of,
)
from dafeng.plan.projects.places import Places
from dafeng.plan.records import ClauseKind, Project
from dafeng.plan.tables.table import Row, Table, cell_text, parted

if TYPE_CHECKING:
    from dafeng.plan.answers import Answers
    from dafeng.plan.clauses.section import Section
    from dafeng.plan.layout.blocks import Block

_LABEL = re.compile(r"^(?P<label>[^:,。;]{2,40}?):")
_PROJECT_LABEL = re.compile(r"(?:工程|项目|基地建设|建设)$")
_FIELD_LABEL = re.compile(r"利用$|发电$|储能$")  # a field with several projects
_HEADED = re.compile(r"项目|工程")
# Columns of a table of projects.
_NAME_HEAD = re.compile(r"项目名称|工程名称|^项目$|名称")
_SIZE_HEAD = re.compile(r"规模|容量|能力|内容")
_TYPE_HEAD = re.compile(r"类型|类别|领域")
_PLACE_HEAD = re.compile(r"地点|位置|地址|所在")
_TIME_HEAD = re.compile(r"时间|期限|年限|工期|时限|周期")


def read_projects(answers: Answers, text: str) -> tuple[Project, ...]:
    """Projects of a plan in document order; the same name in one clause once.

    Parameters
    ----------
    answers : Answers
        The clauses, and the rows of their task tables.
    text : str
        The original text, for quotes.
    """
    sections = answers.structure.sections
    blocks = (block for section in sections for block in section.blocks)
    places = Places.named_in(block.text for block in blocks)
    found: dict[tuple[str, str], Named] = {}
    for section in sections:
        in_rows = (Paragraph(row.title, places) for row in answers.rows[section.id])
        in_tasks = (named for row in in_rows for named in listed(row))
        for named in (*_section_projects(section, places), *in_tasks):
            if len(named.name) >= MIN_NAME:
                found.setdefault((_home(section), named.name), named)
    return tuple(
        _project(named, f"P{number:03d}", clause, text)
        for number, ((clause, _), named) in enumerate(found.items(), start=1)
    )


def _home(section: Section) -> str:
    """Clause of a project; the items of a box are parts of the box."""
    boxes = (s.id for s in section.chain() if s.kind is ClauseKind.BOX)
    return next(boxes, section.id)


def _project(named: Named, name: str, clause: str, text: str) -> Project:
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


def _section_projects(section: Section, places: Places) -> Iterator[Named]:
    here = parted(section.blocks)
    in_box = section.kind is ClauseKind.BOX
    if section.parent is not None and section.parent.kind is ClauseKind.BOX:
        yield from _numbered(section, places)
    for block in here.texts:
        label = _LABEL.match(block.text)
        if in_box and label:
            yield from _labelled(block, label, section.title, places)
        name = label.group("label") if label else ""
        paragraph = Paragraph(block.body, places, label=name, in_box=in_box)
        yield from listed(paragraph)
    for table in here.tables:
        yield from _tabled(table)


def _numbered(section: Section, places: Places) -> Iterator[Named]:
    """A numbered item of a box names its project in its title."""
    if section.heading is None or not section.title:
        return
    text = "".join(block.text for block in section.blocks)
    yield Named(
        name=section.title,
        kind=type_of(section.title, ""),
        place=places.in_text(text) or places.in_name(section.title),
        size=size_in(text),
        period=period_in(text),
        end=len(section.heading.text),
        body=section.heading,
        rule="project.numbered",
        confidence=0.85,
    )


def _labelled(
    block: Block, label: re.Match[str], box_title: str, places: Places
) -> Iterator[Named]:
    """A box's paragraph 天然气场站建设工程:… is itself a project."""
    name = label.group("label")
    rest = block.text[label.end() :]
    headed = _HEADED.search(box_title) and not has_list(rest)
    if not (_PROJECT_LABEL.search(name) or headed) or _FIELD_LABEL.search(name):
        return
    yield Named(
        name=name,
        kind=type_of(name, ""),
        place=places.in_name(name),
        size=None if has_list(rest) else size_in(rest),
        period=period_in(block.text),
        start=label.start("label"),
        end=len(block.text),
        body=block.body,
        rule="project.label",
        confidence=0.85,
    )


def _tabled(table: Table) -> Iterator[Named]:
    """Rows of a table that names projects."""
    head = table.head
    name_at = _column(head, _NAME_HEAD)
    if name_at is None or not any(_HEADED.search(name) for name in head):
        return
    for row in table.rows[1:]:
        if len(cell_text(row, name_at)) < MIN_NAME:
            continue
        body = row[name_at]
        sizes = (size_in(text) for text in _cells(head, row, _SIZE_HEAD))
        yield Named(
            name=body.text,
            kind=next(_cells(head, row, _TYPE_HEAD), None) or type_of(body.text, ""),
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
