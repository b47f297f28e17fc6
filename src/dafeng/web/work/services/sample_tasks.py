"""Fill a sample house with the tasks of its years, and the parts given on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

import attrs
from django.db import transaction

from dafeng.sample.work_tasks import (
    SAMPLE_WORK_DATE,
    WORK_YEARS,
    SamplePart,
    SampleTask,
    sample_parts,
    sample_tasks,
)
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.plans.models import ACCEPTED, Plan
from dafeng.web.plans.models import Task as PlanTask
from dafeng.web.work.models import (
    Evidence,
    EvidenceKind,
    Task,
    TaskMove,
    TaskStep,
    TaskUnit,
)
from dafeng.web.work.selectors.task_divisions import (
    DraftTask,
    DraftUnit,
    year_division,
)
from dafeng.web.work.services.sample_hands import Hands, at_hour
from dafeng.work import TaskAct, TaskState

PATHS: Mapping[TaskState, tuple[TaskAct, ...]] = {
    TaskState.DRAFT: (),
    TaskState.ASSIGNED: (TaskAct.ASSIGN,),
    TaskState.ACCEPTED: (TaskAct.ASSIGN, TaskAct.ACCEPT),
    TaskState.IN_PROGRESS: (TaskAct.ASSIGN, TaskAct.ACCEPT, TaskAct.START),
}
"""By which acts a task came to a state; longer ways are made of these."""
STARTED = PATHS[TaskState.IN_PROGRESS]
GOALS = {
    TaskAct.ASSIGN: TaskState.ASSIGNED,
    TaskAct.ACCEPT: TaskState.ACCEPTED,
    TaskAct.START: TaskState.IN_PROGRESS,
    TaskAct.SUBMIT: TaskState.SUBMITTED,
    TaskAct.RETURN: TaskState.RETURNED,
    TaskAct.VERIFY: TaskState.VERIFIED,
    TaskAct.CLOSE: TaskState.CLOSED,
    TaskAct.EXTEND: TaskState.EXTENDED,
    TaskAct.SUSPEND: TaskState.SUSPENDED,
    TaskAct.CANCEL: TaskState.CANCELLED,
}
BY_LEAD = (TaskAct.ACCEPT, TaskAct.START, TaskAct.SUBMIT)
REASONS = {
    TaskAct.EXTEND: "工期顺延，按新期限推进。",
    TaskAct.SUSPEND: "条件暂不具备，待政策明确后恢复。",
    TaskAct.CANCEL: "所依托的事项已终止。",
    TaskAct.RETURN: "佐证不全，请补齐后重报。",
}
BY_MEETING = (TaskAct.EXTEND, TaskAct.SUSPEND, TaskAct.CANCEL)
DECIDED_ON = (12, 22)
"""Day of the year on which the office did what the leading group had decided."""
DAYS = timedelta(days=5)
LAST_OF_YEAR = (12, 31)
BATCH = 500


@attrs.frozen(kw_only=True)
class Placed:
    """A task as the division of its year drafts it, and where it stands."""

    draft: DraftTask
    stands: SampleTask


def way_to(state: TaskState) -> tuple[TaskAct, ...]:
    """By which acts a task came to a state.

    >>> [act.value for act in way_to(TaskState.SUBMITTED)]
    ['assign', 'accept', 'start', 'submit']
    """
    if state in PATHS:
        return PATHS[state]
    handed_in = (*STARTED, TaskAct.SUBMIT)
    return {
        TaskState.SUBMITTED: handed_in,
        TaskState.RETURNED: (*handed_in, TaskAct.RETURN),
        TaskState.VERIFIED: (*handed_in, TaskAct.VERIFY),
        TaskState.CLOSED: (*handed_in, TaskAct.VERIFY, TaskAct.CLOSE),
        TaskState.EXTENDED: (*STARTED, TaskAct.EXTEND),
        TaskState.SUSPENDED: (*STARTED, TaskAct.SUSPEND),
        TaskState.CANCELLED: (TaskAct.ASSIGN, TaskAct.CANCEL),
    }[state]


@transaction.atomic
def load_sample_tasks(plan: Plan, hands: Hands) -> int:
    """Divide the plan for each year, put the tasks where they stand, give parts on."""
    placed: list[Placed] = []
    for year in WORK_YEARS:
        stands = {one.clause: one for one in sample_tasks(year)}
        placed += [
            Placed(draft=draft, stands=stands[draft.plan_task.clause.ref])
            for draft in year_division(plan, year).drafts
        ]
    tasks = _tasks(plan, placed, hands)
    parts = _give_on(tasks, hands)
    audit.record(
        by=None,
        action="work.sample.tasks",
        target=plan,
        data={"tasks": len(tasks), "parts": parts},
    )
    return len(tasks) + parts


def _tasks(plan: Plan, placed: Sequence[Placed], hands: Hands) -> list[Task]:
    """Lay the tasks down where they stand, with units, links, the way and the papers.

    As :func:`tasks_from_plan` would draft them, but in a few statements.
    """
    rows = [_task(plan, one, hands.of_office(0)) for one in placed]
    moves = [
        move
        for row, one in zip(rows, placed, strict=True)
        for move in _moves(row, one.stands.reported_on, hands)
    ]
    Task.objects.bulk_create(rows)
    TaskMove.objects.bulk_create(moves, batch_size=BATCH)
    made = list(zip(rows, placed, strict=True))
    TaskUnit.objects.bulk_create(
        (
            TaskUnit(
                task=row,
                organisation=unit.organisation,
                role=unit.role,
                group=unit.group,
            )
            for row, one in made
            for unit in _once(one.draft)
        ),
        batch_size=BATCH,
    )
    TaskStep.objects.bulk_create(
        TaskStep(task=row, order=order, title=step.title, due_on=step.due_on)
        for row, one in made
        for order, step in enumerate(one.draft.steps, start=1)
    )
    _link(made)
    Evidence.objects.bulk_create(
        paper for row, one in made for paper in _papers(row, one.stands, hands)
    )
    return rows


def _task(plan: Plan, one: Placed, by: User | None) -> Task:
    draft, stands = one.draft, one.stands
    extended = stands.state is TaskState.EXTENDED
    given = date(stands.year, *LAST_OF_YEAR) if extended else stands.due_on
    return Task(
        organisation=plan.owner,
        plan=plan,
        plan_task=draft.plan_task,
        clause=draft.plan_task.clause,
        group=draft.group,
        number=draft.number,
        year=stands.year,
        title=draft.plan_task.title,
        evidence_asked=draft.evidence_asked,
        lead=draft.lead,
        begins_on=stands.begins_on,
        first_due_on=given,
        due_on=stands.due_on,
        state=stands.state.value,
        percent=stands.percent,
        reported_on=stands.reported_on,
        verified=stands.verified,
        created_by=by,
        created_at=at_hour(stands.begins_on, 8),
        synthetic=True,
    )


def _once(draft: DraftTask) -> Iterator[DraftUnit]:
    """Units of a draft, each in its first role."""
    seen = set()
    for unit in draft.units:
        if unit.organisation.pk not in seen:
            seen.add(unit.organisation.pk)
            yield unit


def _link(made: Sequence[tuple[Task, Placed]]) -> None:
    """Link the tasks with the targets and projects of the plan's own tasks."""
    targets: dict[int, list[int]] = defaultdict(list)
    for pk, target in PlanTask.targets.through.objects.filter(
        target__state__in=ACCEPTED
    ).values_list("task_id", "target_id"):
        targets[pk].append(target)
    projects: dict[int, list[int]] = defaultdict(list)
    for pk, project in PlanTask.projects.through.objects.filter(
        project__state__in=ACCEPTED
    ).values_list("task_id", "project_id"):
        projects[pk].append(project)
    Task.targets.through.objects.bulk_create(
        Task.targets.through(task_id=row.pk, target_id=pk)
        for row, one in made
        for pk in targets[one.draft.plan_task.pk]
    )
    Task.projects.through.objects.bulk_create(
        Task.projects.through(task_id=row.pk, project_id=pk)
        for row, one in made
        for pk in projects[one.draft.plan_task.pk]
    )


def _moves(task: Task, reported_on: date | None, hands: Hands) -> Iterator[TaskMove]:
    """The way of a task to its state; its version grows with it."""
    before = TaskState.DRAFT
    begun = at_hour(task.begins_on or task.first_due_on, 9)
    reported = at_hour(reported_on, 10) if reported_on else begun + 3 * DAYS
    last = at_hour(SAMPLE_WORK_DATE, 8)
    for place, act in enumerate(way_to(TaskState(task.state))):
        task.version += 1
        at = begun + place * DAYS
        if act in BY_MEETING:
            at = at_hour(date(begun.year, *DECIDED_ON), 10)
        elif act not in STARTED:
            at = reported + (place - len(STARTED)) * DAYS
        yield TaskMove(
            task=task,
            act=act.value,
            before=before.value,
            after=GOALS[act].value,
            reason=REASONS.get(act, ""),
            due_on=task.due_on if act is TaskAct.EXTEND else None,
            version=task.version,
            by=hands.officer(task.lead) if act in BY_LEAD else hands.of_office(place),
            at=_not_after(at, last, place),
        )
        before = GOALS[act]


def _not_after(at: datetime, last: datetime, place: int) -> datetime:
    return min(at, last + timedelta(minutes=place))


def _papers(task: Task, stands: SampleTask, hands: Hands) -> Iterator[Evidence]:
    day = stands.reported_on or stands.begins_on
    for name in stands.evidence:
        yield Evidence(
            task=task,
            kind=EvidenceKind.DOCUMENT,
            name=name,
            number=name,
            dated=day,
            added_by=hands.officer(task.lead),
            added_at=at_hour(day, 9),
        )


def _give_on(tasks: Sequence[Task], hands: Hands) -> int:
    """Give the parts to towns, parks and enterprises that are registered."""
    parents: dict[tuple[int | None, str], Task] = {}
    for task in tasks:
        if task.clause is not None:
            parents.setdefault((task.year, task.clause.ref), task)
    units = Organisation.objects.in_bulk(field_name="code")
    serials: dict[int, int] = {}
    made: list[tuple[Task, SamplePart]] = []
    for part in sample_parts():
        parent, unit = parents.get((part.year, part.clause)), units.get(part.unit)
        if parent is None or unit is None or unit.pk == parent.lead_id:
            continue
        serials[parent.pk] = serials.get(parent.pk, 0) + 1
        number = f"{parent.number}-{serials[parent.pk]:02}"
        made.append((_part(parent, unit, part, number, hands.of_office(0)), part))
    rows = Task.objects.bulk_create([row for row, _part in made])
    TaskMove.objects.bulk_create(
        [move for row, part in made for move in _moves(row, part.reported_on, hands)]
    )
    Task.objects.bulk_update(rows, ["version"], batch_size=200)
    return len(rows)


def _part(
    parent: Task, unit: Organisation, part: SamplePart, number: str, by: User | None
) -> Task:
    return Task(
        organisation=parent.organisation,
        plan_id=parent.plan_id,
        plan_task_id=parent.plan_task_id,
        clause_id=parent.clause_id,
        parent=parent,
        number=number,
        year=part.year,
        title=part.title,
        deliverable="佐证材料和完成情况说明",
        lead=unit,
        begins_on=part.begins_on,
        first_due_on=part.due_on,
        due_on=part.due_on,
        state=part.state.value,
        percent=part.percent,
        reported_on=part.reported_on,
        verified=part.verified,
        created_by=by,
        created_at=at_hour(part.begins_on, 9),
        synthetic=True,
    )
