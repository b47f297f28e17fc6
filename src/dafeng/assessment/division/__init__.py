"""The yearly division of tasks: what each unit has to do in a year of the plan.

::

    made = divide(plan, 2024, DivisionInputs(members=rosters))
    made.sheet("区交通局").lead
    division_workbook(made)

A sheet holds the unit's tasks with their targets, milestones, projects and the evidence
that is asked for. Every task of the plan stands on at least one sheet; what nobody
answers for stands on the carbon office's, with a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.assessment.division.changes import division_changes
    from dafeng.assessment.division.dividing import divide
    from dafeng.assessment.division.evidence import Catalogue
    from dafeng.assessment.division.index import task_keys
    from dafeng.assessment.division.records import (
        Change,
        ChangeKind,
        Division,
        DivisionChanges,
        DivisionInputs,
        Pair,
        SignOff,
        Span,
        UnitSheet,
    )
    from dafeng.assessment.division.rows import (
        Due,
        EvidenceAsked,
        Exempted,
        MilestoneRow,
        ProjectRow,
        Reach,
        Step,
        StepBasis,
        TargetRow,
        TaskRow,
        Through,
        Timing,
    )
    from dafeng.assessment.division.workbook import division_workbook

__all__ = [
    "Catalogue",
    "Change",
    "ChangeKind",
    "Division",
    "DivisionChanges",
    "DivisionInputs",
    "Due",
    "EvidenceAsked",
    "Exempted",
    "MilestoneRow",
    "Pair",
    "ProjectRow",
    "Reach",
    "SignOff",
    "Span",
    "Step",
    "StepBasis",
    "TargetRow",
    "TaskRow",
    "Through",
    "Timing",
    "UnitSheet",
    "divide",
    "division_changes",
    "division_workbook",
    "task_keys",
]

__getattr__ = lazy_door(
    __name__,
    {
        "changes": ["division_changes"],
        "dividing": ["divide"],
        "evidence": ["Catalogue"],
        "index": ["task_keys"],
        "records": [
            "Change",
            "ChangeKind",
            "Division",
            "DivisionChanges",
            "DivisionInputs",
            "Pair",
            "SignOff",
            "Span",
            "UnitSheet",
        ],
        "rows": [
            "Due",
            "EvidenceAsked",
            "Exempted",
            "MilestoneRow",
            "ProjectRow",
            "Reach",
            "Step",
            "StepBasis",
            "TargetRow",
            "TaskRow",
            "Through",
            "Timing",
        ],
        "workbook": ["division_workbook"],
    },
)
