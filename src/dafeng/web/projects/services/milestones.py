"""Steps of a project: planned by the office, done when its people say so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.projects.models import Milestone, Project
from dafeng.web.projects.services.facts import StaleProjectError
from dafeng.web.projects.services.holding import (
    held_by_keeper,
    held_by_reporter,
    keep_version,
    see_day,
)


@transaction.atomic
def milestone_add(
    *,
    project: Project,
    by: User | None,
    title: str,
    planned_on: date,
    percent: Decimal | None = None,
) -> Milestone:
    """Plan a step.

    Raises
    ------
    BadInputError
        ``project.merged``.
    """
    held = held_by_keeper(project, by)
    row = Milestone(
        project=held, title=title.strip(), planned_on=planned_on, percent=percent
    )
    row.full_clean()
    row.save()
    keep_version(held, timezone.localdate())
    data = {"project": held.code, "planned_on": planned_on, "percent": percent}
    audit.record(by=by, action="projects.milestone.add", target=row, data=data)
    return row


@transaction.atomic
def milestone_change(
    *,
    milestone: Milestone,
    by: User | None,
    planned_on: date,
    version: int,
    reason: str = "",
) -> Milestone:
    """Plan a step for another day; both days are in the audit.

    Raises
    ------
    StaleProjectError
        Somebody changed it since ``version``.
    """
    held = held_by_keeper(milestone.project, by)
    row = _fresh(milestone, version)
    before, row.planned_on = row.planned_on, planned_on
    return _save(row, held, by, "change", {"before": before, "reason": reason})


@transaction.atomic
def milestone_done(
    *, milestone: Milestone, by: User | None, on: date, version: int
) -> Milestone:
    """Say on which day a step was done.

    Raises
    ------
    StaleProjectError
        Somebody changed it since ``version``.
    BadInputError
        ``project.future``, ``project.merged``.
    """
    held = held_by_reporter(milestone.project, by)
    see_day(on)
    row = _fresh(milestone, version)
    before, row.done_on = row.done_on, on
    return _save(row, held, by, "done", {"before": before})


def _fresh(milestone: Milestone, version: int) -> Milestone:
    row = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if row.version != version:
        raise StaleProjectError(version=row.version)
    return row


def _save(
    row: Milestone,
    project: Project,
    by: User | None,
    verb: str,
    data: dict[str, object],
) -> Milestone:
    row.version += 1
    row.full_clean()
    row.save()
    keep_version(project, row.done_on or timezone.localdate())
    told = {
        "project": project.code,
        "planned_on": row.planned_on,
        "done_on": row.done_on,
        **data,
    }
    audit.record(by=by, action=f"projects.milestone.{verb}", target=row, data=told)
    return row
