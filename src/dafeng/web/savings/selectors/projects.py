"""Projects with what they saved, and what a page of one shows."""

from __future__ import annotations

from decimal import Decimal

import attrs
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from dafeng.web.core.selectors import Person
from dafeng.web.savings.models import Measurement, SavingProject, Settlement
from dafeng.web.savings.selectors.stages import CourseRow, courses_of
from dafeng.web.savings.selectors.visible import projects_for


@attrs.frozen(kw_only=True)
class ProjectRow:
    """A project with its newest measurement and what was settled.

    Attributes
    ----------
    paid : Decimal
        Yuan that both sides confirmed for the provider.
    open : int
        Settlements that wait for a confirmation.
    course : CourseRow
        Its stages.
    """

    project: SavingProject
    measurement: Measurement | None
    paid: Decimal
    open: int
    course: CourseRow


def project_rows(user: Person, q: str = "", stage: str = "") -> list[ProjectRow]:
    """The list of projects, narrowed by words and by where they stand."""
    rows = projects_for(user)
    if q:
        rows = rows.filter(
            Q(name_zh__icontains=q)
            | Q(enterprise__name_zh__icontains=q)
            | Q(provider_name__icontains=q)
        )
    return [one for one in rows_of(rows) if stage in ("", one.course.at)]


def rows_of(rows: QuerySet[SavingProject]) -> list[ProjectRow]:
    """The same projects with what hangs on them: four questions, however many."""
    newest = Measurement.objects.filter(
        project=OuterRef("pk"), begin=OuterRef("report_from")
    ).order_by("-end", "-made_at", "-pk")
    kept = list(rows.annotate(newest=Subquery(newest.values("pk")[:1])).distinct())
    found = Measurement.objects.defer("series", "baseline").in_bulk(
        [one.newest for one in kept if one.newest is not None]
    )
    settled = Settlement.objects.filter(project__in=kept, withdrawn_at=None)
    agreed = dict(
        settled.exclude(enterprise_at=None)
        .exclude(provider_at=None)
        .order_by()
        .values_list("project")
        .annotate(Sum("payment"))
    )
    waiting: dict[int, int] = {}
    for one in settled.only("project_id", "enterprise_at", "provider_at"):
        if not one.agreed:
            waiting[one.project_id] = waiting.get(one.project_id, 0) + 1
    courses = courses_of(kept)
    return [
        ProjectRow(
            project=one,
            measurement=found.get(one.newest),
            paid=agreed.get(one.pk) or Decimal(0),
            open=waiting.get(one.pk, 0),
            course=courses[one.pk],
        )
        for one in kept
    ]


def newest_measurement(project: SavingProject) -> Measurement | None:
    """The newest measurement of all days since the report period began."""
    whole = project.measurements.filter(begin=project.report_from)
    return whole.order_by("-end", "-made_at", "-pk").first()


def settlements_of(project: SavingProject) -> list[Settlement]:
    """Settlements that stand, the newest first, each with who confirmed it."""
    rows = project.settlements.filter(withdrawn_at=None).defer(
        "measurement__series", "measurement__baseline"
    )
    return list(
        rows.select_related(
            "measurement", "enterprise_by", "provider_by", "project__provider"
        ).order_by("-begin")
    )


def whole_settlements_of(project: SavingProject) -> list[Settlement]:
    """Settlements that stand with the days behind them, for a file."""
    rows = project.settlements.filter(withdrawn_at=None)
    return list(rows.select_related("measurement", "enterprise_by", "provider_by"))
