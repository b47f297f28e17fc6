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
    )
    from dafeng.enterprises.steps.planning import (
        Wishes,
        draft_steps,
        sector_of_industry,
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
    ],
    "planning": ["Wishes", "draft_steps", "sector_of_industry"],
    "records": ["Absent", "LeftOut", "Load", "Step", "StepPlan"],
}

__all__ = [
    "Absent",
    "DayReading",
    "Item",
    "LeftOut",
    "Load",
    "MeterDays",
    "Step",
    "StepPlan",
    "Topic",
    "Wishes",
    "diagnose_meter",
    "diagnose_ratios",
    "diagnosis_rules",
    "draft_steps",
    "sector_of_industry",
]

__getattr__ = lazy_door(__name__, _OFFERED)
