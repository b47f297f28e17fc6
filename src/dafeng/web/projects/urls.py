"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from dafeng.web.projects.views import acts, alike, lists, one, outlines, writing

app_name = "projects"
urlpatterns = [
    path("", lists.projects, name="projects"),
    path("list.csv", lists.projects_csv, name="projects-csv"),
    path("list.xlsx", lists.projects_xlsx, name="projects-xlsx"),
    path("gantt/", lists.gantt, name="gantt"),
    path("map/", lists.map_page, name="map"),
    path("map/outlines/", outlines.outlines, name="outlines"),
    path("map/outlines/<int:pk>/", outlines.outline, name="outline"),
    path("map/outlines/<int:pk>/drop/", outlines.outline_drop, name="outline-drop"),
    path("map/outlines/<int:pk>/file/", outlines.outline_file, name="outline-file"),
    path("sums/", lists.sums, name="sums"),
    path("ledger/", lists.ledger, name="ledger"),
    path("alike/", alike.alike, name="alike"),
    path("alike/<int:pk>/<int:other>/merge/", alike.merge, name="merge"),
    path("alike/<int:pk>/<int:other>/apart/", alike.apart, name="apart"),
    path("new/", writing.project_new, name="project-new"),
    path("<int:pk>/", one.project, name="project"),
    path("<int:pk>/edit/", writing.project_edit, name="project-edit"),
    path("<int:pk>/stage/<slug:act>/", writing.stage, name="stage"),
    path("<int:pk>/approvals/new/", acts.approval_new, name="approval-new"),
    path("<int:pk>/milestones/new/", acts.milestone_new, name="milestone-new"),
    path("<int:pk>/progress/new/", acts.progress_new, name="progress-new"),
    path("<int:pk>/photos/new/", acts.photo_new, name="photo-new"),
    path("approvals/<int:pk>/file/", one.approval_file, name="approval-file"),
    path(
        "approvals/<int:pk>/withdraw/",
        acts.approval_take_back,
        name="approval-withdraw",
    ),
    path("milestones/<int:pk>/done/", acts.milestone_ends, name="milestone-done"),
    path("milestones/<int:pk>/shift/", acts.milestone_shift, name="milestone-shift"),
    path("photos/<int:pk>/withdraw/", acts.photo_take_back, name="photo-withdraw"),
    path("photos/<int:pk>/<slug:size>/", one.photo, name="photo"),
]
