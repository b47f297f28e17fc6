"""Addresses of the way in by a provider, under the names that allauth looks for."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import path

from dafeng.web.core.views import outside

urlpatterns = [
    path(
        "outside/<slug:provider_id>/",
        outside.start,
        name="openid_connect_login",
    ),
    path(
        "outside/<slug:provider_id>/back/",
        openid_connect.callback,
        name="openid_connect_callback",
    ),
]
