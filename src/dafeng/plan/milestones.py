"""Dated steps: rows of a time table, and sentences that finish something by a year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.plan.layout.blocks import BlockKind
from dafeng.plan.layout.normal import NormalText
from dafeng.plan.records import Milestone
from dafeng.plan.duties.roles import LeadRule
from dafeng.plan.clauses.section import Section, Structure
from dafeng.plan.tables.table import TableKind, parted
from dafeng.plan.tables.tasks import task_rows
from dafeng.plan.grammar.times import TimeRole, times_in

_DATE = re.compile(r"((?:19|20)\d{2})(?:年|[.\-/](?=\d))?(?:(\d{1,2})(?:月|$))?")
_SPAN = re.compile(r"((?:19|20)\d{2})年?[-—~至到]{1,2}((?:19|20)\d{2})")
_FINISHED = re.compile(r"完成|建成|投入(?:运营|使用|运行)|投产|投运|开工|竣工|通车|启动|印发")
_SENTENCE = re.compile(r"[^。;!?\n]+")


def read_milestones(structure: Structure, text: str, lead: LeadRule = LeadRule.FIRST_LISTED) -> tuple[Milestone, ...]:
    """Milestones of a plan in document order."""
    return tuple(
        milestone
        for section in structure.sections
        for milestone in _section_milestones(section, text)
    )


def _section_milestones(section: Section, text: str) -> Iterator[Milestone]:
    here = parted(section.blocks)
    tables, texts = here.tables, here.texts
    for block in texts:
        if block.kind is BlockKind.TEXT and section.mark is not None:
            yield from _in_sentences(block.body, section.id, text)
    for table in tables:
        for task in task_rows(table, LeadRule.FIRST_LISTED):
            start, end = _dates(task.due)
            if end is not None:
                yield Milestone(
                    clause=section.id,
                    start=start,
                    end=end,
                    text=task.title.text,
                    quote=text[task.span.start : task.span.end],
                    span=task.span,
                    confidence=0.9,
                    rule="milestone.task_table",
                )
        if table.kind is not TableKind.DATES:
            continue
        for row in table.rows:
            start, end = _dates(row[0].text)
            if end is None or len(row) < 2:
                continue
            said = "、".join(cell.text for cell in row[1:] if cell.text)
            span = row[0].span(0, len(row[0].text))
            last = next((c for c in reversed(row) if c.text), row[0])
            stop = last.span(0, len(last.text)).end
            yield Milestone(
                clause=section.id,
                start=start,
                end=end,
                text=said,
                quote=text[span.start : stop],
                span=type(span)(span.start, stop),
                confidence=0.95,
                rule="milestone.table",
            )


def _in_sentences(body: NormalText, clause: str, text: str) -> Iterator[Milestone]:
    for found in _SENTENCE.finditer(body.text):
        for time in times_in(found.group()):
            if time.role is not TimeRole.DUE or not re.search(r"[前底]$", time.text):
                continue
            rest = found.group()[time.end :].lstrip(",、")
            part = re.split(r"[,;]", rest, maxsplit=1)[0]
            if not _FINISHED.search(part) or re.search(r"\d", part):
                continue
            start = found.start() + time.start
            end = found.start() + found.group().find(part, time.end) + len(part)
            span = body.span(start, end)
            yield Milestone(
                clause=clause,
                start=None,
                end=_dates(time.text)[1] or str(time.year),
                text=part,
                quote=text[span.start : span.end],
                span=span,
                confidence=0.8,
                rule="milestone.sentence",
            )


def _dates(text: str) -> tuple[str | None, str | None]:
    """Start and end of a date cell: ``2023—2025年``, ``2025年12月底``."""
    span = _SPAN.search(text)
    if span:
        return span.group(1), span.group(2)
    found = _DATE.search(text)
    if not found:
        return None, None
    month = f"-{int(found.group(2)):02d}" if found.group(2) else ""
    return None, f"{found.group(1)}{month}"
