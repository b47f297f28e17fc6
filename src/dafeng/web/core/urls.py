"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from dafeng.web.core.views import (
    about,
    appearance,
    audit,
    members,
    organisations,
    session,
)

app_name = "core"
urlpatterns = [
    path("", session.home, name="home"),
    path("healthz", about.healthz, name="healthz"),
    path("about/", about.about, name="about"),
    path("login/", session.login, name="login"),
    path("logout/", session.logout, name="logout"),
    path("welcome/<str:key>/<str:token>/", session.welcome, name="welcome"),
    path("account/", session.account, name="account"),
    path("account/password/", session.password, name="password"),
    path("language/", appearance.language, name="language"),
    path("theme/", appearance.theme, name="theme"),
    path("units/", organisations.organisations, name="organisations"),
    path("units/<slug:code>/", organisations.organisation, name="organisation"),
    path(
        "units/<slug:code>/new/",
        organisations.organisation_new,
        name="organisation-new",
    ),
    path(
        "units/<slug:code>/rename/",
        organisations.organisation_rename,
        name="organisation-rename",
    ),
    path(
        "units/<slug:code>/move/",
        organisations.organisation_move,
        name="organisation-move",
    ),
    path("members/", members.members, name="members"),
    path("members/grant/", members.member_grant, name="member-grant"),
    path("members/invite/", members.member_invite, name="member-invite"),
    path(
        "members/<int:membership_id>/revoke/",
        members.member_revoke,
        name="member-revoke",
    ),
    path(
        "members/person/<int:user_id>/reinvite/",
        members.member_reinvite,
        name="member-reinvite",
    ),
    path(
        "members/person/<int:user_id>/close/",
        members.member_close,
        name="member-close",
    ),
    path("audit/", audit.audit, name="audit"),
    path("audit.csv", audit.audit_csv, name="audit-csv"),
]
