"""Forms of the room."""

from __future__ import annotations

from dafeng.web.budgets.forms.acts import (
    ApplyForm,
    ApproveForm,
    DecideForm,
    DeductionForm,
    IssueForm,
    MoveForm,
    ProposeForm,
    ReasonForm,
    ReportForm,
    ReviewForm,
    SeenForm,
    TransferForm,
)
from dafeng.web.budgets.forms.years import (
    ListForm,
    ListUnitForm,
    TotalForm,
    UnitFilterForm,
    YearForm,
)

__all__ = [
    "ApplyForm",
    "ApproveForm",
    "DecideForm",
    "DeductionForm",
    "IssueForm",
    "ListForm",
    "ListUnitForm",
    "MoveForm",
    "ProposeForm",
    "ReasonForm",
    "ReportForm",
    "ReviewForm",
    "SeenForm",
    "TotalForm",
    "TransferForm",
    "UnitFilterForm",
    "YearForm",
]
