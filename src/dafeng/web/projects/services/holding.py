"""Lock a project, see who may change it, and keep what it was."""

from __future__ import annotations

import hashlib
from datetime import date

from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.base.plain import record_to_json
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.projects.convert import to_record
from dafeng.web.projects.models import Project, ProjectVersion
from dafeng.web.projects.permissions import KEEP, REPORT, Reporters
from dafeng.web.projects.services.facts import StaleProjectError


def held_by_keeper(project: Project, by: User | None) -> Project:
    """Lock a project for somebody who keeps its register.

    Raises
    ------
    BadInputError
        ``project.merged``: it was merged into another.
    """
    held = _locked(project)
    if by is not None:
        require(by, KEEP, held.organisation)
    return held


def held_by_reporter(project: Project, by: User | None) -> Project:
    """Lock a project for somebody of the responsible unit, or of the builder.

    Raises
    ------
    BadInputError
        ``project.merged``.
    """
    held = _locked(project)
    if by is not None:
        require(by, REPORT, Reporters(held))
    return held


def _locked(project: Project) -> Project:
    rows = Project.objects.select_for_update(of=("self",))
    held = rows.select_related("organisation", "unit", "builder_unit").get(
        pk=project.pk
    )
    if held.merged_into_id is not None:
        msg = f"{held} was merged into another project."
        raise BadInputError(msg, code="project.merged", project=str(held))
    return held


def see_version(project: Project, version: int) -> None:
    """Refuse an act on a page that shows an older version.

    Raises
    ------
    StaleProjectError
        Somebody changed the project since then.
    """
    if version != project.version:
        raise StaleProjectError(version=project.version)


def see_day(on: date) -> None:
    """Refuse a day that is still to come.

    Raises
    ------
    BadInputError
        ``project.future``.
    """
    if on > timezone.localdate():
        msg = f"{on} is still to come."
        raise BadInputError(msg, code="project.future", day=on.isoformat())


def keep_version(project: Project, since: date) -> ProjectVersion:
    """Add what the project is from a day on to its versions."""
    fresh = Project.objects.prefetch_related(
        "places", "approvals", "milestones", "reports"
    ).get(pk=project.pk)
    content = record_to_json(to_record(fresh)).decode()
    last = ProjectVersion.objects.filter(project=project).order_by("-number").first()
    row = ProjectVersion(
        project=project,
        number=1 if last is None else last.number + 1,
        since=since,
        learned_at=timezone.now(),
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )
    row.full_clean()
    row.save()
    return row
