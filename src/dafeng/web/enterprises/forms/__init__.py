"""Forms of the room."""

from __future__ import annotations

from dafeng.web.enterprises.forms.acts import (
    ClaimForm,
    ClassForm,
    CorrectionForm,
    EndForm,
    OccasionForm,
    PublicationForm,
    ReasonForm,
    VerifiedForm,
)
from dafeng.web.enterprises.forms.enterprises import (
    EnterpriseEditForm,
    EnterpriseFilterForm,
    EnterpriseForm,
    KeeperForm,
    ListForm,
    YearFilterForm,
)

__all__ = [
    "ClaimForm",
    "ClassForm",
    "CorrectionForm",
    "EndForm",
    "EnterpriseEditForm",
    "EnterpriseFilterForm",
    "EnterpriseForm",
    "KeeperForm",
    "ListForm",
    "OccasionForm",
    "PublicationForm",
    "ReasonForm",
    "VerifiedForm",
    "YearFilterForm",
]
