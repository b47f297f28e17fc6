"""Savings: baselines that know weather and output, what was saved, who gets what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.enterprises.savings.cases import (
        BaselineCase,
        baseline_answer,
        read_baseline_case,
    )
    from dafeng.enterprises.savings.errors import BaselineError, ContractError
    from dafeng.enterprises.savings.finance import (
        Appraisal,
        Known,
        Outlay,
        Party,
        Return,
        Source,
        Split,
        Why,
        appraise,
        discount_rate,
        instalments,
        irr_of,
        monthly_flows,
        npv_of,
        periods_to_come,
    )
    from dafeng.enterprises.savings.fitting import expected_energy, fit_baselines
    from dafeng.enterprises.savings.intervals import Period, savings_of
    from dafeng.enterprises.savings.judging import (
        Doubt,
        Evidence,
        doubts_of,
        settling_bounds,
    )
    from dafeng.enterprises.savings.keeping import baseline_kept, kept_baseline
    from dafeng.enterprises.savings.records import Baselines, Drivers, Savings, Shape
    from dafeng.enterprises.savings.settling import (
        Adjustment,
        Contract,
        ContractKind,
        Figure,
        Line,
        LineKind,
        Measured,
        Settlement,
        Term,
        settle,
    )
    from dafeng.enterprises.savings.stages import (
        Progress,
        Stage,
        StageDays,
        course_findings,
        current_of,
        delay_of,
        earliest_of,
        see_course,
    )
    from dafeng.enterprises.savings.stretches import (
        Length,
        adjustment_part,
        days_of,
        stretch_at,
        whole_period,
    )

_OFFERED = {
    "cases": ["BaselineCase", "baseline_answer", "read_baseline_case"],
    "errors": ["BaselineError", "ContractError"],
    "finance": [
        "Appraisal",
        "Known",
        "Outlay",
        "Party",
        "Return",
        "Source",
        "Split",
        "Why",
        "appraise",
        "discount_rate",
        "instalments",
        "irr_of",
        "monthly_flows",
        "npv_of",
        "periods_to_come",
    ],
    "fitting": ["expected_energy", "fit_baselines"],
    "intervals": ["Period", "savings_of"],
    "judging": ["Doubt", "Evidence", "doubts_of", "settling_bounds"],
    "keeping": ["baseline_kept", "kept_baseline"],
    "records": ["Baselines", "Drivers", "Savings", "Shape"],
    "settling": [
        "Adjustment",
        "Contract",
        "ContractKind",
        "Figure",
        "Line",
        "LineKind",
        "Measured",
        "Settlement",
        "Term",
        "settle",
    ],
    "stages": [
        "Progress",
        "Stage",
        "StageDays",
        "course_findings",
        "current_of",
        "delay_of",
        "earliest_of",
        "see_course",
    ],
    "stretches": [
        "Length",
        "adjustment_part",
        "days_of",
        "stretch_at",
        "whole_period",
    ],
}

__all__ = [
    "Adjustment",
    "Appraisal",
    "BaselineCase",
    "BaselineError",
    "Baselines",
    "Contract",
    "ContractError",
    "ContractKind",
    "Doubt",
    "Drivers",
    "Evidence",
    "Figure",
    "Known",
    "Length",
    "Line",
    "LineKind",
    "Measured",
    "Outlay",
    "Party",
    "Period",
    "Progress",
    "Return",
    "Savings",
    "Settlement",
    "Shape",
    "Source",
    "Split",
    "Stage",
    "StageDays",
    "Term",
    "Why",
    "adjustment_part",
    "appraise",
    "baseline_answer",
    "baseline_kept",
    "course_findings",
    "current_of",
    "days_of",
    "delay_of",
    "discount_rate",
    "doubts_of",
    "earliest_of",
    "expected_energy",
    "fit_baselines",
    "instalments",
    "irr_of",
    "kept_baseline",
    "monthly_flows",
    "npv_of",
    "periods_to_come",
    "read_baseline_case",
    "savings_of",
    "see_course",
    "settle",
    "settling_bounds",
    "stretch_at",
    "whole_period",
]

__getattr__ = lazy_door(__name__, _OFFERED)
