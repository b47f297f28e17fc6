"""Addresses of rounds, reports and evidence."""

from __future__ import annotations

from django.urls import URLPattern, path

from dafeng.web.work.views import (
    evidence,
    report_duties,
    report_workbooks,
    reports,
    rounds,
)

urlpatterns: list[URLPattern] = [
    path("reports/", reports.mine, name="reports-mine"),
    path("reports/act/", rounds.act, name="reports-act"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/edit/", reports.edit, name="report-edit"),
    path("reports/<int:pk>/check/", reports.check, name="report-check"),
    path("reports/<int:pk>/act/", reports.act, name="report-act"),
    path("reports/<int:pk>/versions/", reports.compare, name="report-compare"),
    path("reports/<int:pk>/score/", reports.score, name="report-score"),
    path("reports/<int:pk>/evidence/", evidence.add, name="report-evidence"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/open/", rounds.open_round, name="round-open"),
    path("rounds/<int:pk>/", rounds.one, name="round"),
    path("rounds/<int:pk>/close/", rounds.close, name="round-close"),
    path(
        "rounds/<int:pk>/<slug:unit>.xlsx",
        report_workbooks.download,
        name="report-xlsx",
    ),
    path(
        "rounds/<int:pk>/<slug:unit>/upload/",
        report_workbooks.upload,
        name="report-upload",
    ),
    path("evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path("evidence/<int:pk>/file/", evidence.file, name="evidence-file"),
    path("evidence/<int:pk>/withdraw/", evidence.withdraw, name="evidence-withdraw"),
    path("duties/", report_duties.duties, name="duties"),
    path("duties/new/", report_duties.new, name="duty-new"),
    path("duties/derive/", report_duties.derive, name="duties-derive"),
    path("duties/<int:pk>/end/", report_duties.end, name="duty-end"),
]
