"""Addresses of this room: tasks in one file, reports in the other."""

from __future__ import annotations

from dafeng.web.work.urls_reports import urlpatterns as reports
from dafeng.web.work.urls_tasks import urlpatterns as tasks

app_name = "work"
urlpatterns = [*tasks, *reports]
