"""Forms of this room, one file per kind."""

from __future__ import annotations

from dafeng.web.assessment.forms.acts import (
    AnswerForm,
    DecideForm,
    LevelForm,
    MakeForm,
    ObjectionForm,
    OptionalReasonForm,
    ReasonForm,
)
from dafeng.web.assessment.forms.choosing import (
    BindingForm,
    FigureForm,
    ProgressForm,
)
from dafeng.web.assessment.forms.figures import (
    AllocationForm,
    DecreeForm,
    ExemptionForm,
)
from dafeng.web.assessment.forms.filters import (
    IndicatorFilterForm,
    ProposalFilterForm,
    StandingFilterForm,
)

__all__ = [
    "AllocationForm",
    "AnswerForm",
    "BindingForm",
    "DecideForm",
    "DecreeForm",
    "ExemptionForm",
    "FigureForm",
    "IndicatorFilterForm",
    "LevelForm",
    "MakeForm",
    "ObjectionForm",
    "OptionalReasonForm",
    "ProgressForm",
    "ProposalFilterForm",
    "ReasonForm",
    "StandingFilterForm",
]
