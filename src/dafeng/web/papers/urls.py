"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from dafeng.web.papers.views import acts, making, papers

app_name = "papers"
urlpatterns = [
    path("", papers.papers, name="papers"),
    path("new/", making.new, name="new"),
    path("orders/<int:pk>/", making.order, name="order"),
    path("<int:pk>/", papers.paper, name="paper"),
    path("<int:pk>/edit/", making.edit, name="edit"),
    path("<int:pk>/pages/<int:number>.png", papers.page, name="page"),
    path("<int:pk>/file.<slug:form>", papers.file, name="file"),
    path("<int:pk>/<slug:deed>/", acts.act, name="act"),
]
