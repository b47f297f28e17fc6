"""Addresses of the background work."""

from __future__ import annotations

from django.urls import path

from dafeng.web.notices.views import jobs

app_name = "jobs"
urlpatterns = [
    path("", jobs.jobs, name="jobs"),
    path("<str:name>/run/", jobs.job_run, name="run"),
    path("failed/<str:task_id>/again/", jobs.failure_again, name="again"),
    path("mail/<int:delivery_id>/again/", jobs.mail_again, name="mail-again"),
]
