"""Addresses of units, people, roles, and of acting for a unit."""

from __future__ import annotations

from django.urls import path

from dafeng.web.core.views import (
    acting,
    member_acts,
    members,
    organisation_acts,
    organisations,
    roles,
)

UNIT = "units/<slug:code>/"
PERSON = "members/person/<int:user_id>/"
MEMBERSHIP = "members/<int:membership_id>/"

urlpatterns = [
    path("account/acting/", acting.acting, name="acting"),
    path("account/delegations/", acting.delegations, name="delegations"),
    path("account/delegations/new/", acting.delegation_new, name="delegation-new"),
    path(
        "account/delegations/<int:delegation_id>/withdraw/",
        acting.delegation_withdraw,
        name="delegation-withdraw",
    ),
    path("units/", organisations.organisations, name="organisations"),
    path(UNIT, organisations.organisation, name="organisation"),
    path(f"{UNIT}new/", organisation_acts.organisation_new, name="organisation-new"),
    path(
        f"{UNIT}rename/",
        organisation_acts.organisation_rename,
        name="organisation-rename",
    ),
    path(f"{UNIT}move/", organisation_acts.organisation_move, name="organisation-move"),
    path(
        f"{UNIT}merge/", organisation_acts.organisation_merge, name="organisation-merge"
    ),
    path(f"{UNIT}end/", organisation_acts.organisation_end, name="organisation-end"),
    path("members/", members.members, name="members"),
    path("members.csv", members.members_csv, name="members-csv"),
    path("members/grant/", member_acts.member_grant, name="member-grant"),
    path("members/invite/", member_acts.member_invite, name="member-invite"),
    path(f"{MEMBERSHIP}post/", member_acts.member_post, name="member-post"),
    path(f"{MEMBERSHIP}revoke/", member_acts.member_revoke, name="member-revoke"),
    path(PERSON, members.member, name="member"),
    path(f"{PERSON}edit/", member_acts.member_edit, name="member-edit"),
    path(f"{PERSON}reinvite/", member_acts.member_reinvite, name="member-reinvite"),
    path(f"{PERSON}close/", member_acts.member_close, name="member-close"),
    path("roles/", roles.roles, name="roles"),
    path("roles/rights/", roles.rights, name="rights"),
]
