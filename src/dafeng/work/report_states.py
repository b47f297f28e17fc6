"""How a report goes from hand to hand: states, acts, and who acts."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.tables import packaged_rows
from dafeng.work.records import ReportAct, ReportState


class ReportHand(StrEnum):
    """In whose hand an act lies."""

    OFFICER = "officer"
    """Who fills it in."""
    HEAD = "head"
    """Who stands for it."""
    VERIFIER = "verifier"
    """Who asked for it, or checks for them."""


@attrs.frozen(kw_only=True)
class ReportMoveRule:
    """One row of ``data/report_moves.csv``."""

    act: ReportAct = attrs.field(converter=ReportAct)
    before: ReportState = attrs.field(converter=ReportState)
    after: ReportState = attrs.field(converter=ReportState)
    who: ReportHand = attrs.field(converter=ReportHand)


@cache
def report_moves() -> tuple[ReportMoveRule, ...]:
    """Return every move that there is, in the order of the file."""
    rows = packaged_rows("dafeng.work", "report_moves.csv")
    return tuple(ReportMoveRule(**row) for row in rows)


def report_moves_from(state: ReportState) -> tuple[ReportMoveRule, ...]:
    """Return what can be done with a report in a state."""
    return tuple(move for move in report_moves() if move.before is state)


def report_move(state: ReportState, act: ReportAct) -> ReportMoveRule:
    """Return where an act leads from a state, and in whose hand it lies.

    Raises
    ------
    BadInputError
        ``report.move``: nothing leads there; the message says what can be done.

    Examples
    --------
    >>> report_move(ReportState.SUBMITTED, ReportAct.CONFIRM).after.value
    'confirmed'
    """
    for move in report_moves_from(state):
        if move.act is act:
            return move
    can = ", ".join(move.act for move in report_moves_from(state)) or "nothing"
    msg = f"A report that is {state} cannot be taken to {act}. It can: {can}."
    raise BadInputError(msg, code="report.move", state=state.value, act=act.value)
