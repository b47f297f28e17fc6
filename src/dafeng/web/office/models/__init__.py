"""What this room keeps: own calendar rows, done marks, letters and decisions."""

from __future__ import annotations

from dafeng.web.office.models.calendar import CalendarMark, OwnRule
from dafeng.web.office.models.decisions import (
    Decision,
    DecisionItem,
    DecisionTarget,
    DecisionTask,
)
from dafeng.web.office.models.letters import (
    Direction,
    Letter,
    LetterAct,
    LetterMove,
    LetterState,
    Registry,
)
from dafeng.web.office.models.meetings import (
    AHEAD,
    TOLD,
    AgendaRow,
    Meeting,
    MeetingState,
    Outcome,
)

__all__ = [
    "AHEAD",
    "TOLD",
    "AgendaRow",
    "CalendarMark",
    "Decision",
    "DecisionItem",
    "DecisionTarget",
    "DecisionTask",
    "Direction",
    "Letter",
    "LetterAct",
    "LetterMove",
    "LetterState",
    "Meeting",
    "MeetingState",
    "Outcome",
    "OwnRule",
    "Registry",
]
