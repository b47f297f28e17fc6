"""Tasks as far as a person may see them: lists, one task, counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import attrs
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)

from dafeng.web.core.acting import home_of
from dafeng.web.core.rights import paths_where, roles_of
from dafeng.web.core.selectors import Person, but_names, within
from dafeng.web.plans.models import Project, Target
from dafeng.web.work.models import Task, TaskMove, TaskUnit
from dafeng.web.work.models.tasks import ENDED
from dafeng.work import RUNNING, TaskState
from dafeng.work.deadlines import SOON_DAYS

RUNNING_VALUES = tuple(state.value for state in RUNNING)
STATE_ORDER = tuple(state.value for state in TaskState)


class Tab(StrEnum):
    """Whose tasks the list shows."""

    MINE = "mine"
    """Those that wait for an act of the person."""
    UNIT = "unit"
    """Those that the person's units lead or help with."""
    ALL = "all"


class Window(StrEnum):
    """By when a task is due."""

    OVERDUE = "overdue"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


DAYS = {Window.WEEK: SOON_DAYS, Window.MONTH: 30, Window.QUARTER: 92}


@attrs.frozen(kw_only=True)
class TaskFilter:
    """What the list is narrowed to; empty fields do not narrow."""

    tab: str = Tab.ALL.value
    q: str = ""
    unit: str = ""
    state: str = ""
    year: int | None = None
    clause: str = ""
    target: str = ""
    due: str = ""
    sort: str = "due"


@attrs.frozen(kw_only=True)
class TaskCounts:
    """How many tasks a person sees, and of them how many ask for something.

    Attributes
    ----------
    mine, unit, all : int
        By tab.
    overdue, soon : int
        Of all: past their day, or due within a week.
    to_verify : int
        Handed in and not verified.
    """

    mine: int
    unit: int
    all: int
    overdue: int
    soon: int
    to_verify: int


VIEW = "work.task.view"


def tasks_visible_to(user: Person) -> QuerySet[Task]:
    """Tasks that a person's units issue, lead or help with; drafts of issuers alone."""
    return tasks_within(paths_where(user, VIEW))


def tasks_within(paths: tuple[str, ...]) -> QuerySet[Task]:
    """Tasks that units of these subtrees issue, lead or help with."""
    return Task.objects.filter(_visible(paths))


def _visible(paths: tuple[str, ...]) -> Q:
    helped = TaskUnit.objects.filter(within("organisation__path", paths))
    issued = ~Q(state=TaskState.DRAFT.value)
    return within("organisation__path", paths) | (
        issued & (within("lead__path", paths) | Q(pk__in=helped.values("task")))
    )


def tasks_of_unit(user: Person) -> Q:
    """Condition: a unit in which the person holds a role leads or helps."""
    paths = {held.path for held in roles_of(user)}
    own = home_of(user)
    if own is not None:
        paths.add(own.path)
    helped = TaskUnit.objects.filter(organisation__path__in=paths)
    return ~Q(state=TaskState.DRAFT.value) & (
        Q(lead__path__in=paths) | Q(pk__in=helped.values("task"))
    )


def tasks_waiting_for(user: Person) -> Q:
    """Condition: the next act is one that the person may do."""
    carry = within("lead__path", paths_where(user, "work.task.carry"))
    own = within("organisation__path", paths_where(user, "work.task.carry-own"))
    carry |= own & Q(lead=F("organisation"))
    issue = within("organisation__path", paths_where(user, "work.task.issue"))
    verify = within("organisation__path", paths_where(user, "work.task.verify"))
    split = within("organisation__path", paths_where(user, "work.task.split"))
    part = Q(parent__isnull=False)
    handed_in = Q(state__in=(TaskState.SUBMITTED.value, TaskState.VERIFIED.value))
    draft = Q(state=TaskState.DRAFT.value)
    return (
        (carry & Q(state__in=RUNNING_VALUES))
        | (issue & draft & ~part)
        | (verify & handed_in & ~part)
        | (split & part & (handed_in | draft))
    )


def _of_tab(user: Person, tab: str) -> Q:
    if tab == Tab.MINE:
        return tasks_waiting_for(user)
    return tasks_of_unit(user) if tab == Tab.UNIT else Q()


def overdue_by(on: date) -> Q:
    """Condition: the task should have been handed in before a day."""
    return Q(state__in=RUNNING_VALUES, due_on__lt=on)


def due_within(on: date, days: int) -> Q:
    """Condition: the task is due on a day or within ``days`` after it."""
    last = on + timedelta(days=days)
    return Q(state__in=RUNNING_VALUES, due_on__range=(on, last))


def task_counts(user: Person, *, on: date) -> TaskCounts:
    """Count the tasks that a person may see, in one query."""
    found = tasks_visible_to(user).aggregate(
        all=Count("pk"),
        mine=Count("pk", filter=tasks_waiting_for(user)),
        unit=Count("pk", filter=tasks_of_unit(user)),
        overdue=Count("pk", filter=overdue_by(on)),
        soon=Count("pk", filter=due_within(on, SOON_DAYS)),
        to_verify=Count("pk", filter=Q(state=TaskState.SUBMITTED.value)),
    )
    return TaskCounts(**found)


def tasks_shown(user: Person, wanted: TaskFilter, *, on: date) -> QuerySet[Task]:
    """The filtered and sorted list; lead, issuer and clause come along."""
    rows = tasks_visible_to(user).filter(_of_tab(user, wanted.tab))
    rows = rows.filter(_narrowed(wanted, on))
    for word in wanted.q.split():
        rows = rows.filter(_says(word))
    return _sorted(rows, wanted.sort).select_related(
        "lead", "organisation", "clause", "plan"
    )


LISTED = (
    *("number", "title", "state", "due_on", "percent"),
    *("lead__name_zh", "lead__name_en"),
)
"""What a list says of a task, and no more: it is read for each of many rows."""


def tasks_listed(user: Person, wanted: TaskFilter, *, on: date) -> QuerySet[Task]:
    """The same list for pages that show it: only what they say of a task is read."""
    rows = tasks_shown(user, wanted, on=on).select_related(None)
    return rows.select_related("lead").only(*LISTED)


def _narrowed(wanted: TaskFilter, on: date) -> Q:
    condition = Q()
    if wanted.unit:
        helped = TaskUnit.objects.filter(organisation__code=wanted.unit)
        condition &= Q(lead__code=wanted.unit) | Q(pk__in=helped.values("task"))
    if wanted.state:
        condition &= Q(state=wanted.state)
    if wanted.year is not None:
        condition &= Q(year=wanted.year)
    if wanted.clause:
        condition &= Q(clause__ref__startswith=wanted.clause)
    if wanted.target:
        linked = Target.objects.filter(key__iexact=wanted.target).values("work")
        condition &= Q(pk__in=linked)
    if wanted.due == Window.OVERDUE:
        condition &= overdue_by(on)
    elif wanted.due:
        condition &= due_within(on, DAYS[Window(wanted.due)])
    return condition


def _says(word: str) -> Q:
    return (
        Q(title__icontains=word)
        | Q(number__icontains=word)
        | Q(deliverable__icontains=word)
        | Q(lead__name_zh__icontains=word)
        | Q(lead__short_zh__icontains=word)
    )


_BY_STATE = Case(
    *(When(state=state, then=Value(at)) for at, state in enumerate(STATE_ORDER)),
    output_field=IntegerField(),
)
_COLUMNS: dict[str, F | Case] = {
    "number": F("number"),
    "title": F("title"),
    "lead": F("lead__path"),
    "state": _BY_STATE,
    "due": F("due_on"),
    "percent": F("percent"),
}

SORTS = tuple(_COLUMNS)


_DONE = Case(
    When(state__in=ENDED, then=Value(1)), default=Value(0), output_field=IntegerField()
)


def _sorted(rows: QuerySet[Task], sort: str) -> QuerySet[Task]:
    """Order as asked; by deadline, what is still to be done stands first."""
    if sort == "due":
        return rows.order_by(_DONE, "due_on", "number")
    column = _COLUMNS[sort.removeprefix("-")]
    down = sort.startswith("-")
    key = column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
    return rows.order_by(key, "due_on", "number")


def task_visible(user: Person, pk: int) -> Task | None:
    """One task with everything on its page, if the person may see it."""
    rows = tasks_visible_to(user).select_related(
        *("organisation", "lead", "clause", "plan", "parent", "created_by")
    )
    rows = rows.defer(*but_names("created_by"))
    return rows.prefetch_related(*_beside(user)).filter(pk=pk).first()


def _beside(user: Person) -> Iterable[Prefetch[Any] | str]:
    parts = tasks_visible_to(user).select_related("lead").order_by("number")
    moves = TaskMove.objects.select_related("by").defer(*but_names("by"))
    return (
        Prefetch("units", TaskUnit.objects.select_related("organisation")),
        "steps",
        "indicators",
        Prefetch("targets", Target.objects.select_related("plan")),
        Prefetch("projects", Project.objects.select_related("plan")),
        Prefetch("moves", moves.order_by("pk")),
        Prefetch("parts", parts),
    )
