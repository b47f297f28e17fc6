"""What this room keeps: tasks, their moves, rounds, reports, figures, evidence."""

from __future__ import annotations

from dafeng.web.work.models.evidence import Evidence, EvidenceKind
from dafeng.web.work.models.reports import Report, ReportFigure, ReportMove
from dafeng.web.work.models.rounds import ReportingDuty, Round, RoundStatus
from dafeng.web.work.models.task_moves import SheetSignOff, TaskMove
from dafeng.web.work.models.tasks import (
    Task,
    TaskIndicator,
    TaskStep,
    TaskUnit,
    UnitRole,
)

__all__ = [
    "Evidence",
    "EvidenceKind",
    "Report",
    "ReportFigure",
    "ReportMove",
    "ReportingDuty",
    "Round",
    "RoundStatus",
    "SheetSignOff",
    "Task",
    "TaskIndicator",
    "TaskMove",
    "TaskStep",
    "TaskUnit",
    "UnitRole",
]
