"""Rows of a Gantt chart: what was planned, what came, and the steps on the way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from dafeng.projects.records import Milestone, Project


@attrs.frozen(kw_only=True)
class Bar:
    """From one day to another; ``open_end`` runs on because it is not over."""

    begins: date
    ends: date
    open_end: bool = False


@attrs.frozen(kw_only=True)
class Mark:
    """A milestone; ``late`` is over its day and not done, or done after it."""

    title: str
    day: date
    done: bool
    late: bool


@attrs.frozen(kw_only=True)
class GanttRow:
    """One project; a bar is None where its days are not known."""

    code: str
    name: str
    planned: Bar | None
    actual: Bar | None
    marks: tuple[Mark, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that the row shows."""
        bars = [one for one in (self.planned, self.actual) if one is not None]
        ends = [day for one in bars for day in (one.begins, one.ends)]
        return (*ends, *(one.day for one in self.marks))


def gantt_rows(projects: Iterable[Project], on: date) -> tuple[GanttRow, ...]:
    """Lay out projects by their planned begin; those without any day come last."""
    rows = [_row(one, on) for one in projects]
    return tuple(
        sorted(rows, key=lambda row: (min(row.days, default=date.max), row.code))
    )


def _row(project: Project, on: date) -> GanttRow:
    planned = actual = None
    if project.start_due is not None and project.operation_due is not None:
        first, last = sorted((project.start_due, project.operation_due))
        planned = Bar(begins=first, ends=last)
    if project.started is not None:
        running = project.operated is None
        last = project.operated or max(on, project.started)
        actual = Bar(begins=project.started, ends=last, open_end=running)
    marks = [_mark(one, on) for one in project.milestones]
    return GanttRow(
        code=project.code,
        name=project.name,
        planned=planned,
        actual=actual,
        marks=tuple(sorted((m for m in marks if m is not None), key=lambda m: m.day)),
    )


def _mark(step: Milestone, on: date) -> Mark | None:
    day = step.done or step.planned
    if day is None:
        return None
    late = step.planned is not None and (step.done or on) > step.planned
    return Mark(title=step.title, day=day, done=step.done is not None, late=late)
