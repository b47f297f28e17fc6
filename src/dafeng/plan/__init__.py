"""Read a plan: a document in; clauses, targets, tasks, projects and findings out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.plan.diff import PlanDiff, diff_plans
    from dafeng.plan.documents import DocumentText, read_document
    from dafeng.plan.exchange import plan_from_json, plan_to_json
    from dafeng.plan.reader import read_plan, read_text
    from dafeng.plan.records import (
        Clause,
        Document,
        Milestone,
        Plan,
        Project,
        Responsible,
        Span,
        Target,
        Task,
        Unit,
    )

__all__ = [
    "Clause",
    "Document",
    "DocumentText",
    "Milestone",
    "Plan",
    "PlanDiff",
    "Project",
    "Responsible",
    "Span",
    "Target",
    "Task",
    "Unit",
    "diff_plans",
    "plan_from_json",
    "plan_to_json",
    "read_document",
    "read_plan",
    "read_text",
]

__getattr__ = lazy_door(
    __name__,
    {
        "diff": ["PlanDiff", "diff_plans"],
        "documents": ["DocumentText", "read_document"],
        "exchange": ["plan_from_json", "plan_to_json"],
        "reader": ["read_plan", "read_text"],
        "records": [
            "Clause",
            "Document",
            "Milestone",
            "Plan",
            "Project",
            "Responsible",
            "Span",
            "Target",
            "Task",
            "Unit",
        ],
    },
)
