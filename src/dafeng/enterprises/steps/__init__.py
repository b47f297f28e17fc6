"""Steps: what readings suggest, and a draft plan for one enterprise (一企一策)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.enterprises.steps.diagnosing import (
        DayReading,
        Item,
        MeterDays,
        Topic,
        diagnose_meter,
        diagnose_ratios,
        diagnosis_rules,
        runs_through,
    )
    from dafeng.enterprises.steps.planning import (
        Wishes,
        draft_steps,
        sector_of_industry,
    )
    from dafeng.enterprises.steps.power_factor import (
        FactorMonth,
        PowerDays,
        bill_change,
        diagnose_power_factor,
        factor_months,
    )
    from dafeng.enterprises.steps.records import Absent, LeftOut, Load, Step, StepPlan

_OFFERED = {
    "diagnosing": [
        "DayReading",
        "Item",
        "MeterDays",
        "Topic",
        "diagnose_meter",
        "diagnose_ratios",
        "diagnosis_rules",
        "runs_through",
    ],
    "planning": ["Wishes", "draft_steps", "sector_of_industry"],
    "power_factor": [
        "FactorMonth",
        "PowerDays",
        "bill_change",
        "diagnose_power_factor",
        "factor_months",
    ],
    "records": ["Absent", "LeftOut", "Load", "Step", "StepPlan"],
}

__all__ = [
    "Absent",
    "DayReading",
    "FactorMonth",
    "Item",
    "LeftOut",
    "Load",
    "MeterDays",
    "PowerDays",
    "Step",
    "StepPlan",
    "Topic",
    "Wishes",
    "bill_change",
    "diagnose_meter",
    "diagnose_power_factor",
    "diagnose_ratios",
    "diagnosis_rules",
    "draft_steps",
    "factor_months",
    "runs_through",
    "sector_of_industry",
]

__getattr__ = lazy_door(__name__, _OFFERED)
