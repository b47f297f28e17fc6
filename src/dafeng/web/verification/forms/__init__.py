"""Forms of the room."""

from __future__ import annotations

from dafeng.web.verification.forms.acts import (
    AcceptForm,
    ArrangeForm,
    ConclusionForm,
    ConservativeForm,
    DepositForm,
    FindingForm,
    MarketForm,
    NoteForm,
    RearrangeForm,
    ReasonForm,
    ReportChangeForm,
    ReportForm,
    SiteForm,
    StatementForm,
    SurrenderForm,
    TeamForm,
    ToldForm,
)
from dafeng.web.verification.forms.lists import (
    LineForm,
    LinesNoteForm,
    ParameterForm,
    PlanForm,
    ReportFilterForm,
)

__all__ = [
    "AcceptForm",
    "ArrangeForm",
    "ConclusionForm",
    "ConservativeForm",
    "DepositForm",
    "FindingForm",
    "LineForm",
    "LinesNoteForm",
    "MarketForm",
    "NoteForm",
    "ParameterForm",
    "PlanForm",
    "RearrangeForm",
    "ReasonForm",
    "ReportChangeForm",
    "ReportFilterForm",
    "ReportForm",
    "SiteForm",
    "StatementForm",
    "SurrenderForm",
    "TeamForm",
    "ToldForm",
]
