"""State machines of reports, verifications and findings: moves as data.

Source: 核查指南（试行）(环办气候函〔2021〕130号), CETS-VG-01.01-V02-2026; rows of the
program's own are marked ``U``.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.enterprises.reporting.errors import ReportMoveError
from dafeng.enterprises.reporting.rules import ROOM


class Machine(StrEnum):
    """What moves."""

    REPORT = "report"
    VERIFICATION = "verification"
    FINDING = "finding"


class ReportState(StrEnum):
    """States of a yearly report."""

    OPEN = "open"
    DEPOSITED = "monthly-deposited"
    COMPILED = "compiled"
    SUBMITTED = "submitted"
    VERIFYING = "under-verification"
    RETURNED = "returned"
    CORRECTED = "corrected"
    VERIFIED = "verified"
    CLEARED = "cleared"
    SHORT = "short"
    VOID = "void"
    """Opened by mistake: it does not count, and another may be opened."""


class VerificationState(StrEnum):
    """Steps of a verification."""

    ARRANGED = "arranged"
    TEAM = "team"
    DESK_REVIEW = "desk-review"
    SITE_PLAN = "site-plan"
    SITE_VISIT = "site-visit"
    NONCONFORMITIES = "nonconformities"
    SETTLED = "settled"
    CONCLUSION = "conclusion"
    TOLD = "told"
    OBJECTION = "objection"
    REVIEWED = "reviewed"
    CONFIRMED = "confirmed"
    ARCHIVED = "archived"


class FindingState(StrEnum):
    """States of a nonconformity."""

    OPEN = "open"
    REPLIED = "replied"
    CORRECTED = "corrected"
    CONSERVATIVE = "conservative"
    WITHDRAWN = "withdrawn"


class Hand(StrEnum):
    """Whose move it is."""

    UNIT = "unit"
    VERIFIER = "verifier"
    OFFICE = "office"


@attrs.frozen(kw_only=True)
class ReportMove:
    """A move: what leads from where to where, and who makes it."""

    machine: Machine
    act: str
    source: str
    goal: str
    who: Hand
    reason_asked: bool
    basis: str
    mark: str


@cache
def report_moves() -> tuple[ReportMove, ...]:
    """Return every move, in the order of the table."""
    return tuple(
        ReportMove(
            machine=Machine(row["machine"]),
            act=row["act"],
            source=row["from"],
            goal=row["to"],
            who=Hand(row["who"]),
            reason_asked=bool(row["reason"]),
            basis=row["source"],
            mark=row["mark"],
        )
        for row in packaged_rows(ROOM, "report_moves.csv")
    )


def report_moves_from(machine: Machine, state: str) -> tuple[ReportMove, ...]:
    """Return the moves that lead out of a state."""
    return tuple(
        one for one in report_moves() if one.machine is machine and one.source == state
    )


def report_move(machine: Machine, state: str, act: str) -> ReportMove:
    """Return the move that an act is in a state.

    Raises
    ------
    ReportMoveError
        It is not possible; ``.possible`` says what is.

    Examples
    --------
    >>> report_move(Machine.REPORT, "compiled", "submit").goal
    'submitted'
    """
    possible = report_moves_from(machine, state)
    for one in possible:
        if one.act == act:
            return one
    raise ReportMoveError(
        machine=machine.value,
        state=state,
        act=act,
        possible=[one.act for one in possible],
    )
