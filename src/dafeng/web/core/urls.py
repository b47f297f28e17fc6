"""Addresses of this room."""

from __future__ import annotations

from django.urls import include, path

from dafeng.web.core import urls_people, urls_security
from dafeng.web.core.views import (
    about,
    appearance,
    audit,
    session,
)

app_name = "core"
urlpatterns = [
    path("", session.home, name="home"),
    path("healthz", about.healthz, name="healthz"),
    path("readyz", about.readyz, name="readyz"),
    path("about/", about.about, name="about"),
    path("login/", session.login, name="login"),
    path("logout/", session.logout, name="logout"),
    path("welcome/<str:key>/<str:token>/", session.welcome, name="welcome"),
    path("account/", session.account, name="account"),
    path("account/password/", session.password, name="password"),
    path("language/", appearance.language, name="language"),
    path("theme/", appearance.theme, name="theme"),
    path("", include(urls_people)),
    path("", include(urls_security)),
    path("audit/", audit.audit, name="audit"),
    path("audit/verify/", audit.verify, name="audit-verify"),
    path("audit.csv", audit.audit_csv, name="audit-csv"),
    path("audit.jsonl", audit.audit_jsonl, name="audit-jsonl"),
]
