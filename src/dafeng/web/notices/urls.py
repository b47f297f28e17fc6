"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from dafeng.web.notices.views import inbox, preferences

app_name = "notices"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("read/", inbox.read_all, name="read-all"),
    path("<int:notice_id>/", inbox.open_notice, name="open"),
    path("<int:notice_id>/read/", inbox.read_one, name="read"),
    path("go/<str:token>/", inbox.go, name="go"),
    path("preferences/", preferences.preferences, name="preferences"),
]
