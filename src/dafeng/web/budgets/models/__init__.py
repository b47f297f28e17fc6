"""Models of the room."""

from __future__ import annotations

from dafeng.web.budgets.models.acts import (
    BudgetApplication,
    BudgetStep,
    UnitDeduction,
)
from dafeng.web.budgets.models.key_users import KeyUser, UnitMonth
from dafeng.web.budgets.models.ledgers import BudgetYear, LedgerLine
from dafeng.web.budgets.models.returns import CityReturn

__all__ = [
    "BudgetApplication",
    "BudgetStep",
    "BudgetYear",
    "CityReturn",
    "KeyUser",
    "LedgerLine",
    "UnitDeduction",
    "UnitMonth",
]
