"""Forms of the room."""

from __future__ import annotations

from dafeng.web.projects.forms.acts import (
    ApprovalForm,
    DoneForm,
    MergeForm,
    MilestoneForm,
    PhotoForm,
    ProgressForm,
    ReasonForm,
    ShiftForm,
    StageForm,
)
from dafeng.web.projects.forms.projects import (
    LedgerForm,
    ProjectEditForm,
    ProjectFilterForm,
    ProjectForm,
)

__all__ = [
    "ApprovalForm",
    "DoneForm",
    "LedgerForm",
    "MergeForm",
    "MilestoneForm",
    "PhotoForm",
    "ProgressForm",
    "ProjectEditForm",
    "ProjectFilterForm",
    "ProjectForm",
    "ReasonForm",
    "ShiftForm",
    "StageForm",
]
