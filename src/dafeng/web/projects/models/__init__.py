"""The tables of the room of projects."""

from __future__ import annotations

from dafeng.web.projects.models.choices import ACTS, KINDS, REVIEWS, STAGES
from dafeng.web.projects.models.outlines import (
    OutlineEdition,
    OutlineState,
    PlaceOutline,
)
from dafeng.web.projects.models.papers import (
    APPROVALS,
    Approval,
    Milestone,
    Photo,
    ProgressReport,
)
from dafeng.web.projects.models.projects import (
    KnownApart,
    Project,
    ProjectPlace,
    ProjectVersion,
    StageChange,
)

__all__ = [
    "ACTS",
    "APPROVALS",
    "KINDS",
    "REVIEWS",
    "STAGES",
    "Approval",
    "KnownApart",
    "Milestone",
    "OutlineEdition",
    "OutlineState",
    "Photo",
    "PlaceOutline",
    "ProgressReport",
    "Project",
    "ProjectPlace",
    "ProjectVersion",
    "StageChange",
]
