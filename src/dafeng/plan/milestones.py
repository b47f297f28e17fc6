"""Dated steps: rows of a time table, and sentences that finish something by a year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.grammar.times import TimeRole, times_in
from dafeng.plan.grammar.wordlists import any_of
from dafeng.plan.records import Milestone, Span
from dafeng.plan.tables.table import Row, Table, TableKind, parted

if TYPE_CHECKING:
    from dafeng.plan.answers import Answers
    from dafeng.plan.clauses.section import Section
    from dafeng.plan.layout.normal import NormalText
    from dafeng.plan.tables.tasks import TaskRow

_YEAR = r"((?:19|20)\d{2})"
_DATE = re.compile(_YEAR + r"(?:年|[.\-/](?=\d))?(?:(\d{1,2})(?:月|$))?")
_PERIOD = re.compile(_YEAR + r"年?[-—~至到]{1,2}" + _YEAR)
_FINISHED = re.compile(
    any_of(
        """
        完成 建成 投入(?:运营|使用|运行) 投产 投运 开工 竣工 通车 启动 印发
        """
    )
)
_LATEST = re.compile(r"[前底]$")
_SENTENCE = re.compile(r"[^。;!?\n]+")


@attrs.frozen
class Dates:
    """Start and end of a step: years, or ``YYYY-MM``."""

    start: str | None
    end: str | None


def dates_in(text: str) -> Dates:
    """First date or span of years of a text.

    Examples
    --------
    >>> dates_in("2023—2025年"), dates_in("2025年12月底").end
    (Dates(start='2023', end='2025'), '2025-12')
    """
    period = _PERIOD.search(text)
    if period:
        return Dates(period.group(1), period.group(2))
    found = _DATE.search(text)
    if not found:
        return Dates(None, None)
    month = f"-{int(found.group(2)):02d}" if found.group(2) else ""
    return Dates(None, f"{found.group(1)}{month}")


def read_milestones(answers: Answers, text: str) -> tuple[Milestone, ...]:
    """Milestones of a plan in document order."""
    return tuple(
        attrs.evolve(step, clause=section.id, quote=text[slice(*step.span)])
        for section in answers.structure.sections
        for step in _section_milestones(section, answers.rows[section.id])
    )


def _section_milestones(
    section: Section, tasks: Iterable[TaskRow]
) -> Iterator[Milestone]:
    here = parted(section.blocks)
    if section.mark is not None:
        for block in here.texts:
            yield from _in_sentences(block.body)
    yield from _in_tasks(tasks)
    for table in here.tables:
        if table.kind is TableKind.DATES:
            yield from _in_rows(table)


def _milestone(
    dates: Dates, said: str, span: Span, rule: str, confidence: float
) -> Milestone:
    """Milestone whose clause and quote are still to be filled in."""
    return Milestone(
        clause="",
        start=dates.start,
        end=dates.end or "",
        text=said,
        quote="",
        span=span,
        confidence=confidence,
        rule=rule,
    )


def _in_tasks(tasks: Iterable[TaskRow]) -> Iterator[Milestone]:
    """Tasks of a table with a column that says by when."""
    for task in tasks:
        dates = dates_in(task.due)
        if dates.end is not None:
            said = task.title.text
            yield _milestone(dates, said, task.span, "milestone.task_table", 0.9)


def _in_rows(table: Table) -> Iterator[Milestone]:
    """Rows whose first cell is a date."""
    for row in table.rows:
        dates = dates_in(row[0].text)
        if dates.end is not None and len(row) >= 2:
            said = "、".join(cell.text for cell in row[1:] if cell.text)
            yield _milestone(dates, said, _row_span(row), "milestone.table", 0.95)


def _row_span(row: Row) -> Span:
    last = next((cell for cell in reversed(row) if cell.text), row[0])
    return Span(row[0].whole().start, last.whole().end)


def _in_sentences(body: NormalText) -> Iterator[Milestone]:
    """2025 年前,完成…建设: what a sentence finishes by a year, without a figure."""
    for found in _SENTENCE.finditer(body.text):
        sentence = found.group()
        for time in times_in(sentence):
            if time.role is not TimeRole.DUE or not _LATEST.search(time.text):
                continue
            rest = sentence[time.end :].lstrip(",、")
            part = re.split(r"[,;:]", rest, maxsplit=1)[0]
            if not _FINISHED.search(part) or re.search(r"\d", part):
                continue
            end = sentence.find(part, time.end) + len(part)
            span = body.span(found.start() + time.start, found.start() + end)
            dates = Dates(None, dates_in(time.text).end or str(time.year))
            yield _milestone(dates, part, span, "milestone.sentence", 0.8)
