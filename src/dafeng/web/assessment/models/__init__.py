"""The tables of the assessment's room, one file per concern."""

from __future__ import annotations

from dafeng.web.assessment.models.acts import (
    Exemption,
    ProposalRow,
    Stand,
    StepCode,
)
from dafeng.web.assessment.models.bindings import TargetBinding
from dafeng.web.assessment.models.decrees import (
    AllocationRun,
    Decree,
    DecreeState,
    Parties,
)
from dafeng.web.assessment.models.levels import LevelCode, PlanLevel
from dafeng.web.assessment.models.objections import (
    WAITING,
    ActCode,
    Objection,
    ObjectionMove,
    StageCode,
)
from dafeng.web.assessment.models.orders import OrderState, ScoreOrder
from dafeng.web.assessment.models.proofs import ProofKind, ProofOrder
from dafeng.web.assessment.models.runs import (
    DRAFT_MARK,
    AssessmentRun,
    RunRecord,
    RunStatus,
    StateCode,
    TargetStanding,
    UnitScore,
)

__all__ = [
    "DRAFT_MARK",
    "WAITING",
    "ActCode",
    "AllocationRun",
    "AssessmentRun",
    "Decree",
    "DecreeState",
    "Exemption",
    "LevelCode",
    "Objection",
    "ObjectionMove",
    "OrderState",
    "Parties",
    "PlanLevel",
    "ProofKind",
    "ProofOrder",
    "ProposalRow",
    "RunRecord",
    "RunStatus",
    "ScoreOrder",
    "StageCode",
    "Stand",
    "StateCode",
    "StepCode",
    "TargetBinding",
    "TargetStanding",
    "UnitScore",
]
