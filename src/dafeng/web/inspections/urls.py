"""Addresses of this room: plans, inspections, findings, shared cases."""

from __future__ import annotations

from django.urls import path

from dafeng.web.inspections.views import (
    cases,
    draws,
    findings,
    inspections,
    papers,
    plans,
    rosters,
)

app_name = "inspections"
urlpatterns = [
    path("", plans.start, name="start"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.plan_new, name="plan-new"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/list.csv", plans.plan_csv, name="plan-csv"),
    path("plans/<int:pk>/list.xlsx", plans.plan_xlsx, name="plan-xlsx"),
    path("plans/<int:pk>/edit/", plans.plan_edit, name="plan-edit"),
    path("plans/<int:pk>/subjects/", rosters.subjects, name="plan-subjects"),
    path("plans/<int:pk>/inspectors/", rosters.inspectors, name="plan-inspectors"),
    path("plans/<int:pk>/exclusions/", rosters.exclusions, name="plan-exclusions"),
    path("plans/<int:pk>/draw/", draws.draw, name="draw"),
    path("plans/<int:pk>/draw.json", draws.draw_json, name="draw-json"),
    path("plans/<int:pk>/act/<slug:deed>/", draws.plan_act, name="plan-act"),
    path("visits/", inspections.inspections, name="inspections"),
    path("visits/<int:pk>/", inspections.inspection, name="inspection"),
    path("visits/<int:pk>/record/", inspections.record, name="record"),
    path("visits/<int:pk>/findings/", inspections.finding_new, name="finding-new"),
    path("visits/<int:pk>/files/", inspections.file_new, name="file-new"),
    path("visits/<int:pk>/files/<int:number>/", inspections.file, name="file"),
    path("visits/<int:pk>/record.<str:kind>", papers.record, name="record-paper"),
    path(
        "visits/<int:pk>/notice-<int:number>.<str:kind>",
        papers.notice,
        name="notice-paper",
    ),
    path(
        "visits/<int:pk>/act/<slug:deed>/",
        inspections.inspection_act,
        name="inspection-act",
    ),
    path(
        "visits/<int:pk>/notices/<int:number>/<slug:deed>/",
        inspections.notice_act,
        name="notice-act",
    ),
    path("findings/", findings.findings, name="findings"),
    path("findings.csv", findings.findings_csv, name="findings-csv"),
    path("findings.xlsx", findings.findings_xlsx, name="findings-xlsx"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path(
        "findings/<int:pk>/act/<slug:deed>/",
        findings.finding_act,
        name="finding-act",
    ),
    path("cases/", cases.cases, name="cases"),
    path("cases/new/", cases.case_new, name="case-new"),
    path("cases/<int:pk>/", cases.case, name="case"),
    path("cases/<int:pk>/act/<slug:deed>/", cases.case_act, name="case-act"),
    path("parts/<int:pk>/act/<slug:deed>/", cases.part_act, name="part-act"),
]
