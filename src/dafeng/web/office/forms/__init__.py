"""Forms of the office, one file for each of its registers."""

from __future__ import annotations

from dafeng.web.office.forms.calendar import (
    CalendarFilterForm,
    DoneForm,
    EndForm,
    OwnRuleForm,
)
from dafeng.web.office.forms.decisions import (
    DecisionFilterForm,
    DecisionForm,
    ItemForm,
    LinkForm,
)
from dafeng.web.office.forms.letters import (
    AnswerForm,
    CirculateForm,
    LetterFilterForm,
    LetterForm,
    NoteForm,
    ReasonForm,
    RegistryForm,
)
from dafeng.web.office.forms.meetings import (
    HeldForm,
    MeetingFilterForm,
    MeetingForm,
    MinutesForm,
    OutcomeForm,
    PointForm,
)

__all__ = [
    "AnswerForm",
    "CalendarFilterForm",
    "CirculateForm",
    "DecisionFilterForm",
    "DecisionForm",
    "DoneForm",
    "EndForm",
    "HeldForm",
    "ItemForm",
    "LetterFilterForm",
    "LetterForm",
    "LinkForm",
    "MeetingFilterForm",
    "MeetingForm",
    "MinutesForm",
    "NoteForm",
    "OutcomeForm",
    "OwnRuleForm",
    "PointForm",
    "ReasonForm",
    "RegistryForm",
]
