"""What this room keeps: plans and draws, inspections, findings, shared cases, moves."""

from __future__ import annotations

from dafeng.web.inspections.models.cases import (
    CasePart,
    CaseState,
    PartKind,
    PartState,
    SharedCase,
)
from dafeng.web.inspections.models.findings import (
    FindingState,
    InspectionFinding,
    InspectionNotice,
    Recheck,
    RecheckResult,
)
from dafeng.web.inspections.models.inspections import (
    Inspection,
    InspectionInspector,
    InspectionState,
    RecordFile,
    RecordSignature,
)
from dafeng.web.inspections.models.moves import InspectionMove
from dafeng.web.inspections.models.plans import (
    InspectionPlan,
    PlanDraw,
    PlanExclusion,
    PlanInspector,
    PlanState,
    PlanSubject,
)

__all__ = [
    "CasePart",
    "CaseState",
    "FindingState",
    "Inspection",
    "InspectionFinding",
    "InspectionInspector",
    "InspectionMove",
    "InspectionNotice",
    "InspectionPlan",
    "InspectionState",
    "PartKind",
    "PartState",
    "PlanDraw",
    "PlanExclusion",
    "PlanInspector",
    "PlanState",
    "PlanSubject",
    "Recheck",
    "RecheckResult",
    "RecordFile",
    "RecordSignature",
    "SharedCase",
]
