"""A case moves only as the table says, whatever is tried with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.supervision import (
    Asks,
    CaseAct,
    CaseDone,
    CaseMoveRefusedError,
    CaseState,
    case_move,
    case_moves,
    case_moves_from,
    case_moves_of,
    state_of_trail,
)

ROW = {"act": "check", "from": "draft", "to": "checked", "who": "office"}
ROW |= {"reason": "", "only": ""}
GONE = (CaseState.WITHDRAWN, CaseState.SUPERSEDED)
asks = st.sampled_from(Asks)
acts = st.lists(st.sampled_from(CaseAct), max_size=30)


@given(st.sampled_from(CaseState), st.sampled_from(CaseAct), asks)
def test_an_act_is_either_in_the_table_or_refused_with_what_is_possible(
    state: CaseState, act: CaseAct, asked: Asks
) -> None:
    possible = [move.act for move in case_moves_from(state, asks=asked)]
    if act in possible:
        assert case_move(state, act, asks=asked).source is state
        return
    with pytest.raises(CaseMoveRefusedError) as caught:
        case_move(state, act, asks=asked)
    assert list(caught.value.possible) == possible


@given(acts, asks)
def test_whatever_is_tried_the_trail_walks_to_where_the_case_stands(
    tried: list[CaseAct], asked: Asks
) -> None:
    state, trail = CaseState.DRAFT, []
    for act in tried:
        possible = {move.act: move for move in case_moves_from(state, asks=asked)}
        if act in possible:
            goal = possible[act].goal
            trail.append(CaseDone(act=act, before=state, after=goal))
            state = goal
    assert state_of_trail(trail, asks=asked) is state


@given(acts, asks)
def test_nothing_leaves_unsigned_and_nothing_is_closed_unanswered(
    tried: list[CaseAct], asked: Asks
) -> None:
    state, done = CaseState.DRAFT, []
    for act in tried:
        possible = {move.act: move for move in case_moves_from(state, asks=asked)}
        if act in possible:
            state = possible[act].goal
            done.append(act)
    if state is CaseState.ISSUED:
        assert done[-2:] == [CaseAct.CHECK, CaseAct.ISSUE]
    if state is CaseState.CLOSED:
        assert CaseAct.RECEIVE in done
        answered = {CaseAct.REPLY, CaseAct.ACCEPT, CaseAct.REVIEW} <= set(done)
        assert answered is (asked is Asks.REPLY)


@pytest.mark.parametrize("state", GONE)
@pytest.mark.parametrize("asked", Asks)
def test_nothing_leads_out_of_what_no_longer_holds(
    state: CaseState, asked: Asks
) -> None:
    assert case_moves_from(state, asks=asked) == ()


def test_nothing_is_answered_after_closure_it_can_only_be_withdrawn_or_replaced() -> (
    None
):
    for asked in Asks:
        possible = {move.act for move in case_moves_from("closed", asks=asked)}
        assert possible == {CaseAct.WITHDRAW, CaseAct.SUPERSEDE}


def test_every_state_can_be_reached() -> None:
    assert {move.goal for move in case_moves()} == set(CaseState)


def test_a_trail_that_lies_is_found_out() -> None:
    lie = CaseDone(act="check", before="draft", after="issued")
    with pytest.raises(BadInputError) as caught:
        state_of_trail([lie], asks=Asks.REPLY)
    assert caught.value.code == "case.trail"
    with pytest.raises(CaseMoveRefusedError):
        state_of_trail(
            [CaseDone(act="issue", before="draft", after="issued")], asks=Asks.REPLY
        )


@pytest.mark.parametrize(
    "bad", [{"act": "burn"}, {"from": "ashes"}, {"who": "cat"}, {"only": "sometimes"}]
)
def test_a_row_that_cannot_be_meant_is_refused(bad: dict[str, str]) -> None:
    with pytest.raises(BadInputError) as caught:
        case_moves_of([ROW | bad])
    assert caught.value.code == "moves.bad"


def test_an_act_that_leads_to_two_states_is_refused() -> None:
    with pytest.raises(BadInputError):
        case_moves_of([ROW, ROW | {"to": "issued"}])
