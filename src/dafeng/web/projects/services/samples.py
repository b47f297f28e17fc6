"""Fill a sample house with projects: the plan's named ones, and the ledger's own."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib.util import find_spec
from typing import TypeAlias

import attrs
from django.db import transaction

from dafeng.base.days import end_of_day
from dafeng.base.plain import record_to_json
from dafeng.projects import Project as Record
from dafeng.projects import Stage, stage_after
from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.projects import (
    PHOTOGRAPHED,
    SampleProject,
    sample_outlines,
    sample_projects,
)
from dafeng.web.core import audit
from dafeng.web.core.models import (
    AuditRow,
    Organisation,
    RoleCode,
    User,
)
from dafeng.web.core.selectors import first_holder
from dafeng.web.plans.models import Plan, Target
from dafeng.web.plans.models import Project as PlanProject
from dafeng.web.plans.services.samples import SAMPLE_SLUG
from dafeng.web.projects.convert import to_record
from dafeng.web.projects.models import (
    Approval,
    Milestone,
    ProgressReport,
    Project,
    ProjectPlace,
    ProjectVersion,
    StageChange,
)
from dafeng.web.projects.sample_photos import sample_photo
from dafeng.web.projects.services.outlines import outlines_set
from dafeng.web.projects.services.photos import photo_add, picture_of
from dafeng.web.projects.services.staging import FIRST
from dafeng.web.work.models import Task

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

FILLED = "projects.sample.fill"
STEPS = 3
TASKS_OF = 2026


@attrs.frozen(kw_only=True)
class _Known:
    """Rows of the house that projects point at."""

    plan: Plan
    named: Mapping[str, PlanProject]
    targets: Mapping[str, Target]
    tasks: Mapping[int, list[Task]]
    units: Mapping[str, Organisation]
    towns: Mapping[str, Organisation]
    by: User | None


def load_sample_projects(progress: Progress) -> None:
    """Fill the register, the map and some pictures; call it after the tasks; once."""
    plan = Plan.objects.filter(slug=SAMPLE_SLUG, place_code=SAMPLE_PLACE_CODE).first()
    if plan is None or AuditRow.objects.filter(action=FILLED).exists():
        return
    with transaction.atomic():
        progress("outlines", 0, STEPS)
        outlines_set(organisation=plan.owner, by=None, collection=sample_outlines())
        progress("projects", 1, STEPS)
        known = _known(plan)
        rows = [_project(one, known) for one in sample_projects()]
        progress("photos", 2, STEPS)
        _photos([one for one in rows if one.code in PHOTOGRAPHED])
        audit.record(by=None, action=FILLED, target=plan, data={"count": len(rows)})


def _known(plan: Plan) -> _Known:
    units = Organisation.objects.filter(path__startswith=plan.owner.path)
    tasks: dict[int, list[Task]] = defaultdict(list)
    issued = Task.objects.filter(plan=plan, year=TASKS_OF, parent=None)
    for task in issued.prefetch_related("projects"):
        for named in task.projects.all():
            tasks[named.pk].append(task)
    return _Known(
        plan=plan,
        named={one.key: one for one in PlanProject.objects.filter(plan=plan)},
        targets={one.key: one for one in Target.objects.filter(plan=plan)},
        tasks=tasks,
        units={one.code: one for one in units},
        towns={one.place_code: one for one in units if one.kind == "township"},
        by=first_holder(RoleCode.CARBON_OFFICE),
    )


def _project(sample: SampleProject, known: _Known) -> Project:
    named = known.named.get(sample.plan)
    row = Project(
        organisation=known.plan.owner,
        code=sample.code,
        name=sample.name or ("" if named is None else named.name[:200]),
        kind=sample.kind,
        review=sample.review.value,
        industry=sample.industry,
        unit=known.units[sample.unit],
        builder=sample.builder,
        builder_unit=known.units.get(sample.builder_unit),
        capacity=sample.capacity,
        capacity_unit=sample.capacity_unit,
        investment=sample.investment,
        start_due=sample.start_due,
        operation_due=sample.operation_due,
        energy_tce=sample.energy_tce,
        coal_t=sample.coal_t,
        co2_t=sample.co2_t,
        measure=sample.measure,
        plan_project=named,
        location=sample.location,
        note=sample.note,
        stage=sample.stage.value,
        created_at=end_of_day(_first_day(sample)),
        synthetic=True,
    )
    for act in sample.acts:
        name = FIRST.get(act.act)
        if name is not None:
            setattr(row, name, act.on)
    row.full_clean()
    row.save()
    row.targets.set(known.targets[key] for key in sample.targets)
    if named is not None:
        row.tasks.set(known.tasks.get(named.pk, ()))
    _parts(row, sample, known)
    return row


def _first_day(sample: SampleProject) -> date:
    days = [one.on for one in sample.acts] + [one.dated for one in sample.approvals]
    return min(days, default=date(2026, 3, 31))


def _parts(row: Project, sample: SampleProject, known: _Known) -> None:
    ProjectPlace.objects.bulk_create(
        ProjectPlace(
            project=row, code=code, organisation=known.towns.get(code), share=share
        )
        for code, share in sample.places
    )
    Approval.objects.bulk_create(
        Approval(
            project=row,
            kind=one.kind.value,
            number=one.number,
            dated=one.dated,
            added_by=known.by,
            added_at=end_of_day(one.dated),
        )
        for one in sample.approvals
    )
    Milestone.objects.bulk_create(
        Milestone(
            project=row,
            title=one.title,
            planned_on=one.planned_on,
            done_on=one.done_on,
            percent=one.percent,
        )
        for one in sample.milestones
    )
    ProgressReport.objects.bulk_create(
        ProgressReport(
            project=row,
            on=one.on,
            percent=one.percent,
            built=one.built,
            text=one.text,
            problem=one.problem,
            by=known.by,
            at=end_of_day(one.on),
        )
        for one in sample.reports
    )
    stage = Stage.PLANNED
    moves = []
    for act in sample.acts:
        after = stage_after(stage, act.act)
        moves.append(
            StageChange(
                project=row,
                act=act.act.value,
                before=stage.value,
                after=after.value,
                on=act.on,
                reason=act.reason,
                by=known.by,
                at=end_of_day(act.on),
            )
        )
        stage = after
    StageChange.objects.bulk_create(moves)
    _versions(row, moves)


def _versions(row: Project, moves: list[StageChange]) -> None:
    """What the register said after each act, so that past days can be shown."""
    full = to_record(Project.objects.get(pk=row.pk))
    days = dict.fromkeys([row.created_at.date(), *(move.on for move in moves)])
    last = max((one.on for one in full.reports), default=None)
    if last is not None:
        days[last] = None
    rows = []
    for number, day in enumerate(sorted(days), start=1):
        content = record_to_json(_then(full, moves, day)).decode()
        rows.append(
            ProjectVersion(
                project=row,
                number=number,
                since=day,
                learned_at=end_of_day(day),
                content=content,
                sha256=hashlib.sha256(content.encode()).hexdigest(),
            )
        )
    ProjectVersion.objects.bulk_create(rows)


def _then(full: Record, moves: list[StageChange], day: date) -> Record:
    """The project as it was on a day."""
    done = [move for move in moves if move.on <= day]

    def so_far(when: date | None) -> date | None:
        return when if when is not None and when <= day else None

    return attrs.evolve(
        full,
        stage=Stage(done[-1].after) if done else Stage.PLANNED,
        started=so_far(full.started),
        trial_from=so_far(full.trial_from),
        operated=so_far(full.operated),
        approvals=tuple(
            one for one in full.approvals if one.dated is None or one.dated <= day
        ),
        milestones=tuple(
            attrs.evolve(one, done=so_far(one.done)) for one in full.milestones
        ),
        reports=tuple(one for one in full.reports if one.on <= day),
    )


def _photos(rows: list[Project]) -> None:
    """Put two pictures beside each; none where nothing is there to draw them with."""
    if find_spec("PIL") is None:
        return
    for row in rows:
        for number, words in _captions():
            picture = picture_of(
                f"{row.code}-{number}.png", sample_photo(row.name, number)
            )
            report = row.reports.first()
            photo_add(
                project=row,
                by=None,
                picture=picture,
                caption=words,
                taken_on=None if report is None else report.on,
                report=report,
            )


def _captions() -> Iterator[tuple[int, str]]:
    yield 1, "示例：现场全景"
    yield 2, "示例：设备安装"
