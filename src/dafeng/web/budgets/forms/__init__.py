"""Forms of the room."""

from __future__ import annotations

from dafeng.web.budgets.forms.acts import (
    ApplyForm,
    ApproveForm,
    DecideForm,
    DeductionForm,
    MoveForm,
    ProposeForm,
    ReasonForm,
    ReleaseForm,
    ReportForm,
    ReviewForm,
    SeenForm,
    SignManyForm,
    TransferForm,
    WithdrawForm,
)
from dafeng.web.budgets.forms.years import (
    CorrectUnitForm,
    CorrectYearForm,
    ListForm,
    ListUnitForm,
    TotalForm,
    UnitFilterForm,
    YearForm,
)

__all__ = [
    "ApplyForm",
    "ApproveForm",
    "CorrectUnitForm",
    "CorrectYearForm",
    "DecideForm",
    "DeductionForm",
    "ListForm",
    "ListUnitForm",
    "MoveForm",
    "ProposeForm",
    "ReasonForm",
    "ReleaseForm",
    "ReportForm",
    "ReviewForm",
    "SeenForm",
    "SignManyForm",
    "TotalForm",
    "TransferForm",
    "UnitFilterForm",
    "WithdrawForm",
    "YearForm",
]
