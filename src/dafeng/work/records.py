"""The nouns of the work: tasks, moves, rounds, reports, figures, reminders."""

from __future__ import annotations

from enum import StrEnum


class TaskState(StrEnum):
    """Where the work on a task is; ``overdue`` is derived and never stored."""

    DRAFT = "draft"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in-progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    CLOSED = "closed"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class TaskAct(StrEnum):
    """What somebody does with a task; ``data/task_moves.csv`` says from where to."""

    ASSIGN = "assign"
    ACCEPT = "accept"
    START = "start"
    SUBMIT = "submit"
    RETURN = "return"
    VERIFY = "verify"
    CLOSE = "close"
    NEXT = "next"
    """A recurring task begins its next turn."""
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    CANCEL = "cancel"
    UNDO = "undo"
    """The last act is taken back; both stay in the history."""


class Who(StrEnum):
    """Whose move it is."""

    LEAD = "lead"
    """People of the unit that leads the task."""
    ISSUER = "issuer"
    """The unit that gave the task, or who verifies for it."""


class Recurrence(StrEnum):
    """How often a task or a report comes round."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


class ReportState(StrEnum):
    """Where one report of a round is."""

    OPEN = "open"
    """Nobody wrote anything yet."""
    DRAFT = "draft"
    SUBMITTED = "submitted"
    """The officer is through; the unit's head has not confirmed."""
    CONFIRMED = "confirmed"
    """The head stands for it; the office has not verified."""
    RETURNED = "returned"
    VERIFIED = "verified"


class ReportAct(StrEnum):
    """What somebody does with a report."""

    SAVE = "save"
    SUBMIT = "submit"
    RECALL = "recall"
    """The officer takes it back before the head confirmed."""
    CONFIRM = "confirm"
    RETURN = "return"
    VERIFY = "verify"


class Answer(StrEnum):
    """What a duty got for an answer; silence is none of these."""

    FIGURE = "figure"
    NOT_APPLICABLE = "not-applicable"
    NO_DATA_YET = "no-data-yet"
