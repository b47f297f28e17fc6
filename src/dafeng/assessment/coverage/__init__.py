"""Several plans in one house (1+N): what links them, where they conflict, what is open.

::

    found = coverage(district, [SectorPlan(name="工业", plan=industry)], above=[city])
    found.conflicts, found.uncovered, found.unlinked

The district's plan is the one that the others hang on: sector plans carry out its
tasks, the plans above ask for its figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.assessment.coverage.covering import coverage
    from dafeng.assessment.coverage.records import (
        Cited,
        CitedTask,
        Conflict,
        Cover,
        Coverage,
        Level,
        Link,
        LinkBasis,
        LinkDecision,
        Obstacle,
        Reason,
        ReasonKind,
        Relation,
        SectorPlan,
        TaskDecision,
        Verdict,
    )
    from dafeng.assessment.coverage.workbook import coverage_workbook

__all__ = [
    "Cited",
    "CitedTask",
    "Conflict",
    "Cover",
    "Coverage",
    "Level",
    "Link",
    "LinkBasis",
    "LinkDecision",
    "Obstacle",
    "Reason",
    "ReasonKind",
    "Relation",
    "SectorPlan",
    "TaskDecision",
    "Verdict",
    "coverage",
    "coverage_workbook",
]

__getattr__ = lazy_door(
    __name__,
    {
        "covering": ["coverage"],
        "records": [
            "Cited",
            "CitedTask",
            "Conflict",
            "Cover",
            "Coverage",
            "Level",
            "Link",
            "LinkBasis",
            "LinkDecision",
            "Obstacle",
            "Reason",
            "ReasonKind",
            "Relation",
            "SectorPlan",
            "TaskDecision",
            "Verdict",
        ],
        "workbook": ["coverage_workbook"],
    },
)
