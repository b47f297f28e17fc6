"""The state machine of a case: which act leads from where to where, and who acts.

The moves are data (``data/case_moves.csv``).  A case that asks for an answer is closed
after its rectification was reviewed; one that asks for nothing, once it was received.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from dafeng.base.errors import BadInputError
from dafeng.base.tables import packaged_rows
from dafeng.supervision.errors import CaseMoveRefusedError
from dafeng.supervision.records import (
    Asks,
    CaseAct,
    CaseDone,
    CaseMoveRule,
    CaseState,
)


@cache
def case_moves() -> tuple[CaseMoveRule, ...]:
    """Every move of the table, in its order, read once."""
    return case_moves_of(packaged_rows("dafeng.supervision", "case_moves.csv"))


def case_moves_of(rows: Iterable[Mapping[str, str]]) -> tuple[CaseMoveRule, ...]:
    """Read moves from rows as ``data/case_moves.csv`` has them.

    Raises
    ------
    BadInputError
        ``moves.bad``: a row names no known act, state or hand, or an act leads from
        one state to two.
    """
    found: dict[tuple[CaseState, CaseAct], CaseMoveRule] = {}
    for number, row in enumerate(rows, start=2):
        try:
            move = CaseMoveRule(
                act=row["act"],
                source=row["from"],
                goal=row["to"],
                who=row["who"],
                reason_asked=bool(row["reason"]),
                only=Asks(row["only"]) if row["only"] else None,
            )
        except (KeyError, ValueError) as error:
            raise _bad(number, str(error)) from error
        key = (move.source, move.act)
        if key in found:
            told = f"{move.act} from {move.source} stands in the table already"
            raise _bad(number, told)
        found[key] = move
    return tuple(found.values())


def case_moves_from(state: CaseState | str, *, asks: Asks) -> tuple[CaseMoveRule, ...]:
    """Moves that lead out of a state, in the order in which to offer them."""
    state = CaseState(state)
    return tuple(
        move
        for move in case_moves()
        if move.source is state and move.only in (None, asks)
    )


def case_move(
    state: CaseState | str, act: CaseAct | str, *, asks: Asks
) -> CaseMoveRule:
    """Return the move that an act is in a state.

    Raises
    ------
    CaseMoveRefusedError
        The act is not possible; ``.possible`` says what is.

    Examples
    --------
    >>> case_move("checked", "issue", asks=Asks.REPLY).goal.value
    'issued'
    """
    state, act = CaseState(state), CaseAct(act)
    possible = case_moves_from(state, asks=asks)
    for move in possible:
        if move.act is act:
            return move
    raise CaseMoveRefusedError(
        state=state, act=act, possible=[move.act for move in possible]
    )


def state_of_trail(trail: Iterable[CaseDone], *, asks: Asks) -> CaseState:
    """Walk a trail from the draft on and return where it ends.

    Raises
    ------
    CaseMoveRefusedError
        An act was not possible where it was done.
    BadInputError
        ``case.trail``: an act begins elsewhere than the one before ended, or ends
        elsewhere than it leads to.
    """
    state = CaseState.DRAFT
    for done in trail:
        move = case_move(state, done.act, asks=asks)
        if done.before is not state or done.after is not move.goal:
            msg = (
                f"The trail says {done.act}: {done.before} to {done.after}; "
                f"it leads from {state} to {move.goal}."
            )
            raise BadInputError(msg, code="case.trail", act=done.act.value)
        state = move.goal
    return state


def _bad(number: int, told: str) -> BadInputError:
    msg = f"case_moves.csv, line {number}: {told}."
    return BadInputError(msg, code="moves.bad", line=number)
