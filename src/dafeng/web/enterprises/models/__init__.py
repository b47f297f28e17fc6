"""Models of the room."""

from __future__ import annotations

from dafeng.web.enterprises.models.disclosures import (
    Occasion,
    Publication,
    SecrecyClaim,
    VerifiedValue,
)
from dafeng.web.enterprises.models.enterprises import (
    DisclosureRegister,
    DutyClass,
    Enterprise,
)

__all__ = [
    "DisclosureRegister",
    "DutyClass",
    "Enterprise",
    "Occasion",
    "Publication",
    "SecrecyClaim",
    "VerifiedValue",
]
