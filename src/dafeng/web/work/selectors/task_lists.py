"""What the list, the board and the calendar of tasks are laid out from."""

from __future__ import annotations

import calendar as months
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar

import attrs
from django.db.models import Q, QuerySet

from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person
from dafeng.web.core.selectors.marks import last_mark
from dafeng.web.work.models import Task, TaskStep, TaskUnit
from dafeng.web.work.models.tasks import ENDED
from dafeng.web.work.permissions import may_move
from dafeng.web.work.selectors.tasks import (
    LISTED,
    VIEW,
    TaskFilter,
    tasks_listed,
    tasks_shown,
    tasks_within,
)
from dafeng.work import (
    Move,
    Recurrence,
    TaskAct,
    TaskState,
    WorkCalendar,
    moves_from,
    work_calendar,
)

D = TypeVar("D", Task, TaskStep)
KEPT = 64
"""Readers for whom it is kept what tasks can be narrowed to."""
CARDS = 20
"""Cards of a column; the rest is a link to the list."""
SHOWN = 5
"""What a cell of the calendar shows before it is opened."""
ON_CARDS = (
    *LISTED,
    *("recurrence", "parent", "lead__path", "organisation__path"),
)
"""What a card shows, and what its moves depend on."""
COLUMNS = (
    (TaskState.DRAFT,),
    (TaskState.ASSIGNED,),
    (TaskState.ACCEPTED,),
    (TaskState.IN_PROGRESS, TaskState.RETURNED, TaskState.EXTENDED),
    (TaskState.SUBMITTED,),
    (TaskState.VERIFIED,),
    (TaskState.SUSPENDED,),
)
"""Columns of the board; what has ended stands in the list alone."""


@attrs.frozen(kw_only=True)
class Offered:
    """What tasks can be narrowed to.

    Attributes
    ----------
    units : tuple of Organisation
        Units that lead a task that the person may see, or help with one.
    years : tuple of int
        Years of those tasks, the newest first.
    """

    units: tuple[Organisation, ...]
    years: tuple[int, ...]


def offered_to(user: Person) -> Offered:
    """What a person can narrow tasks to; kept until somebody does something."""
    paths, mark = tuple(sorted(paths_where(user, VIEW))), last_mark()
    return _kept_offer(paths, mark) if mark else _offer(paths, mark)


def _offer(paths: tuple[str, ...], _mark: str) -> Offered:
    seen = tasks_within(paths)
    return Offered(units=_units_in(seen), years=_years_of(seen))


_kept_offer = lru_cache(maxsize=KEPT)(_offer)


def _units_in(seen: QuerySet[Task]) -> tuple[Organisation, ...]:
    helping = TaskUnit.objects.filter(task__in=seen.values("pk"))
    rows = Organisation.objects.filter(
        Q(pk__in=seen.values("lead")) | Q(pk__in=helping.values("organisation"))
    )
    return tuple(rows.only("code", "name_zh", "name_en").order_by("path"))


def _years_of(seen: QuerySet[Task]) -> tuple[int, ...]:
    rows = seen.order_by("-year").values_list("year", flat=True)
    return tuple(year for year in rows.distinct() if year is not None)


def moves_for(user: Person, task: Task) -> tuple[Move, ...]:
    """Moves of a task that the person may make now."""
    return tuple(move for move in _moves_of(task) if may_move(user, task, move))


def _moves_of(task: Task) -> tuple[Move, ...]:
    state, recurrence = TaskState(task.state), Recurrence(task.recurrence)
    return moves_from(state, recurrence=recurrence)


STRAIGHT = frozenset(
    {
        TaskAct.ASSIGN,
        TaskAct.ACCEPT,
        TaskAct.START,
        TaskAct.SUBMIT,
        TaskAct.RETURN,
        TaskAct.VERIFY,
        TaskAct.NEXT,
        TaskAct.CLOSE,
        TaskAct.RESUME,
    }
)
"""Acts that lead on; extending, suspending and cancelling are on the task's page."""


@attrs.frozen(kw_only=True)
class Card:
    """A task on the board, and how the person may move it on."""

    task: Task
    moves: tuple[Move, ...]

    @property
    def acts(self) -> tuple[str, ...]:
        """What the buttons do."""
        return tuple(move.act.value for move in self.moves)


@attrs.frozen(kw_only=True)
class BoardColumn:
    """A column of the board; ``total`` counts more than the cards that are shown."""

    states: tuple[TaskState, ...]
    cards: tuple[Card, ...]
    total: int

    @property
    def state(self) -> TaskState:
        """The state that names the column."""
        return self.states[0]

    @property
    def hidden(self) -> int:
        """How many tasks are not shown."""
        return self.total - len(self.cards)


def board_of(user: Person, wanted: TaskFilter, *, on: date) -> list[BoardColumn]:
    """Columns by state, each with what is due first on top."""
    rows = tasks_shown(user, wanted, on=on).exclude(state__in=ENDED)
    # All are counted and put in order, but of those that are shown alone more is read.
    ordered = rows.order_by("due_on", "number").values_list("pk", "state")
    by_column: dict[str, list[int]] = defaultdict(list)
    for pk, state in ordered:
        by_column[_COLUMN_OF[state]].append(pk)
    shown = [pk for column in by_column.values() for pk in column[:CARDS]]
    cards = Task.objects.filter(pk__in=shown).select_related("lead", "organisation")
    by_pk = cards.only(*ON_CARDS).in_bulk()
    return [
        _column(user, states, by_column[states[0].value], by_pk) for states in COLUMNS
    ]


_COLUMN_OF = {state.value: states[0].value for states in COLUMNS for state in states}


def _column(
    user: Person,
    states: tuple[TaskState, ...],
    keys: Sequence[int],
    tasks: Mapping[int, Task],
) -> BoardColumn:
    cards = tuple(_card(user, tasks[pk]) for pk in keys[:CARDS])
    return BoardColumn(states=states, cards=cards, total=len(keys))


def _card(user: Person, task: Task) -> Card:
    # The right is asked last: it is the dear part, and most moves are not shown.
    straight = (move for move in _moves_of(task) if move.act in STRAIGHT)
    return Card(
        task=task, moves=tuple(move for move in straight if may_move(user, task, move))
    )


@attrs.frozen(kw_only=True)
class DueItem:
    """A task that is due on a day, or a step of one."""

    task: Task
    step: TaskStep | None = None

    @property
    def title(self) -> str:
        """What is due."""
        return self.task.title if self.step is None else self.step.title


@attrs.frozen(kw_only=True)
class CalendarDay:
    """A day of the grid with what is due on it."""

    day: date
    inside: bool
    works: bool
    items: tuple[DueItem, ...]

    @property
    def first(self) -> tuple[DueItem, ...]:
        """What the cell shows at once."""
        return self.items[:SHOWN]

    @property
    def rest(self) -> tuple[DueItem, ...]:
        """What it opens."""
        return self.items[SHOWN:]


@attrs.frozen(kw_only=True)
class CalendarMonth:
    """A month as weeks from Monday to Sunday, and the months beside it."""

    first: date
    weeks: tuple[tuple[CalendarDay, ...], ...]
    total: int

    @property
    def before(self) -> date:
        """First day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        """First day of the month after."""
        return (self.first + timedelta(days=31)).replace(day=1)


def calendar_of(
    user: Person, wanted: TaskFilter, first: date, *, on: date
) -> CalendarMonth:
    """Tasks and steps that are due in a month, in whole weeks."""
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    begin, end = weeks[0][0], weeks[-1][-1]
    shown = tasks_listed(user, wanted, on=on).exclude(
        state__in=(TaskState.CANCELLED.value,)
    )
    tasks = _by_day(shown.filter(due_on__range=(begin, end)))
    steps = _by_day(_steps(shown, begin, end))
    book = work_calendar()
    days = tuple(
        tuple(_day(day, first, book, tasks[day], steps[day]) for day in week)
        for week in weeks
    )
    total = sum(len(day.items) for week in days for day in week)
    return CalendarMonth(first=first, weeks=days, total=total)


def _steps(shown: QuerySet[Task], begin: date, end: date) -> QuerySet[TaskStep]:
    rows = TaskStep.objects.filter(
        task__in=shown.order_by().values("pk"), due_on__range=(begin, end)
    )
    of_task = (f"task__{name}" for name in LISTED)
    rows = rows.select_related("task__lead").only(
        "title", "due_on", "done_on", *of_task
    )
    return rows.order_by("due_on", "task__number", "order")


def _by_day(rows: Iterable[D]) -> dict[date, list[D]]:
    found: dict[date, list[D]] = defaultdict(list)
    for row in rows:
        found[row.due_on].append(row)
    return found


def _day(
    day: date,
    first: date,
    book: WorkCalendar,
    tasks: Sequence[Task],
    steps: Sequence[TaskStep],
) -> CalendarDay:
    return CalendarDay(
        day=day,
        inside=day.month == first.month,
        works=book.works(day),
        items=(
            *(DueItem(task=task) for task in tasks),
            *(DueItem(task=step.task, step=step) for step in steps),
        ),
    )
