"""The ledger of a past day, made of the versions that were kept."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from dafeng.base.days import end_of_day
from dafeng.base.plain import record_from_json
from dafeng.projects import LedgerRow, Version, as_of, ledger_on
from dafeng.projects import Project as Record
from dafeng.web.core.selectors import Person
from dafeng.web.projects.models import Project, ProjectVersion
from dafeng.web.projects.selectors.projects import visible


def versions_for(user: Person) -> QuerySet[ProjectVersion]:
    """Versions of the projects that the person may see, merged ones too."""
    seen = Project.objects.filter(visible(user)).values("pk")
    rows = ProjectVersion.objects.filter(project__in=seen)
    return rows.order_by("learned_at", "number")


def ledger_of_day(
    user: Person, day: date, known: datetime | None = None
) -> tuple[LedgerRow, ...]:
    """Rebuild the ledger of a day.

    Parameters
    ----------
    known : datetime, optional
        By what was known then. Default: by what was known at the end of that day. A
        project that was merged into another is left out from the moment of that on.
    """
    moment = known or end_of_day(day)
    rows = versions_for(user).filter(since__lte=day, learned_at__lte=moment)
    merged = Project.objects.filter(merged_at__lte=moment)
    merged_at = {
        str(pk): at
        for pk, at in merged.values_list("pk", "merged_at")
        if at is not None
    }
    versions = [
        Version(
            of=str(row.project_id),
            project=record_from_json(row.content.encode(), Record),
            since=row.since,
            learned=row.learned_at,
        )
        for row in rows
    ]
    return ledger_on(as_of(versions, day, moment, merged_at), day)
