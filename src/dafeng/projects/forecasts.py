"""When a project will operate, at the pace that its reports show."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from dafeng.projects.records import HUNDRED, Project

ENOUGH = Decimal(10)
"""Percent below which no pace can be read from a report."""


def expected_operation(project: Project) -> date | None:
    """Return the day of operation: the one that came, is planned, or the pace gives.

    Who is slower than planned comes later: building goes on as fast as it did from its
    begin to the newest report. Nobody comes earlier than planned. None is not known.

    Examples
    --------
    >>> from dafeng.projects.records import Project, Report
    >>> mill = Project(code="1", name="a", started=date(2025, 1, 1),
    ...     operation_due=date(2026, 6, 30),
    ...     reports=(Report(on=date(2026, 1, 1), percent=Decimal(25)),))
    >>> expected_operation(mill)
    datetime.date(2028, 12, 31)
    """
    if project.operated is not None:
        return project.operated
    newest, started = project.newest, project.started
    if newest is None or started is None or not ENOUGH <= newest.percent < HUNDRED:
        return project.operation_due
    days = (newest.on - started).days
    reached = newest.on + timedelta(
        days=int(days * (HUNDRED - newest.percent) / newest.percent)
    )
    if project.operation_due is None:
        return reached
    return max(reached, project.operation_due)
