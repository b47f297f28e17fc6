"""What the core keeps: organisations, people, roles, the audit, the house itself."""

from __future__ import annotations

from dafeng.web.core.models.audit import Algorithm, AuditGap, AuditRow
from dafeng.web.core.models.house import House
from dafeng.web.core.models.organisation import (
    Organisation,
    OrganisationKind,
    OrganisationName,
    OrganisationParent,
)
from dafeng.web.core.models.people import (
    Delegation,
    Membership,
    Role,
    RoleCode,
    User,
)
from dafeng.web.core.models.signing_in import KeptPassword, RateWindow
from dafeng.web.core.models.two_signed import TWO_SIGNED, TwoSigned

__all__ = [
    "TWO_SIGNED",
    "Algorithm",
    "AuditGap",
    "AuditRow",
    "Delegation",
    "House",
    "KeptPassword",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "OrganisationName",
    "OrganisationParent",
    "RateWindow",
    "Role",
    "RoleCode",
    "TwoSigned",
    "User",
]
