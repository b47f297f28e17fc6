"""Addresses of the plans."""

from __future__ import annotations

from django.urls import path

from dafeng.web.plans.views import (
    compare,
    deciding,
    documents,
    overview,
    pages,
    review,
    workbook,
)

app_name = "plans"
urlpatterns = [
    path("", overview.index, name="index"),
    path("all/", overview.plans, name="plans"),
    path("new/", documents.plan_new, name="new"),
    path("<slug:slug>.json", overview.plan_json, name="json"),
    path("<slug:slug>/", overview.overview, name="overview"),
    path("<slug:slug>/targets.csv", overview.targets_csv, name="targets-csv"),
    path("<slug:slug>/targets.xlsx", overview.targets_xlsx, name="targets-xlsx"),
    path("<slug:slug>/targets.json", overview.targets_json, name="targets-json"),
    path("<slug:slug>/clauses/", pages.clauses, name="clauses"),
    path("<slug:slug>/clause/<str:ref>/", pages.clause, name="clause"),
    path("<slug:slug>/target/<str:key>/", pages.target, name="target"),
    path("<slug:slug>/units/", pages.units, name="units"),
    path("<slug:slug>/unit/<str:key>/", pages.unit, name="unit"),
    path("<slug:slug>/unit/<str:key>/members/", deciding.members, name="members"),
    path("<slug:slug>/projects/", pages.projects, name="projects"),
    path("<slug:slug>/findings/", pages.findings, name="findings"),
    path("<slug:slug>/text/", documents.text_attach, name="attach"),
    path("<slug:slug>/document/", documents.document, name="document"),
    path("<slug:slug>/publish/", documents.publish, name="publish"),
    path("<slug:slug>/revise/", documents.revise, name="revise"),
    path("<slug:slug>/conflicts/", documents.conflicts, name="conflicts"),
    path("<slug:slug>/conflicts/<int:pk>/", documents.conflict, name="conflict"),
    path("<slug:slug>/compare/", compare.compare, name="compare"),
    path("<slug:slug>/compare/<slug:other>/", compare.difference, name="difference"),
    path("<slug:slug>/workbook.xlsx", workbook.download, name="workbook-download"),
    path("<slug:slug>/workbook/", workbook.upload, name="workbook"),
    path("<slug:slug>/workbook/<int:pk>/", workbook.preview, name="workbook-preview"),
    path("<slug:slug>/review/", review.review, name="review"),
    path("<slug:slug>/review/undo/", deciding.undo, name="undo"),
    path("<slug:slug>/review/bulk/", deciding.bulk, name="bulk"),
    path("<slug:slug>/review/<str:kind>/new/", deciding.add, name="add"),
    path("<slug:slug>/review/<str:kind>/<str:key>/", deciding.edit, name="edit"),
    path(
        "<slug:slug>/review/<str:kind>/<str:key>/split/", deciding.split, name="split"
    ),
    path(
        "<slug:slug>/review/<str:kind>/<str:key>/<str:verb>/",
        deciding.decide,
        name="decide",
    ),
]
