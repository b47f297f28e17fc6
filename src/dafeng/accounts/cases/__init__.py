"""Self-contained cases: JSON in, figures row by row out, compared where it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.accounts.cases.evaluate import evaluate_case
    from dafeng.accounts.cases.nodes import read_cases
    from dafeng.accounts.cases.records import CaseResult, CaseRow, Comparison
    from dafeng.accounts.cases.writing import case_json

__all__ = [
    "CaseResult",
    "CaseRow",
    "Comparison",
    "case_json",
    "evaluate_case",
    "read_cases",
]

__getattr__ = lazy_door(
    __name__,
    {
        "evaluate": ["evaluate_case"],
        "nodes": ["read_cases"],
        "records": ["CaseResult", "CaseRow", "Comparison"],
        "writing": ["case_json"],
    },
)
