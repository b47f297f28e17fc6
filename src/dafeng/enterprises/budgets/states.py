"""Where a budget of a unit and year stands, and who may move it on: rows, not code."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.enterprises.errors import BudgetError

_ROOM = "dafeng.enterprises"


class BudgetState(StrEnum):
    """Where the budget of a unit for a year stands."""

    LISTED = "listed"
    PROPOSED = "budget-proposed"
    APPROVED = "budget-approved"
    METERING = "metering"
    ADJUSTED = "adjusted"
    """An application for another budget waits for its decision."""
    SELF_REPORTED = "self-reported"
    REVIEWED = "reviewed"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class BudgetAct(StrEnum):
    """What can be done with it."""

    PROPOSE = "propose"
    CHECK = "check"
    RETURN = "return"
    APPROVE = "approve"
    METER = "meter"
    APPLY = "apply"
    RETRACT = "retract"
    GRANT = "grant"
    REFUSE = "refuse"
    REPORT = "report"
    SEND_BACK = "send-back"
    REVIEW = "review"
    REOPEN = "reopen"
    SETTLE = "settle"
    UNSETTLE = "unsettle"
    WITHDRAW = "withdraw"
    RELIST = "relist"


class BudgetHand(StrEnum):
    """Who acts."""

    PROPOSER = "proposer"
    """The enterprise, or the office for it."""
    KEEPER = "keeper"
    """The office, or the bureau that keeps the budgets."""
    CHECKER = "checker"
    APPROVER = "approver"
    SIGNER = "signer"
    """Who checks, or who approves."""
    PROGRAM = "program"


@attrs.frozen(kw_only=True)
class BudgetMove:
    """A row: an act leads from a state to another."""

    act: BudgetAct
    before: BudgetState
    after: BudgetState
    who: BudgetHand
    asks_reason: bool
    ledger: str = ""


@cache
def budget_moves() -> Mapping[tuple[BudgetAct, BudgetState], BudgetMove]:
    """Return the packaged moves by act and state."""
    moves = (
        BudgetMove(
            act=BudgetAct(row["act"]),
            before=BudgetState(row["from"]),
            after=BudgetState(row["to"]),
            who=BudgetHand(row["who"]),
            asks_reason=row["reason"] == "asked",
            ledger=row["ledger"],
        )
        for row in packaged_rows(_ROOM, "budget_moves.csv")
    )
    return {(move.act, move.before): move for move in moves}


def budget_move(act: BudgetAct, state: BudgetState, *, reason: str = "") -> BudgetMove:
    """Return where an act leads.

    Raises
    ------
    BudgetError
        ``budget.state``: it cannot be done now; ``budget.reason``: it asks for a
        reason.

    Examples
    --------
    >>> budget_move(BudgetAct.REVIEW, BudgetState.SELF_REPORTED).after.value
    'reviewed'
    """
    move = budget_moves().get((act, state))
    if move is None:
        have = ", ".join(sorted(one.value for one in acts_in(state))) or "nothing"
        msg = f"{act} cannot be done in the state {state}; there can be: {have}."
        raise BudgetError(msg, code="budget.state", act=act.value, state=state.value)
    if move.asks_reason and not reason.strip():
        msg = f"{act} needs a reason."
        raise BudgetError(msg, code="budget.reason", act=act.value)
    return move


def acts_in(state: BudgetState) -> tuple[BudgetAct, ...]:
    """What can be done in a state, in the order of the table."""
    return tuple(act for act, before in budget_moves() if before is state)
