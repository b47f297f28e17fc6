"""Tasks: clauses and table rows that somebody must carry out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dafeng.plan.records import ClauseKind, Project, Target, Task

if TYPE_CHECKING:
    from dafeng.plan.answers import Answers
    from dafeng.plan.clauses.section import Section

_NO_TASKS = (ClauseKind.BOX, ClauseKind.ATTACHMENT)


def read_tasks(
    answers: Answers, targets: Sequence[Target], projects: Sequence[Project]
) -> tuple[Task, ...]:
    """Tasks of a plan in document order, with their targets and projects."""
    tasks: list[Task] = []
    for section in answers.structure.sections:
        tasks.extend(_table_tasks(section, answers, targets))
        if _is_task(section, answers):
            tasks.append(_clause_task(section, answers, targets, projects))
    return tuple(tasks)


def _is_task(section: Section, answers: Answers) -> bool:
    """A clause with a duty bracket, or an undivided item among such clauses."""
    if section.kind in _NO_TASKS or section.mark is None:
        return False
    if answers.duties[section.id]:
        return True
    structure = answers.structure
    kin = structure.children(section.parent)
    undivided = not structure.children(section)
    return undivided and any(answers.duties[s.id] for s in kin)


def _clause_task(
    section: Section,
    answers: Answers,
    targets: Sequence[Target],
    projects: Sequence[Project],
) -> Task:
    duties = answers.duties[section.id]
    boxes = (
        s.id for s in answers.structure.children(section) if s.kind is ClauseKind.BOX
    )
    inside = {section.id, *boxes}
    return Task(
        clause=section.id,
        title=section.title,
        action=section.parent.title if section.parent else None,
        responsible=answers.named(r for duty in duties for r in duty.responsible),
        targets=tuple(t.id for t in targets if t.clause in inside),
        projects=tuple(p.id for p in projects if p.clause in inside),
        span=section.as_clause().span,
        confidence=0.95 if duties else 0.6,
        rule=duties[0].rule if duties else "task.no_unit",
    )


def _table_tasks(
    section: Section, answers: Answers, targets: Sequence[Target]
) -> Iterator[Task]:
    for row in answers.rows[section.id]:
        start, end = row.span
        yield Task(
            clause=section.id,
            title=row.title.text,
            action=section.title or None,
            responsible=answers.named(row.responsible),
            targets=tuple(t.id for t in targets if start <= t.span.start < end),
            projects=(),
            span=row.span,
            confidence=0.9,
            rule=row.rule,
        )
