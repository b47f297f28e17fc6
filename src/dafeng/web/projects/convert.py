"""From the register's rows to the core's frozen records."""

from __future__ import annotations

from dafeng.projects import Approval, Milestone, Project, Report, Share
from dafeng.web.projects.models import Project as Row


def to_record(row: Row) -> Project:
    """Read a project with what hangs on it; withdrawn papers are left out.

    Prefetch ``places``, ``approvals``, ``milestones`` and ``reports`` for many.
    """
    return Project(
        code=row.code,
        name=row.name,
        kind=row.kind,
        stage=row.stage,
        review=row.review,
        builder=row.builder,
        uscc=row.builder_uscc,
        places=tuple(
            Share(place=one.code, share=one.share.normalize())
            for one in row.places.all()
        ),
        industry=row.industry,
        capacity=row.capacity,
        unit=row.capacity_unit,
        investment=row.investment,
        start_due=row.start_due,
        operation_due=row.operation_due,
        started=row.started_on,
        trial_from=row.trial_from,
        operated=row.operated_on,
        energy_tce=row.energy_tce,
        coal_t=row.coal_t,
        co2_t=row.co2_t,
        approvals=tuple(
            Approval(kind=one.kind, number=one.number, dated=one.dated, until=one.until)
            for one in row.approvals.all()
            if one.withdrawn_at is None
        ),
        milestones=tuple(
            Milestone(
                title=one.title,
                planned=one.planned_on,
                done=one.done_on,
                percent=one.percent,
            )
            for one in row.milestones.all()
        ),
        reports=tuple(
            Report(on=one.on, percent=one.percent, built=one.built)
            for one in sorted(row.reports.all(), key=lambda one: (one.on, -one.pk))
        ),
    )
