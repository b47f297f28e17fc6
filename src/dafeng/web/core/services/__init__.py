"""Writing: every change of people, units and roles goes through one of these.

``by`` is who acts; None is the program itself, when it sets a house up.  Each service
asks for the right, checks the whole record, saves, and writes one audit row, in one
transaction.
"""

from __future__ import annotations

from dafeng.web.core.services.acting import acting_switch
from dafeng.web.core.services.delegations import (
    delegation_give,
    delegation_withdraw,
)
from dafeng.web.core.services.endings import (
    organisation_end,
    organisation_merge,
    what_holds,
)
from dafeng.web.core.services.house import house_learn, house_set
from dafeng.web.core.services.memberships import (
    NO_POST,
    STAFF_ROLES,
    Post,
    may_grant,
    membership_edit,
    membership_grant,
    membership_revoke,
    right_to_grant,
    role_of,
)
from dafeng.web.core.services.organisations import (
    OrganisationFacts,
    organisation_create,
    organisation_move,
    organisation_rename,
    organisations_add,
)
from dafeng.web.core.services.people import (
    WIDE_ROLES,
    Invitation,
    invitation_path,
    language_set,
    people_exported,
    user_close,
    user_create,
    user_edit,
    user_invite,
    user_reinvite,
)
from dafeng.web.core.services.sessions import (
    password_set,
    session_ended,
    session_started,
)

__all__ = [
    "people_exported",
    "user_edit",
    "right_to_grant",
    "membership_edit",
    "may_grant",
    "Post",
    "STAFF_ROLES",
    "NO_POST",
    "what_holds",
    "organisation_merge",
    "organisation_end",
    "delegation_withdraw",
    "delegation_give",
    "acting_switch",
    "WIDE_ROLES",
    "Invitation",
    "OrganisationFacts",
    "house_learn",
    "house_set",
    "invitation_path",
    "language_set",
    "membership_grant",
    "membership_revoke",
    "organisation_create",
    "organisation_move",
    "organisation_rename",
    "organisations_add",
    "password_set",
    "role_of",
    "session_ended",
    "session_started",
    "user_close",
    "user_create",
    "user_invite",
    "user_reinvite",
]
