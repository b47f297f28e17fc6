"""Move tasks from state to state: by whose right, for which reason, to which day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import attrs
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError, DafengError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.work.heard import Happening, tell
from dafeng.web.work.models import Task, TaskMove
from dafeng.web.work.permissions import require_move
from dafeng.web.work.services.tasks import locked
from dafeng.work import (
    Done,
    Move,
    Recurrence,
    TaskAct,
    TaskState,
    move_of,
    moved,
    next_due,
    state_before,
)

UNDO_TIME = timedelta(minutes=10)
"""How long the last act can be taken back by whoever did it."""


@attrs.frozen(kw_only=True)
class MoveAnswer:
    """What came of one of many tasks: moved, or refused with the error."""

    task: Task
    error: DafengError | PermissionDenied | None = None

    @property
    def done(self) -> bool:
        """Whether the task was moved."""
        return self.error is None


@transaction.atomic
def task_move(
    *,
    task: Task,
    act: TaskAct,
    by: User | None,
    reason: str = "",
    due_on: date | None = None,
    at: datetime | None = None,
) -> Task:
    """Do something with a task: accept, submit, return, verify, extend ...

    The people of the lead unit carry a task, the issuer gives, verifies and ends it;
    whoever handed a task in does not verify it.

    Parameters
    ----------
    by : User or None
        None is the program itself, which asks for no right.
    reason : str
        Needed where the move asks for one (return, extend, suspend, cancel).
    due_on : date or None
        New deadline where the move asks for one; a task that begins its next turn gets
        the next day of its recurrence by itself.
    at : datetime, optional
        When; now.

    Raises
    ------
    MoveRefusedError
        The act is not possible in the task's state; says what is.
    BadInputError
        ``task.no_reason``, ``task.no_day``, ``task.day_back``: the new deadline does
        not lie after the old one. ``task.own_submit``: the person handed it in.
    RightMissingError
        The person lacks the right.
    """
    held = locked(task)
    move = move_of(TaskState(held.state), act, recurrence=Recurrence(held.recurrence))
    if by is not None:
        require_move(by, held, move)
    done = history_of(held)
    _require_second_person(held, move, by)
    reason = reason.strip()
    if move.reason_asked and not reason:
        msg = f"To {act} the task {held.number}, give a reason."
        raise BadInputError(msg, code="task.no_reason", act=act.value)
    day = _new_day(held, move, due_on)
    goal = moved(
        TaskState(held.state),
        act,
        before=state_before(done),
        recurrence=Recurrence(held.recurrence),
    )
    now = at or timezone.now()
    row = TaskMove(
        task=held,
        act=act.value,
        before=held.state,
        after=goal.value,
        reason=reason,
        due_on=day,
        was=_was(held),
        by=by,
        at=now,
    )
    _carry_out(held, move, goal, day, timezone.localdate(now))
    return _keep(held, row)


@transaction.atomic
def task_undo(*, task: Task, by: User, at: datetime | None = None) -> Task:
    """Take the last act back, within some minutes and while nothing followed it.

    Raises
    ------
    BadInputError
        ``task.nothing_to_undo``: no act, somebody else's, too old, or something
        followed it.
    RightMissingError
        The person has lost the right to the act since, or acts for another unit.
    """
    held = locked(task)
    now = at or timezone.now()
    last = last_undoable(held, by=by, now=now)
    if last is None:
        msg = f"No act of yours on {held.number} can be taken back any more."
        raise BadInputError(msg, code="task.nothing_to_undo", number=held.number)
    recurrence = Recurrence(held.recurrence)
    undone = move_of(TaskState(last.before), TaskAct(last.act), recurrence=recurrence)
    require_move(by, held, undone)
    row = TaskMove(
        task=held,
        act=TaskAct.UNDO.value,
        before=held.state,
        after=last.before,
        was=_was(held),
        by=by,
        at=now,
    )
    held.state = last.before
    held.due_on = date.fromisoformat(last.was["due_on"])
    held.verified = last.was["verified"]
    reported = last.was["reported_on"]
    held.reported_on = date.fromisoformat(reported) if reported else None
    return _keep(held, row)


def last_undoable(task: Task, *, by: User, now: datetime) -> TaskMove | None:
    """The act that a person may still take back; None when there is none."""
    last = max(task.moves.all(), key=lambda one: one.pk, default=None)
    if last is None or last.act == TaskAct.UNDO.value or last.by_id != by.pk:
        return None
    if last.version != task.version or now - last.at > UNDO_TIME:
        return None
    return last


def tasks_move(
    *,
    tasks: Iterable[Task],
    act: TaskAct,
    by: User,
    reason: str = "",
    due_on: date | None = None,
) -> list[MoveAnswer]:
    """Do the same with many tasks; each gets its own answer, none stops the others."""
    answers = []
    for task in tasks:
        try:
            held = task_move(task=task, act=act, by=by, reason=reason, due_on=due_on)
        except (DafengError, PermissionDenied) as error:
            answers.append(MoveAnswer(task=task, error=error))
        else:
            answers.append(MoveAnswer(task=held))
    return answers


def history_of(task: Task) -> tuple[Done, ...]:
    """Acts on a task as the core knows them, the oldest first."""
    rows = task.moves.order_by("pk").values_list("act", "before", "after")
    return tuple(Done(act=act, before=old, after=new) for act, old, new in rows)


def _require_second_person(task: Task, move: Move, by: User | None) -> None:
    """Whoever handed a task in does not verify it."""
    if move.act is not TaskAct.VERIFY or by is None:
        return
    last = task.moves.filter(act=TaskAct.SUBMIT.value).order_by("pk").last()
    if last is not None and last.by_id == by.pk:
        msg = f"You handed in {task.number}; somebody else has to verify it."
        raise BadInputError(msg, code="task.own_submit", number=task.number)


def _new_day(task: Task, move: Move, given: date | None) -> date | None:
    """The new deadline that a move brings, or None."""
    if not move.day_asked:
        return None
    if given is None and move.act is TaskAct.NEXT:
        recurrence = Recurrence(task.recurrence)
        return next_due(task.first_due_on, recurrence, after=task.due_on)
    if given is None:
        msg = f"To {move.act} the task {task.number}, give the new deadline."
        raise BadInputError(msg, code="task.no_day", act=move.act.value)
    if given <= task.due_on:
        msg = f"The new deadline {given} does not lie after {task.due_on}."
        raise BadInputError(msg, code="task.day_back", day=given, old=task.due_on)
    return given


def _was(task: Task) -> dict[str, object]:
    return {
        "due_on": task.due_on.isoformat(),
        "verified": task.verified,
        "reported_on": task.reported_on.isoformat() if task.reported_on else None,
    }


def _carry_out(
    task: Task, move: Move, goal: TaskState, day: date | None, today: date
) -> None:
    task.state = goal.value
    if day is not None:
        task.due_on = day
    if move.act is TaskAct.SUBMIT:
        task.reported_on, task.verified = today, False
    elif move.act is TaskAct.VERIFY:
        task.verified = True
    elif move.act in (TaskAct.RETURN, TaskAct.NEXT):
        task.verified = False


def _keep(task: Task, row: TaskMove) -> Task:
    """Save the task and the row of its history, record and tell."""
    task.version += 1
    row.version = task.version
    task.full_clean()
    task.save()
    row.full_clean()
    row.save()
    audit.record(
        by=row.by,
        action=f"task.{row.act}",
        target=task,
        data={
            "before": row.before,
            "after": row.after,
            "reason": row.reason,
            "due_on": [row.was["due_on"], task.due_on.isoformat()],
        },
    )
    tell(
        Happening(
            what=f"task.{row.act}",
            obj=task,
            by=row.by,
            on=timezone.localdate(row.at),
            reason=row.reason,
        )
    )
    return task
