"""Projects of a plan: stages, approvals with validity, and what they add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.projects.approvals import (
        ApprovalStands,
        ApprovalState,
        acceptance_due,
        approval_findings,
        approval_stands,
        approvals_of,
        missing_approvals,
    )
    from dafeng.projects.cases import Case, read_case
    from dafeng.projects.checks import project_findings
    from dafeng.projects.duplicates import Alike, Consent, alike_projects, merged
    from dafeng.projects.errors import StageRefusedError
    from dafeng.projects.forecasts import expected_operation
    from dafeng.projects.high_energy import (
        HighEnergy,
        Verdict,
        high_energy_verdict,
    )
    from dafeng.projects.ledger import LedgerRow, as_of, ledger_on
    from dafeng.projects.lights import Light, Stands, expected_progress, project_stands
    from dafeng.projects.locations import check_location, geometry_box
    from dafeng.projects.outlines import (
        Outline,
        OutlineReading,
        Town,
        read_outlines,
    )
    from dafeng.projects.records import (
        Approval,
        ApprovalKind,
        Goal,
        Kind,
        Milestone,
        Project,
        ProjectClass,
        Report,
        Review,
        Share,
        Stage,
        StageAct,
        Version,
    )
    from dafeng.projects.reviews import ReviewLevel, review_level
    from dafeng.projects.stages import (
        StageFacts,
        StageMove,
        moves_from,
        stage_after,
        stage_facts,
        stage_moves,
    )
    from dafeng.projects.sums import (
        CapacitySum,
        Counted,
        Uncounted,
        capacity_sum,
        town_sums,
    )
    from dafeng.projects.timeline import Bar, GanttRow, Mark, gantt_rows
    from dafeng.projects.times import report_due

__all__ = [
    "Alike",
    "Approval",
    "ApprovalKind",
    "ApprovalStands",
    "ApprovalState",
    "Bar",
    "CapacitySum",
    "Case",
    "Consent",
    "Counted",
    "GanttRow",
    "Goal",
    "HighEnergy",
    "Kind",
    "LedgerRow",
    "Light",
    "Mark",
    "Milestone",
    "Outline",
    "OutlineReading",
    "Project",
    "ProjectClass",
    "Report",
    "Review",
    "ReviewLevel",
    "Share",
    "Stage",
    "StageAct",
    "StageFacts",
    "StageMove",
    "StageRefusedError",
    "Stands",
    "Town",
    "Uncounted",
    "Verdict",
    "Version",
    "acceptance_due",
    "alike_projects",
    "approval_findings",
    "approval_stands",
    "approvals_of",
    "as_of",
    "capacity_sum",
    "check_location",
    "expected_operation",
    "expected_progress",
    "gantt_rows",
    "geometry_box",
    "high_energy_verdict",
    "ledger_on",
    "merged",
    "missing_approvals",
    "moves_from",
    "project_findings",
    "project_stands",
    "read_case",
    "read_outlines",
    "report_due",
    "review_level",
    "stage_after",
    "stage_facts",
    "stage_moves",
    "town_sums",
]

__getattr__ = lazy_door(
    __name__,
    {
        "approvals": [
            "ApprovalState",
            "ApprovalStands",
            "acceptance_due",
            "approval_findings",
            "approval_stands",
            "approvals_of",
            "missing_approvals",
        ],
        "cases": ["Case", "read_case"],
        "checks": ["project_findings"],
        "duplicates": ["Alike", "Consent", "alike_projects", "merged"],
        "errors": ["StageRefusedError"],
        "forecasts": ["expected_operation"],
        "high_energy": ["HighEnergy", "Verdict", "high_energy_verdict"],
        "ledger": ["LedgerRow", "as_of", "ledger_on"],
        "lights": ["Light", "Stands", "expected_progress", "project_stands"],
        "locations": ["check_location", "geometry_box"],
        "outlines": ["Outline", "OutlineReading", "Town", "read_outlines"],
        "records": [
            "Approval",
            "ApprovalKind",
            "Goal",
            "Kind",
            "Milestone",
            "Project",
            "ProjectClass",
            "Report",
            "Review",
            "Share",
            "Stage",
            "StageAct",
            "Version",
        ],
        "reviews": ["ReviewLevel", "review_level"],
        "stages": [
            "StageFacts",
            "StageMove",
            "moves_from",
            "stage_after",
            "stage_facts",
            "stage_moves",
        ],
        "sums": [
            "CapacitySum",
            "Counted",
            "Uncounted",
            "capacity_sum",
            "town_sums",
        ],
        "times": ["report_due"],
        "timeline": ["Bar", "GanttRow", "Mark", "gantt_rows"],
    },
)
