"""What waits for somebody among projects: approvals, milestones, reports."""

from __future__ import annotations

from datetime import date

import attrs

from dafeng.projects import ApprovalState
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.projects.models import Project
from dafeng.web.projects.permissions import KEEP, REPORT
from dafeng.web.projects.selectors.projects import ProjectRow, rows_of


@attrs.frozen(kw_only=True)
class Waiting:
    """How many projects wait, and how many of them are late."""

    count: int = 0
    late: int = 0


@attrs.frozen(kw_only=True)
class ProjectsWaiting:
    """What waits, by what is to be done.

    Attributes
    ----------
    approvals : Waiting
        Projects of a kept register with an approval that lapses soon, or has.
    milestones : Waiting
        Own projects with a milestone that is over its day.
    reports : Waiting
        Own projects whose next report should have come.
    """

    approvals: Waiting
    milestones: Waiting
    reports: Waiting


def projects_waiting(user: Person, on: date) -> ProjectsWaiting:
    """Look through the projects that somebody keeps or reports on, once."""
    keeping, reporting = paths_where(user, KEEP), paths_where(user, REPORT)
    mine = (
        within("organisation__path", keeping)
        | within("unit__path", reporting)
        | within("builder_unit__path", reporting)
    )
    rows = rows_of(Project.objects.filter(mine, merged_into=None), on)
    kept = [one for one in rows if _below([one.project.organisation.path], keeping)]
    own = [one for one in rows if _below(_reporters(one), reporting)]
    lapsing = [one for one in kept if one.worst is not None]
    late = sum(one.late_step for one in own)
    due = sum(one.report_late for one in own)
    return ProjectsWaiting(
        approvals=Waiting(count=len(lapsing), late=sum(map(_lapsed, lapsing))),
        milestones=Waiting(count=late, late=late),
        reports=Waiting(count=due, late=due),
    )


def _reporters(row: ProjectRow) -> list[str]:
    builder = row.project.builder_unit
    return [row.project.unit.path, *([] if builder is None else [builder.path])]


def _below(paths: list[str], held: tuple[str, ...]) -> bool:
    return any(path.startswith(one) for path in paths for one in held)


def _lapsed(row: ProjectRow) -> bool:
    return any(one.state is ApprovalState.LAPSED for one in row.approvals)
