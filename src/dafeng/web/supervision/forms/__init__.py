"""Forms of supervision."""

from __future__ import annotations

from dafeng.web.supervision.forms.cases import CaseFilterForm, CaseForm, WordsForm
from dafeng.web.supervision.forms.replies import (
    ItemDoneForm,
    ReplyForm,
    plan_lines,
    plan_of,
)

__all__ = [
    "CaseFilterForm",
    "CaseForm",
    "ItemDoneForm",
    "ReplyForm",
    "WordsForm",
    "plan_lines",
    "plan_of",
]
