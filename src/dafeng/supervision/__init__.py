"""What follows from an assessment: the ladder of steps, and the life of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.supervision.checks import CaseDraft, Subject, check_case
    from dafeng.supervision.deadlines import (
        CaseDays,
        CaseUrgency,
        Turn,
        case_urgency,
        reply_day,
        review_day,
        step_after_silence,
        turn_of,
        unsure_days,
    )
    from dafeng.supervision.errors import CaseMoveRefusedError
    from dafeng.supervision.ladder import ladder_of, ladder_rungs, rung_on
    from dafeng.supervision.moves import (
        case_move,
        case_moves,
        case_moves_from,
        case_moves_of,
        state_of_trail,
    )
    from dafeng.supervision.proposing import (
        LadderCase,
        ProposedStep,
        Why,
        steps_proposed,
    )
    from dafeng.supervision.reading import read_ladder_cases
    from dafeng.supervision.records import (
        AT_UNIT,
        ENDED,
        OUT,
        Asks,
        CaseAct,
        CaseDone,
        CaseHand,
        CaseMoveRule,
        CaseState,
        CaseStep,
        DayKind,
        Form,
        Rung,
    )
    from dafeng.supervision.rule_checks import check_ladder

__all__ = [
    "AT_UNIT",
    "Asks",
    "CaseAct",
    "CaseDays",
    "CaseDone",
    "CaseDraft",
    "CaseHand",
    "CaseMoveRefusedError",
    "CaseMoveRule",
    "CaseState",
    "CaseStep",
    "CaseUrgency",
    "DayKind",
    "ENDED",
    "Form",
    "LadderCase",
    "OUT",
    "ProposedStep",
    "Rung",
    "Subject",
    "Turn",
    "Why",
    "case_move",
    "case_moves",
    "case_moves_from",
    "case_moves_of",
    "case_urgency",
    "check_case",
    "check_ladder",
    "ladder_of",
    "ladder_rungs",
    "read_ladder_cases",
    "reply_day",
    "review_day",
    "rung_on",
    "state_of_trail",
    "step_after_silence",
    "steps_proposed",
    "turn_of",
    "unsure_days",
]

__getattr__ = lazy_door(
    __name__,
    {
        "checks": ["CaseDraft", "Subject", "check_case"],
        "deadlines": [
            "CaseDays",
            "CaseUrgency",
            "Turn",
            "case_urgency",
            "reply_day",
            "review_day",
            "step_after_silence",
            "turn_of",
            "unsure_days",
        ],
        "errors": ["CaseMoveRefusedError"],
        "ladder": ["ladder_rungs", "ladder_of", "rung_on"],
        "moves": [
            "case_move",
            "case_moves",
            "case_moves_from",
            "case_moves_of",
            "state_of_trail",
        ],
        "proposing": ["LadderCase", "ProposedStep", "Why", "steps_proposed"],
        "reading": ["read_ladder_cases"],
        "records": [
            "AT_UNIT",
            "ENDED",
            "OUT",
            "Asks",
            "CaseAct",
            "CaseDone",
            "CaseHand",
            "CaseMoveRule",
            "CaseState",
            "CaseStep",
            "DayKind",
            "Form",
            "Rung",
        ],
        "rule_checks": ["check_ladder"],
    },
)
