"""What the room keeps in the database."""

from __future__ import annotations

from dafeng.web.savings.models.changes import ContractChange
from dafeng.web.savings.models.conditions import CONDITIONS
from dafeng.web.savings.models.contracts import (
    Adjustment,
    ContractTerm,
    Measurement,
    SavingProject,
    Settlement,
)
from dafeng.web.savings.models.findings import EnergyAnomaly, WeatherDay
from dafeng.web.savings.models.management import (
    EnergyIndicator,
    IndicatorReading,
    ManagementReview,
    ReviewDecision,
)
from dafeng.web.savings.models.products import (
    EnergyCertificate,
    LocalNorm,
    OutputMonth,
    ProductYear,
)
from dafeng.web.savings.models.stages import InvestmentLine, ProjectStage

__all__ = [
    "CONDITIONS",
    "Adjustment",
    "ContractChange",
    "ContractTerm",
    "EnergyAnomaly",
    "EnergyCertificate",
    "EnergyIndicator",
    "IndicatorReading",
    "InvestmentLine",
    "LocalNorm",
    "ManagementReview",
    "Measurement",
    "OutputMonth",
    "ProductYear",
    "ProjectStage",
    "ReviewDecision",
    "SavingProject",
    "Settlement",
    "WeatherDay",
]
