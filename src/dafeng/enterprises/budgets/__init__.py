"""Energy budgets: the ledger, the curve of the year, the landing, the bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.enterprises.budgets.bands import (
        BandLevel,
        BudgetBand,
        BudgetStand,
        budget_bands,
        stand_of,
        still_told,
    )
    from dafeng.enterprises.budgets.case_reading import read_budget_case
    from dafeng.enterprises.budgets.cases import (
        BudgetCase,
        BudgetUnit,
        CaseStand,
        UnitStand,
        due_share,
        missing_months,
        stand_of_case,
    )
    from dafeng.enterprises.budgets.deductions import (
        BudgetDeduction,
        counted_use,
        deduction_kind,
        deduction_kinds,
    )
    from dafeng.enterprises.budgets.landing import Landing, landing_of
    from dafeng.enterprises.budgets.ledger import (
        RESERVE,
        TOTAL,
        Balances,
        EntryKind,
        LedgerEntry,
        balances_of,
        post,
        total_entry,
        unit_account,
    )
    from dafeng.enterprises.budgets.months import (
        MONTHS,
        DayUse,
        MonthUse,
        UseSource,
        by_year,
        joined,
        months_of_days,
    )
    from dafeng.enterprises.budgets.quanta import (
        from_quanta,
        positive_tce,
        to_quanta,
        whole_tce,
    )
    from dafeng.enterprises.budgets.returning import (
        RETURN,
        RETURN_DUE,
        ReturnHead,
        ReturnRow,
        return_workbook,
    )
    from dafeng.enterprises.budgets.seasons import (
        YearCurve,
        monthly_budget,
        seasonal_curve,
    )
    from dafeng.enterprises.budgets.setting import (
        BENCHMARK,
        HISTORICAL,
        BudgetMethod,
        BudgetProduct,
        benchmark_budget,
        budget_methods,
        energy_saved,
        historical_budget,
        method_of,
    )
    from dafeng.enterprises.budgets.states import (
        BudgetAct,
        BudgetHand,
        BudgetMove,
        BudgetState,
        acts_in,
        budget_move,
        budget_moves,
    )

_OFFERED = {
    "bands": [
        "BandLevel",
        "BudgetBand",
        "BudgetStand",
        "budget_bands",
        "stand_of",
        "still_told",
    ],
    "case_reading": ["read_budget_case"],
    "cases": [
        "BudgetCase",
        "BudgetUnit",
        "CaseStand",
        "UnitStand",
        "due_share",
        "missing_months",
        "stand_of_case",
    ],
    "deductions": [
        "BudgetDeduction",
        "counted_use",
        "deduction_kind",
        "deduction_kinds",
    ],
    "landing": ["Landing", "landing_of"],
    "ledger": [
        "Balances",
        "EntryKind",
        "LedgerEntry",
        "RESERVE",
        "TOTAL",
        "balances_of",
        "post",
        "total_entry",
        "unit_account",
    ],
    "months": [
        "DayUse",
        "MONTHS",
        "MonthUse",
        "UseSource",
        "by_year",
        "joined",
        "months_of_days",
    ],
    "quanta": ["from_quanta", "positive_tce", "to_quanta", "whole_tce"],
    "returning": ["RETURN", "RETURN_DUE", "ReturnHead", "ReturnRow", "return_workbook"],
    "seasons": ["YearCurve", "monthly_budget", "seasonal_curve"],
    "setting": [
        "BENCHMARK",
        "BudgetMethod",
        "BudgetProduct",
        "HISTORICAL",
        "benchmark_budget",
        "budget_methods",
        "energy_saved",
        "historical_budget",
        "method_of",
    ],
    "states": [
        "BudgetAct",
        "BudgetHand",
        "BudgetMove",
        "BudgetState",
        "acts_in",
        "budget_move",
        "budget_moves",
    ],
}

__all__ = [
    "BENCHMARK",
    "Balances",
    "BandLevel",
    "BudgetAct",
    "BudgetBand",
    "BudgetCase",
    "BudgetDeduction",
    "BudgetHand",
    "BudgetMethod",
    "BudgetMove",
    "BudgetProduct",
    "BudgetStand",
    "BudgetState",
    "BudgetUnit",
    "CaseStand",
    "DayUse",
    "EntryKind",
    "HISTORICAL",
    "Landing",
    "LedgerEntry",
    "MONTHS",
    "MonthUse",
    "RESERVE",
    "RETURN",
    "RETURN_DUE",
    "ReturnHead",
    "ReturnRow",
    "TOTAL",
    "UnitStand",
    "UseSource",
    "YearCurve",
    "acts_in",
    "balances_of",
    "benchmark_budget",
    "budget_bands",
    "budget_methods",
    "budget_move",
    "budget_moves",
    "by_year",
    "counted_use",
    "deduction_kind",
    "deduction_kinds",
    "due_share",
    "energy_saved",
    "from_quanta",
    "historical_budget",
    "joined",
    "landing_of",
    "method_of",
    "missing_months",
    "monthly_budget",
    "months_of_days",
    "positive_tce",
    "post",
    "read_budget_case",
    "return_workbook",
    "seasonal_curve",
    "stand_of",
    "stand_of_case",
    "still_told",
    "to_quanta",
    "total_entry",
    "unit_account",
    "whole_tce",
]

__getattr__ = lazy_door(__name__, _OFFERED)
