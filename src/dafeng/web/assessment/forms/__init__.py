"""Forms of this room, one file per kind."""

from __future__ import annotations

from dafeng.web.assessment.forms.acts import (
    AnswerForm,
    LevelForm,
    MakeForm,
    ObjectionForm,
    OptionalReasonForm,
    ReasonForm,
)
from dafeng.web.assessment.forms.figures import (
    AllocationForm,
    DecreeForm,
    ExemptionForm,
)
from dafeng.web.assessment.forms.filters import IndicatorFilterForm, StandingFilterForm

__all__ = [
    "AllocationForm",
    "AnswerForm",
    "DecreeForm",
    "ExemptionForm",
    "IndicatorFilterForm",
    "LevelForm",
    "MakeForm",
    "ObjectionForm",
    "OptionalReasonForm",
    "ReasonForm",
    "StandingFilterForm",
]
