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
    LetterChangeForm,
    LetterFilterForm,
    LetterForm,
    NoteForm,
    ReasonForm,
    RegistryForm,
)
from dafeng.web.office.forms.meetings import (
    HeldForm,
    MeetingChangeForm,
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
    "LetterChangeForm",
    "LetterForm",
    "LinkForm",
    "MeetingFilterForm",
    "MeetingChangeForm",
    "MeetingForm",
    "MinutesForm",
    "NoteForm",
    "OutcomeForm",
    "OwnRuleForm",
    "PointForm",
    "ReasonForm",
    "RegistryForm",
]
