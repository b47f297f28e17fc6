"""The states of a task: none is illegal, and errors say what is possible."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from dafeng.base.errors import BadInputError
from dafeng.work import (
    ENDED,
    RUNNING,
    Done,
    MoveRefusedError,
    Recurrence,
    TaskAct,
    TaskState,
    Who,
    move_of,
    moved,
    moves_from,
    standing,
    state_before,
    task_moves,
)
from dafeng.work.states import SIDE_STATES, moves_of

# The picture of the state machine, drawn by hand from the working rules: what may
# follow a state, side states and what leads out of them included.
NEXT = {
    "draft": {"assigned", "cancelled"},
    "assigned": {"accepted", "extended", "suspended", "cancelled"},
    "accepted": {"in-progress", "extended", "suspended", "cancelled"},
    "in-progress": {"submitted", "extended", "suspended", "cancelled"},
    "submitted": {"returned", "verified", "cancelled"},
    "returned": {"in-progress", "extended", "suspended", "cancelled"},
    "verified": {"closed", "in-progress"},
    "closed": set(),
    "extended": {
        *("submitted", "extended", "suspended", "cancelled"),
        *("assigned", "accepted", "in-progress", "returned"),
    },
    "suspended": {
        *("assigned", "accepted", "in-progress", "returned", "extended"),
        "cancelled",
    },
    "cancelled": set(),
}


class TaskLife(RuleBasedStateMachine):
    """Somebody clicks through a task in any order, also what is not possible."""

    def __init__(self) -> None:
        super().__init__()
        self.state = TaskState.DRAFT
        self.history: list[Done] = []

    @rule(act=st.sampled_from([a for a in TaskAct if a is not TaskAct.UNDO]))
    def do(self, act: TaskAct) -> None:
        possible = {move.act for move in moves_from(self.state)}
        before = state_before(self.history)
        if act not in possible:
            with pytest.raises(MoveRefusedError) as refused:
                moved(self.state, act, before=before)
            assert set(refused.value.possible) == possible
            return
        goal = moved(self.state, act, before=before)
        assert goal.value in NEXT[self.state.value]
        self.history.append(Done(act=act, before=self.state, after=goal))
        self.state = goal

    @precondition(lambda self: bool(standing(self.history)))
    @rule()
    def undo(self) -> None:
        last = standing(self.history)[-1]
        self.history.append(
            Done(act=TaskAct.UNDO, before=self.state, after=last.before)
        )
        self.state = last.before

    @invariant()
    def a_side_state_knows_its_way_back(self) -> None:
        before = state_before(self.history)
        if self.state in SIDE_STATES:
            assert before is not None
            assert before not in ENDED
            assert before is not self.state
        else:
            assert before is None

    @invariant()
    def what_has_ended_goes_nowhere(self) -> None:
        assert (not moves_from(self.state)) == (self.state in ENDED)


TestTaskLife = TaskLife.TestCase
TestTaskLife.settings = settings(max_examples=60, stateful_step_count=25)


def test_every_state_is_reached_from_a_draft() -> None:
    reached, front = {TaskState.DRAFT}, [TaskState.DRAFT]
    while front:
        state = front.pop()
        for move in moves_from(state, recurrence=Recurrence.MONTHLY):
            if move.goal is not None and move.goal not in reached:
                reached.add(move.goal)
                front.append(move.goal)
    assert reached == set(TaskState)


def test_the_table_holds_exactly_the_picture() -> None:
    for state in TaskState:
        goals = {
            move.goal.value
            for move in moves_from(state, recurrence=Recurrence.YEARLY)
            if move.goal is not None
        }
        if state in SIDE_STATES:
            assert goals < NEXT[state.value]
        else:
            assert goals == NEXT[state.value]


@pytest.mark.parametrize("act", ["accept", "start", "submit"])
def test_the_lead_carries(act: str) -> None:
    assert {move.who for move in task_moves() if move.act == act} == {Who.LEAD}


@pytest.mark.parametrize(
    "act", ["assign", "return", "verify", "close", "extend", "suspend", "cancel"]
)
def test_the_issuer_gives_verifies_and_ends(act: str) -> None:
    assert {move.who for move in task_moves() if move.act == act} == {Who.ISSUER}


def test_what_goes_against_somebody_wants_a_reason() -> None:
    asked = {move.act.value for move in task_moves() if move.reason_asked}
    assert asked == {"return", "extend", "suspend", "cancel"}
    assert {m.act.value for m in task_moves() if m.day_asked} == {"extend", "next"}


def test_an_impossible_act_is_refused_with_what_is_possible() -> None:
    with pytest.raises(MoveRefusedError, match="Possible: return, verify, cancel") as e:
        moved(TaskState.SUBMITTED, TaskAct.CLOSE)
    assert e.value.code == "task.move_refused"
    assert e.value.possible == (TaskAct.RETURN, TaskAct.VERIFY, TaskAct.CANCEL)
    with pytest.raises(MoveRefusedError, match="nothing, the task has ended"):
        moved(TaskState.CLOSED, TaskAct.CANCEL)


def test_only_a_recurring_task_begins_a_next_turn() -> None:
    with pytest.raises(MoveRefusedError):
        moved(TaskState.VERIFIED, TaskAct.NEXT)
    goal = moved(TaskState.VERIFIED, TaskAct.NEXT, recurrence=Recurrence.QUARTERLY)
    assert goal is TaskState.IN_PROGRESS


def test_resume_goes_back_to_the_state_before() -> None:
    for before in RUNNING:
        if before is not TaskState.EXTENDED:
            assert moved("extended", "resume", before=before) is before
        assert moved("suspended", "resume", before=before) is before


@pytest.mark.parametrize("before", [None, "suspended", "closed", "cancelled"])
def test_resume_without_a_way_back_is_refused(before: str | None) -> None:
    given = None if before is None else TaskState(before)
    with pytest.raises(BadInputError, match="say which state came before") as error:
        moved(TaskState.SUSPENDED, TaskAct.RESUME, before=given)
    assert error.value.code == "task.no_before"


def history(*acts: tuple[str, str, str]) -> list[Done]:
    return [Done(act=act, before=old, after=new) for act, old, new in acts]


def test_a_suspension_inside_an_extension_unwinds_step_by_step() -> None:
    done = history(
        ("extend", "accepted", "extended"),
        ("extend", "extended", "extended"),
        ("suspend", "extended", "suspended"),
    )
    assert state_before(done) is TaskState.EXTENDED
    done += history(("resume", "suspended", "extended"))
    assert state_before(done) is TaskState.ACCEPTED
    done += history(("resume", "extended", "accepted"))
    assert state_before(done) is None


def test_what_was_taken_back_does_not_count() -> None:
    done = history(
        ("suspend", "accepted", "suspended"), ("undo", "suspended", "accepted")
    )
    assert standing(done) == ()
    assert state_before(done) is None


def test_the_possible_moves_come_in_the_order_of_the_table() -> None:
    acts = [move.act.value for move in moves_from(TaskState.ACCEPTED)]
    assert acts == ["start", "extend", "suspend", "cancel"]
    assert move_of(TaskState.ACCEPTED, TaskAct.START).goal is TaskState.IN_PROGRESS


def row(**given: str) -> dict[str, str]:
    base = {"act": "assign", "from": "draft", "to": "assigned", "who": "issuer"}
    return base | {"reason": "", "day": "", "only": ""} | given


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([row(act="fly")], "line 2"),
        ([row(to="gone")], "line 2"),
        ([row(who="nobody")], "line 2"),
        ([row(), row(to="accepted")], "line 3: assign from draft stands"),
        ([{"act": "assign"}], "line 2"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused(
    rows: list[dict[str, str]], told: str
) -> None:
    with pytest.raises(BadInputError, match=told) as error:
        moves_of(rows)
    assert error.value.code == "moves.bad"
