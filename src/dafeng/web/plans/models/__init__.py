"""The tables of the plan's room, one file per concern."""

from __future__ import annotations

from dafeng.web.plans.models.changes import (
    Act,
    ActKind,
    Conflict,
    ConflictKind,
    Decision,
    Resolution,
)
from dafeng.web.plans.models.objects import (
    COMPARATORS,
    FIGURELESS,
    Milestone,
    Project,
    Target,
    TargetResponsibility,
    Task,
    TaskResponsibility,
)
from dafeng.web.plans.models.plans import (
    Clause,
    Plan,
    PlanFinding,
    PlanSource,
    PlanStatus,
    PlanText,
)
from dafeng.web.plans.models.proposals import (
    ACCEPTED,
    LIVE,
    Proposal,
    ProposalKind,
    ProposalState,
)
from dafeng.web.plans.models.units import GroupMember, PlanUnit
from dafeng.web.plans.models.workbooks import ReviewWorkbook

__all__ = [
    "ACCEPTED",
    "COMPARATORS",
    "FIGURELESS",
    "LIVE",
    "Act",
    "ActKind",
    "Clause",
    "Conflict",
    "ConflictKind",
    "Decision",
    "GroupMember",
    "Milestone",
    "Plan",
    "PlanFinding",
    "PlanSource",
    "PlanStatus",
    "PlanText",
    "PlanUnit",
    "Project",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "Resolution",
    "ReviewWorkbook",
    "Target",
    "TargetResponsibility",
    "Task",
    "TaskResponsibility",
]
