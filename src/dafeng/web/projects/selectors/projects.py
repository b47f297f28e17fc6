"""Projects as somebody may see them, narrowed and laid out for pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

import attrs
from django.db.models import Prefetch, Q, QuerySet

from dafeng.projects import (
    ApprovalStands,
    ApprovalState,
    HighEnergy,
    Light,
    ProjectClass,
    Stands,
    Verdict,
    approvals_of,
    high_energy_verdict,
    project_stands,
    report_due,
    stage_facts,
)
from dafeng.projects import Project as Record
from dafeng.web.core.inside import district_of
from dafeng.web.core.models import Organisation, OrganisationKind
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.core.selectors.marks import last_mark
from dafeng.web.projects.convert import to_record
from dafeng.web.projects.models import (
    Approval,
    Milestone,
    Photo,
    Project,
    ProjectPlace,
)
from dafeng.web.projects.permissions import KEEP, VIEW

SORTS = {
    "": ("code",),
    "name": ("name", "code"),
    "start": ("start_due", "code"),
    "operation": ("operation_due", "code"),
}
SOON = timedelta(days=90)
KEPT = 4


@attrs.frozen(kw_only=True)
class ProjectFilter:
    """What the list is narrowed to; empty fields do not narrow.

    Attributes
    ----------
    listed : str
        One of the three lists: ``planned``, ``building``, ``existing``.
    papers : str
        ``lapsing`` for approvals that lapse soon or have, ``lapsed`` for the latter.
    wait : str
        ``milestone`` for an overdue milestone, ``report`` for a report that is due.
    """

    q: str = ""
    listed: str = ""
    stage: str = ""
    kind: str = ""
    town: str = ""
    unit: str = ""
    light: str = ""
    papers: str = ""
    wait: str = ""
    high: str = ""
    sort: str = ""


@attrs.frozen(kw_only=True)
class ProjectRow:
    """A project with what the core says of it on a day."""

    project: Project
    record: Record
    on: date
    listed: ProjectClass
    stands: Stands
    approvals: tuple[ApprovalStands, ...]
    verdict: Verdict
    next_step: Milestone | None
    report_due: date | None

    @property
    def worst(self) -> ApprovalStands | None:
        """The approval that lapses first, among those that lapse soon or have."""
        bad = [
            one
            for one in self.approvals
            if one.state in (ApprovalState.LAPSING, ApprovalState.LAPSED)
        ]
        return min(bad, key=lambda one: one.days_left or 0, default=None)

    @property
    def late_step(self) -> bool:
        """Whether a milestone is over its day."""
        return self.next_step is not None and self.next_step.planned_on < self.on

    @property
    def report_late(self) -> bool:
        """Whether a report should have come."""
        return self.report_due is not None and self.report_due < self.on


def register_owner(user: Person) -> Organisation | None:
    """Return the district whose register the person reads."""
    return district_of(user, VIEW)


def visible(user: Person, right: str = VIEW) -> Q:
    """Return the condition of projects that the person holds a right on.

    The district, the responsible unit, the builder, and each town it lies in.
    """
    paths = paths_where(user, right)
    towns = ProjectPlace.objects.filter(within("organisation__path", paths))
    return (
        within("organisation__path", paths)
        | within("unit__path", paths)
        | within("builder_unit__path", paths)
        | Q(pk__in=towns.values("project_id"))
    )


def projects_for(user: Person) -> QuerySet[Project]:
    """Projects that the person may see, without those that were merged away."""
    return Project.objects.filter(visible(user), merged_into=None)


def in_full(rows: QuerySet[Project]) -> QuerySet[Project]:
    """The same rows with what the core's record is made of."""
    places = ProjectPlace.objects.select_related("organisation")
    return rows.select_related(
        "organisation", "unit", "builder_unit", "plan_project__plan"
    ).prefetch_related(
        Prefetch("places", queryset=places), "approvals", "milestones", "reports"
    )


def to_keep(user: Person) -> QuerySet[Project]:
    """Projects of the registers that the person keeps."""
    keeping = within("organisation__path", paths_where(user, KEEP))
    return in_full(Project.objects.filter(keeping, merged_into=None))


def row_of(project: Project, on: date) -> ProjectRow:
    """Lay out one project on a day."""
    record = to_record(project)
    listed = stage_facts(record.stage).listed
    left = [one for one in project.milestones.all() if one.done_on is None]
    open_still = listed in (ProjectClass.PLANNED, ProjectClass.BUILDING)
    return ProjectRow(
        project=project,
        record=record,
        on=on,
        listed=listed,
        stands=project_stands(record, on),
        approvals=approvals_of(record, on),
        verdict=high_energy_verdict(record, on),
        next_step=min(left, key=lambda one: one.planned_on)
        if left and open_still
        else None,
        report_due=report_due(record),
    )


def rows_of(projects: QuerySet[Project], on: date) -> list[ProjectRow]:
    """Lay out projects on a day, in their order.

    What the core says of all projects is kept until somebody does something.
    """
    wanted = list(projects.values_list("pk", flat=True))
    mark = last_mark() if wanted else ""
    if not mark:
        return [row_of(one, on) for one in in_full(projects)] if wanted else []
    laid = _laid(mark, on)
    # What came in since the mark was read is laid out besides.
    new = [pk for pk in wanted if pk not in laid]
    if new:
        rows = in_full(Project.objects.filter(pk__in=new))
        laid = laid | {one.pk: row_of(one, on) for one in rows}
    return [laid[pk] for pk in wanted]


@lru_cache(maxsize=KEPT)
def _laid(_mark: str, on: date) -> dict[int, ProjectRow]:
    return {one.pk: row_of(one, on) for one in in_full(Project.objects.all())}


def narrowed(user: Person, wanted: ProjectFilter, *, on: date) -> list[ProjectRow]:
    """What the page of the register lists; a few hundred projects at most."""
    rows = projects_for(user).order_by(*SORTS.get(wanted.sort, SORTS[""]))
    if wanted.q:
        rows = rows.filter(
            Q(name__icontains=wanted.q)
            | Q(code__icontains=wanted.q)
            | Q(builder__icontains=wanted.q)
        )
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.unit:
        rows = rows.filter(unit__code=wanted.unit)
    if wanted.town:
        within_town = ProjectPlace.objects.filter(code=wanted.town)
        rows = rows.filter(pk__in=within_town.values("project_id"))
    return [one for one in rows_of(rows, on) if _fits(one, wanted)]


def _fits(row: ProjectRow, wanted: ProjectFilter) -> bool:
    if wanted.listed and row.listed != wanted.listed:
        return False
    if wanted.light and row.stands.light != wanted.light:
        return False
    if wanted.high and row.verdict.answer != wanted.high:
        return False
    if wanted.papers and row.worst is None:
        return False
    lapsed = any(one.state is ApprovalState.LAPSED for one in row.approvals)
    if wanted.papers == "lapsed" and not lapsed:
        return False
    if wanted.wait == "milestone" and not row.late_step:
        return False
    return wanted.wait != "report" or row.report_late


def project_in_full(user: Person, pk: int) -> Project | None:
    """One project with everything; None where the person may see none."""
    photos = Photo.objects.filter(withdrawn_at=None)
    rows = in_full(projects_for(user)).prefetch_related(
        "targets__plan",
        "tasks",
        "moves__by",
        "reports__by",
        Prefetch("photos", queryset=photos),
        "merged",
    )
    return rows.filter(pk=pk).first()


def merged_target(user: Person, pk: int) -> Project | None:
    """Where a project went that was merged away, when the person may see that."""
    gone = Project.objects.filter(pk=pk).exclude(merged_into=None).first()
    if gone is None or gone.merged_into is None:
        return None
    return projects_for(user).filter(pk=gone.merged_into.pk).first()


def approval_for(user: Person, pk: int) -> Approval | None:
    """One approval of a project that the person may see."""
    rows = Approval.objects.select_related("project__organisation")
    seen = Project.objects.filter(visible(user)).values("pk")
    return rows.filter(pk=pk, project__in=seen).first()


def milestone_for(user: Person, pk: int) -> Milestone | None:
    """One milestone of a project that the person may see."""
    rows = Milestone.objects.select_related(
        "project__organisation", "project__unit", "project__builder_unit"
    )
    seen = Project.objects.filter(visible(user)).values("pk")
    return rows.filter(pk=pk, project__in=seen).first()


def photo_for(user: Person, pk: int) -> Photo | None:
    """One photo of a project that the person may see."""
    rows = Photo.objects.select_related(
        "project__organisation", "project__unit", "project__builder_unit"
    )
    seen = Project.objects.filter(visible(user)).values("pk")
    return rows.filter(pk=pk, project__in=seen, withdrawn_at=None).first()


def towns_of(organisation: Organisation) -> QuerySet[Organisation]:
    """Towns and parks of a district that a project can lie in."""
    kinds = (OrganisationKind.TOWNSHIP, OrganisationKind.PARK)
    rows = Organisation.objects.filter(
        path__startswith=organisation.path, kind__in=kinds
    )
    return rows.exclude(place_code="").order_by("place_code", "path")


def units_of(organisation: Organisation) -> QuerySet[Organisation]:
    """Units that can answer for a project, or build it."""
    rows = Organisation.objects.filter(path__startswith=organisation.path)
    return rows.exclude(kind=OrganisationKind.GROUP).order_by("path")


def light_counts(rows: Sequence[ProjectRow]) -> dict[str, int]:
    """How many projects have each light."""
    found = {light.value: 0 for light in Light}
    for row in rows:
        found[row.stands.light.value] += 1
    return found


def high_energy_rows(rows: Iterable[ProjectRow]) -> list[ProjectRow]:
    """Those that are 两高, or may be."""
    return [one for one in rows if one.verdict.answer is not HighEnergy.NO]
