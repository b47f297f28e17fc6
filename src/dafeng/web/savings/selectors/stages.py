"""Stages of projects: where each stands, and how late it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import attrs
from django.utils import timezone

from dafeng.base.findings import Finding
from dafeng.enterprises.savings import (
    Progress,
    Stage,
    course_findings,
    current_of,
    delay_of,
)
from dafeng.web.core.selectors import Person
from dafeng.web.savings.models import ProjectStage, SavingProject
from dafeng.web.savings.selectors.visible import projects_for

UNKNOWN, NOT_BEGUN = "unknown", "not-begun"
"""No stage of a project is entered; none of them has begun."""


@attrs.frozen(kw_only=True)
class StageCell:
    """One of the five stages of a project.

    Attributes
    ----------
    row : ProjectStage or None
        None: nothing is entered.
    delay : int or None
        Days late; None: unknown.
    """

    stage: Stage
    row: ProjectStage | None
    progress: Progress | None
    delay: int | None


@attrs.frozen(kw_only=True)
class CourseRow:
    """All stages of a project.

    Attributes
    ----------
    at : str
        The stage that began last, or ``UNKNOWN``, ``NOT_BEGUN``.
    delay : int or None
        Days by which the stage is late in which the project is, or with which it
        should begin.
    """

    cells: tuple[StageCell, ...]
    at: str
    delay: int | None
    findings: tuple[Finding, ...] = ()


def course_of(project: SavingProject) -> CourseRow:
    """Stages of one project."""
    rows = project.stages.filter(withdrawn_at=None)
    return _course(project, rows, timezone.localdate())


def courses_of(projects: Iterable[SavingProject]) -> dict[int, CourseRow]:
    """The same of many by the key of the project: one question."""
    kept = list(projects)
    rows: dict[int, list[ProjectStage]] = {one.pk: [] for one in kept}
    for row in ProjectStage.objects.filter(project__in=kept, withdrawn_at=None):
        rows[row.project_id].append(row)
    today = timezone.localdate()
    return {one.pk: _course(one, rows[one.pk], today) for one in kept}


def _course(
    project: SavingProject, rows: Iterable[ProjectStage], on: date
) -> CourseRow:
    kept = {Stage(row.stage): row for row in rows}
    course = {stage: row.days for stage, row in kept.items()}
    cells = tuple(_cell(stage, kept.get(stage), on) for stage in Stage)
    current = current_of(course)
    if current is not None:
        at: str = current.value
    else:
        at = NOT_BEGUN if kept else UNKNOWN
    due = [
        cell
        for cell in cells
        if cell.stage is current
        or (current is None and cell.progress is Progress.PLANNED)
    ]
    return CourseRow(
        cells=cells,
        at=at,
        delay=due[0].delay if due else None,
        findings=course_findings(course, project.report_from),
    )


def _cell(stage: Stage, row: ProjectStage | None, on: date) -> StageCell:
    if row is None:
        return StageCell(stage=stage, row=None, progress=None, delay=None)
    days = row.days
    return StageCell(
        stage=stage, row=row, progress=days.progress, delay=delay_of(days, on)
    )


def counts_of(courses: Iterable[CourseRow]) -> Mapping[str, int]:
    """How many projects are where, in the order of the stages; nothing is left out."""
    found = Counter(one.at for one in courses)
    order = (*(stage.value for stage in Stage), NOT_BEGUN, UNKNOWN)
    return {at: found[at] for at in order if found[at]}


def stage_for(user: Person, pk: int) -> ProjectStage | None:
    """One stage that stands, of a project that the person may see."""
    rows = ProjectStage.objects.filter(
        project__in=projects_for(user), withdrawn_at=None, pk=pk
    )
    return rows.select_related("project__enterprise").first()
