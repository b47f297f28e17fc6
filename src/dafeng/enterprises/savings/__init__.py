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
    "Length",
    "Line",
    "LineKind",
    "Measured",
    "Period",
    "Savings",
    "Settlement",
    "Shape",
    "Term",
    "adjustment_part",
    "baseline_answer",
    "baseline_kept",
    "days_of",
    "doubts_of",
    "expected_energy",
    "fit_baselines",
    "kept_baseline",
    "read_baseline_case",
    "savings_of",
    "settle",
    "settling_bounds",
    "stretch_at",
    "whole_period",
]

__getattr__ = lazy_door(__name__, _OFFERED)
