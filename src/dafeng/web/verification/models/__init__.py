"""What the room keeps in the database."""

from __future__ import annotations

from dafeng.web.verification.models.accounts import ClosedMonth, OwnAccountRow
from dafeng.web.verification.models.evidence import (
    ControlPlan,
    CrossStatement,
    Deposit,
    PlanParameter,
)
from dafeng.web.verification.models.reports import (
    EmissionReport,
    MarketMembership,
    ReportLineRow,
    ReportStep,
    ReportVersion,
    Surrender,
)
from dafeng.web.verification.models.verifying import Nonconformity, Verification

__all__ = [
    "ClosedMonth",
    "ControlPlan",
    "CrossStatement",
    "Deposit",
    "EmissionReport",
    "MarketMembership",
    "Nonconformity",
    "OwnAccountRow",
    "PlanParameter",
    "ReportLineRow",
    "ReportStep",
    "ReportVersion",
    "Surrender",
    "Verification",
]
