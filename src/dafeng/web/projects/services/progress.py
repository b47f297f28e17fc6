"""Report how far a project is: a figure, words, and what stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.projects import ProjectClass, stage_facts
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.projects.models import ProgressReport, Project
from dafeng.web.projects.services.holding import (
    held_by_reporter,
    keep_version,
    see_day,
)


@attrs.frozen(kw_only=True)
class ProgressFacts:
    """What is reported; ``built`` is in the unit of the project's size."""

    on: date
    percent: Decimal
    text: str
    built: Decimal | None = None
    problem: str = ""
    next_step: str = ""


@transaction.atomic
def progress_report(
    *, project: Project, by: User | None, facts: ProgressFacts
) -> ProgressReport:
    """Add a report; the one before is superseded, never edited.

    Raises
    ------
    BadInputError
        ``project.future``; ``project.ended``: the project was cancelled;
        ``progress.older``: a report of a later day is there;
        ``progress.less``: less stands than was reported, and no problem says why;
        ``progress.above``: more stands than the project is to have.
    """
    held = held_by_reporter(project, by)
    see_day(facts.on)
    if stage_facts(held.stage).listed is ProjectClass.ENDED:
        msg = f"{held} was cancelled."
        raise BadInputError(msg, code="project.ended", project=str(held))
    _plausible(held, facts)
    row = ProgressReport(project=held, by=by, at=timezone.now(), **attrs.asdict(facts))
    row.full_clean()
    row.save()
    keep_version(held, facts.on)
    data = {"project": held.code, **attrs.asdict(facts)}
    audit.record(by=by, action="projects.progress.report", target=row, data=data)
    return row


def _plausible(project: Project, facts: ProgressFacts) -> None:
    last = project.reports.order_by("-on", "-pk").first()
    if last is not None and facts.on < last.on:
        msg = f"A report of {last.on} is there."
        raise BadInputError(msg, code="progress.older", day=last.on.isoformat())
    if facts.built is None:
        return
    if project.capacity is not None and facts.built > project.capacity:
        msg = f"{facts.built} is more than {project.capacity}."
        raise BadInputError(
            msg,
            code="progress.above",
            size=f"{project.capacity.normalize():f} {project.capacity_unit}",
        )
    fell = last is not None and last.built is not None and facts.built < last.built
    if fell and not facts.problem.strip():
        msg = "Less stands than before: say why."
        raise BadInputError(msg, code="progress.less")
