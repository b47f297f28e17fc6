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

_OFFERED = {
    "cases": ["BaselineCase", "baseline_answer", "read_baseline_case"],
    "errors": ["BaselineError", "ContractError"],
    "fitting": ["expected_energy", "fit_baselines"],
    "intervals": ["Period", "savings_of"],
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
}

__all__ = [
    "Adjustment",
    "BaselineCase",
    "BaselineError",
    "Baselines",
    "Contract",
    "ContractError",
    "ContractKind",
    "Drivers",
    "Figure",
    "Line",
    "LineKind",
    "Measured",
    "Period",
    "Savings",
    "Settlement",
    "Shape",
    "Term",
    "baseline_answer",
    "expected_energy",
    "fit_baselines",
    "read_baseline_case",
    "savings_of",
    "settle",
]

__getattr__ = lazy_door(__name__, _OFFERED)
