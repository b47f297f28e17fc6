"""The tables of the account's room, one file per concern."""

from __future__ import annotations

from dafeng.web.accounts.models.imports import (
    DECIDED,
    OPEN,
    ImportBatch,
    ImportStatus,
    OutboxRow,
)
from dafeng.web.accounts.models.lines import (
    AccountBridge,
    AccountFinding,
    AccountLine,
    EvidenceRow,
    GradeCode,
    Reconciliation,
    SeverityCode,
    StreamCode,
)
from dafeng.web.accounts.models.runs import (
    AccountRun,
    AccountTotal,
    Audience,
    BoundaryCode,
    ChangeEffect,
    PreparedPage,
    RunStatus,
)
from dafeng.web.accounts.models.signatures import FactorSignature

__all__ = [
    "DECIDED",
    "OPEN",
    "AccountBridge",
    "AccountFinding",
    "AccountLine",
    "AccountRun",
    "AccountTotal",
    "Audience",
    "BoundaryCode",
    "ChangeEffect",
    "EvidenceRow",
    "FactorSignature",
    "GradeCode",
    "ImportBatch",
    "ImportStatus",
    "OutboxRow",
    "PreparedPage",
    "Reconciliation",
    "RunStatus",
    "SeverityCode",
    "StreamCode",
]
