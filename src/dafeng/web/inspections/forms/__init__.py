"""Forms of the room, one file for each of its things."""

from __future__ import annotations

from dafeng.web.inspections.forms.acts import (
    ApprovalForm,
    DecisionForm,
    NoteForm,
    PartNoteForm,
    PenaltyForm,
    ReasonForm,
    RecheckForm,
    StatementForm,
    WordForm,
)
from dafeng.web.inspections.forms.cases import CaseFilterForm, CaseForm
from dafeng.web.inspections.forms.findings import FindingFilterForm, FindingForm
from dafeng.web.inspections.forms.plans import (
    EnergyForm,
    ExclusionForm,
    InspectorsForm,
    PlanChangeForm,
    PlanForm,
)
from dafeng.web.inspections.forms.records import FileForm, RecordForm

__all__ = [
    "ApprovalForm",
    "CaseFilterForm",
    "CaseForm",
    "DecisionForm",
    "EnergyForm",
    "ExclusionForm",
    "FileForm",
    "FindingFilterForm",
    "FindingForm",
    "InspectorsForm",
    "NoteForm",
    "PartNoteForm",
    "PenaltyForm",
    "PlanChangeForm",
    "PlanForm",
    "ReasonForm",
    "RecheckForm",
    "RecordForm",
    "StatementForm",
    "WordForm",
]
