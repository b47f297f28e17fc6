"""Addresses of second factors, sessions and sign-in security."""

from __future__ import annotations

from django.urls import path

from dafeng.web.core.views import second_factors, security, session

urlpatterns = [
    path("login/code/", second_factors.second_factor, name="second-factor"),
    path(
        "account/second-factor/",
        second_factors.second_factor_new,
        name="second-factor-new",
    ),
    path(
        "account/second-factor/codes/",
        second_factors.second_factor_codes,
        name="second-factor-codes",
    ),
    path(
        "account/second-factor/off/",
        second_factors.second_factor_off,
        name="second-factor-off",
    ),
    path(
        "account/sessions/<int:session_id>/end/",
        session.session_end,
        name="session-end",
    ),
    path("security/", security.security, name="security"),
    path(
        "security/<int:user_id>/unlock/",
        security.security_unlock,
        name="security-unlock",
    ),
    path(
        "security/<int:user_id>/reset/",
        security.security_reset,
        name="security-reset",
    ),
    path(
        "security/<int:user_id>/sessions/",
        security.security_sessions,
        name="security-sessions",
    ),
]
