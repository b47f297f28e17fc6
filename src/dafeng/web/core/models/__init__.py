"""What the core keeps: organisations, people, roles, the audit, the house itself."""

from __future__ import annotations

from dafeng.web.core.models.audit import AuditRow
from dafeng.web.core.models.house import House
from dafeng.web.core.models.organisation import (
    Organisation,
    OrganisationKind,
    OrganisationName,
)
from dafeng.web.core.models.people import Membership, Role, RoleCode, User

__all__ = [
    "AuditRow",
    "House",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "OrganisationName",
    "Role",
    "RoleCode",
    "User",
]
