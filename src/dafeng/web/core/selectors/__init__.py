"""Reading: every list is scoped by what the person may see."""

from __future__ import annotations

from dafeng.web.core.selectors.audit import (
    AuditFilter,
    audit_actions,
    audit_rows_visible_to,
)
from dafeng.web.core.selectors.explained import (
    rights_table,
    roles_with_holders,
)
from dafeng.web.core.selectors.history import (
    UnitThen,
    tree_on,
)
from dafeng.web.core.selectors.people import (
    PeopleFilter,
    delegations_given_by,
    delegations_held_by,
    delegations_to_withdraw,
    delegations_visible_to,
    deputy_named,
    first_holder,
    invited_user,
    memberships_of,
    memberships_to_delegate,
    memberships_visible_to,
    past_memberships_visible_to,
    people_found,
    people_visible_to,
    phone_shown,
    roles,
)
from dafeng.web.core.selectors.scope import (
    Person,
    but_names,
    seen,
    the_house,
    within,
)
from dafeng.web.core.selectors.units import (
    as_tree,
    organisations_found,
    organisations_visible_to,
    organisations_where,
    organisations_with_people,
    units_above,
)

__all__ = [
    "AuditFilter",
    "PeopleFilter",
    "Person",
    "UnitThen",
    "as_tree",
    "audit_actions",
    "audit_rows_visible_to",
    "but_names",
    "delegations_given_by",
    "delegations_held_by",
    "delegations_to_withdraw",
    "delegations_visible_to",
    "deputy_named",
    "first_holder",
    "invited_user",
    "memberships_of",
    "memberships_to_delegate",
    "memberships_visible_to",
    "organisations_found",
    "organisations_visible_to",
    "organisations_where",
    "organisations_with_people",
    "past_memberships_visible_to",
    "people_found",
    "people_visible_to",
    "phone_shown",
    "rights_table",
    "roles",
    "roles_with_holders",
    "seen",
    "the_house",
    "tree_on",
    "units_above",
    "within",
]
