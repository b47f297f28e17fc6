"""The state machine of a task: which act leads from where to where, and who acts.

The moves are data (``data/task_moves.csv``).  ``extended`` and ``suspended`` are side
states: *resume* leads back to the state that the task had before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.tables import packaged_rows
from dafeng.work.records import Recurrence, TaskAct, TaskState, Who

BEFORE = "(before)"
SIDE_STATES = (TaskState.EXTENDED, TaskState.SUSPENDED)
ENDED = (TaskState.CLOSED, TaskState.CANCELLED)
"""States that nothing leads out of."""
RUNNING = (
    TaskState.ASSIGNED,
    TaskState.ACCEPTED,
    TaskState.IN_PROGRESS,
    TaskState.RETURNED,
    TaskState.EXTENDED,
)
"""States in which the lead unit has something to do."""


@attrs.frozen(kw_only=True)
class Move:
    """One row of the table.

    Attributes
    ----------
    act : TaskAct
    source : TaskState
        From where.
    goal : TaskState or None
        To where; None is back to the state before.
    who : Who
    reason_asked, day_asked : bool
        Whether the act wants a reason, and a new day.
    recurring_only : bool
        Whether only a recurring task knows it.
    """

    act: TaskAct = attrs.field(converter=TaskAct)
    source: TaskState = attrs.field(converter=TaskState)
    goal: TaskState | None
    who: Who = attrs.field(converter=Who)
    reason_asked: bool = False
    day_asked: bool = False
    recurring_only: bool = False


@attrs.frozen(kw_only=True)
class Done:
    """One act as the history of a task keeps it."""

    act: TaskAct = attrs.field(converter=TaskAct)
    before: TaskState = attrs.field(converter=TaskState)
    after: TaskState = attrs.field(converter=TaskState)


class MoveRefusedError(BadInputError):
    """An act is not possible in a state.

    Attributes
    ----------
    state : TaskState
    act : TaskAct
    possible : tuple of TaskAct
        What is possible instead.
    """

    code = "task.move_refused"

    def __init__(
        self, *, state: TaskState, act: TaskAct, possible: Sequence[TaskAct]
    ) -> None:
        self.state, self.act, self.possible = state, act, tuple(possible)
        told = ", ".join(possible) or "nothing, the task has ended"
        super().__init__(
            f"A task that is {state} cannot {act}. Possible: {told}.",
            state=state.value,
            act=act.value,
            possible=tuple(one.value for one in possible),
        )


@cache
def task_moves() -> tuple[Move, ...]:
    """Every move of the table, in its order, read once."""
    return moves_of(packaged_rows("dafeng.work", "task_moves.csv"))


def moves_of(rows: Iterable[Mapping[str, str]]) -> tuple[Move, ...]:
    """Read moves from rows as ``data/task_moves.csv`` has them.

    Raises
    ------
    BadInputError
        ``moves.bad``: a row names no known act, state or person, or an act leads from
        one state to two.
    """
    found: dict[tuple[TaskState, TaskAct], Move] = {}
    for number, row in enumerate(rows, start=2):
        move = _move(number, row)
        key = (move.source, move.act)
        if key in found:
            told = f"{move.act} from {move.source} stands in the table already"
            raise _bad(number, told)
        found[key] = move
    return tuple(found.values())


def _move(number: int, row: Mapping[str, str]) -> Move:
    try:
        return Move(
            act=row["act"],
            source=row["from"],
            goal=None if row["to"] == BEFORE else TaskState(row["to"]),
            who=row["who"],
            reason_asked=bool(row["reason"]),
            day_asked=bool(row["day"]),
            recurring_only=bool(row["only"]),
        )
    except (KeyError, ValueError) as error:
        raise _bad(number, str(error)) from error


def _bad(number: int, told: str) -> BadInputError:
    msg = f"task_moves.csv, line {number}: {told}."
    return BadInputError(msg, code="moves.bad", line=number)


def moves_from(
    state: TaskState, *, recurrence: Recurrence = Recurrence.ONCE
) -> tuple[Move, ...]:
    """Moves that lead out of a state, in the order in which to offer them."""
    return tuple(
        move
        for move in task_moves()
        if move.source is TaskState(state)
        and not (move.recurring_only and recurrence is Recurrence.ONCE)
    )


def move_of(
    state: TaskState, act: TaskAct, *, recurrence: Recurrence = Recurrence.ONCE
) -> Move:
    """Return the move that an act is in a state.

    Raises
    ------
    MoveRefusedError
        The act is not possible; ``.possible`` says what is.
    """
    state, act = TaskState(state), TaskAct(act)
    possible = moves_from(state, recurrence=recurrence)
    for move in possible:
        if move.act is act:
            return move
    raise MoveRefusedError(state=state, act=act, possible=[m.act for m in possible])


def moved(
    state: TaskState,
    act: TaskAct,
    *,
    before: TaskState | None = None,
    recurrence: Recurrence = Recurrence.ONCE,
) -> TaskState:
    """Return the state that an act leads to.

    Parameters
    ----------
    state : TaskState
        Where the task is.
    act : TaskAct
    before : TaskState, optional
        Where it was before the side state; *resume* goes back there. See
        :func:`state_before`.
    recurrence : Recurrence, optional
        Of the task; some acts are known to recurring tasks only.

    Raises
    ------
    MoveRefusedError
        The act is not possible in the state.
    BadInputError
        ``task.no_before``: *resume* without a state to go back to.

    Examples
    --------
    >>> moved(TaskState.SUBMITTED, TaskAct.RETURN).value
    'returned'
    >>> moved(TaskState.SUSPENDED, TaskAct.RESUME, before=TaskState.ACCEPTED).value
    'accepted'
    """
    move = move_of(state, act, recurrence=recurrence)
    if move.goal is not None:
        return move.goal
    if before is None or before is state or before in ENDED:
        msg = f"To resume from {state}, say which state came before it."
        raise BadInputError(msg, code="task.no_before", state=str(state))
    return TaskState(before)


def standing(history: Iterable[Done]) -> tuple[Done, ...]:
    """Acts of a history that were not taken back, the oldest first."""
    kept: list[Done] = []
    for done in history:
        if done.act is TaskAct.UNDO:
            del kept[-1:]
        else:
            kept.append(done)
    return tuple(kept)


def state_before(history: Iterable[Done]) -> TaskState | None:
    """Return where *resume* leads: the state before the side state; None outside one.

    A side state may lie in another: what was extended and then suspended resumes to
    extended, and from there to the state before the extension.
    """
    path: list[TaskState] = []
    for done in standing(history):
        if done.act is TaskAct.RESUME:
            del path[-1:]
        elif done.after not in SIDE_STATES:
            path.clear()
        elif done.after is not done.before:
            path.append(done.before)
    return path[-1] if path else None
