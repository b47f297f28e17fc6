"""Tasks: what units must deliver, and what they do about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema, Status

from dafeng.web.api.entry import person_of
from dafeng.web.api.models import Scope
from dafeng.web.api.paging import Page, Window, page_of
from dafeng.web.api.shapes import Id, Number, Shape
from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import acting_unit
from dafeng.web.core.selectors import organisations_where
from dafeng.web.work.models import Task
from dafeng.web.work.selectors.tasks import TaskFilter, task_visible, tasks_shown
from dafeng.web.work.selectors.tasks import Window as Due
from dafeng.web.work.services import tasks as services
from dafeng.web.work.services.tasks_moving import task_move
from dafeng.work import Recurrence, TaskAct, TaskState

router = Router(tags=["tasks"])


class TaskUnitShape(Shape):
    """A unit beside the lead."""

    unit: str
    role: str
    group: str

    @staticmethod
    def resolve_unit(held: Any) -> str:
        """Code of the unit."""
        return str(held.organisation.code)


class TaskShape(Shape):
    """A task; ``overdue`` is derived from state and day."""

    id: int
    number: str
    title: str
    plan: str | None
    clause: str | None
    year: int | None
    lead: str
    units: list[TaskUnitShape]
    deliverable: str
    evidence_asked: str
    recurrence: str
    begins_on: date | None
    first_due_on: date
    due_on: date
    state: str
    overdue: bool
    percent: Number | None
    reported_on: date | None
    verified: bool
    version: int
    synthetic: bool

    @staticmethod
    def resolve_plan(task: Any) -> str | None:
        """Address name of the plan that it comes from."""
        return task.plan.slug if task.plan else None

    @staticmethod
    def resolve_clause(task: Any) -> str | None:
        """Number of the clause."""
        return task.clause.ref if task.clause else None

    @staticmethod
    def resolve_lead(task: Any) -> str:
        """Code of the unit that leads."""
        return str(task.lead.code)

    @staticmethod
    def resolve_units(task: Any) -> list[Any]:
        """Units that help."""
        return list(task.units.all())

    @staticmethod
    def resolve_overdue(task: Any) -> bool:
        """Whether it is overdue today."""
        return bool(task.overdue_on(timezone.localdate()))


class MoveShape(Shape):
    """One act on a task."""

    act: str
    before: str
    after: str
    reason: str
    due_on: date | None
    at: datetime


class TaskDraft(Schema):
    """What a new task says; units and their roles can be added on the site."""

    title: str = Field(min_length=1, max_length=300)
    lead: str = Field(description="Code of the unit that leads.", max_length=32)
    due_on: date
    begins_on: date | None = None
    year: int | None = Field(None, ge=1949, le=2100)
    recurrence: Recurrence = Recurrence.ONCE
    deliverable: str = Field("", max_length=10_000)
    evidence_asked: str = Field("", max_length=10_000)


class TaskStep(Schema):
    """An act on a task, with what it asks for."""

    act: TaskAct
    reason: str = Field("", max_length=2_000)
    due_on: date | None = Field(None, description="New deadline of an extension.")


class Narrowed(Window):
    """Which tasks are asked for; empty fields do not narrow."""

    q: str = Field("", max_length=200)
    unit: str = Field("", max_length=32)
    state: TaskState | None = None
    year: int | None = Field(None, ge=1949, le=2100)
    clause: str = Field("", max_length=64)
    due: Due | None = None


@router.get("", response=Page[TaskShape], summary="Tasks")
def tasks(request: HttpRequest, wanted: Query[Narrowed]) -> Any:
    """Tasks that the person may see, by deadline."""
    person = person_of(request, Scope.READ)
    narrowed = TaskFilter(
        q=wanted.q,
        unit=wanted.unit,
        state=wanted.state or "",
        year=wanted.year,
        clause=wanted.clause,
        due=wanted.due or "",
    )
    rows = tasks_shown(person, narrowed, on=timezone.localdate())
    rows = rows.select_related("plan", "clause", "lead")
    return page_of(request, rows.prefetch_related("units__organisation"), wanted)


@router.get("/{pk}", response=TaskShape, summary="One task")
def task(request: HttpRequest, pk: Path[Id]) -> Any:
    """One task."""
    return _task(request, pk, Scope.READ)


@router.get("/{pk}/moves", response=Page[MoveShape], summary="History of a task")
def moves(request: HttpRequest, pk: Path[Id], window: Query[Window]) -> Any:
    """What was done with it, oldest first."""
    rows = _task(request, pk, Scope.READ).moves.order_by("pk")
    return page_of(request, rows, window)


@router.post("", response={201: TaskShape}, summary="Draft a task")
def task_create(request: HttpRequest, draft: TaskDraft) -> Any:
    """Draft a task of the unit that the person acts for."""
    person = person_of(request, Scope.TASKS)
    issuer = acting_unit(person)
    if issuer is None:
        raise Http404
    facts = services.TaskFacts(
        **draft.dict(exclude={"lead"}),
        lead=_unit(request, draft.lead),
    )
    return Status(
        201, services.task_create(by=person, organisation=issuer, facts=facts)
    )


@router.post("/{pk}/moves", response={201: TaskShape}, summary="Move a task")
def task_step(request: HttpRequest, pk: Path[Id], step: TaskStep) -> Any:
    """Assign, accept, start, submit, return, verify, close, extend, suspend, cancel."""
    found = _task(request, pk, Scope.TASKS)
    person = person_of(request, Scope.TASKS)
    moved = task_move(
        task=found, act=step.act, by=person, reason=step.reason, due_on=step.due_on
    )
    return Status(201, moved)


def _task(request: HttpRequest, pk: int, scope: Scope) -> Task:
    found = task_visible(person_of(request, scope), pk)
    if found is None:
        raise Http404
    return found


def _unit(request: HttpRequest, code: str) -> Organisation:
    person = person_of(request, Scope.TASKS)
    found = organisations_where(person, "work.task.issue").filter(code=code).first()
    if found is None:
        raise Http404
    return found
