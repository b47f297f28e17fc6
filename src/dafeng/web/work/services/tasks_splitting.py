"""Give parts of a task to units below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import may, require
from dafeng.web.work.models import Task
from dafeng.web.work.selectors.task_parts import units_for_parts
from dafeng.web.work.services.tasks import Origin, TaskFacts, locked, task_create
from dafeng.web.work.services.tasks_moving import task_move
from dafeng.work import RUNNING, TaskAct, TaskState


@attrs.frozen(kw_only=True)
class PartFacts:
    """What a part says, the same for every unit that gets one."""

    title: str
    due_on: date
    deliverable: str = ""
    evidence_asked: str = ""


@transaction.atomic
def task_split(
    *, by: User | None, task: Task, units: Sequence[Organisation], facts: PartFacts
) -> list[Task]:
    """Give each unit a part of a task, assigned at once.

    Who issued the task splits it as its issuer; the head of the lead unit splits it in
    the lead's name, and the lead then verifies the parts. A unit that holds a part of
    the same title already gets no second one.

    Raises
    ------
    BadInputError
        ``split.nobody``, ``split.late``: a part is due after the task.
        ``split.outside``: a unit neither lies below the issuer of the parts nor helps
        with the task. ``split.state``: nobody works on the task now.
    RightMissingError
        The person may not split it.
    """
    held = locked(task)
    issuer = issuer_of_parts(held, by)
    if by is not None:
        require(by, "work.task.split", issuer)
    _check(held, issuer, units, facts)
    kept = set(
        held.parts.exclude(state=TaskState.CANCELLED.value)
        .filter(title=facts.title.strip())
        .values_list("lead", flat=True)
    )
    return [
        _part(held, issuer, unit, facts, by) for unit in units if unit.pk not in kept
    ]


def issuer_of_parts(task: Task, by: User | None) -> Organisation:
    """In whose name a person splits a task."""
    if by is None or may(by, "work.task.issue", task.organisation):
        return task.organisation
    return task.lead


def _check(
    task: Task, issuer: Organisation, units: Sequence[Organisation], facts: PartFacts
) -> None:
    if TaskState(task.state) not in RUNNING:
        msg = f"The task {task.number} is {task.state}; nobody works on it now."
        raise BadInputError(msg, code="split.state", state=task.state)
    if not units:
        msg = "Choose at least one unit that gets a part."
        raise BadInputError(msg, code="split.nobody")
    if facts.due_on > task.due_on:
        msg = f"A part is due {facts.due_on}, the task {task.due_on}."
        raise BadInputError(msg, code="split.late", day=facts.due_on)
    allowed = {unit.pk for unit in units_for_parts(task, issuer)}
    outside = tuple(str(unit) for unit in units if unit.pk not in allowed)
    if outside:
        msg = f"No part can be given to {', '.join(outside)}."
        raise BadInputError(msg, code="split.outside", units=outside)


def _part(
    task: Task,
    issuer: Organisation,
    unit: Organisation,
    facts: PartFacts,
    by: User | None,
) -> Task:
    part = task_create(
        by=by,
        organisation=issuer,
        facts=TaskFacts(
            number=_next_part(task, issuer),
            title=facts.title,
            lead=unit,
            due_on=facts.due_on,
            begins_on=None,
            year=task.year,
            recurrence=task.recurrence,
            deliverable=facts.deliverable,
            evidence_asked=facts.evidence_asked,
            clause=task.clause,
        ),
        origin=Origin(
            plan=task.plan,
            plan_task=task.plan_task,
            parent=task,
            synthetic=task.synthetic,
        ),
    )
    return task_move(task=part, act=TaskAct.ASSIGN, by=by)


def _next_part(task: Task, issuer: Organisation) -> str:
    taken = set(
        Task.objects.filter(
            organisation=issuer, number__startswith=f"{task.number}-"
        ).values_list("number", flat=True)
    )
    serial = 1
    while f"{task.number}-{serial:02}" in taken:
        serial += 1
    return f"{task.number}-{serial:02}"
